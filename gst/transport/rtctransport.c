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

static void
set_state (RtcTransport * transport, RtcTransportState state,
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

/* --- DTLS and SRTP ---------------------------------------------------------- */

static void
on_secure_output (RtcSecure * secure, const guint8 * data, gsize size,
    gpointer user_data)
{
  RtcTransport *transport = user_data;
  GOutputVector packet = { data, size };

  g_mutex_lock (&transport->send_lock);
  rtc_path_send (&transport->path, &packet, 1);
  g_mutex_unlock (&transport->send_lock);
}

static void
on_secure_state (RtcSecure * secure, RtcDtlsState state, const gchar * reason,
    gpointer user_data)
{
  RtcTransport *transport = user_data;

  switch (state) {
    case RTC_DTLS_CONNECTED:
      transport->time_dtls = rtc_loop_now ();
      set_state (transport, RTC_TRANSPORT_CONNECTED, NULL);
      break;
    case RTC_DTLS_FAILED:
      set_state (transport, RTC_TRANSPORT_FAILED, reason);
      break;
    case RTC_DTLS_CLOSED:
      set_state (transport, RTC_TRANSPORT_CLOSED, NULL);
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
    set_state (transport, RTC_TRANSPORT_CONNECTING, NULL);
  else if (state == RTC_ICE_FAILED) {
    gboolean was_connected = transport->state == RTC_TRANSPORT_CONNECTED;

    g_mutex_lock (&transport->send_lock);
    rtc_path_close (&transport->path);
    g_mutex_unlock (&transport->send_lock);
    set_state (transport, RTC_TRANSPORT_FAILED, was_connected ?
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

static void
start_dtls (RtcTransport * transport)
{
  if (!transport->path.open)
    return;
  rtc_secure_start (transport->secure);
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

static const RtcSecureEvents secure_events = {
  on_secure_output, on_secure_state,
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
  transport->secure =
      rtc_secure_new (loop, certificate, &secure_events, transport);
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
  rtc_secure_free (transport->secure);
  rtc_transport_clear_held (transport);
  g_mutex_clear (&transport->send_lock);
  rtc_loop_unref (transport->loop);
  g_free (transport);
}

void
rtc_transport_close (RtcTransport * transport)
{
  transport->state = RTC_TRANSPORT_CLOSED;
  rtc_secure_close (transport->secure);

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
  if (!rtc_secure_set_remote (transport->secure, remote->dtls_client,
          remote->fingerprints, error))
    return FALSE;
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

RtcIce *
rtc_transport_get_ice (RtcTransport * transport)
{
  return transport->ice;
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
    .srtp_profile = rtc_secure_get_profile (transport->secure),
    .time_created = transport->time_created,
    .time_ice = transport->time_ice,
    .time_dtls = transport->time_dtls,
    .dtls_cipher = g_strdup (rtc_secure_get_cipher (transport->secure)),
  };

  g_mutex_lock (&transport->send_lock);
  stats->packets_sent = transport->path.packets;
  stats->bytes_sent = transport->path.bytes;
  stats->packets_dropped = transport->path.dropped;
  stats->send_calls = transport->path.calls;
  stats->candidate_pair = g_strdup (transport->path.description);
  g_mutex_unlock (&transport->send_lock);
}

void
rtc_transport_stats_clear (RtcTransportStats * stats)
{
  g_clear_pointer (&stats->dtls_cipher, g_free);
  g_clear_pointer (&stats->candidate_pair, g_free);
  g_clear_pointer (&stats->tls_version, g_free);
  g_clear_pointer (&stats->remote_certificate, g_free);
  g_clear_pointer (&stats->selected_local, g_free);
  g_clear_pointer (&stats->selected_remote, g_free);
  g_clear_pointer (&stats->local_candidates, g_ptr_array_unref);
  g_clear_pointer (&stats->remote_candidates, g_ptr_array_unref);
}

gboolean
rtc_transport_set_remote_ice (RtcTransport * transport, const gchar * ufrag,
    const gchar * pwd)
{
  return FALSE;
}

gboolean
rtc_transport_restart_ice (RtcTransport * transport, const gchar * ufrag,
    const gchar * pwd, GError ** error)
{
  return FALSE;
}

gboolean
rtc_transport_send_data (RtcTransport * transport, const guint8 * data,
    gsize size)
{
  return FALSE;
}
