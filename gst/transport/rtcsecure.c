/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsecure.h"

#include <gio/gio.h>
#include <string.h>

/* An SRTP context and the lock of whoever uses it: a leaf */
typedef struct
{
  GMutex lock;
  RtcSrtp *srtp;
} Context;

struct _RtcSecure
{
  RtcLoop *loop;
  RtcCertificate *certificate;
  RtcSecureEvents events;
  gpointer user_data;
  gboolean closed;

  RtcDtls *dtls;
  RtcDtls *next;                /* shakes hands while @dtls is in use */
  gboolean may_return;          /* a ClientHello makes @next */
  gchar **fingerprints;         /* that both were made with */
  RtcTimer *timer;
  RtcSrtpProfile profile;
  Context out, in;
};

/* --- SRTP ------------------------------------------------------------------ */

static void
context_set (Context * context, RtcSrtp * srtp)
{
  RtcSrtp *old;

  g_mutex_lock (&context->lock);
  old = context->srtp;
  context->srtp = srtp;
  g_mutex_unlock (&context->lock);
  g_clear_pointer (&old, rtc_srtp_free);
}

static RtcSrtp *
context_begin (Context * context)
{
  g_mutex_lock (&context->lock);
  if (context->srtp != NULL)
    return context->srtp;
  g_mutex_unlock (&context->lock);
  return NULL;
}

RtcSrtp *
rtc_secure_begin_out (RtcSecure * secure)
{
  return context_begin (&secure->out);
}

void
rtc_secure_end_out (RtcSecure * secure)
{
  g_mutex_unlock (&secure->out.lock);
}

RtcSrtp *
rtc_secure_begin_in (RtcSecure * secure)
{
  return context_begin (&secure->in);
}

void
rtc_secure_end_in (RtcSecure * secure)
{
  g_mutex_unlock (&secure->in.lock);
}

gboolean
rtc_secure_set_keys (RtcSecure * secure, RtcSrtpProfile profile,
    const guint8 * local, const guint8 * remote, gsize size, GError ** error)
{
  RtcSrtp *in = rtc_srtp_new_inbound (profile, remote, size, error);
  RtcSrtp *out;

  if (in == NULL)
    return FALSE;
  out = rtc_srtp_new_outbound (profile, local, size, error);
  if (out == NULL) {
    rtc_srtp_free (in);
    return FALSE;
  }
  secure->profile = profile;
  context_set (&secure->in, in);
  context_set (&secure->out, out);
  return TRUE;
}

/* Keys are only handed out for a peer whose fingerprint matched, so whoever
 * gets here has been identified (RFC 5763 section 5). */
static gboolean
use_exported_keys (RtcSecure * secure, GError ** error)
{
  RtcDtlsKeys keys;
  gboolean ok;

  if (!rtc_dtls_export_keys (secure->dtls, &keys))
    return FALSE;
  ok = rtc_secure_set_keys (secure, keys.profile, keys.local, keys.remote,
      keys.key_size + keys.salt_size, error);
  explicit_bzero (&keys, sizeof (keys));
  return ok;
}

/* --- DTLS ------------------------------------------------------------------ */

static gboolean
is_over (RtcDtls * dtls)
{
  return rtc_dtls_get_state (dtls) >= RTC_DTLS_CLOSED;
}

/* After each call to either association */
static void
settle (RtcSecure * secure)
{
  gint64 deadline;

  if (secure->next != NULL && is_over (secure->next))
    g_clear_pointer (&secure->next, rtc_dtls_free);
  deadline = rtc_dtls_deadline (secure->dtls);
  if (secure->next != NULL)
    deadline = MIN (deadline, rtc_dtls_deadline (secure->next));
  rtc_timer_set (secure->timer, deadline);
}

static void
on_timer (gpointer data)
{
  RtcSecure *secure = data;
  gint64 now = rtc_loop_now ();

  rtc_dtls_timeout (secure->dtls, now);
  if (secure->next != NULL)
    rtc_dtls_timeout (secure->next, now);
  settle (secure);
}

static void
take_over (RtcSecure * secure)
{
  rtc_dtls_free (secure->dtls);
  secure->dtls = g_steal_pointer (&secure->next);
  secure->may_return = FALSE;
}

static void
on_output (RtcDtls * dtls, const guint8 * data, gsize size, gpointer user_data)
{
  RtcSecure *secure = user_data;

  secure->events.output (secure, data, size, secure->user_data);
}

static void
on_state (RtcDtls * dtls, RtcDtlsState state, gpointer user_data)
{
  RtcSecure *secure = user_data;
  g_autoptr (GError) error = NULL;
  const gchar *reason = NULL;

  if (secure->closed)
    return;
  if (dtls == secure->next) {
    if (state != RTC_DTLS_CONNECTED)
      return;
    take_over (secure);
  }
  if (state == RTC_DTLS_CONNECTED && !use_exported_keys (secure, &error)) {
    state = RTC_DTLS_FAILED;
    reason = error != NULL ? error->message :
        "no SRTP keys came out of the DTLS handshake";
  } else if (state == RTC_DTLS_FAILED) {
    const GError *why = rtc_dtls_get_error (dtls);

    reason = why != NULL ? why->message : "the DTLS handshake failed";
  }
  secure->events.state_changed (secure, state, reason, secure->user_data);
}

static void
on_data (RtcDtls * dtls, const guint8 * data, gsize size, gpointer user_data)
{
  RtcSecure *secure = user_data;

  if (!secure->closed && secure->events.data != NULL)
    secure->events.data (secure, data, size, secure->user_data);
}

static gboolean
contains (gchar ** list, const gchar * fingerprint)
{
  for (; *list != NULL; list++)
    if (g_ascii_strcasecmp (*list, fingerprint) == 0)
      return TRUE;
  return FALSE;
}

/* Another role would be another association, but Firefox answers an ICE restart
 * with setup:active whatever it is, and goes on with the one it has.  As the
 * server we can wait for its ClientHello beside that. */
static gboolean
may_wait (const RtcSecure * secure, gboolean client)
{
  return !client && rtc_dtls_get_state (secure->dtls) == RTC_DTLS_CONNECTED;
}

/* RFC 8842 section 4: the set of fingerprints and the roles make the identity of
 * an association. */
static gboolean
is_current (RtcSecure * secure, gboolean client,
    const gchar * const *fingerprints)
{
  guint n = g_strv_length ((gchar **) fingerprints);

  if (secure->dtls == NULL || g_strv_length (secure->fingerprints) != n
      || (rtc_dtls_is_client (secure->dtls) != client
          && !may_wait (secure, client)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!contains (secure->fingerprints, fingerprints[i]))
      return FALSE;
  return TRUE;
}

/* NULL with an error when no fingerprint can be used */
static RtcDtls *
make_dtls (RtcSecure * secure, gboolean client,
    const gchar * const *fingerprints, GError ** error)
{
  static const RtcDtlsEvents events = { on_output, on_state, on_data };
  g_autoptr (RtcDtls) dtls =
      rtc_dtls_new (secure->certificate, client, &events, secure);
  g_autoptr (GError) why = NULL;
  gboolean usable = FALSE;

  for (guint i = 0; fingerprints[i] != NULL; i++) {
    g_clear_error (&why);
    usable |= rtc_dtls_add_remote_fingerprint (dtls, fingerprints[i], &why);
  }
  if (usable)
    return g_steal_pointer (&dtls);
  if (why != NULL)
    g_propagate_error (error, g_steal_pointer (&why));
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "the session description has no fingerprint");
  return NULL;
}

static void
replace_dtls (RtcSecure * secure, RtcDtls * dtls)
{
  g_clear_pointer (&secure->next, rtc_dtls_free);
  g_clear_pointer (&secure->dtls, rtc_dtls_free);
  secure->dtls = dtls;
  secure->may_return = FALSE;
  rtc_timer_set (secure->timer, RTC_NEVER);
}

static RtcDtls *
make_same (RtcSecure * secure, gboolean client)
{
  return make_dtls (secure, client,
      (const gchar * const *) secure->fingerprints, NULL);
}

/* FALSE with an error when no fingerprint can be used; nothing has changed
 * then. */
gboolean
rtc_secure_set_remote (RtcSecure * secure, gboolean dtls_client,
    const gchar * const *fingerprints, GError ** error)
{
  RtcDtls *dtls;

  if (is_current (secure, !!dtls_client, fingerprints)) {
    secure->may_return |= rtc_dtls_is_client (secure->dtls) != !!dtls_client;
    return TRUE;
  }
  dtls = make_dtls (secure, !!dtls_client, fingerprints, error);
  if (dtls == NULL)
    return FALSE;
  replace_dtls (secure, dtls);
  g_strfreev (secure->fingerprints);
  secure->fingerprints = g_strdupv ((gchar **) fingerprints);
  return TRUE;
}

/* Without a=tls-id (RFC 8842 section 4) the same certificate may mean the same
 * association or a peer that has begun anew: whether the one that is there is
 * over says which, and if it is not, the peer's ClientHello. */
void
rtc_secure_restart (RtcSecure * secure)
{
  if (secure->dtls == NULL || secure->closed)
    return;
  if (is_over (secure->dtls))
    replace_dtls (secure, make_same (secure,
            rtc_dtls_is_client (secure->dtls)));
  else
    secure->may_return |= rtc_dtls_get_state (secure->dtls)
        == RTC_DTLS_CONNECTED && !rtc_dtls_is_client (secure->dtls);
}

/* Once the way to the peer is open: earlier records would only be lost and wait
 * for their timer. */
void
rtc_secure_start (RtcSecure * secure)
{
  if (secure->dtls == NULL || secure->closed
      || rtc_dtls_get_state (secure->dtls) != RTC_DTLS_NEW)
    return;
  rtc_dtls_start (secure->dtls, rtc_loop_now ());
  settle (secure);
}

/* Anybody can make a ClientHello: it may begin an association beside the one in
 * use, which ends when the other is through its handshake and has shown the
 * right certificate (RFC 6347 section 4.2.8).  Each drops what is not its own:
 * the epoch is another or the record does not authenticate. */
gboolean
rtc_secure_input (RtcSecure * secure, const guint8 * data, gsize size)
{
  gint64 now = rtc_loop_now ();

  if (secure->dtls == NULL || rtc_dtls_get_state (secure->dtls) == RTC_DTLS_NEW)
    return FALSE;
  if (secure->may_return && secure->next == NULL
      && rtc_dtls_is_client_hello (data, size))
    secure->next = make_same (secure, FALSE);
  rtc_dtls_input (secure->dtls, data, size, now);
  if (secure->next != NULL)
    rtc_dtls_input (secure->next, data, size, now);
  settle (secure);
  return TRUE;
}

gboolean
rtc_secure_send (RtcSecure * secure, const guint8 * data, gsize size)
{
  return secure->dtls != NULL && rtc_dtls_send (secure->dtls, data, size);
}

RtcDtls *
rtc_secure_get_dtls (RtcSecure * secure)
{
  return secure->dtls;
}

/* --- life ------------------------------------------------------------------ */

RtcSecure *
rtc_secure_new (RtcLoop * loop, RtcCertificate * certificate,
    const RtcSecureEvents * events, gpointer user_data)
{
  RtcSecure *secure = g_new0 (RtcSecure, 1);

  secure->loop = rtc_loop_ref (loop);
  secure->certificate = rtc_certificate_ref (certificate);
  secure->events = *events;
  secure->user_data = user_data;
  secure->timer = rtc_timer_new (loop, on_timer, secure);
  g_mutex_init (&secure->out.lock);
  g_mutex_init (&secure->in.lock);
  return secure;
}

/* close_notify goes out; no event but that output comes any more */
void
rtc_secure_close (RtcSecure * secure)
{
  if (secure->closed)
    return;
  secure->closed = TRUE;
  rtc_timer_set (secure->timer, RTC_NEVER);
  if (secure->dtls != NULL)
    rtc_dtls_close (secure->dtls);
}

void
rtc_secure_free (RtcSecure * secure)
{
  rtc_secure_close (secure);
  rtc_timer_free (secure->timer);
  g_clear_pointer (&secure->next, rtc_dtls_free);
  g_clear_pointer (&secure->dtls, rtc_dtls_free);
  g_strfreev (secure->fingerprints);
  context_set (&secure->in, NULL);
  context_set (&secure->out, NULL);
  g_mutex_clear (&secure->in.lock);
  g_mutex_clear (&secure->out.lock);
  rtc_certificate_unref (secure->certificate);
  rtc_loop_unref (secure->loop);
  g_free (secure);
}

RtcSrtpProfile
rtc_secure_get_profile (RtcSecure * secure)
{
  return secure->profile;
}

/* NULL before the handshake is done */
const gchar *
rtc_secure_get_cipher (RtcSecure * secure)
{
  return secure->dtls != NULL ? rtc_dtls_get_cipher (secure->dtls) : NULL;
}
