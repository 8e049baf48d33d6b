/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"
#include "sdp/rtcfmtp.h"

#include <string.h>

/* The codecs that an offer and its answer have in common, as the plan has them
 */

/* What retransmits each payload type; 0: nothing does */
void
rtc_jsep_read_rtx (const RtcSdpMedia * media, gint16 * rtx)
{
  memset (rtx, 0, 128 * sizeof (gint16));
  for (guint i = 0; i < media->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);
    guint apt;

    if (!rtc_jsep_is_named (codec, "rtx"))
      continue;
    apt = rtc_fmtp_get_uint (codec->fmtp, "apt", 128);
    if (apt < 128 && rtx[apt] == 0)
      rtx[apt] = codec->pt;
  }
}

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

  if (target && !rtc_jsep_is_named (target, "rtx"))
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
    const RtcJsepFeedback * remote, gint remote_pt)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < local->feedback->len; i++) {
    const RtcSdpFeedback *ours = g_ptr_array_index (local->feedback, i);

    if ((ours->pt == local_pt || ours->pt == -1)
        && rtc_jsep_has_feedback (remote, remote_pt, ours->value))
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
  RtcJsepFeedback asked;
  gint16 rtx[128];

  rtc_jsep_read_feedback (remote, &asked);
  rtc_jsep_read_rtx (offer, rtx);
  for (guint i = 0; i < answer->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (answer->codecs, i);
    const RtcCodec *partner = rtc_jsep_is_named (codec, "rtx") ?
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
