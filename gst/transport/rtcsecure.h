/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtcloop.h"
#include "openssl/rtcdtls.h"
#include "srtp/rtcsrtp.h"

G_BEGIN_DECLS

/* DTLS-SRTP with one peer over any way that carries datagrams (RFC 5764): the
 * handshake on one loop, the keyed SRTP contexts for whichever thread sends or
 * receives.  Calls belong on the loop unless said otherwise; inside an event
 * neither close nor free may be called. */
typedef struct _RtcSecure RtcSecure;

typedef struct
{
  /* a DTLS record has to go out */
  void (*output) (RtcSecure * secure, const guint8 * data, gsize size,
      gpointer user_data);
  /* CONNECTED: the keys are in use.  @reason: why, when FAILED */
  void (*state_changed) (RtcSecure * secure, RtcDtlsState state,
      const gchar * reason, gpointer user_data);
  /* application data: SCTP; may be NULL */
  void (*data) (RtcSecure * secure, const guint8 * data, gsize size,
      gpointer user_data);
} RtcSecureEvents;

RtcSecure *rtc_secure_new (RtcLoop * loop, RtcCertificate * certificate,
    const RtcSecureEvents * events, gpointer user_data);
void rtc_secure_free (RtcSecure * secure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcSecure, rtc_secure_free)

/* Other fingerprints or another role than before: a new association over the
 * same path (RFC 8842 section 4), to be started; the keys of the last one stay
 * in use until it has its own. */
gboolean rtc_secure_set_remote (RtcSecure * secure, gboolean dtls_client,
    const gchar * const *fingerprints, GError ** error);
/* There may be another peer of the same certificate now (ICE has restarted): an
 * association that is over is replaced, to be started; a server's that lives
 * makes room for another, should the peer ask for one, and is followed by
 * it without a gap. */
void rtc_secure_restart (RtcSecure * secure);
void rtc_secure_start (RtcSecure * secure);
/* FALSE: it cannot be used yet, hold it */
gboolean rtc_secure_input (RtcSecure * secure, const guint8 * data,
    gsize size);
/* one record of application data; FALSE: not connected, or too large */
gboolean rtc_secure_send (RtcSecure * secure, const guint8 * data, gsize size);
void rtc_secure_close (RtcSecure * secure);
/* NULL: nothing is known of the peer yet; borrowed until set_remote */
RtcDtls *rtc_secure_get_dtls (RtcSecure * secure);
RtcSrtpProfile rtc_secure_get_profile (RtcSecure * secure);
const gchar *rtc_secure_get_cipher (RtcSecure * secure);
/* Keys from elsewhere instead of a handshake: master key with salt behind it */
gboolean rtc_secure_set_keys (RtcSecure * secure, RtcSrtpProfile profile,
    const guint8 * local, const guint8 * remote, gsize size, GError ** error);

/* Any thread.  The context is the caller's until end; NULL (and then no end):
 * there are no keys yet. */
RtcSrtp *rtc_secure_begin_out (RtcSecure * secure);
void rtc_secure_end_out (RtcSecure * secure);
RtcSrtp *rtc_secure_begin_in (RtcSecure * secure);
void rtc_secure_end_in (RtcSecure * secure);

G_END_DECLS
