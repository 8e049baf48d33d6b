/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

#include <string.h>

/* An answer must have the sections of the offer, in their order (RFC 3264
 * section 6). */
static gboolean
check_sections (const RtcSdp * offer, const RtcSdp * answer, guint n_tracks,
    GError ** error)
{
  guint n = rtc_sdp_n_media (offer);

  if (rtc_sdp_n_media (answer) != n || n_tracks != n) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "the answer has %u sections, the offer %u", rtc_sdp_n_media (answer),
        n);
    return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    const RtcSdpMedia *ours = rtc_sdp_get_media (offer, i);
    const RtcSdpMedia *theirs = rtc_sdp_get_media (answer, i);

    if (!g_str_equal (ours->word, theirs->word)
        || (theirs->mid && !g_str_equal (ours->mid, theirs->mid))) {
      g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
          "section %u of the answer is not the offer's: m=%.64s", i,
          theirs->word);
      return FALSE;
    }
  }
  return rtc_jsep_check_mids (answer, error);
}

/* Fills the sends and leaves the sections without one unaccepted */
static void
read_sends (const RtcSdp * answer, const RtcJsepTrack * tracks,
    gboolean * accepted, RtcJsepResult * result)
{
  guint n = rtc_sdp_n_media (answer);

  result->sends = g_new0 (RtcJsepSend, n);
  for (guint i = 0; i < n; i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (answer, i);
    const RtcCodec *codec;
    RtcJsepSend *send;
    guint index;

    if (!accepted[i])
      continue;
    codec = rtc_jsep_choose_codec (&tracks[i], media, &index);
    send = &result->sends[result->n_sends++];
    rtc_jsep_read_send (answer, i, &tracks[i], codec, send);
    send->track = i;
    send->codec_index = index;
    if (!send->mid)
      send->mid = g_strdup_printf ("%u", i);
  }
}

/* The n-th section is the n-th track's, as rtc_jsep_offer () made it */
static gint
accept_sections (const RtcSdp * answer, const RtcJsepTrack * tracks,
    gboolean * accepted)
{
  for (guint i = 0; i < rtc_sdp_n_media (answer); i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (answer, i);
    guint index;

    accepted[i] = !rtc_jsep_why_unusable (media)
        && rtc_jsep_choose_codec (&tracks[i], media, &index);
  }
  return rtc_jsep_bundle (answer, accepted);
}

gboolean
rtc_jsep_apply_answer (RtcJsepResult * result, const RtcSdp * answer,
    const RtcJsepTrack * tracks, guint n_tracks, GError ** error)
{
  g_autofree gboolean *accepted =
      g_new0 (gboolean, rtc_sdp_n_media (answer) + 1);
  g_auto (RtcJsepResult) made = { NULL, };
  RtcSdpSetup setup;
  gint first;

  if (!check_sections (result->sdp, answer, n_tracks, error))
    return FALSE;
  first = accept_sections (answer, tracks, accepted);
  if (first < 0) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_NO_COMMON_CODEC,
        "the answer accepts no section of the offer");
    return FALSE;
  }
  if (!rtc_jsep_read_remote (answer, first, &made, &setup, error))
    return FALSE;
  if (setup == RTC_SDP_SETUP_ACTPASS) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "a=setup:actpass is for offers, an answer must decide");
    return FALSE;
  }

  made.dtls_client = setup == RTC_SDP_SETUP_PASSIVE;
  read_sends (answer, tracks, accepted, &made);
  made.sdp = g_steal_pointer (&result->sdp);
  rtc_jsep_result_clear (result);
  *result = made;
  memset (&made, 0, sizeof (made));
  return TRUE;
}
