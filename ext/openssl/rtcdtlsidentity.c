/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Is the peer who its session description says?  RFC 8827 section 6.5 */

#include "rtcdtlspriv.h"
#include "rtccertificatepriv.h"
#include "rtcfingerprint.h"

#include <gio/gio.h>

static void
set_mismatch (RtcDtls * self, X509 * x509)
{
  const RtcFingerprint *first =
      &g_array_index (self->fingerprints, RtcFingerprint, 0);
  RtcFingerprint shown = { 0 };
  g_autofree gchar *wanted = rtc_fingerprint_to_string (first);
  g_autofree gchar *found = NULL;

  rtc_fingerprint_from_x509 (x509, first->hash, &shown);
  found = rtc_fingerprint_to_string (&shown);
  g_clear_error (&self->error);
  g_set_error (&self->error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
      "the peer's certificate has fingerprint %s, its session description "
      "has %s", found, wanted);
}

/* Whether a fingerprint matches @x509, or none is known yet: then the same
 * question is put again before CONNECTED.  When not, the error is set. */
gboolean
rtc_dtls_accepts (RtcDtls * self, X509 * x509)
{
  guint i;

  if (self->fingerprints->len == 0)
    return TRUE;
  for (i = 0; i < self->fingerprints->len; i++) {
    const RtcFingerprint *wanted =
        &g_array_index (self->fingerprints, RtcFingerprint, i);
    RtcFingerprint shown;

    if (rtc_fingerprint_from_x509 (x509, wanted->hash, &shown)
        && rtc_fingerprint_equal (wanted, &shown))
      return TRUE;
  }
  set_mismatch (self, x509);
  return FALSE;
}

/* The same for the certificate of a handshake that is through. */
gboolean
rtc_dtls_accepts_peer (RtcDtls * self)
{
  X509 *x509 = SSL_get1_peer_certificate (self->ssl);
  gboolean accepted = x509 && rtc_dtls_accepts (self, x509);

  X509_free (x509);
  return accepted;
}

/* (transfer full) (nullable) The peer's certificate; NULL unless CONNECTED: only
 * then it is known to be the peer's. */
gchar *
rtc_dtls_get_remote_pem (RtcDtls * dtls)
{
  X509 *x509 = dtls->state == RTC_DTLS_CONNECTED ?
      SSL_get1_peer_certificate (dtls->ssl) : NULL;
  gchar *pem = x509 ? rtc_x509_to_pem (x509) : NULL;

  X509_free (x509);
  return pem;
}
