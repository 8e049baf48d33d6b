/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtccodectable.h"
#include "rtctimeline.h"
#include "viewers/rtcfanout.h"

G_BEGIN_DECLS

/* One codec of one input while somebody watches it in that codec */
#define RTC_TYPE_ENCODER (rtc_encoder_get_type ())
G_DECLARE_FINAL_TYPE (RtcEncoder, rtc_encoder, RTC, ENCODER, GstBin)

typedef struct
{
  const RtcCodecInfo *codec;
  gboolean raw;                 /* FALSE: the input is encoded already */
  guint bitrate;                /* target, bits/s */
  RtcTimeline *timeline;        /* of the input */
  /* before the encoder starts; called in the thread that builds the branch */
  void (*setup) (GstElement * encoder, gpointer user_data);
  gpointer user_data;
} RtcEncoderConfig;

GstElement *rtc_encoder_new (const RtcEncoderConfig * config,
    const RtcEncoderInfo * info, RtcFanout * fanout, GError ** error);
void rtc_encoder_detach (RtcEncoder * encoder);
void rtc_encoder_set_bitrate (RtcEncoder * encoder, guint64 bitrate);
gboolean rtc_encoder_commit (RtcEncoder * encoder);
gboolean rtc_encoder_has_failed (RtcEncoder * encoder);
gchar *rtc_encoder_dup_reason (RtcEncoder * encoder);

G_END_DECLS
