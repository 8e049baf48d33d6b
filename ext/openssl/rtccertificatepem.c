/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Certificates as PEM text: the certificate and its private key in one */

#include "rtccertificatepriv.h"

#include <gio/gio.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

#define RSA_MIN_BITS 2048

/* OpenSSL's own callback would ask on the terminal */
static int
no_password (char *buffer, int size, int writing, void *user_data)
{
  return -1;
}

static X509 *
read_x509 (const gchar * pem, GError ** error)
{
  BIO *bio = BIO_new_mem_buf (pem, -1);
  X509 *x509 = bio ? PEM_read_bio_X509 (bio, NULL, no_password, NULL) : NULL;

  if (!x509)
    rtc_openssl_set_error (error, "no certificate in the PEM text");
  BIO_free (bio);
  return x509;
}

static EVP_PKEY *
read_key (const gchar * pem, GError ** error)
{
  BIO *bio = BIO_new_mem_buf (pem, -1);
  EVP_PKEY *key =
      bio ? PEM_read_bio_PrivateKey (bio, NULL, no_password, NULL) : NULL;

  if (!key)
    rtc_openssl_set_error (error,
        "no private key without a password in the PEM text");
  BIO_free (bio);
  return key;
}

static gboolean
check_key (EVP_PKEY * key, GError ** error)
{
  gchar group[32] = "";

  if (EVP_PKEY_is_a (key, "RSA")) {
    if (EVP_PKEY_get_bits (key) >= RSA_MIN_BITS)
      return TRUE;
    g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
        "the RSA key has %d bits, at least %d are needed",
        EVP_PKEY_get_bits (key), RSA_MIN_BITS);
    return FALSE;
  }
  if (EVP_PKEY_is_a (key, "EC")
      && EVP_PKEY_get_group_name (key, group, sizeof (group), NULL)
      && (g_str_equal (group, "prime256v1") || g_str_equal (group,
              "secp384r1")))
    return TRUE;
  g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
      "the key must be ECDSA on P-256 or P-384, or RSA");
  return FALSE;
}

static gboolean
check_pair (X509 * x509, EVP_PKEY * key, GError ** error)
{
  if (!check_key (key, error))
    return FALSE;
  if (X509_check_private_key (x509, key) != 1) {
    ERR_clear_error ();
    g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
        "the private key in the PEM text is not the certificate's");
    return FALSE;
  }
  if (X509_cmp_current_time (X509_get0_notAfter (x509)) < 0) {
    g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
        "the certificate has expired: make a new one");
    return FALSE;
  }
  return TRUE;
}

/* (transfer full) Reads a certificate and its key, in any order, from @pem.
 * Any thread.  NULL with an error in the G_TLS_ERROR domain: one of them is
 * missing, behind a password, too weak, expired, or they do not belong
 * together. */
RtcCertificate *
rtc_certificate_new_from_pem (const gchar * pem, GError ** error)
{
  X509 *x509 = read_x509 (pem, error);
  EVP_PKEY *key = x509 ? read_key (pem, error) : NULL;

  if (!key || !check_pair (x509, key, error)) {
    X509_free (x509);
    EVP_PKEY_free (key);
    return NULL;
  }
  return rtc_certificate_take (x509, key, error);
}

/* (transfer full) (nullable) The certificate and, in clear, its private key:
 * what rtc_certificate_new_from_pem () reads.  Any thread. */
gchar *
rtc_certificate_to_pem (RtcCertificate * self)
{
  BIO *bio = BIO_new (BIO_s_secmem ());
  gchar *pem = NULL, *data;
  long size;

  if (bio && PEM_write_bio_X509 (bio, self->x509)
      && PEM_write_bio_PrivateKey (bio, self->key, NULL, NULL, 0, NULL,
          NULL) && (size = BIO_get_mem_data (bio, &data)) > 0)
    pem = g_strndup (data, size);
  BIO_free (bio);
  ERR_clear_error ();
  return pem;
}

/* (transfer full) (nullable) */
gchar *
rtc_x509_to_pem (X509 * x509)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  gchar *pem = NULL, *data;
  long size;

  if (bio && PEM_write_bio_X509 (bio, x509) == 1
      && (size = BIO_get_mem_data (bio, &data)) > 0)
    pem = g_strndup (data, size);
  BIO_free (bio);
  ERR_clear_error ();
  return pem;
}

/* (transfer full) (nullable) Any thread. */
gchar *
rtc_certificate_to_public_pem (RtcCertificate * self)
{
  return rtc_x509_to_pem (self->x509);
}
