/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtctransport-private.h"

#include <gst/gst.h>

GST_DEBUG_CATEGORY_STATIC (rtc_transport_debug);
#define GST_CAT_DEFAULT rtc_transport_debug

static void
ensure_debug_category (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    GST_DEBUG_CATEGORY_INIT (rtc_transport_debug, "rtctransport", 0,
        "one peer: ICE, DTLS and SRTP");
    g_once_init_leave (&once, 1);
  }
}

void
rtc_transport_set_state (RtcTransport * transport, RtcTransportState state,
    const gchar * reason)
{
  if (transport->state == state || transport->state == RTC_TRANSPORT_CLOSED
      || transport->state == RTC_TRANSPORT_FAILED)
    return;

  GST_DEBUG ("transport %p: state %d (%s)", transport, state,
      reason != NULL ? reason : "as expected");
  transport->state = state;
  transport->events.state_changed (transport, state, reason,
      transport->user_data);
}

/* Keys are only handed out for a peer whose fingerprint matched, so whoever
 * gets here has been identified (RFC 5763 section 5). */
gboolean
rtc_transport_open_srtp (RtcTransport * transport)
{
  g_autoptr (GError) error = NULL;
  RtcDtlsKeys keys;
  RtcSrtp *in, *out;
  gsize size;

  if (!rtc_dtls_export_keys (transport->dtls, &keys))
    return FALSE;

  size = keys.key_size + keys.salt_size;
  in = rtc_srtp_new_inbound (keys.profile, keys.remote, size, &error);
  out = in == NULL ? NULL
      : rtc_srtp_new_outbound (keys.profile, keys.local, size, &error);
  explicit_bzero (&keys, sizeof (keys));
  if (out == NULL) {
    g_clear_pointer (&in, rtc_srtp_free);
    GST_WARNING ("transport %p: %s", transport, error->message);
    return FALSE;
  }

  transport->profile = keys.profile;
  transport->srtp_in = in;
  g_mutex_lock (&transport->send_lock);
  transport->srtp_out = out;
  g_mutex_unlock (&transport->send_lock);
  return TRUE;
}

/* --- DTLS ------------------------------------------------------------- */

void
rtc_transport_arm_dtls_timer (RtcTransport * transport)
{
  rtc_timer_set (transport->dtls_timer, rtc_dtls_deadline (transport->dtls));
}

static void
on_dtls_timer (gpointer data)
{
  RtcTransport *transport = data;

  rtc_dtls_timeout (transport->dtls, rtc_loop_now ());
  rtc_transport_arm_dtls_timer (transport);
}

static void
on_dtls_output (RtcDtls * dtls, const guint8 * data, gsize size,
    gpointer user_data)
{
  RtcTransport *transport = user_data;
  GOutputVector packet = { data, size };

  g_mutex_lock (&transport->send_lock);
  rtc_path_send (&transport->path, &packet, 1);
  g_mutex_unlock (&transport->send_lock);
}

static void
on_dtls_state (RtcDtls * dtls, RtcDtlsState state, gpointer user_data)
{
  RtcTransport *transport = user_data;
  const GError *error;

  switch (state) {
    case RTC_DTLS_CONNECTED:
      transport->time_dtls = rtc_loop_now ();
      if (rtc_transport_open_srtp (transport))
        rtc_transport_set_state (transport, RTC_TRANSPORT_CONNECTED, NULL);
      else
        rtc_transport_set_state (transport, RTC_TRANSPORT_FAILED,
            "no usable SRTP keys came out of the DTLS handshake");
      break;
    case RTC_DTLS_FAILED:
      error = rtc_dtls_get_error (dtls);
      rtc_transport_set_state (transport, RTC_TRANSPORT_FAILED,
          error != NULL ? error->message : "the DTLS handshake failed");
      break;
    case RTC_DTLS_CLOSED:
      rtc_transport_set_state (transport, RTC_TRANSPORT_CLOSED, NULL);
      break;
    default:
      break;
  }
}

/* --- ICE -------------------------------------------------------------- */

static void
on_ice_state (RtcIce * ice, RtcIceState state, gpointer user_data)
{
  RtcTransport *transport = user_data;

  if (state == RTC_ICE_CHECKING)
    rtc_transport_set_state (transport, RTC_TRANSPORT_CONNECTING, NULL);
  else if (state == RTC_ICE_FAILED) {
    gboolean was_connected = transport->state == RTC_TRANSPORT_CONNECTED;

    g_mutex_lock (&transport->send_lock);
    rtc_path_close (&transport->path);
    g_mutex_unlock (&transport->send_lock);
    rtc_transport_set_state (transport, RTC_TRANSPORT_FAILED, was_connected ?
        "the peer does not answer any more (consent was lost)" :
        "no pair of ICE candidates works");
  }
}

static void
on_ice_candidate (RtcIce * ice, const gchar * candidate, gpointer user_data)
{
  RtcTransport *transport = user_data;

  transport->events.local_candidate (transport, candidate,
      transport->user_data);
}

/* The handshake begins as soon as there is a pair, not before: earlier records
 * would only be lost and wait for their timer. */
static void
start_dtls (RtcTransport * transport)
{
  if (transport->dtls == NULL || !transport->path.open
      || rtc_dtls_get_state (transport->dtls) != RTC_DTLS_NEW)
    return;
  rtc_dtls_start (transport->dtls, rtc_loop_now ());
  rtc_transport_arm_dtls_timer (transport);
  rtc_transport_receive_held (transport);
}

static void
on_ice_path (RtcIce * ice, const RtcIcePath * path, gpointer user_data)
{
  RtcTransport *transport = user_data;

  g_mutex_lock (&transport->send_lock);
  rtc_path_update (&transport->path, ice, path);
  g_mutex_unlock (&transport->send_lock);
  GST_DEBUG ("transport %p: path %s", transport, transport->path.description);

  if (transport->time_ice == 0)
    transport->time_ice = rtc_loop_now ();
  start_dtls (transport);
}

static void
on_ice_received (RtcIce * ice, guint8 * data, gsize size, gpointer user_data)
{
  rtc_transport_receive (user_data, data, size);
}

/* --- life ------------------------------------------------------------- */

static const RtcIceEvents ice_events = {
  on_ice_state, on_ice_candidate, on_ice_path, on_ice_received,
};

static const RtcDtlsEvents dtls_events = {
  on_dtls_output, on_dtls_state, NULL,
};

/* @factory makes the ICE end; @certificate is referenced.  NULL with an error
 * when there is no socket to be had. */
RtcTransport *
rtc_transport_new (RtcLoop * loop, RtcIceFactory factory,
    const RtcIceConfig * ice, RtcCertificate * certificate,
    const RtcTransportEvents * events, gpointer user_data, GError ** error)
{
  RtcTransport *transport = g_new0 (RtcTransport, 1);

  ensure_debug_category ();
  transport->loop = rtc_loop_ref (loop);
  transport->events = *events;
  transport->user_data = user_data;
  transport->certificate = rtc_certificate_ref (certificate);
  transport->dtls_timer = rtc_timer_new (loop, on_dtls_timer, transport);
  transport->time_created = rtc_loop_now ();
  g_mutex_init (&transport->send_lock);
  rtc_path_init (&transport->path);

  transport->ice = factory (loop, ice, &ice_events, transport, error);
  if (transport->ice == NULL) {
    rtc_transport_free (transport);
    return NULL;
  }
  return transport;
}

void
rtc_transport_free (RtcTransport * transport)
{
  rtc_transport_close (transport);
  rtc_timer_free (transport->dtls_timer);
  g_clear_pointer (&transport->dtls, rtc_dtls_free);
  g_clear_pointer (&transport->srtp_in, rtc_srtp_free);
  g_clear_pointer (&transport->srtp_out, rtc_srtp_free);
  rtc_transport_clear_held (transport);
  rtc_certificate_unref (transport->certificate);
  g_mutex_clear (&transport->send_lock);
  rtc_loop_unref (transport->loop);
  g_free (transport);
}

void
rtc_transport_close (RtcTransport * transport)
{
  transport->state = RTC_TRANSPORT_CLOSED;
  if (transport->dtls != NULL)
    rtc_dtls_close (transport->dtls);
  rtc_timer_set (transport->dtls_timer, RTC_NEVER);

  g_mutex_lock (&transport->send_lock);
  rtc_path_close (&transport->path);
  g_mutex_unlock (&transport->send_lock);
  g_clear_pointer (&transport->ice, rtc_ice_free);
}

const gchar *
rtc_transport_get_local_ufrag (RtcTransport * transport)
{
  return transport->ice->klass->get_local_ufrag (transport->ice);
}

const gchar *
rtc_transport_get_local_pwd (RtcTransport * transport)
{
  return transport->ice->klass->get_local_pwd (transport->ice);
}

gboolean
rtc_transport_gather (RtcTransport * transport, GError ** error)
{
  return transport->ice->klass->gather (transport->ice, error);
}

/* FALSE with an error when no fingerprint can be used; nothing has changed
 * then. */
gboolean
rtc_transport_set_remote (RtcTransport * transport,
    const RtcTransportRemote * remote, GError ** error)
{
  RtcDtls *dtls = rtc_dtls_new (transport->certificate, remote->dtls_client,
      &dtls_events, transport);
  gboolean usable = FALSE;

  for (guint i = 0; remote->fingerprints[i] != NULL; i++) {
    g_clear_error (error);
    if (rtc_dtls_add_remote_fingerprint (dtls, remote->fingerprints[i], error))
      usable = TRUE;
  }
  if (!usable) {
    rtc_dtls_free (dtls);
    return FALSE;
  }
  g_clear_error (error);

  transport->dtls = dtls;
  if (!transport->ice->klass->set_remote_credentials (transport->ice,
          remote->ufrag, remote->pwd)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "the remote ICE credentials were refused");
    return FALSE;
  }
  start_dtls (transport);
  return TRUE;
}

/* FALSE: of no use to us (an mDNS name, TCP); not an error */
gboolean
rtc_transport_add_remote_candidate (RtcTransport * transport,
    const gchar * candidate)
{
  return transport->ice->klass->add_remote_candidate (transport->ice,
      candidate);
}

void
rtc_transport_end_of_candidates (RtcTransport * transport)
{
  transport->ice->klass->end_of_candidates (transport->ice);
}

RtcTransportState
rtc_transport_get_state (RtcTransport * transport)
{
  return transport->state;
}

void
rtc_transport_get_stats (RtcTransport * transport, RtcTransportStats * stats)
{
  *stats = (RtcTransportStats) {
    .state = transport->state,
    .packets_received = transport->packets_received,
    .bytes_received = transport->bytes_received,
    .packets_discarded = transport->packets_discarded,
    .srtp_profile = transport->profile,
    .time_created = transport->time_created,
    .time_ice = transport->time_ice,
    .time_dtls = transport->time_dtls,
  };
  if (transport->dtls != NULL)
    stats->dtls_cipher = g_strdup (rtc_dtls_get_cipher (transport->dtls));

  g_mutex_lock (&transport->send_lock);
  stats->packets_sent = transport->path.packets;
  stats->bytes_sent = transport->path.bytes;
  stats->packets_dropped = transport->path.dropped;
  stats->send_calls = transport->path.calls;
  stats->candidate_pair = g_strdup (transport->path.description);
  g_mutex_unlock (&transport->send_lock);
}
