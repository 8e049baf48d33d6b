/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the master key to the session keys, RFC 3711 section 4.3 */

#include "rtcsrtpkeys.h"
#include "openssl/rtcaead.h"

#include <gio/gio.h>
#include <string.h>

/* RFC 3711 section 4.3.2 */
enum
{
  LABEL_RTP_KEY = 0,
  LABEL_RTP_SALT = 2,
  LABEL_RTCP_KEY = 3,
  LABEL_RTCP_SALT = 5,
};

/* The AES-CM PRF of RFC 3711 section 4.3.3, of RFC 6188 section 2 with longer
 * keys.  Its master salt has 14 bytes: the last two of an AEAD profile's are
 * zero (RFC 7714 section 11).  The key derivation rate is 0. */
static gboolean
derive (const guint8 * master, gsize key_size, guint8 label, guint8 * out,
    gsize size)
{
  guint8 counter[16] = { 0 };

  memcpy (counter, master + key_size, 12);
  counter[7] ^= label;
  return rtc_aes_keystream (master, key_size, counter, out, size);
}

/* @master: a key of @key_size bytes, 16 or 32, and 12 bytes of salt.  Any
 * thread. */
gboolean
rtc_srtp_keys_derive (RtcSrtpKeys * self, const guint8 * master,
    gsize key_size, GError ** error)
{
  self->key_size = key_size;
  if (derive (master, key_size, LABEL_RTP_KEY, self->rtp_key, key_size)
      && derive (master, key_size, LABEL_RTP_SALT, self->rtp_salt,
          sizeof (self->rtp_salt))
      && derive (master, key_size, LABEL_RTCP_KEY, self->rtcp_key, key_size)
      && derive (master, key_size, LABEL_RTCP_SALT, self->rtcp_salt,
          sizeof (self->rtcp_salt)))
    return TRUE;
  rtc_srtp_keys_clear (self);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
      "OpenSSL cannot derive the SRTP keys");
  return FALSE;
}

void
rtc_srtp_keys_clear (RtcSrtpKeys * self)
{
  rtc_aead_wipe (self, sizeof (*self));
}
