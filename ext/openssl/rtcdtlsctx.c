/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every association under one certificate has in common.  An SSL_CTX is
 * large and slow to make, so the certificate keeps one for both roles. */

#include "rtcdtlsctx.h"
#include "rtccertificatepriv.h"
#include "rtcdtlspriv.h"

/* Forward secrecy and AEAD only.  The peers of RFC 8827 section 6.5 all have
 * ECDHE-ECDSA-AES128-GCM. */
#define CIPHERS \
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:" \
  "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:" \
  "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
#define GROUPS "X25519:P-256:P-384"
#define SIGNATURES \
  "ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA384:" \
  "RSA+SHA384:ECDSA+SHA512:RSA-PSS+SHA512:RSA+SHA512"

/* Bounds what a peer can make us hold for one fragmented message */
#define MAX_CERTIFICATE (16 * 1024)

/* Stands in for OpenSSL's chain building: whom the certificate belongs to is
 * said by the fingerprint alone (RFC 8827 section 6.5).  A known mismatch is
 * refused here so that the peer gets a bad_certificate alert. */
static int
verify_certificate (X509_STORE_CTX * store, void *unused)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (store,
      SSL_get_ex_data_X509_STORE_CTX_idx ());

  if (rtc_dtls_accepts (SSL_get_app_data (ssl),
          X509_STORE_CTX_get0_cert (store)))
    return 1;
  X509_STORE_CTX_set_error (store, X509_V_ERR_CERT_REJECTED);
  return 0;
}

static void
set_up_modes (SSL_CTX * ctx)
{
  SSL_CTX_set_options (ctx, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION
      | SSL_OP_NO_QUERY_MTU | SSL_OP_NO_COMPRESSION
      | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode (ctx, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode (ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_cert_list (ctx, MAX_CERTIFICATE);
  SSL_CTX_set_verify (ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
      NULL);
  SSL_CTX_set_cert_verify_callback (ctx, verify_certificate, NULL);
}

/* (transfer full) Whatever /etc/ssl/openssl.cnf says, versions, suites and
 * level are set here.  Any thread; the result is shared by all threads.
 * @x509 and @key: (transfer none). */
SSL_CTX *
rtc_dtls_ctx_new (X509 * x509, EVP_PKEY * key, GError ** error)
{
  SSL_CTX *ctx = SSL_CTX_new (DTLS_method ());

  if (ctx) {
    SSL_CTX_set_security_level (ctx, 2);
    set_up_modes (ctx);
  }
  if (ctx && SSL_CTX_set_min_proto_version (ctx, DTLS1_2_VERSION)
      && SSL_CTX_set_max_proto_version (ctx, DTLS1_2_VERSION)
      && SSL_CTX_set_cipher_list (ctx, CIPHERS)
      && SSL_CTX_set1_groups_list (ctx, GROUPS)
      && SSL_CTX_set1_sigalgs_list (ctx, SIGNATURES)
      && SSL_CTX_use_certificate (ctx, x509)
      && SSL_CTX_use_PrivateKey (ctx, key)
      /* 0 is success here */
      && SSL_CTX_set_tlsext_use_srtp (ctx, RTC_DTLS_PROFILES) == 0)
    return ctx;

  rtc_openssl_set_error (error, "OpenSSL cannot use the certificate for DTLS");
  SSL_CTX_free (ctx);
  return NULL;
}
