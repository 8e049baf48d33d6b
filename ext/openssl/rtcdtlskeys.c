/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the association's secret to SRTP's keys, RFC 5764 section 4.2 */

#include "rtcdtlspriv.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <string.h>

#define EXPORTER_LABEL "EXTRACTOR-dtls_srtp"

static void
key_sizes (RtcDtlsKeys * keys)
{
  switch (keys->profile) {
    case RTC_SRTP_AES128_CM_SHA1_80:   /* RFC 5764 section 4.1.2 */
      keys->key_size = 16;
      keys->salt_size = 14;
      break;
    case RTC_SRTP_AEAD_AES_128_GCM:    /* RFC 7714 section 12 */
      keys->key_size = 16;
      keys->salt_size = 12;
      break;
    case RTC_SRTP_AEAD_AES_256_GCM:
      keys->key_size = 32;
      keys->salt_size = 12;
      break;
    case RTC_SRTP_NONE:
      break;
  }
}

/* The SRTP keys of RFC 5764 section 4.2.  The caller wipes @keys after use.
 * FALSE, and nothing in @keys, unless CONNECTED: the fingerprint matched. */
gboolean
rtc_dtls_export_keys (RtcDtls * self, RtcDtlsKeys * keys)
{
  guint8 material[2 * sizeof (keys->local)];
  guint8 *client = keys->local, *server = keys->remote;
  const guint8 *at = material;
  gsize size;

  memset (keys, 0, sizeof (*keys));
  if (self->state != RTC_DTLS_CONNECTED)
    return FALSE;
  keys->profile = SSL_get_selected_srtp_profile (self->ssl)->id;
  key_sizes (keys);
  size = 2 * (keys->key_size + keys->salt_size);
  if (size == 0 || SSL_export_keying_material (self->ssl, material, size,
          EXPORTER_LABEL, strlen (EXPORTER_LABEL), NULL, 0, 0) != 1) {
    ERR_clear_error ();
    memset (keys, 0, sizeof (*keys));
    return FALSE;
  }

  if (!self->client) {
    client = keys->remote;
    server = keys->local;
  }
  /* both keys first, then both salts */
  memcpy (client, at, keys->key_size);
  memcpy (server, at += keys->key_size, keys->key_size);
  memcpy (client + keys->key_size, at += keys->key_size, keys->salt_size);
  memcpy (server + keys->key_size, at += keys->salt_size, keys->salt_size);
  OPENSSL_cleanse (material, sizeof (material));
  return TRUE;
}
