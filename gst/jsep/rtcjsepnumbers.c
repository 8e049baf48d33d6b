/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"
#include "sdp/rtcfmtp.h"

/* Payload types are one space for all sections of a BUNDLE group: the same
 * number may stand twice for the same codec only (RFC 9143 section 10.1.2).
 * What was negotiated keeps its number, then come the wishes of the
 * transceivers, the rest gets what is free. */

static gboolean
same_codec (const RtcCodec * a, const RtcCodec * b)
{
  return rtc_jsep_codec_matches (a, b) && g_strcmp0 (a->fmtp, b->fmtp) == 0;
}

/* Dynamic numbers: 96 to 127, then 35 to 63, which RFC 5761 section 4 leaves
 * free of a mix-up with RTCP. */
static gint
take_free (RtcJsepNumbers * numbers)
{
  for (gint i = 0; i < 32 + 29; i++) {
    gint pt = i < 32 ? 96 + i : 35 + i - 32;

    if (!numbers->used[pt]) {
      numbers->used[pt] = TRUE;
      return pt;
    }
  }
  return -1;
}

void
rtc_jsep_numbers_reserve (RtcJsepNumbers * numbers, const RtcSdpMedia * media)
{
  for (guint i = 0; i < media->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);
    guint apt;

    if (numbers->used[codec->pt])
      continue;
    numbers->used[codec->pt] = TRUE;
    if (g_ascii_strcasecmp (codec->name, "rtx") != 0) {
      numbers->codecs[codec->pt] = codec;
      continue;
    }
    apt = rtc_fmtp_get_uint (codec->fmtp, "apt", 128);
    if (apt < 128 && numbers->rtx[apt] == 0)
      numbers->rtx[apt] = codec->pt;
  }
}

void
rtc_jsep_numbers_wish (RtcJsepNumbers * numbers, const RtcCodec * codec)
{
  if (codec->pt > 127 || numbers->used[codec->pt])
    return;
  for (gint pt = 0; pt < 128; pt++) {
    if (numbers->codecs[pt] && same_codec (numbers->codecs[pt], codec))
      return;
  }
  numbers->used[codec->pt] = TRUE;
  numbers->codecs[codec->pt] = codec;
}

gint
rtc_jsep_numbers_get (RtcJsepNumbers * numbers, const RtcCodec * codec)
{
  gint pt;

  if (codec->pt < 128 && numbers->codecs[codec->pt]
      && same_codec (numbers->codecs[codec->pt], codec))
    return codec->pt;
  for (pt = 0; pt < 128; pt++) {
    if (numbers->codecs[pt] && same_codec (numbers->codecs[pt], codec))
      return pt;
  }
  pt = take_free (numbers);
  if (pt >= 0)
    numbers->codecs[pt] = codec;
  return pt;
}

gint
rtc_jsep_numbers_get_rtx (RtcJsepNumbers * numbers, gint pt)
{
  if (numbers->rtx[pt] == 0)
    numbers->rtx[pt] = take_free (numbers);
  return numbers->rtx[pt];
}
