/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

typedef enum
{
  RTC_HASH_SHA256,
  RTC_HASH_SHA384,
  RTC_HASH_SHA512,
} RtcHash;

/* A certificate's digest as a=fingerprint carries it (RFC 8122 section 5) */
typedef struct
{
  RtcHash hash;
  guint size;                   /* bytes of @digest */
  guint8 digest[64];
} RtcFingerprint;

gboolean rtc_fingerprint_parse (const gchar * text, RtcFingerprint * self,
    GError ** error);
gboolean rtc_fingerprint_from_x509 (X509 * x509, RtcHash hash,
    RtcFingerprint * self);
gboolean rtc_fingerprint_equal (const RtcFingerprint * a,
    const RtcFingerprint * b);
gchar *rtc_fingerprint_to_string (const RtcFingerprint * self);

G_END_DECLS
