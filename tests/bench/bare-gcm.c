/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bare-gcm.h"

#include "bench-key.h"

#include <gst/gst.h>
#include <openssl/evp.h>
#include <srtp2/srtp.h>
#include <string.h>

#define HEADER_SIZE 12
#define KEY_SIZE 16
#define SALT_SIZE 12

struct _BareGcm
{
  srtp_t srtp;                  /* or */
  EVP_CIPHER_CTX *cipher;
  guint8 salt[SALT_SIZE];
  guint16 sequence;
  guint32 roc;
};

/* RFC 3711 section 4.3 with a derivation rate of 0: the label goes into byte 7
 * of the 14-byte salt; RFC 7714 section 11 pads its 12 bytes with zeros */
static void
derive (guint8 label, guint8 * out, gint size)
{
  const guint8 *master = (const guint8 *) BENCH_MASTER_KEY;
  guint8 counter[16] = { 0, }, zeros[KEY_SIZE] = { 0, };
  EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new ();

  memcpy (counter, master + KEY_SIZE, SALT_SIZE);
  counter[7] ^= label;
  EVP_EncryptInit_ex (cipher, EVP_aes_128_ctr (), NULL, master, counter);
  EVP_EncryptUpdate (cipher, out, &size, zeros, size);
  EVP_CIPHER_CTX_free (cipher);
}

static void
init_evp (BareGcm * gcm)
{
  guint8 key[KEY_SIZE];

  derive (0, key, KEY_SIZE);
  derive (2, gcm->salt, SALT_SIZE);
  gcm->cipher = EVP_CIPHER_CTX_new ();
  EVP_EncryptInit_ex (gcm->cipher, EVP_aes_128_gcm (), NULL, key, NULL);
}

static void
init_srtp (BareGcm * gcm)
{
  srtp_policy_t policy = { 0, };

  srtp_crypto_policy_set_aes_gcm_128_16_auth (&policy.rtp);
  srtp_crypto_policy_set_aes_gcm_128_16_auth (&policy.rtcp);
  policy.ssrc.type = ssrc_any_outbound;
  policy.key = (guint8 *) BENCH_MASTER_KEY;
  policy.window_size = 128;
  if (srtp_create (&gcm->srtp, &policy) != srtp_err_status_ok)
    g_error ("libsrtp makes no AES-GCM session");
}

BareGcm *
bare_gcm_new (gboolean evp)
{
  static gboolean initialized;
  BareGcm *gcm = g_new0 (BareGcm, 1);

  if (evp) {
    init_evp (gcm);
    return gcm;
  }
  if (!initialized)
    srtp_init ();
  initialized = TRUE;
  init_srtp (gcm);
  return gcm;
}

void
bare_gcm_free (BareGcm * gcm)
{
  g_clear_pointer (&gcm->cipher, EVP_CIPHER_CTX_free);
  g_clear_pointer (&gcm->srtp, srtp_dealloc);
  g_free (gcm);
}

/* RFC 7714 section 8.1: 00 00 SSRC ROC SEQ, xor salt */
static void
protect_evp (BareGcm * gcm, guint8 * packet, gsize size)
{
  guint16 sequence = GST_READ_UINT16_BE (packet + 2);
  guint8 iv[SALT_SIZE] = { 0, };
  gint n;

  if (sequence < gcm->sequence)
    gcm->roc++;
  gcm->sequence = sequence;
  memcpy (iv + 2, packet + 8, 4);
  GST_WRITE_UINT32_BE (iv + 6, gcm->roc);
  memcpy (iv + 10, packet + 2, 2);
  for (guint i = 0; i < SALT_SIZE; i++)
    iv[i] ^= gcm->salt[i];

  EVP_EncryptInit_ex (gcm->cipher, NULL, NULL, NULL, iv);
  EVP_EncryptUpdate (gcm->cipher, NULL, &n, packet, HEADER_SIZE);
  EVP_EncryptUpdate (gcm->cipher, packet + HEADER_SIZE, &n,
      packet + HEADER_SIZE, size - HEADER_SIZE);
  EVP_EncryptFinal_ex (gcm->cipher, packet + size, &n);
  EVP_CIPHER_CTX_ctrl (gcm->cipher, EVP_CTRL_AEAD_GET_TAG, BARE_TAG_SIZE,
      packet + size);
}

void
bare_gcm_protect (BareGcm * gcm, guint8 * packet, gsize size)
{
  int length = size;

  if (gcm->cipher != NULL)
    protect_evp (gcm, packet, size);
  else
    srtp_protect (gcm->srtp, packet, &length);
}
