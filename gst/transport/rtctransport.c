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

void
rtc_transport_revive (RtcTransport * transport)
{
  if (transport->state < RTC_TRANSPORT_FAILED || transport->ice == NULL)
    return;
  transport->state = RTC_TRANSPORT_NEW;
  rtc_transport_set_state (transport, RTC_TRANSPORT_CONNECTING, NULL);
}

/* --- DTLS and SRTP ---------------------------------------------------------- */

static void
on_secure_output (RtcSecure * secure, const guint8 * data, gsize size,
    gpointer user_data)
{
  RtcTransport *transport = user_data;
  GOutputVector packet = { data, size };

  if (rtc_path_collect (&transport->path, &transport->send_lock,
          transport->records, data, size))
    return;
  g_mutex_lock (&transport->send_lock);
  rtc_path_send (&transport->path, &packet, 1);
  g_mutex_unlock (&transport->send_lock);
}

static void
on_secure_state (RtcSecure * secure, RtcDtlsState state, const gchar * reason,
    gpointer user_data)
{
  RtcTransport *transport = user_data;

  transport->dtls_state = state;
  if (transport->events.dtls_state != NULL)
    transport->events.dtls_state (transport, state, reason,
        transport->user_data);

  switch (state) {
    case RTC_DTLS_CONNECTED:
      transport->time_dtls = rtc_loop_now ();
      rtc_transport_revive (transport);
      rtc_transport_set_state (transport, RTC_TRANSPORT_CONNECTED, NULL);
      break;
    case RTC_DTLS_FAILED:
      rtc_transport_set_state (transport, RTC_TRANSPORT_FAILED, reason);
      break;
    case RTC_DTLS_CLOSED:
      rtc_transport_set_state (transport, RTC_TRANSPORT_CLOSED, NULL);
      break;
    default:
      break;
  }
}

static void
on_secure_data (RtcSecure * secure, const guint8 * data, gsize size,
    gpointer user_data)
{
  RtcTransport *transport = user_data;

  if (transport->events.data == NULL)
    return;
  transport->events.data (transport, data, size, transport->user_data);
  rtc_transport_note_delivered (transport);
}

/* Once there is a path to shake hands over */
void
rtc_transport_start_dtls (RtcTransport * transport)
{
  if (!transport->path.open || transport->dtls_waits)
    return;
  rtc_secure_start (transport->secure);
  rtc_transport_receive_held (transport);
}

/* An association that is made while ICE restarts is with whoever is at the end
 * of the new path. */
static void
note_association (RtcTransport * transport, RtcDtls * before)
{
  if (rtc_secure_get_dtls (transport->secure) != before
      && transport->next != NULL && transport->path.open)
    transport->dtls_waits = TRUE;
}

/* The peer's new credentials are there, or its new path */
void
rtc_transport_restart_dtls (RtcTransport * transport)
{
  RtcDtls *before = rtc_secure_get_dtls (transport->secure);

  rtc_secure_restart (transport->secure);
  note_association (transport, before);
}

/* --- life ------------------------------------------------------------------- */

static const RtcSecureEvents secure_events = {
  on_secure_output, on_secure_state, on_secure_data,
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
  transport->flush_timer = rtc_timer_new (loop, rtc_transport_flush, transport);
  transport->time_created = rtc_loop_now ();
  g_mutex_init (&transport->send_lock);
  rtc_path_init (&transport->path);

  if (!rtc_transport_open_ice (transport, factory, ice, error)) {
    rtc_transport_free (transport);
    return NULL;
  }
  return transport;
}

void
rtc_transport_free (RtcTransport * transport)
{
  rtc_transport_close (transport);
  rtc_timer_free (transport->flush_timer);
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
  transport->n_unflushed = 0;
  rtc_secure_close (transport->secure);

  g_mutex_lock (&transport->send_lock);
  rtc_path_close (&transport->path);
  g_mutex_unlock (&transport->send_lock);
  rtc_transport_close_ice (transport);
}

/* --- the peer ----------------------------------------------------------------- */

/* FALSE with an error when no fingerprint can be used; nothing has changed
 * then. */
gboolean
rtc_transport_set_remote (RtcTransport * transport,
    const RtcTransportRemote * remote, GError ** error)
{
  RtcDtls *before = rtc_secure_get_dtls (transport->secure);

  if (!rtc_secure_set_remote (transport->secure, remote->dtls_client,
          remote->fingerprints, error))
    return FALSE;
  note_association (transport, before);
  if (remote->ufrag != NULL
      && !rtc_transport_set_remote_ice (transport, remote->ufrag,
          remote->pwd)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "the remote ICE credentials were refused");
    return FALSE;
  }
  if (transport->dtls_state >= RTC_DTLS_CLOSED
      && rtc_dtls_get_state (rtc_secure_get_dtls (transport->secure))
      == RTC_DTLS_NEW)
    rtc_transport_revive (transport);
  rtc_transport_start_dtls (transport);
  return TRUE;
}

/* DTLS application data as one record.  FALSE: not connected, or too large */
gboolean
rtc_transport_send_data (RtcTransport * transport, const guint8 * data,
    gsize size)
{
  return transport->path.open
      && rtc_secure_send (transport->secure, data, size);
}

guint
rtc_transport_send_data_many (RtcTransport * transport,
    GBytes * const *data, guint n)
{
  guint sent;

  if (!transport->path.open)
    return 0;
  transport->records = rtc_batch_get_for_thread ();
  sent = rtc_secure_send_many (transport->secure, data, n);
  rtc_path_flush_locked (&transport->path, &transport->send_lock,
      transport->records);
  transport->records = NULL;
  return sent;
}

gboolean
rtc_transport_is_secure (RtcTransport * transport)
{
  return transport->dtls_state == RTC_DTLS_CONNECTED;
}

RtcTransportState
rtc_transport_get_state (RtcTransport * transport)
{
  return transport->state;
}
