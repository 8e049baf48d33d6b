/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RTC_MEDIA_AUDIO,
  RTC_MEDIA_VIDEO,
  RTC_MEDIA_APPLICATION,
} RtcMediaKind;

typedef enum
{
  RTC_DIRECTION_INACTIVE = 0,
  RTC_DIRECTION_SENDONLY = 1,
  RTC_DIRECTION_RECVONLY = 2,
  RTC_DIRECTION_SENDRECV = 3,
} RtcDirection;

/* One codec as an rtpmap with its fmtp.  @name and @fmtp are owned. */
typedef struct
{
  gchar *name;                  /* encoding name: "VP8", "H264", "opus" */
  guint clock_rate;
  guint channels;               /* 1 unless said (audio only) */
  guint8 pt;
  gchar *fmtp;                  /* "packetization-mode=1;…" or NULL */
} RtcCodec;

void rtc_codec_init (RtcCodec * codec, const gchar * name, guint clock_rate,
    guint channels, guint8 pt, const gchar * fmtp);
void rtc_codec_copy (RtcCodec * dest, const RtcCodec * src);
void rtc_codec_clear (RtcCodec * codec);

G_END_DECLS
