/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From the media loop to the strand: what has happened, with a reference.  On
 * the strand the two objects that the application sees are brought up to date,
 * then the owner is told, unless it has closed the transport meanwhile. */
#include "rtcpeertransport-private.h"
#include "types/rtcstates.h"

typedef struct
{
  RtcPeerTransport *self;
  RtcPeerNoticeKind kind;
  gint state;
  gchar *text, *pem;
} Notice;

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  rtc_peer_transport_unref (notice->self);
  g_free (notice->text);
  g_free (notice->pem);
  g_free (notice);
}

static void
set_dtls_state (RtcPeerTransport * self, const Notice * notice)
{
  if (notice->pem != NULL) {
    g_autofree gchar *own = rtc_certificate_to_public_pem (self->certificate);

    rtc_dtls_transport_set_certificates (self->dtls, own, notice->pem);
  }
  rtc_dtls_transport_set_state (self->dtls,
      rtc_dtls_state_to_webrtc (notice->state));
}

static void
tell_candidate (RtcPeerTransport * self, const gchar * candidate)
{
  /* not by the library's function: it takes the stream for a signal's detail */
  if (candidate != NULL)
    g_signal_emit_by_name (self->ice, "on-new-candidate", candidate);
  else
    gst_webrtc_ice_transport_gathering_state_change (self->ice,
        GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  if (!g_atomic_int_get (&self->closed))
    self->events.candidate (self, candidate, self->user_data);
  if (candidate == NULL && !g_atomic_int_get (&self->closed))
    self->events.state_changed (self, NULL, self->user_data);
}

static void
tell_state (RtcPeerTransport * self, const Notice * notice)
{
  switch (notice->kind) {
    case RTC_PEER_NOTICE_GATHERING:
      gst_webrtc_ice_transport_gathering_state_change (self->ice,
          GST_WEBRTC_ICE_GATHERING_STATE_GATHERING);
      break;
    case RTC_PEER_NOTICE_ICE:
      gst_webrtc_ice_transport_connection_state_change (self->ice,
          rtc_ice_state_to_webrtc (notice->state));
      break;
    case RTC_PEER_NOTICE_DATA:
      break;
    default:
      set_dtls_state (self, notice);
      break;
  }
  /* the application, which the objects have notified, may have closed us */
  if (!g_atomic_int_get (&self->closed))
    self->events.state_changed (self, notice->text, self->user_data);
}

static void
show_closed (RtcPeerTransport * self)
{
  gst_webrtc_ice_transport_connection_state_change (self->ice,
      GST_WEBRTC_ICE_CONNECTION_STATE_CLOSED);
  rtc_dtls_transport_set_state (self->dtls,
      GST_WEBRTC_DTLS_TRANSPORT_STATE_CLOSED);
}

/* On the strand */
static void
notice_run (gpointer data)
{
  Notice *notice = data;
  RtcPeerTransport *self = notice->self;

  if (notice->kind == RTC_PEER_NOTICE_CLOSED) {
    show_closed (self);
    return;
  }
  if (g_atomic_int_get (&self->closed))
    return;

  switch (notice->kind) {
    case RTC_PEER_NOTICE_CANDIDATE:
      tell_candidate (self, notice->text);
      break;
    case RTC_PEER_NOTICE_PAIR:
      gst_webrtc_ice_transport_selected_pair_change (self->ice);
      break;
    default:
      tell_state (self, notice);
      break;
  }
}

/* Any thread; transfer of @pem: full */
void
rtc_peer_transport_notify (RtcPeerTransport * self, RtcPeerNoticeKind kind,
    gint state, const gchar * text, gchar * pem)
{
  Notice *notice = g_new (Notice, 1);

  *notice = (Notice) {
  rtc_peer_transport_ref (self), kind, state, g_strdup (text), pem};
  rtc_strand_post (self->strand, notice_run, notice, notice_free);
}
