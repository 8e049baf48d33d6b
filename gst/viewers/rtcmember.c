/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcaudience-private.h"

#include "core/rtcids.h"

/* From the offer to the answer:
 *
 *   offer -> check against the tracks -> viewer opens, gathers -> answer with
 *   candidates -> encoders acquired -> viewer starts -> answer goes out
 *
 * Everything that can be refused is refused before a socket is opened. */

/* --- what we can send ---------------------------------------------------- */

static void
free_jsep_tracks (RtcMember * member)
{
  if (member->jsep_tracks == NULL)
    return;
  for (guint i = 0; i < member->tracks->len; i++)
    rtc_codecs_free ((RtcCodec *) member->jsep_tracks[i].codecs,
        member->jsep_tracks[i].n_codecs);
  g_clear_pointer (&member->jsep_tracks, g_free);
}

static void
make_jsep_tracks (RtcMember * member)
{
  guint n = member->tracks->len;

  member->jsep_tracks = g_new0 (RtcJsepTrack, n);
  for (guint i = 0; i < n; i++) {
    RtcTrack *track = g_ptr_array_index (member->tracks, i);
    RtcJsepTrack *jsep = &member->jsep_tracks[i];

    jsep->kind = rtc_track_get_kind (track);
    jsep->codecs = rtc_track_copy_codecs (track, &jsep->n_codecs);
    jsep->stream_id = "gst-rtc";
    jsep->track_id = rtc_track_get_id (track);
    jsep->cname = rtc_viewer_get_cname (member->viewer);
    jsep->ssrc = rtc_random_ssrc ();
    if (jsep->kind == RTC_MEDIA_VIDEO)
      jsep->rtx_ssrc = rtc_random_ssrc ();
  }
}

static gboolean
tracks_are_ready (RtcMember * member)
{
  for (guint i = 0; i < member->tracks->len; i++)
    if (member->jsep_tracks[i].n_codecs == 0)
      return FALSE;
  return member->tracks->len > 0;
}

static void
translate_jsep_error (GError ** error, GError * jsep)
{
  gint code = g_error_matches (jsep, RTC_JSEP_ERROR,
      RTC_JSEP_ERROR_NO_COMMON_CODEC) ? RTC_AUDIENCE_ERROR_NO_COMMON_CODEC :
      RTC_AUDIENCE_ERROR_BAD_OFFER;

  g_set_error_literal (error, RTC_AUDIENCE_ERROR, code, jsep->message);
  g_error_free (jsep);
}

static gboolean
make_answer (RtcMember * member, const RtcJsepTransport * gathered,
    RtcJsepResult * result, GError ** error)
{
  RtcJsepTransport transport = *gathered;
  GError *jsep_error = NULL;
  guint32 session_id = g_random_int ();

  if (member->audience->config.talk != NULL) {
    transport.sctp_port = RTC_DATA_SCTP_PORT;
    transport.max_message_size = RTC_GUEST_MAX_MESSAGE;
  }
  if (rtc_jsep_answer (member->offer, member->jsep_tracks,
          member->tracks->len, &transport, session_id, result, &jsep_error))
    return TRUE;
  translate_jsep_error (error, jsep_error);
  return FALSE;
}

/* The answer as it would be, without a transport */
gboolean
rtc_member_check (RtcMember * member, GError ** error)
{
  g_auto (RtcJsepResult) result = { 0 };
  const RtcJsepTransport transport = {
    .ufrag = "none",
    .pwd = "nonenonenonenonenonenone",
    .fingerprint =
        rtc_certificate_get_fingerprint (rtc_certificate_get_default ()),
    .passive = TRUE
  };

  if (!tracks_are_ready (member)) {
    g_set_error_literal (error, RTC_AUDIENCE_ERROR,
        RTC_AUDIENCE_ERROR_NOT_READY,
        "the stream has not begun yet: try again in a second");
    return FALSE;
  }
  return make_answer (member, &transport, &result, error);
}

/* --- the answer ----------------------------------------------------------- */

static void
finish (RtcMember * member, const gchar * answer, const GError * error)
{
  RtcAnswerFunc done = g_steal_pointer (&member->done);

  g_clear_pointer (&member->offer, rtc_sdp_free);
  if (done != NULL)
    done (rtc_viewer_get_id (member->viewer), answer, error, member->done_data);
}

/* The offer is refused; the member is gone afterwards */
void
rtc_member_fail (RtcMember * member, const GError * error)
{
  finish (member, NULL, error);
  rtc_audience_drop (member->audience, member);
}

static gboolean
acquire_tracks (RtcMember * member, const RtcJsepResult * plan, GError ** error)
{
  g_autoptr (GError) reason = NULL;

  for (guint i = 0; i < plan->n_sends; i++) {
    const RtcJsepSend *send = &plan->sends[i];
    RtcTrack *track = g_ptr_array_index (member->tracks, send->track);
    RtcFanout *fanout;

    if (member->n_holds == RTC_VIEWER_MAX_STREAMS)
      break;
    fanout = rtc_track_acquire (track, send->codec_index, &reason);
    if (fanout == NULL) {
      g_set_error_literal (error, RTC_AUDIENCE_ERROR,
          RTC_AUDIENCE_ERROR_FAILED, reason->message);
      return FALSE;
    }
    member->holds[member->n_holds].track = rtc_track_ref (track);
    member->holds[member->n_holds].codec = send->codec_index;
    member->holds[member->n_holds].fanout = fanout;
    member->n_holds++;
  }
  return TRUE;
}

static void
start_viewer (RtcMember * member, RtcJsepResult * plan)
{
  RtcFanout *fanouts[RTC_VIEWER_MAX_STREAMS];

  for (guint i = 0; i < member->n_holds; i++)
    fanouts[i] = member->holds[i].fanout;
  if (plan->remote_sctp_port != 0)
    rtc_viewer_open_data (member->viewer, member->audience->config.talk);
  rtc_viewer_start (member->viewer, plan, member->jsep_tracks, fanouts);
}

static void
on_gathered (RtcViewer * viewer, const gchar * ufrag, const gchar * pwd,
    gchar ** candidates, gboolean complete, gpointer user_data)
{
  RtcMember *member = user_data;
  g_auto (RtcJsepResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree gchar *answer = NULL;
  const RtcJsepTransport transport = {
    .ufrag = ufrag,
    .pwd = pwd,
    .candidates = (const gchar * const *) candidates,
    .end_of_candidates = complete,
    .fingerprint =
        rtc_certificate_get_fingerprint (rtc_certificate_get_default ()),
    .passive = TRUE
  };

  if (member->offer == NULL)
    return;
  if (!make_answer (member, &transport, &result, &error)
      || !acquire_tracks (member, &result, &error)) {
    rtc_member_fail (member, error);
    return;
  }
  answer = rtc_sdp_print (result.sdp);
  member->remote_ufrag = g_strdup (result.remote_ufrag);
  start_viewer (member, &result);
  finish (member, answer, NULL);
}

static void
on_connected (RtcViewer * viewer, gpointer user_data)
{
  RtcMember *member = user_data;
  RtcAudience *audience = member->audience;

  member->announced = TRUE;
  if (audience->events.viewer_added != NULL)
    audience->events.viewer_added (rtc_viewer_get_id (viewer),
        audience->user_data);
}

static void
on_gone (RtcViewer * viewer, const gchar * reason, gpointer user_data)
{
  RtcMember *member = user_data;

  if (member->offer != NULL) {
    g_autoptr (GError) error = g_error_new_literal (RTC_AUDIENCE_ERROR,
        RTC_AUDIENCE_ERROR_NO_NETWORK, reason);

    rtc_member_fail (member, error);
  } else {
    rtc_audience_drop (member->audience, member);
  }
}

/* --- life ------------------------------------------------------------------ */

/* Takes @offer */
RtcMember *
rtc_member_new (RtcAudience * audience, RtcSdp * offer, RtcAnswerFunc done,
    gpointer done_data)
{
  static const RtcViewerEvents events = { on_gathered, on_connected, on_gone };
  RtcMember *member = g_new0 (RtcMember, 1);
  g_autofree gchar *id = rtc_random_token (22);

  member->audience = audience;
  member->viewer = rtc_viewer_new (audience->pool, id, &events, member);
  member->offer = offer;
  member->done = done;
  member->done_data = done_data;
  member->tracks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_track_unref);
  g_mutex_lock (&audience->lock);
  for (guint i = 0; i < audience->tracks->len; i++)
    g_ptr_array_add (member->tracks,
        rtc_track_ref (g_ptr_array_index (audience->tracks, i)));
  g_mutex_unlock (&audience->lock);
  make_jsep_tracks (member);
  return member;
}

void
rtc_member_open (RtcMember * member)
{
  const RtcAudienceConfig *c = &member->audience->config;
  const RtcIceConfig config = {
    .controlling = FALSE,
    .stun_server = c->stun_server,
    .turn_servers = (const gchar * const *) c->turn_servers,
    .relay_only = c->relay_only,
    /* WHEP has no way to tell a viewer of a candidate after the answer */
    .relay_early = TRUE,
    .min_port = c->min_port,
    .max_port = c->max_port,
    .local_addresses = (const gchar * const *) c->local_addresses,
  };

  rtc_viewer_open (member->viewer, member->audience->ice_factory, &config);
}

void
rtc_member_free (RtcMember * member)
{
  rtc_viewer_close (member->viewer);
  for (guint i = 0; i < member->n_holds; i++) {
    rtc_track_release (member->holds[i].track, member->holds[i].codec);
    rtc_track_unref (member->holds[i].track);
    rtc_fanout_unref (member->holds[i].fanout);
  }
  free_jsep_tracks (member);
  g_ptr_array_unref (member->tracks);
  g_free (member->remote_ufrag);
  g_clear_pointer (&member->offer, rtc_sdp_free);
  rtc_viewer_unref (member->viewer);
  g_free (member);
}
