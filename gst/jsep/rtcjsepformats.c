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

static const RtcCodec red = { (gchar *) "red", 90000, 1, ANY, NULL };
static const RtcCodec ulpfec = { (gchar *) "ulpfec", 90000, 1, ANY, NULL };

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

static gboolean
is_named (const RtcCodec * codec, const gchar * name)
{
  return g_ascii_strcasecmp (codec->name, name) == 0;
}

gboolean
rtc_jsep_is_helper (const RtcCodec * codec)
{
  return is_named (codec, "rtx") || is_named (codec, "red")
      || is_named (codec, "ulpfec")
      || g_str_has_prefix (codec->name, "flexfec");
}

/* What nobody can decode into a picture or a sound of its own */
static gboolean
is_media (const RtcCodec * codec)
{
  return !rtc_jsep_is_helper (codec) && !is_named (codec, "CN")
      && !is_named (codec, "telephone-event");
}

/* What is asked for of every codec */
static const gchar *const usual[] =
    { "transport-cc", "ccm fir", "nack", "nack pli" };

/* Who has which of them, so that no line is read once a codec */
typedef struct
{
  const RtcSdpMedia *media;
  guint8 all, of[128];          /* bits as in usual[] */
} Feedback;

static gint
find_usual (const gchar * value)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++) {
    if (g_ascii_strcasecmp (usual[i], value) == 0)
      return i;
  }
  return -1;
}

static void
read_feedback (const RtcSdpMedia * media, Feedback * out)
{
  memset (out, 0, sizeof (*out));
  out->media = media;
  for (guint i = 0; i < media->feedback->len; i++) {
    const RtcSdpFeedback *feedback = g_ptr_array_index (media->feedback, i);
    gint bit = find_usual (feedback->value);

    if (bit >= 0 && feedback->pt < 0)
      out->all |= 1 << bit;
    else if (bit >= 0 && feedback->pt < 128)
      out->of[feedback->pt] |= 1 << bit;
  }
}

static gboolean
has_feedback (const Feedback * feedback, gint pt, const gchar * value)
{
  gint bit = find_usual (value);

  if (bit < 0)
    return rtc_sdp_media_has_feedback (feedback->media, pt, value);
  return (feedback->all | feedback->of[pt]) & 1 << bit;
}

/* The usual, and what the caps say; of an answer: what is @offered of it */
static void
write_feedback (RtcSdpMedia * media, gint pt, const Feedback * offered,
    const RtcJsepTransceiver * transceiver, gchar ** more)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++) {
    if ((i > 0 && media->kind != RTC_MEDIA_VIDEO)
        || (i == 2 && !transceiver->nack))
      continue;
    if (!offered || has_feedback (offered, pt, usual[i]))
      rtc_sdp_media_add_feedback (media, pt, usual[i]);
  }
  for (; more && *more; more++) {
    if (g_str_equal (*more, "nack") && !transceiver->nack)
      continue;
    if ((!offered || has_feedback (offered, pt, *more))
        && !rtc_sdp_media_has_feedback (media, pt, *more))
      rtc_sdp_media_add_feedback (media, pt, *more);
  }
}

static void
write_rtx (RtcSdpMedia * media, guint clock_rate, gint apt, gint pt)
{
  g_autofree gchar *fmtp = g_strdup_printf ("apt=%d", apt);
  RtcCodec rtx = { (gchar *) "rtx", clock_rate, 1, pt, fmtp };

  rtc_sdp_media_add_codec (media, &rtx);
}

static void
offer_helper (RtcSdpMedia * media, const RtcCodec * helper,
    RtcJsepNumbers * numbers)
{
  RtcCodec codec = *helper;
  gint pt = rtc_jsep_numbers_get (numbers, helper);

  if (pt < 0)
    return;
  codec.pt = pt;
  rtc_sdp_media_add_codec (media, &codec);
}

void
rtc_jsep_offer_formats (RtcSdpMedia * media,
    const RtcJsepTransceiver * transceiver, RtcJsepNumbers * numbers)
{
  const RtcJsepFormat *formats = transceiver->formats;
  guint n = transceiver->n_formats, n_codecs;

  if (n == 0)
    formats = rtc_jsep_known_formats (media->kind, &n);
  for (guint i = 0; i < n; i++) {
    RtcCodec codec = formats[i].codec;
    gint pt;

    if (rtc_jsep_is_helper (&codec))
      continue;
    pt = rtc_jsep_numbers_get (numbers, &formats[i].codec);
    if (pt < 0 || rtc_sdp_media_find_codec (media, pt))
      continue;
    codec.pt = pt;
    rtc_sdp_media_add_codec (media, &codec);
    write_feedback (media, pt, NULL, transceiver, formats[i].feedback);
  }
  if (media->codecs->len == 0)
    return;
  if (transceiver->fec == RTC_FEC_ULP_RED && media->kind == RTC_MEDIA_VIDEO) {
    offer_helper (media, &red, numbers);
    offer_helper (media, &ulpfec, numbers);
  }
  n_codecs = transceiver->nack ? media->codecs->len : 0;
  for (guint i = 0; i < n_codecs; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);
    gint pt = is_named (codec, "ulpfec") ? -1 :
        rtc_jsep_numbers_get_rtx (numbers, codec->pt);

    if (pt >= 0)
      write_rtx (media, codec->clock_rate, codec->pt, pt);
  }
}

/* @ours NULL: no wishes */
static void
accept_codec (RtcSdpMedia * media, const Feedback * offered,
    const RtcCodec * theirs, const RtcJsepTransceiver * transceiver,
    const RtcJsepFormat * ours)
{
  g_autofree gchar *fmtp = NULL;
  RtcCodec codec = *theirs;

  if (ours && is_named (&codec, "H264"))
    codec.fmtp = fmtp = rtc_jsep_h264_answer (ours->codec.fmtp, theirs->fmtp);
  rtc_sdp_media_add_codec (media, &codec);
  write_feedback (media, codec.pt, offered, transceiver,
      ours ? ours->feedback : NULL);
}

static void
accept_all (RtcSdpMedia * media, const Feedback * offered,
    const RtcJsepTransceiver * transceiver)
{
  for (guint i = 0; i < offered->media->codecs->len; i++) {
    const RtcCodec *theirs = g_ptr_array_index (offered->media->codecs, i);

    if (is_media (theirs))
      accept_codec (media, offered, theirs, transceiver, NULL);
  }
}

static void
accept_wished (RtcSdpMedia * media, const Feedback * offered,
    const RtcJsepTransceiver * transceiver)
{
  gboolean taken[128] = { FALSE, };

  for (guint i = 0; i < transceiver->n_formats; i++) {
    const RtcJsepFormat *ours = &transceiver->formats[i];

    for (guint j = 0; j < offered->media->codecs->len; j++) {
      const RtcCodec *theirs = g_ptr_array_index (offered->media->codecs, j);

      if (taken[theirs->pt] || rtc_jsep_is_helper (theirs)
          || !rtc_jsep_codec_matches (&ours->codec, theirs))
        continue;
      taken[theirs->pt] = TRUE;
      accept_codec (media, offered, theirs, transceiver, ours);
    }
  }
}

/* What retransmits each payload type; 0: nothing does */
static void
read_rtx (const RtcSdpMedia * media, gint16 * rtx)
{
  memset (rtx, 0, 128 * sizeof (gint16));
  for (guint i = 0; i < media->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);
    guint apt;

    if (!is_named (codec, "rtx"))
      continue;
    apt = rtc_fmtp_get_uint (codec->fmtp, "apt", 128);
    if (apt < 128 && rtx[apt] == 0)
      rtx[apt] = codec->pt;
  }
}

static const RtcCodec *
find_named (const RtcSdpMedia * media, const RtcCodec * like)
{
  for (guint i = 0; i < media->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);

    if (is_named (codec, like->name) && codec->clock_rate == like->clock_rate)
      return codec;
  }
  return NULL;
}

static void
accept_helpers (RtcSdpMedia * media, const RtcSdpMedia * offered,
    const RtcJsepTransceiver * transceiver)
{
  const RtcCodec *their_red = find_named (offered, &red);
  const RtcCodec *their_fec = find_named (offered, &ulpfec);
  guint n_codecs;
  gint16 rtx[128];

  if (transceiver->fec == RTC_FEC_ULP_RED && their_red && their_fec) {
    rtc_sdp_media_add_codec (media, their_red);
    rtc_sdp_media_add_codec (media, their_fec);
  }
  read_rtx (offered, rtx);
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
  Feedback feedback;

  read_feedback (offered, &feedback);
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
      if (!rtc_jsep_is_helper (theirs)
          && rtc_jsep_codec_matches (&transceiver->formats[i].codec, theirs))
        return TRUE;
    }
  }
  return FALSE;
}

/* --- the plan ---------------------------------------------------------------- */

/* What @codec of the answer is in the offer.  Numbers are the same as a rule;
 * an answerer may send with others than it receives (RFC 3264 section 5.1). */
static const RtcCodec *
find_partner (const RtcSdpMedia * offer, const RtcCodec * codec)
{
  const RtcCodec *same = rtc_sdp_media_find_codec (offer, codec->pt);

  if (same && rtc_jsep_codec_matches (same, codec))
    return same;
  for (guint i = 0; i < offer->codecs->len; i++) {
    const RtcCodec *other = g_ptr_array_index (offer->codecs, i);

    if (rtc_jsep_codec_matches (other, codec))
      return other;
  }
  return NULL;
}

static const RtcCodec *
find_rtx_partner (const RtcSdpMedia * offer, const RtcSdpMedia * answer,
    const RtcCodec * codec, const gint16 * rtx)
{
  guint apt = rtc_fmtp_get_uint (codec->fmtp, "apt", 128);
  const RtcCodec *target =
      apt < 128 ? rtc_sdp_media_find_codec (answer, apt) : NULL;

  if (target && !is_named (target, "rtx"))
    target = find_partner (offer, target);
  return target && rtx[target->pt] ?
      rtc_sdp_media_find_codec (offer, rtx[target->pt]) : NULL;
}

static void
add_format (GPtrArray * formats, const RtcCodec * codec, GStrv feedback)
{
  RtcJsepPlanFormat *format = g_new0 (RtcJsepPlanFormat, 1);

  rtc_codec_copy (&format->codec, codec);
  format->feedback = g_strdupv (feedback);
  g_ptr_array_add (formats, format);
}

static GStrv
common_feedback (const RtcSdpMedia * local, gint local_pt,
    const Feedback * remote, gint remote_pt)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < local->feedback->len; i++) {
    const RtcSdpFeedback *ours = g_ptr_array_index (local->feedback, i);

    if ((ours->pt == local_pt || ours->pt == -1)
        && has_feedback (remote, remote_pt, ours->value))
      g_strv_builder_add (builder, ours->value);
  }
  return g_strv_builder_end (builder);
}

void
rtc_jsep_plan_formats (RtcJsepPlanSection * section, const RtcSdpMedia * local,
    const RtcSdpMedia * remote, gboolean offered)
{
  const RtcSdpMedia *offer = offered ? local : remote;
  const RtcSdpMedia *answer = offered ? remote : local;
  Feedback asked;
  gint16 rtx[128];

  read_feedback (remote, &asked);
  read_rtx (offer, rtx);
  for (guint i = 0; i < answer->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (answer->codecs, i);
    const RtcCodec *partner = is_named (codec, "rtx") ?
        find_rtx_partner (offer, answer, codec, rtx) :
        find_partner (offer, codec);
    const RtcCodec *ours = offered ? partner : codec;
    const RtcCodec *theirs = offered ? codec : partner;
    g_auto (GStrv) feedback = NULL;

    if (!partner)
      continue;
    feedback = common_feedback (local, ours->pt, &asked, theirs->pt);
    add_format (section->send, theirs, feedback);
    add_format (section->receive, ours, feedback);
  }
}
