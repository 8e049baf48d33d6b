/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtccodectable.h"
#include "viewers/rtctrack.h"

G_BEGIN_DECLS

/* One track on its way in, raw or encoded: paces it, learns what it is, and
 * encodes it while viewers want it.  Internal: it is in no registry. */
#define RTC_TYPE_INPUT (rtc_input_get_type ())
G_DECLARE_FINAL_TYPE (RtcInput, rtc_input, RTC, INPUT, GstBin)

typedef struct
{
  RtcMediaKind kind;
  const GstCaps *allowed;       /* codecs for raw input, best first; NULL: all */
  guint bitrate;                /* first target of a video encoder, bits/s */
  guint min_bitrate, max_bitrate;       /* between which it follows the viewers */
  gint64 linger;                /* what an encoder outlives its last viewer by, microseconds */
  /* each encoder before it starts; not on a loop, no lock is held */
  void (*encoder_setup) (RtcInput * input, GstElement * encoder,
      gpointer user_data);
  gpointer user_data;
} RtcInputConfig;

/* What stands first is what a source picks when it may choose: a format that
 * needs no conversion, and an H.264 profile that every browser decodes */
#define RTC_INPUT_RAW_VIDEO_CAPS \
  "video/x-raw,format=I420;video/x-raw"
#define RTC_INPUT_VIDEO_CAPS RTC_INPUT_RAW_VIDEO_CAPS \
  ";video/x-vp8;video/x-vp9;" \
  "video/x-h264,profile=constrained-baseline;video/x-h264;video/x-h265"
#define RTC_INPUT_AUDIO_CAPS \
  "audio/x-raw,layout=interleaved;audio/x-opus,channel-mapping-family=0;" \
  "audio/x-mulaw,rate=8000,channels=1;audio/x-alaw,rate=8000,channels=1"

GstElement *rtc_input_new (const gchar * name, RtcMediaKind kind);
RtcTrack *rtc_input_start (RtcInput * input, RtcLoopPool * pool,
    const RtcInputConfig * config);
void rtc_input_stop (RtcInput * input);
RtcMediaKind rtc_input_get_kind (RtcInput * input);
RtcTrack *rtc_input_dup_track (RtcInput * input);

G_END_DECLS
