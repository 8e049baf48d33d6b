/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/base/gstbasesink.h>
#include "rtctimeline.h"
#include "viewers/rtcfanout.h"
#include "sdp/rtcsdptypes.h"

G_BEGIN_DECLS

/* The end of an encoder branch: packets of a payloader become frames of a
 * fan-out.  Internal: it is in no registry. */
#define RTC_TYPE_PACKET_SINK (rtc_packet_sink_get_type ())
G_DECLARE_FINAL_TYPE (RtcPacketSink, rtc_packet_sink, RTC, PACKET_SINK,
    GstBaseSink)

GstElement *rtc_packet_sink_new (RtcFanout * fanout, RtcTimeline * timeline,
    RtcMediaKind kind, guint8 audio_level_id);
void rtc_packet_sink_watch (RtcPacketSink * sink, GstPad * payloader_sink);
void rtc_packet_sink_detach (RtcPacketSink * sink);

G_END_DECLS
