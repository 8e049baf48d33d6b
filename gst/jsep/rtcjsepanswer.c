/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

#include <string.h>

/* An answer is made in three steps: which track goes into which section, which
 * of these sections share our transport, then the text of each section. */

typedef struct
{
  gint track;                   /* -1: none */
  const RtcCodec *codec;        /* in the offer */
  guint codec_index;            /* in the track */
} Choice;

static gint
find_track (const RtcJsepTrack * tracks, guint n_tracks, RtcMediaKind kind,
    guint nth)
{
  for (guint i = 0; i < n_tracks; i++) {
    if (tracks[i].kind == kind && nth-- == 0)
      return i;
  }
  return -1;
}

static void
choose (const RtcSdp * offer, const RtcJsepTrack * tracks, guint n_tracks,
    Choice * choices, gboolean * accepted)
{
  guint n_seen[RTC_MEDIA_APPLICATION + 1] = { 0, };

  for (guint i = 0; i < rtc_sdp_n_media (offer); i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (offer, i);
    Choice *choice = &choices[i];

    choice->track = -1;
    accepted[i] = FALSE;
    if (rtc_jsep_why_unusable (media))
      continue;
    choice->track =
        find_track (tracks, n_tracks, media->kind, n_seen[media->kind]++);
    if (choice->track < 0)
      continue;
    choice->codec = rtc_jsep_choose_codec (&tracks[choice->track], media,
        &choice->codec_index);
    accepted[i] = choice->codec != NULL;
  }
}

/* The section of data channels that goes with the media, if we have any: it may
 * stand before them in the group, which then hangs on it.  -1: none. */
static gint
accept_data (const RtcSdp * offer, const RtcJsepTransport * transport,
    gboolean * accepted, gint * first)
{
  const gchar *mid = rtc_sdp_get_media (offer, *first)->mid;
  const RtcSdpGroup *group =
      mid ? rtc_sdp_find_group (offer, "BUNDLE", mid) : NULL;

  if (group == NULL || transport->sctp_port == 0)
    return -1;
  for (guint i = 0; i < rtc_sdp_n_media (offer); i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (offer, i);

    if (!rtc_jsep_is_data (media) || rtc_jsep_is_rejected (media)
        || media->mid == NULL
        || rtc_sdp_find_group (offer, "BUNDLE", media->mid) != group)
      continue;
    accepted[i] = TRUE;
    *first = rtc_jsep_first_of_group (offer, group, accepted);
    return i;
  }
  return -1;
}

/* No section is left: say for each one why */
static void
set_nothing_accepted (const RtcSdp * offer, const RtcJsepTrack * tracks,
    guint n_tracks, GError ** error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean usable = FALSE;

  for (guint i = 0; i < rtc_sdp_n_media (offer) && text->len < 4096; i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (offer, i);
    const gchar *why = rtc_jsep_why_unusable (media);
    g_autofree gchar *codecs = why ? NULL : rtc_jsep_list_codecs (media);

    usable |= why == NULL;
    g_string_append_printf (text, "%s%.64s: %s", i > 0 ? "; " : "",
        media->word, why ? why : codecs);
  }
  g_string_append (text, ". We can send");
  for (guint i = 0; i < n_tracks; i++) {
    g_autofree gchar *codecs = rtc_jsep_list_track_codecs (&tracks[i]);

    g_string_append_printf (text, "%s %s: %s", i > 0 ? ";" : "",
        tracks[i].kind == RTC_MEDIA_AUDIO ? "audio" : "video", codecs);
  }
  if (n_tracks == 0)
    g_string_append (text, " nothing");
  g_set_error (error, RTC_JSEP_ERROR,
      usable ? RTC_JSEP_ERROR_NO_COMMON_CODEC : RTC_JSEP_ERROR_INVALID,
      "no section of the offer can be answered. It has %s",
      text->len > 0 ? text->str : "none");
}

static void
write_codec (RtcSdpMedia * media, const RtcJsepSend * send,
    const RtcJsepTrack * track)
{
  g_autofree gchar *fmtp = NULL;
  RtcCodec codec = send->codec;
  gint pt = codec.pt;

  if (g_ascii_strcasecmp (codec.name, "H264") == 0) {
    fmtp = rtc_jsep_h264_answer (track->codecs[send->codec_index].fmtp,
        codec.fmtp);
    codec.fmtp = fmtp;
  }
  rtc_sdp_media_add_codec (media, &codec);
  if (send->transport_cc)
    rtc_sdp_media_add_feedback (media, pt, "transport-cc");
  if (send->fir)
    rtc_sdp_media_add_feedback (media, pt, "ccm fir");
  if (send->nack)
    rtc_sdp_media_add_feedback (media, pt, "nack");
  if (send->pli)
    rtc_sdp_media_add_feedback (media, pt, "nack pli");

  if (send->rtx_pt >= 0) {
    g_autofree gchar *apt = g_strdup_printf ("apt=%d", pt);
    RtcCodec rtx = { (gchar *) "rtx", codec.clock_rate, 1, send->rtx_pt, apt };

    rtc_sdp_media_add_codec (media, &rtx);
  }
}

static void
write_transport (const RtcSdp * offer, const RtcSdpMedia * offered,
    const RtcJsepTransport * transport, RtcSdpSetup setup, RtcSdpMedia * media)
{
  rtc_jsep_write_transport (media, transport, setup);
  if (rtc_sdp_transport_has_option (&offered->transport, "trickle")
      || rtc_sdp_transport_has_option (&offer->transport, "trickle"))
    g_ptr_array_add (media->transport.ice_options, g_strdup ("trickle"));
}

static void
write_send (const RtcSdp * offer, const RtcJsepSend * send,
    const RtcJsepTrack * track, RtcSdpMedia * media)
{
  const RtcSdpMedia *offered = rtc_sdp_get_media (offer, send->mline);

  rtc_jsep_answer_extmaps (offer, offered, send->extmap, media);
  media->direction = RTC_DIRECTION_SENDONLY;
  media->rtcp_mux = TRUE;
  media->rtcp_mux_only = offered->rtcp_mux_only;
  media->rtcp_rsize = send->rsize;
  write_codec (media, send, track);
  rtc_jsep_write_sources (media, track->stream_id, track->track_id,
      track->cname, &track->ssrc, send->rtx_pt >= 0 ? &track->rtx_ssrc : NULL,
      1);
}

/* All sections, in the offer's order (RFC 3264 section 6).  Refused ones have
 * the transport's attributes too: aiortc looks for them in every section. */
static void
write_sections (const RtcSdp * offer, const RtcJsepTrack * tracks,
    const RtcJsepTransport * transport, const Choice * choices,
    const gboolean * accepted, gint data, gint first, RtcSdpSetup setup,
    RtcJsepResult * result)
{
  result->sends = g_new0 (RtcJsepSend, rtc_sdp_n_media (offer));
  for (guint i = 0; i < rtc_sdp_n_media (offer); i++) {
    const RtcSdpMedia *offered = rtc_sdp_get_media (offer, i);
    RtcSdpMedia *media = rtc_sdp_add_media (result->sdp, offered->word,
        accepted[i] ? 9 : 0, offered->proto);
    const RtcJsepTrack *track;
    RtcJsepSend *send;

    media->mid = g_strdup (offered->mid);
    media->connection = g_strdup ("IN IP4 0.0.0.0");
    write_transport (offer, offered, transport, setup, media);
    if ((gint) i == first)
      rtc_jsep_write_candidates (media, transport);
    if ((gint) i == data) {
      rtc_jsep_write_data (media, offered, transport->sctp_port,
          transport->max_message_size);
      rtc_jsep_read_data (offered, &result->remote_sctp_port,
          &result->remote_max_message_size);
      continue;
    }
    if (!accepted[i] || !choices[i].codec) {
      rtc_jsep_write_inactive (offered, media);
      continue;
    }
    track = &tracks[choices[i].track];
    send = &result->sends[result->n_sends++];
    rtc_jsep_read_send (offer, i, track, choices[i].codec, send);
    send->track = choices[i].track;
    send->codec_index = choices[i].codec_index;
    write_send (offer, send, track, media);
  }
}

gboolean
rtc_jsep_answer (const RtcSdp * offer, const RtcJsepTrack * tracks,
    guint n_tracks, const RtcJsepTransport * transport, guint64 session_id,
    RtcJsepResult * result, GError ** error)
{
  guint n_media = rtc_sdp_n_media (offer);
  g_autofree Choice *choices = g_new0 (Choice, n_media + 1);
  g_autofree gboolean *accepted = g_new0 (gboolean, n_media + 1);
  g_autoptr (RtcJsepPlanTransport) remote = NULL;
  g_auto (RtcJsepResult) made = { NULL, };
  RtcSdpSetup setup;
  gint first, carrier, data;

  if (!rtc_jsep_check_mids (offer, error))
    return FALSE;
  choose (offer, tracks, n_tracks, choices, accepted);
  first = rtc_jsep_bundle (offer, accepted);
  if (first < 0) {
    set_nothing_accepted (offer, tracks, n_tracks, error);
    return FALSE;
  }
  data = accept_data (offer, transport, accepted, &first);
  carrier = rtc_jsep_find_carrier (offer, accepted, first);
  if (carrier >= 0) {
    accepted[carrier] = TRUE;
    first = carrier;
  }
  remote = rtc_jsep_plan_transport_new (0);
  if (!rtc_jsep_read_remote (offer, first, remote, error))
    return FALSE;

  rtc_jsep_result_take_remote (&made, remote);
  setup = rtc_jsep_answer_setup (rtc_jsep_find_setup (offer, first),
      transport->passive);
  made.dtls_client = setup == RTC_SDP_SETUP_ACTIVE;
  made.sdp = rtc_sdp_new (session_id, 1);
  made.sdp->msid_semantic = g_strdup ("WMS *");
  rtc_jsep_write_group (offer, accepted, first, made.sdp);
  write_sections (offer, tracks, transport, choices, accepted, data, first,
      setup, &made);

  *result = made;
  memset (&made, 0, sizeof (made));
  return TRUE;
}
