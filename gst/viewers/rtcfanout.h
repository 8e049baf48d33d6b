/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include "core/rtclooppool.h"
#include "rtp/rtcframe.h"

G_BEGIN_DECLS

/* One encoded and packetised stream on its way to N viewers.  The streaming
 * thread pushes a frame; each media loop with viewers of the stream gets one
 * post for it. */
typedef struct _RtcFanout RtcFanout;

RtcFanout *rtc_fanout_new (RtcLoopPool * pool, guint clock_rate);
RtcFanout *rtc_fanout_ref (RtcFanout * fanout);
void rtc_fanout_unref (RtcFanout * fanout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcFanout, rtc_fanout_unref)

void rtc_fanout_push (RtcFanout * fanout, RtcFrame * frame);
/* No frame comes any more: whoever watches is let go, to come again */
void rtc_fanout_end (RtcFanout * fanout);
void rtc_fanout_set_clock_base (RtcFanout * fanout, guint64 ntp);
void rtc_fanout_set_keyframe_func (RtcFanout * fanout,
    void (*func) (gpointer data), gpointer data);
/* The encoder follows what the viewers report: @func is called on the control
 * loop with a new target between @min and @max (bits/s), at most once a second */
void rtc_fanout_set_bitrate_func (RtcFanout * fanout, guint64 min,
    guint64 start, guint64 max, void (*func) (guint64 bitrate, gpointer data),
    gpointer data);
guint rtc_fanout_get_clock_rate (RtcFanout * fanout);

G_END_DECLS
