/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer's transport on its media loop: compares how things are with the picture
 * of how they should be and does what is missing. */
#include "rtcpeertransport-private.h"

#include <string.h>
#include "sdp/rtccandidate.h"

#define MAX_EARLY 64
#define MAX_GIVEN 256

/* --- what the transport tells ------------------------------------------------- */

static void
on_state (RtcTransport * transport, RtcTransportState state,
    const gchar * reason, gpointer user_data)
{
  RtcPeerTransport *self = user_data;

  if (state == RTC_TRANSPORT_CONNECTED)
    rtc_edge_connected (self->edge);
}

static void
on_candidate (RtcTransport * transport, const gchar * candidate,
    gpointer user_data)
{
  rtc_peer_transport_notify (user_data, RTC_PEER_NOTICE_CANDIDATE, 0,
      candidate, NULL);
}

static void
on_rtp (RtcTransport * transport, guint8 * data, gsize size, gpointer user_data)
{
  rtc_edge_receive_rtp (((RtcPeerTransport *) user_data)->edge, data, size);
}

static void
on_rtcp (RtcTransport * transport, guint8 * data, gsize size,
    gpointer user_data)
{
  rtc_edge_receive_rtcp (((RtcPeerTransport *) user_data)->edge, data, size);
}

static void
on_flush (RtcTransport * transport, gpointer user_data)
{
  RtcPeerTransport *self = user_data;

  rtc_edge_flush (self->edge);
  rtc_peer_transport_loop_flush_data (self);
}

static void
on_ice_state (RtcTransport * transport, RtcIceState state, gpointer user_data)
{
  g_autofree gchar *reason = NULL;

  if (state == RTC_ICE_FAILED)
    reason = rtc_ice_explain (rtc_transport_get_ice (transport),
        rtc_transport_get_state (transport) == RTC_TRANSPORT_CONNECTED);
  rtc_peer_transport_notify (user_data, RTC_PEER_NOTICE_ICE, state, reason,
      NULL);
}

/* Browsers drop a transport together with the section that spoke for it, and go on
 * with another one under the same credentials (RFC 9143 section 7.5 would keep
 * it) */
static void
begin_again (gpointer user_data)
{
  RtcPeerTransport *self = user_data;
  GHashTableIter iter;
  gpointer candidate;

  if (self->transport == NULL || !rtc_transport_begin_again (self->transport)
      || !rtc_transport_set_remote_ice (self->transport,
          self->now.remote_ufrag, self->now.remote_pwd))
    return;
  g_hash_table_iter_init (&iter, self->given);
  while (g_hash_table_iter_next (&iter, &candidate, NULL))
    rtc_transport_add_remote_candidate (self->transport, candidate);
}

static void
on_dtls_state (RtcTransport * transport, RtcDtlsState state,
    const gchar * reason, gpointer user_data)
{
  RtcPeerTransport *self = user_data;
  gchar *pem = NULL;

  if (state == RTC_DTLS_CONNECTED) {
    pem = rtc_transport_dup_remote_certificate (transport);
    /* anew: the other end may be another one, which has seen nothing yet */
    if (rtc_transport_get_state (transport) == RTC_TRANSPORT_CONNECTED)
      rtc_edge_connected (self->edge);
  }
  if (state == RTC_DTLS_CLOSED && self->moved) {
    self->moved = FALSE;
    rtc_loop_post (self->loop, begin_again, rtc_peer_transport_ref (self),
        (GDestroyNotify) rtc_peer_transport_unref);
  }
  rtc_peer_transport_notify (self, RTC_PEER_NOTICE_DTLS, state, reason, pem);
  rtc_peer_transport_loop_dtls_changed (self, state);
}

static void
on_data (RtcTransport * transport, const guint8 * data, gsize size,
    gpointer user_data)
{
  rtc_peer_transport_loop_data (user_data, data, size);
}

static void
on_path (RtcTransport * transport, gpointer user_data)
{
  rtc_peer_transport_notify (user_data, RTC_PEER_NOTICE_PAIR, 0, NULL, NULL);
}

static const RtcTransportEvents events = {
  .state_changed = on_state,
  .local_candidate = on_candidate,
  .rtp = on_rtp,
  .rtcp = on_rtcp,
  .flush = on_flush,
  .ice_state = on_ice_state,
  .dtls_state = on_dtls_state,
  .path_changed = on_path,
  .data = on_data,
};

/* --- the local side ------------------------------------------------------------ */

static void
fail_ice (RtcPeerTransport * self, const GError * error)
{
  rtc_peer_transport_notify (self, RTC_PEER_NOTICE_ICE, RTC_ICE_FAILED,
      error != NULL ? error->message : NULL, NULL);
}

static void
begin_session (RtcPeerTransport * self)
{
  rtc_peer_ice_session_clear (&self->now);
  self->now.local_ufrag = g_strdup (self->picture->local_ufrag);
  self->now.local_pwd = g_strdup (self->picture->local_pwd);
  g_hash_table_remove_all (self->given);
  self->end_given = FALSE;
}

static void
gather (RtcPeerTransport * self)
{
  g_autoptr (GError) error = NULL;

  rtc_peer_transport_notify (self, RTC_PEER_NOTICE_GATHERING, 0, NULL, NULL);
  if (!rtc_transport_gather (self->transport, &error))
    fail_ice (self, error);
}

static gboolean
open_transport (RtcPeerTransport * self)
{
  const RtcIceAgentSettings *settings = &self->settings;
  const RtcIceConfig config = {
    .controlling = self->picture->controlling,
    .stun_server = settings->stun_server,
    .turn_servers = (const gchar * const *) settings->turn_servers,
    .relay_only = self->relay_only || settings->force_relay,
    .min_port = settings->min_port,
    .max_port = settings->max_port == G_MAXUINT16 ? 0 : settings->max_port,
    .local_addresses = (const gchar * const *) settings->local_addresses,
    .local_ufrag = self->picture->local_ufrag,
    .local_pwd = self->picture->local_pwd,
    .http_proxy = settings->http_proxy,
    .probe = TRUE,
    .resolve_mdns = TRUE,
  };
  g_autoptr (GError) error = NULL;

  self->transport = rtc_transport_new (self->loop, self->factory, &config,
      self->certificate, &events, self, &error);
  if (self->transport == NULL) {
    fail_ice (self, error);
    return FALSE;
  }
  begin_session (self);
  rtc_edge_set_transport (self->edge, self->transport);
  gather (self);
  return TRUE;
}

static gboolean
is_pair (const gchar * ufrag, const gchar * pwd, const gchar * other_ufrag,
    const gchar * other_pwd)
{
  return g_strcmp0 (ufrag, other_ufrag) == 0 && g_strcmp0 (pwd, other_pwd) == 0;
}

/* Other credentials of ours restart ICE; those of the session before take the
 * restart back (a rollback). */
static void
follow_local (RtcPeerTransport * self)
{
  const RtcPeerPicture *picture = self->picture;
  g_autoptr (GError) error = NULL;

  if (is_pair (picture->local_ufrag, picture->local_pwd,
          self->now.local_ufrag, self->now.local_pwd))
    return;
  if (!rtc_transport_restart_ice (self->transport, picture->local_ufrag,
          picture->local_pwd, &error)) {
    fail_ice (self, error);
    return;
  }
  if (is_pair (picture->local_ufrag, picture->local_pwd,
          self->before.local_ufrag, self->before.local_pwd)) {
    RtcPeerIceSession back = self->before;

    self->before = (RtcPeerIceSession) { 0 };
    begin_session (self);
    rtc_peer_ice_session_clear (&self->now);
    self->now = back;
    return;
  }
  /* one that never got to know the peer is nothing to go back to */
  if (self->now.remote_ufrag != NULL) {
    rtc_peer_ice_session_clear (&self->before);
    self->before = self->now;
    self->now = (RtcPeerIceSession) { 0 };
  }
  begin_session (self);
  gather (self);
}

/* --- the peer's side ------------------------------------------------------------- */

/* Is what the picture says of the peer meant for the session that runs?  After a
 * restart of ours the old credentials stay in it until the answer comes; those
 * of a restart of theirs wait for our answer, which brings new ones of ours
 * (RFC 8839 section 4.4.1.1.1). */
static gboolean
is_for_us (RtcPeerTransport * self)
{
  const RtcPeerPicture *picture = self->picture;

  if (picture->remote_ufrag == NULL)
    return FALSE;
  if (self->now.remote_ufrag != NULL)
    return is_pair (picture->remote_ufrag, picture->remote_pwd,
        self->now.remote_ufrag, self->now.remote_pwd);
  return picture->has_role;
}

static void
follow_remote (RtcPeerTransport * self)
{
  const RtcPeerPicture *picture = self->picture;

  if (self->now.remote_ufrag != NULL || !is_for_us (self))
    return;
  if (!rtc_transport_set_remote_ice (self->transport, picture->remote_ufrag,
          picture->remote_pwd)) {
    rtc_peer_transport_notify (self, RTC_PEER_NOTICE_ICE, RTC_ICE_FAILED,
        "the remote ICE credentials were refused", NULL);
    return;
  }
  self->now.remote_ufrag = g_strdup (picture->remote_ufrag);
  self->now.remote_pwd = g_strdup (picture->remote_pwd);
}

static void
follow_dtls (RtcPeerTransport * self)
{
  const RtcPeerPicture *picture = self->picture;
  const RtcTransportRemote remote = {
    .fingerprints = (const gchar * const *) picture->fingerprints,
    .dtls_client = picture->dtls_client,
  };
  g_autoptr (GError) error = NULL;

  if (!picture->has_role || picture->fingerprints[0] == NULL)
    return;
  if (!rtc_transport_set_remote (self->transport, &remote, &error))
    rtc_peer_transport_notify (self, RTC_PEER_NOTICE_DTLS, RTC_DTLS_FAILED,
        error->message, NULL);
}

/* --- candidates -------------------------------------------------------------------- */

static void
give (RtcPeerTransport * self, const gchar * candidate)
{
  if (*candidate == '\0') {
    if (!self->end_given)
      rtc_transport_end_of_candidates (self->transport);
    self->end_given = TRUE;
  } else if (g_hash_table_size (self->given) < MAX_GIVEN
      && g_hash_table_add (self->given, g_strdup (candidate))) {
    rtc_transport_add_remote_candidate (self->transport, candidate);
  }
}

typedef enum
{ GIVE, KEEP, DROP } Verdict;

/* A candidate that was trickled may say which session it is of (RFC 8840 section
 * 4.1); one that does not is of the newest that the peer has told of. */
static Verdict
judge (RtcPeerTransport * self, const gchar * text)
{
  g_autoptr (RtcCandidate) candidate = NULL;

  if (self->transport == NULL || self->now.remote_ufrag == NULL)
    return KEEP;
  if (*text != '\0')
    candidate = rtc_candidate_parse (text, NULL);
  if (candidate != NULL && candidate->ufrag != NULL) {
    if (strcmp (candidate->ufrag, self->now.remote_ufrag) == 0)
      return GIVE;
    return g_strcmp0 (candidate->ufrag, self->before.remote_ufrag) == 0 ?
        DROP : KEEP;
  }
  return is_for_us (self) ? GIVE : KEEP;
}

static void
keep (RtcPeerTransport * self, gchar * text)
{
  if (self->early.length == MAX_EARLY)
    g_free (g_queue_pop_head (&self->early));
  g_queue_push_tail (&self->early, text);
}

static void
follow_candidates (RtcPeerTransport * self)
{
  const RtcPeerPicture *picture = self->picture;

  if (self->now.remote_ufrag != NULL && is_for_us (self)) {
    for (guint i = 0; picture->candidates[i] != NULL; i++)
      give (self, picture->candidates[i]);
  }
  for (guint n = self->early.length; n > 0; n--) {
    gchar *text = g_queue_pop_head (&self->early);
    Verdict verdict = judge (self, text);

    if (verdict == GIVE)
      give (self, text);
    if (verdict == KEEP)
      g_queue_push_tail (&self->early, text);
    else
      g_free (text);
  }
  if (picture->end_of_candidates && self->now.remote_ufrag != NULL
      && is_for_us (self))
    give (self, "");
}

/* --- what the owner says ------------------------------------------------------------ */

/* Other credentials are a restart, which needs no help */
static void
note_move (RtcPeerTransport * self, const RtcPeerPicture * picture)
{
  const RtcPeerPicture *old = self->picture;

  if (old == NULL || old->remote_mline < 0 || picture->remote_mline < 0)
    return;
  if (!is_pair (old->remote_ufrag, old->remote_pwd, picture->remote_ufrag,
          picture->remote_pwd))
    self->moved = FALSE;
  else if (old->remote_mline != picture->remote_mline)
    self->moved = TRUE;
}

/* transfer of @picture: full */
void
rtc_peer_transport_loop_apply (RtcPeerTransport * self,
    RtcPeerPicture * picture)
{
  note_move (self, picture);
  g_clear_pointer (&self->picture, rtc_peer_picture_free);
  self->picture = picture;
  if (g_atomic_int_get (&self->closed))
    return;
  if (self->transport == NULL && (!picture->gather || !open_transport (self)))
    return;
  follow_local (self);
  follow_remote (self);
  follow_dtls (self);
  follow_candidates (self);
}

/* @text: "" is the end */
void
rtc_peer_transport_loop_candidate (RtcPeerTransport * self, const gchar * text)
{
  if (g_atomic_int_get (&self->closed))
    return;
  switch (judge (self, text)) {
    case GIVE:
      give (self, text);
      break;
    case KEEP:
      keep (self, g_strdup (text));
      break;
    default:
      break;
  }
}

void
rtc_peer_transport_loop_close (RtcPeerTransport * self)
{
  rtc_peer_transport_loop_set_data (self, NULL, NULL);
  rtc_edge_set_transport (self->edge, NULL);
  g_clear_pointer (&self->transport, rtc_transport_free);
  g_queue_clear_full (&self->early, g_free);
}
