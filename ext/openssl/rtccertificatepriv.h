/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of this room share about a certificate */
#pragma once

#include "rtccertificate.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

struct _RtcCertificate
{
  gatomicrefcount refs;
  X509 *x509;
  EVP_PKEY *key;
  SSL_CTX *ctx;                 /* for all associations under this certificate */
  gchar *fingerprint;
};

RtcCertificate *rtc_certificate_take (X509 * x509, EVP_PKEY * key,
    GError ** error);
gchar *rtc_x509_to_pem (X509 * x509);
void rtc_openssl_set_error (GError ** error, const gchar * what);

G_END_DECLS
