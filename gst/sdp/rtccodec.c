/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdptypes.h"

/* A codec of copies of @name and @fmtp, for rtc_codec_clear () to free. */
void
rtc_codec_init (RtcCodec * codec, const gchar * name, guint clock_rate,
    guint channels, guint8 pt, const gchar * fmtp)
{
  codec->name = g_strdup (name);
  codec->clock_rate = clock_rate;
  codec->channels = channels;
  codec->pt = pt;
  codec->fmtp = g_strdup (fmtp);
}

/* @dest is overwritten, not freed. */
void
rtc_codec_copy (RtcCodec * dest, const RtcCodec * src)
{
  rtc_codec_init (dest, src->name, src->clock_rate, src->channels, src->pt,
      src->fmtp);
}

void
rtc_codec_clear (RtcCodec * codec)
{
  g_clear_pointer (&codec->name, g_free);
  g_clear_pointer (&codec->fmtp, g_free);
}
