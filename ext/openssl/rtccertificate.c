/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Self-signed certificates.  Their only use is to have a fingerprint (RFC 8827
 * section 6.5): name and dates say nothing to anybody. */

#include "rtccertificatepriv.h"
#include "rtcdtlsctx.h"
#include "rtcfingerprint.h"

#include <gio/gio.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <string.h>

#define DAY (24 * 60 * 60)
#define LIFE (30 * DAY)

static GMutex default_lock;
static RtcCertificate *default_certificate;     /* under default_lock */

/* Sets @error to @what with OpenSSL's own reason behind it, and empties the
 * thread's error queue. */
void
rtc_openssl_set_error (GError ** error, const gchar * what)
{
  unsigned long code = ERR_peek_error ();
  const gchar *reason = code ? ERR_reason_error_string (code) : NULL;

  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC, "%s%s%s", what,
      reason ? ": " : "", reason ? reason : "");
  ERR_clear_error ();
}

static gboolean
set_name (X509 * x509, guint32 number)
{
  X509_NAME *name = X509_get_subject_name (x509);
  gchar text[32];

  g_snprintf (text, sizeof (text), "gst-rtc-%08x", number);
  return X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC,
      (const guint8 *) text, -1, -1, 0) && X509_set_issuer_name (x509, name);
}

/* A certificate for @key: valid from yesterday, for a peer whose clock is slow */
static X509 *
make_x509 (EVP_PKEY * key)
{
  X509 *x509 = X509_new ();
  guint64 serial = 0;
  guint32 number = 0;

  if (x509 && RAND_bytes ((guint8 *) & serial, sizeof (serial)) == 1
      && RAND_bytes ((guint8 *) & number, sizeof (number)) == 1
      && X509_set_version (x509, X509_VERSION_3)
      && ASN1_INTEGER_set_uint64 (X509_get_serialNumber (x509), serial >> 1 | 1)
      && X509_gmtime_adj (X509_getm_notBefore (x509), -DAY)
      && X509_gmtime_adj (X509_getm_notAfter (x509), LIFE - DAY)
      && X509_set_pubkey (x509, key) && set_name (x509, number)
      && X509_sign (x509, key, EVP_sha256 ()))
    return x509;
  X509_free (x509);
  return NULL;
}

/* Takes @x509 and @key, also on failure. */
RtcCertificate *
rtc_certificate_take (X509 * x509, EVP_PKEY * key, GError ** error)
{
  RtcCertificate *self = g_new0 (RtcCertificate, 1);
  RtcFingerprint fingerprint;

  g_atomic_ref_count_init (&self->refs);
  self->x509 = x509;
  self->key = key;
  if (!rtc_fingerprint_from_x509 (x509, RTC_HASH_SHA256, &fingerprint)) {
    rtc_openssl_set_error (error, "cannot digest the certificate");
    rtc_certificate_unref (self);
    return NULL;
  }
  self->fingerprint = rtc_fingerprint_to_string (&fingerprint);
  self->ctx = rtc_dtls_ctx_new (x509, key, error);
  if (!self->ctx) {
    rtc_certificate_unref (self);
    return NULL;
  }
  return self;
}

/* (transfer full) A new ECDSA P-256 key, self-signed for 30 days.  Any thread;
 * about 0.1 ms.  NULL with an error only when OpenSSL cannot make keys. */
RtcCertificate *
rtc_certificate_new (GError ** error)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *x509 = key ? make_x509 (key) : NULL;

  if (!x509) {
    rtc_openssl_set_error (error, "OpenSSL cannot make a certificate");
    EVP_PKEY_free (key);
    return NULL;
  }
  return rtc_certificate_take (x509, key, error);
}

static gboolean
has_a_day_left (RtcCertificate * self)
{
  time_t tomorrow = time (NULL) + DAY;

  return X509_cmp_time (X509_get0_notAfter (self->x509), &tomorrow) > 0;
}

/* (transfer full) (nullable) The process's own certificate, made at the first
 * call and again a day before it ends.  Any thread.  NULL only when OpenSSL
 * cannot make keys; rtc_certificate_new () says why. */
RtcCertificate *
rtc_certificate_get_default (void)
{
  RtcCertificate *self;

  g_mutex_lock (&default_lock);
  if (default_certificate && !has_a_day_left (default_certificate))
    g_clear_pointer (&default_certificate, rtc_certificate_unref);
  if (!default_certificate)
    default_certificate = rtc_certificate_new (NULL);
  self = default_certificate ? rtc_certificate_ref (default_certificate) : NULL;
  g_mutex_unlock (&default_lock);
  return self;
}

/* (transfer full) Any thread. */
RtcCertificate *
rtc_certificate_ref (RtcCertificate * self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/* Any thread; associations that use it hold a reference of their own. */
void
rtc_certificate_unref (RtcCertificate * self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  SSL_CTX_free (self->ctx);
  X509_free (self->x509);
  EVP_PKEY_free (self->key);
  g_free (self->fingerprint);
  g_free (self);
}

/* (transfer none) "sha-256 AA:BB:…", lives as long as the certificate.  Any
 * thread.  RFC 8122 section 5. */
const gchar *
rtc_certificate_get_fingerprint (RtcCertificate * self)
{
  return self->fingerprint;
}
