/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files and the tests of this room need besides rtcdtls.h */
#pragma once

#include "rtcdtls.h"
#include "rtcdtlsbio.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

/* Ours first: OpenSSL's server goes by its own order */
#define RTC_DTLS_PROFILES \
  "SRTP_AEAD_AES_128_GCM:SRTP_AEAD_AES_256_GCM:SRTP_AES128_CM_SHA1_80"

struct _RtcDtls
{
  RtcCertificate *certificate;
  gboolean client;
  RtcDtlsEvents events;
  gpointer user_data;

  SSL *ssl;
  RtcDtlsPipe pipe;
  gboolean pumping;
  gboolean carries;             /* application data has gone one way */

  RtcDtlsState state;
  GError *error;                /* may be set a little before FAILED */
  GArray *fingerprints;         /* of RtcFingerprint */

  gint64 give_up_at;
  gint64 retransmit_at;
};

gboolean rtc_dtls_accepts (RtcDtls * dtls, X509 * x509);
gboolean rtc_dtls_accepts_peer (RtcDtls * dtls);
/* For tests: before rtc_dtls_start () */
gboolean rtc_dtls_set_profiles (RtcDtls * dtls, const gchar * profiles);

G_END_DECLS
