/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One DTLS 1.2 association; docs/dtls.md draws it.
 *
 * Threads: all calls on one RtcDtls from one thread at a time.  Callbacks come
 * from inside the calls, never while OpenSSL is on the stack except `output`,
 * which may only take the datagram.  From `state_changed` and `received` any
 * function but rtc_dtls_free () and rtc_dtls_input () may be called. */

#include "rtcdtlspriv.h"
#include "rtccertificatepriv.h"
#include "rtcfingerprint.h"

#include "core/rtcloop.h"

#include <gio/gio.h>
#include <gst/gst.h>
#include <openssl/err.h>

GST_DEBUG_CATEGORY_STATIC (rtc_dtls_debug);
#define GST_CAT_DEFAULT rtc_dtls_debug

#define MTU 1200                /* UDP payload */
#define HANDSHAKE_TIME (10 * G_USEC_PER_SEC)
#define FIRST_RETRANSMIT 50000  /* microseconds */
#define LAST_RETRANSMIT 1000000
#define MAX_FINGERPRINTS 16

static void
init_debug (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    GST_DEBUG_CATEGORY_INIT (rtc_dtls_debug, "rtcdtls", 0, "DTLS");
    g_once_init_leave (&once, 1);
  }
}

static void
set_state (RtcDtls * self, RtcDtlsState state)
{
  GST_DEBUG ("%p: state %d -> %d", self, self->state, state);
  self->state = state;
  self->events.state_changed (self, state, self->user_data);
}

/* The error that was there first says more */
static void
fail (RtcDtls * self, GError * error)
{
  if (!self->error)
    self->error = error;
  else
    g_error_free (error);
  GST_DEBUG ("%p: %s", self, self->error->message);
  set_state (self, RTC_DTLS_FAILED);
}

static void
fail_by_openssl (RtcDtls * self, const gchar * what)
{
  GError *error = NULL;

  rtc_openssl_set_error (&error, what);
  error->code = G_TLS_ERROR_HANDSHAKE;
  fail (self, error);
}

static void
pipe_output (const guint8 * data, gsize size, gpointer user_data)
{
  RtcDtls *self = user_data;

  self->events.output (self, data, size, self->user_data);
}

/* RFC 6347 section 4.2.4.1 starts at a second, far too long for a call to be
 * set up over a lossy path; ICE has shown that the peer is there. */
static unsigned int
next_retransmit (SSL * ssl, unsigned int before)
{
  return before == 0 ? FIRST_RETRANSMIT : MIN (before * 2, LAST_RETRANSMIT);
}

/* OpenSSL's timer runs on the wall clock: ask how much of it is left */
static void
update_retransmit (RtcDtls * self, gint64 now)
{
  struct timeval left;

  if (self->ssl && DTLSv1_get_timeout (self->ssl, &left))
    self->retransmit_at = now + left.tv_sec * G_USEC_PER_SEC + left.tv_usec;
  else
    self->retransmit_at = RTC_NEVER;
}

/* OpenSSL keeps 33 kB of record buffers for DTLS, SSL_MODE_RELEASE_BUFFERS or
 * not: between calls an association that is through its handshake has none,
 * unless it carries data. */
static void
drop_buffers (RtcDtls * self)
{
  if (!self->pumping && !self->carries && SSL_is_init_finished (self->ssl))
    SSL_free_buffers (self->ssl);
}

/* ERR_clear_error () writes to each of 16 entries, and calls free () as often */
static void
clear_errors (void)
{
  if (ERR_peek_error () != 0)
    ERR_clear_error ();
}

/* Sends close_notify.  DTLS writes do not make the buffers themselves. */
static void
shut_down (RtcDtls * self)
{
  ERR_clear_error ();
  if (SSL_alloc_buffers (self->ssl))
    SSL_shutdown (self->ssl);
  ERR_clear_error ();
  drop_buffers (self);
}

static gboolean
is_open (RtcDtls * self)
{
  return self->state == RTC_DTLS_CONNECTING
      || self->state == RTC_DTLS_CONNECTED;
}

/* (transfer full) An association, in state NEW: @client is the side with
 * a=setup:active (RFC 8842 section 5.1).  @certificate: (transfer none), a
 * reference is kept. */
RtcDtls *
rtc_dtls_new (RtcCertificate * certificate, gboolean client,
    const RtcDtlsEvents * events, gpointer user_data)
{
  RtcDtls *self = g_new0 (RtcDtls, 1);
  BIO *bio;

  init_debug ();
  self->certificate = rtc_certificate_ref (certificate);
  self->client = client;
  self->events = *events;
  self->user_data = user_data;
  self->fingerprints = g_array_new (FALSE, FALSE, sizeof (RtcFingerprint));
  self->give_up_at = RTC_NEVER;
  self->retransmit_at = RTC_NEVER;
  self->pipe.mtu = MTU;
  self->pipe.output = pipe_output;
  self->pipe.user_data = self;

  self->ssl = SSL_new (certificate->ctx);
  bio = self->ssl ? rtc_dtls_bio_new (&self->pipe) : NULL;
  if (!bio) {                   /* no memory; rtc_dtls_start () says so */
    g_clear_pointer (&self->ssl, SSL_free);
    return self;
  }
  SSL_set_bio (self->ssl, bio, bio);
  SSL_set_app_data (self->ssl, self);
  SSL_set_mtu (self->ssl, MTU);
  DTLS_set_timer_cb (self->ssl, next_retransmit);
  if (client)
    SSL_set_connect_state (self->ssl);
  else
    SSL_set_accept_state (self->ssl);
  return self;
}

/* Sends nothing: see rtc_dtls_close ().  Never from inside a callback. */
void
rtc_dtls_free (RtcDtls * self)
{
  if (!self)
    return;
  SSL_free (self->ssl);
  g_array_unref (self->fingerprints);
  g_clear_error (&self->error);
  rtc_certificate_unref (self->certificate);
  g_free (self);
}

/* For tests: @profiles as SSL_set_tlsext_use_srtp () takes them. */
gboolean
rtc_dtls_set_profiles (RtcDtls * self, const gchar * profiles)
{
  return SSL_set_tlsext_use_srtp (self->ssl, profiles) == 0;
}

/* The handshake is through: who is it, and what was agreed?  This is the only
 * way into CONNECTED. */
static void
check_peer (RtcDtls * self)
{
  if (self->fingerprints->len == 0)
    return;                     /* the answer may still be on its way */

  if (!rtc_dtls_accepts_peer (self)) {
    shut_down (self);
    fail_by_openssl (self, "the peer showed no certificate");
  } else if (!SSL_get_selected_srtp_profile (self->ssl)) {
    shut_down (self);
    fail (self, g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE,
            "no SRTP profile in common with the peer: it has none of "
            RTC_DTLS_PROFILES));
  } else {
    g_clear_error (&self->error);
    set_state (self, RTC_DTLS_CONNECTED);
  }
}

/* Several may be added (RFC 8122 section 5): one that matches is enough.  When
 * the handshake went ahead of the answer, a match connects from inside this
 * call; a mismatch waits for the next input or timeout, another fingerprint may
 * follow.  FALSE with an error in the G_IO_ERROR domain: weak or unknown hash
 * function, malformed, too many. */
gboolean
rtc_dtls_add_remote_fingerprint (RtcDtls * self, const gchar * text,
    GError ** error)
{
  RtcFingerprint fingerprint;

  if (!rtc_fingerprint_parse (text, &fingerprint, error))
    return FALSE;
  if (self->fingerprints->len >= MAX_FINGERPRINTS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
        "more than %d fingerprints for one peer", MAX_FINGERPRINTS);
    return FALSE;
  }
  g_array_append_val (self->fingerprints, fingerprint);

  if (self->state == RTC_DTLS_CONNECTING && SSL_is_init_finished (self->ssl)) {
    if (rtc_dtls_accepts_peer (self))
      check_peer (self);
    else
      self->retransmit_at = 0;
  }
  return TRUE;
}

static void
shake_hands (RtcDtls * self)
{
  gint ret, reason;

  ERR_clear_error ();
  ret = SSL_do_handshake (self->ssl);
  reason = SSL_get_error (self->ssl, ret);
  if (ret != 1 && reason != SSL_ERROR_WANT_READ
      && reason != SSL_ERROR_WANT_WRITE)
    fail_by_openssl (self, "the DTLS handshake failed");
  ERR_clear_error ();
}

/* Reads until the datagram is used up.  What comes before CONNECTED is read too
 * (it may be a repeated Finished that asks for our last flight again), but
 * goes to nobody. */
static void
read_records (RtcDtls * self)
{
  guint8 data[SSL3_RT_MAX_PLAIN_LENGTH];

  while (is_open (self)) {
    gint reason, ret;

    clear_errors ();
    ret = SSL_read (self->ssl, data, sizeof (data));
    if (ret > 0) {
      self->carries = TRUE;
      if (self->state == RTC_DTLS_CONNECTED && self->events.received)
        self->events.received (self, data, ret, self->user_data);
      if (self->pipe.data == NULL && !SSL_has_pending (self->ssl))
        break;
      continue;
    }
    reason = SSL_get_error (self->ssl, ret);
    if (reason == SSL_ERROR_ZERO_RETURN) {
      shut_down (self);
      set_state (self, RTC_DTLS_CLOSED);
    } else if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) {
      fail_by_openssl (self, "the peer broke the DTLS association off");
    }
    break;
  }
  clear_errors ();
}

/* Lets OpenSSL work on what is in the pipe */
static void
pump (RtcDtls * self)
{
  if (self->pumping)
    return;
  self->pumping = TRUE;
  if (self->state == RTC_DTLS_CONNECTING && !SSL_is_init_finished (self->ssl))
    shake_hands (self);
  if (self->state == RTC_DTLS_CONNECTING && SSL_is_init_finished (self->ssl))
    check_peer (self);
  if (is_open (self) && SSL_is_init_finished (self->ssl))
    read_records (self);
  self->pipe.data = NULL;
  self->pumping = FALSE;
  drop_buffers (self);
}

/* To CONNECTING: a client sends its ClientHello, a server waits; the 10 seconds
 * for the handshake begin.  Nothing unless NEW.  @now: microseconds, as in
 * rtc_loop_now (). */
void
rtc_dtls_start (RtcDtls * self, gint64 now)
{
  if (self->state != RTC_DTLS_NEW)
    return;
  if (!self->ssl) {
    fail (self, g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_MISC,
            "OpenSSL cannot make an association"));
    return;
  }
  self->give_up_at = now + HANDSHAKE_TIME;
  set_state (self, RTC_DTLS_CONNECTING);
  if (self->state == RTC_DTLS_CONNECTING && self->client)
    pump (self);
  update_retransmit (self, now);
}

/* Any thread.  RFC 6347 sections 4.1 and 4.2.2: a handshake record of epoch 0 with
 * message 0. */
gboolean
rtc_dtls_is_client_hello (const guint8 * data, gsize size)
{
  return size >= 25 && data[0] == SSL3_RT_HANDSHAKE
      && data[3] == 0 && data[4] == 0 && data[13] == SSL3_MT_CLIENT_HELLO
      && data[17] == 0 && data[18] == 0;
}

/* One datagram from the peer, on a path that ICE has validated; @data:
 * (transfer none).  A server that was not started yet starts.  Whatever is not
 * a DTLS record is dropped. */
void
rtc_dtls_input (RtcDtls * self, const guint8 * data, gsize size, gint64 now)
{
  /* RFC 7983 section 7 */
  if (size == 0 || data[0] < 20 || data[0] > 63 || self->pumping)
    return;
  if (self->state == RTC_DTLS_NEW && !self->client)
    rtc_dtls_start (self, now);
  if (!is_open (self))
    return;
  self->pipe.data = data;
  self->pipe.size = size;
  pump (self);
  update_retransmit (self, now);
}

/* Application data as one record in one datagram (RFC 8261), at most what the
 * path's MTU lets through.  FALSE unless CONNECTED, or when too large. */
gboolean
rtc_dtls_send (RtcDtls * self, const guint8 * data, gsize size)
{
  gboolean sent;

  if (self->state != RTC_DTLS_CONNECTED || size == 0
      || size > SSL3_RT_MAX_PLAIN_LENGTH)
    return FALSE;
  self->carries = TRUE;
  clear_errors ();
  sent = SSL_alloc_buffers (self->ssl)
      && SSL_write (self->ssl, data, size) == (gint) size;
  clear_errors ();
  drop_buffers (self);
  return sent;
}

/* As many times rtc_dtls_send (); the record buffers, which that makes and drops,
 * are made once.  How many were sent: it stops at the first that cannot be. */
guint
rtc_dtls_send_many (RtcDtls * self, GBytes * const *data, guint n)
{
  guint sent = 0;

  if (self->state != RTC_DTLS_CONNECTED || n == 0)
    return 0;
  self->carries = TRUE;
  clear_errors ();
  while (sent < n && SSL_alloc_buffers (self->ssl)) {
    gsize size;
    const guint8 *bytes = g_bytes_get_data (data[sent], &size);

    if (size == 0 || size > SSL3_RT_MAX_PLAIN_LENGTH
        || SSL_write (self->ssl, bytes, size) != (gint) size)
      break;
    sent++;
  }
  clear_errors ();
  drop_buffers (self);
  return sent;
}

/* When rtc_dtls_timeout () is due, or RTC_NEVER.  To be asked again after each
 * other call. */
gint64
rtc_dtls_deadline (RtcDtls * self)
{
  if (self->state == RTC_DTLS_CONNECTING)
    return MIN (self->retransmit_at, self->give_up_at);
  return self->state == RTC_DTLS_CONNECTED ? self->retransmit_at : RTC_NEVER;
}

static void
fail_by_time (RtcDtls * self)
{
  fail (self, g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
          SSL_is_init_finished (self->ssl) ?
          "no fingerprint for the peer's certificate within %d s: its "
          "session description never came" :
          "no DTLS handshake within %d s",
          (gint) (HANDSHAKE_TIME / G_USEC_PER_SEC)));
}

static void
repeat_flight (RtcDtls * self)
{
  gint ret = 0;

  ERR_clear_error ();
  if (SSL_alloc_buffers (self->ssl))
    ret = DTLSv1_handle_timeout (self->ssl);
  ERR_clear_error ();
  drop_buffers (self);
  /* OpenSSL gives up after 12 repeats, a little before our 10 seconds, and
   * then leaves its timer expired for ever */
  if (ret < 0)
    fail_by_time (self);
}

/* Repeats a flight that got no answer, gives up after 10 seconds. */
void
rtc_dtls_timeout (RtcDtls * self, gint64 now)
{
  if (!is_open (self) || self->pumping)
    return;
  if (self->state == RTC_DTLS_CONNECTING && now >= self->give_up_at) {
    fail_by_time (self);
    return;
  }
  if (now < self->retransmit_at)
    return;
  if (self->state == RTC_DTLS_CONNECTING && SSL_is_init_finished (self->ssl))
    check_peer (self);
  if (is_open (self))
    repeat_flight (self);
  update_retransmit (self, now);
}

/* Sends close_notify once the handshake is through, then CLOSED.  May be
 * called in any state. */
void
rtc_dtls_close (RtcDtls * self)
{
  if (self->state == RTC_DTLS_CLOSED || self->state == RTC_DTLS_FAILED)
    return;
  if (is_open (self) && SSL_is_init_finished (self->ssl))
    shut_down (self);
  set_state (self, RTC_DTLS_CLOSED);
}

RtcDtlsState
rtc_dtls_get_state (RtcDtls * self)
{
  return self->state;
}

/* (transfer none) (nullable) Why it FAILED; NULL in any other state. */
const GError *
rtc_dtls_get_error (RtcDtls * self)
{
  return self->state == RTC_DTLS_FAILED ? self->error : NULL;
}

/* (transfer none) (nullable) The suite's name in the IANA registry, as
 * RTCTransportStats.dtlsCipher has it; NULL unless CONNECTED. */
const gchar *
rtc_dtls_get_cipher (RtcDtls * self)
{
  if (self->state != RTC_DTLS_CONNECTED)
    return NULL;
  return SSL_CIPHER_standard_name (SSL_get_current_cipher (self->ssl));
}

/* The version as it stands in a record, which RTCTransportStats.tlsVersion
 * prints; 0 unless CONNECTED. */
guint
rtc_dtls_get_version (RtcDtls * self)
{
  return self->state == RTC_DTLS_CONNECTED ? SSL_version (self->ssl) : 0;
}

/* RFC 8842 section 5.1: are we the side with a=setup:active? */
gboolean
rtc_dtls_is_client (RtcDtls * self)
{
  return self->client;
}
