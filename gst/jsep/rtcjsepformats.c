/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"
#include "sdp/rtcfmtp.h"

#include <string.h>

/* The codecs of a section, in an offer, in an answer, and in a plan.  RTX, RED
 * and ULPFEC are no codecs of the application's: do-nack and fec-type ask for
 * them. */

#define ANY 255
#define H264_42E01F \
  "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"

static const RtcJsepFormat known_audio[] = {
  {{(gchar *) "OPUS", 48000, 2, ANY, NULL}, NULL},
  {{(gchar *) "PCMU", 8000, 1, 0, NULL}, NULL},
  {{(gchar *) "PCMA", 8000, 1, 8, NULL}, NULL},
};

static const RtcJsepFormat known_video[] = {
  {{(gchar *) "VP8", 90000, 1, ANY, NULL}, NULL},
  {{(gchar *) "H264", 90000, 1, ANY, (gchar *) H264_42E01F}, NULL},
  {{(gchar *) "VP9", 90000, 1, ANY, NULL}, NULL},
};

const RtcJsepFormat *
rtc_jsep_known_formats (RtcMediaKind kind, guint * n)
{
  if (kind == RTC_MEDIA_AUDIO) {
    *n = G_N_ELEMENTS (known_audio);
    return known_audio;
  }
  *n = G_N_ELEMENTS (known_video);
  return known_video;
}

gboolean
rtc_jsep_is_helper (const RtcCodec * codec)
{
  return rtc_jsep_is_named (codec, "rtx") || rtc_jsep_is_named (codec, "red")
      || rtc_jsep_is_named (codec, "ulpfec")
      || g_str_has_prefix (codec->name, "flexfec");
}

/* What nobody can decode into a picture or a sound of its own */
static gboolean
is_media (const RtcCodec * codec)
{
  return !rtc_jsep_is_helper (codec) && !rtc_jsep_is_named (codec, "CN")
      && !rtc_jsep_is_named (codec, "telephone-event");
}

static void
write_rtx (RtcSdpMedia * media, guint clock_rate, gint apt, gint pt)
{
  g_autofree gchar *fmtp = g_strdup_printf ("apt=%d", apt);
  RtcCodec rtx = { (gchar *) "rtx", clock_rate, 1, pt, fmtp };

  rtc_sdp_media_add_codec (media, &rtx);
}

static guint
get_clock_rate (const RtcSdpMedia * media)
{
  const RtcCodec *first = g_ptr_array_index (media->codecs, 0);

  return first->clock_rate;
}

/* RED and ULPFEC tick as what they protect does */
static void
offer_helper (RtcSdpMedia * media, const gchar * name, RtcJsepNumbers * numbers)
{
  RtcCodec codec = { (gchar *) name, get_clock_rate (media), 1, ANY, NULL };
  gint pt = rtc_jsep_numbers_get (numbers, &codec);

  if (pt < 0)
    return;
  codec.pt = pt;
  rtc_sdp_media_add_codec (media, &codec);
  /* the section lives as long as the numbers are in use */
  numbers->codecs[pt] = rtc_sdp_media_find_codec (media, pt);
}

static void
offer_codec (RtcSdpMedia * media, const RtcCodec * wish, gchar ** feedback,
    const RtcJsepTransceiver * transceiver, RtcJsepNumbers * numbers)
{
  RtcCodec codec = *wish;
  gint pt;

  if (rtc_jsep_is_helper (&codec))
    return;
  pt = rtc_jsep_numbers_get (numbers, wish);
  if (pt < 0 || rtc_sdp_media_find_codec (media, pt))
    return;
  codec.pt = pt;
  rtc_sdp_media_add_codec (media, &codec);
  rtc_jsep_write_feedback (media, pt, NULL, transceiver, feedback);
}

/* What we said of the section @before counts where no caps tell more: that may
 * be codecs which only the other side knows. */
void
rtc_jsep_offer_formats (RtcSdpMedia * media, const RtcSdpMedia * before,
    const RtcJsepTransceiver * transceiver, RtcJsepNumbers * numbers)
{
  const RtcJsepFormat *formats = transceiver->formats;
  guint n = transceiver->n_formats, n_codecs;

  for (guint i = 0; n == 0 && before && i < before->codecs->len; i++)
    offer_codec (media, g_ptr_array_index (before->codecs, i), NULL,
        transceiver, numbers);
  if (n == 0 && media->codecs->len == 0)
    formats = rtc_jsep_known_formats (media->kind, &n);
  for (guint i = 0; i < n; i++)
    offer_codec (media, &formats[i].codec, formats[i].feedback, transceiver,
        numbers);
  if (media->codecs->len == 0)
    return;
  if (transceiver->fec == RTC_FEC_ULP_RED) {
    offer_helper (media, "red", numbers);
    offer_helper (media, "ulpfec", numbers);
  }
  n_codecs = transceiver->nack ? media->codecs->len : 0;
  for (guint i = 0; i < n_codecs; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);
    gint pt = rtc_jsep_is_named (codec, "ulpfec") ? -1 :
        rtc_jsep_numbers_get_rtx (numbers, codec->pt);

    if (pt >= 0)
      write_rtx (media, codec->clock_rate, codec->pt, pt);
  }
}

/* @ours NULL: no wishes */
static void
accept_codec (RtcSdpMedia * media, const RtcJsepFeedback * offered,
    const RtcCodec * theirs, const RtcJsepTransceiver * transceiver,
    const RtcJsepFormat * ours)
{
  g_autofree gchar *fmtp = NULL;
  RtcCodec codec = *theirs;

  if (ours && ours->codec.fmtp && rtc_jsep_is_named (&codec, "H264"))
    codec.fmtp = fmtp = rtc_jsep_h264_answer (ours->codec.fmtp, theirs->fmtp);
  rtc_sdp_media_add_codec (media, &codec);
  rtc_jsep_write_feedback (media, codec.pt, offered, transceiver,
      ours ? ours->feedback : NULL);
}

static void
accept_all (RtcSdpMedia * media, const RtcJsepFeedback * offered,
    const RtcJsepTransceiver * transceiver)
{
  for (guint i = 0; i < offered->media->codecs->len; i++) {
    const RtcCodec *theirs = g_ptr_array_index (offered->media->codecs, i);

    if (is_media (theirs))
      accept_codec (media, offered, theirs, transceiver, NULL);
  }
}

/* Caps without any parameter leave all of them open */
static gboolean
can_do (const RtcJsepFormat * ours, const RtcCodec * theirs)
{
  const RtcCodec *codec = &ours->codec;

  if (rtc_jsep_is_helper (theirs))
    return FALSE;
  if (codec->fmtp)
    return rtc_jsep_codec_matches (codec, theirs);
  return rtc_jsep_is_named (codec, theirs->name)
      && codec->clock_rate == theirs->clock_rate
      && MAX (codec->channels, 1) == MAX (theirs->channels, 1);
}

static void
accept_wished (RtcSdpMedia * media, const RtcJsepFeedback * offered,
    const RtcJsepTransceiver * transceiver)
{
  gboolean taken[128] = { FALSE, };

  for (guint i = 0; i < transceiver->n_formats; i++) {
    const RtcJsepFormat *ours = &transceiver->formats[i];

    for (guint j = 0; j < offered->media->codecs->len; j++) {
      const RtcCodec *theirs = g_ptr_array_index (offered->media->codecs, j);

      if (taken[theirs->pt] || !can_do (ours, theirs))
        continue;
      taken[theirs->pt] = TRUE;
      accept_codec (media, offered, theirs, transceiver, ours);
    }
  }
}

static const RtcCodec *
find_named (const RtcSdpMedia * media, const gchar * name, guint clock_rate)
{
  for (guint i = 0; i < media->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);

    if (rtc_jsep_is_named (codec, name) && codec->clock_rate == clock_rate)
      return codec;
  }
  return NULL;
}

static void
accept_helpers (RtcSdpMedia * media, const RtcSdpMedia * offered,
    const RtcJsepTransceiver * transceiver)
{
  guint clock_rate = get_clock_rate (media);
  const RtcCodec *their_red = find_named (offered, "red", clock_rate);
  const RtcCodec *their_fec = find_named (offered, "ulpfec", clock_rate);
  guint n_codecs;
  gint16 rtx[128];

  if (transceiver->fec == RTC_FEC_ULP_RED && their_red && their_fec) {
    rtc_sdp_media_add_codec (media, their_red);
    rtc_sdp_media_add_codec (media, their_fec);
  }
  rtc_jsep_read_rtx (offered, rtx);
  n_codecs = transceiver->nack ? media->codecs->len : 0;
  for (guint i = 0; i < n_codecs; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);

    if (rtx[codec->pt] != 0)
      write_rtx (media, codec->clock_rate, codec->pt, rtx[codec->pt]);
  }
}

gboolean
rtc_jsep_answer_formats (RtcSdpMedia * media, const RtcSdpMedia * offered,
    const RtcJsepTransceiver * transceiver)
{
  RtcJsepFeedback feedback;

  rtc_jsep_read_feedback (offered, &feedback);
  if (transceiver->n_formats == 0)
    accept_all (media, &feedback, transceiver);
  else
    accept_wished (media, &feedback, transceiver);
  if (media->codecs->len == 0)
    return FALSE;
  accept_helpers (media, offered, transceiver);
  return TRUE;
}

gboolean
rtc_jsep_has_common_format (const RtcSdpMedia * offered,
    const RtcJsepTransceiver * transceiver)
{
  for (guint j = 0; j < offered->codecs->len; j++) {
    const RtcCodec *theirs = g_ptr_array_index (offered->codecs, j);

    if (transceiver->n_formats == 0 && is_media (theirs))
      return TRUE;
    for (guint i = 0; i < transceiver->n_formats; i++) {
      if (can_do (&transceiver->formats[i], theirs))
        return TRUE;
    }
  }
  return FALSE;
}
