/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The key is scheduled once; a packet costs a new IV, one pass and the tag.
 * OpenSSL takes no lock in there, so threads with a key each do not meet. */

#include "rtcaead.h"

#include <gio/gio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

struct _RtcAead
{
  EVP_CIPHER_CTX *ctx;
};

/* (transfer full) @seal: for rtc_aead_seal (), otherwise for rtc_aead_open ().
 * @key_size: 16 or 32 bytes.  Any thread; calls on one RtcAead from one thread
 * at a time.  NULL with an error in the G_IO_ERROR domain. */
RtcAead *
rtc_aead_new (gboolean seal, const guint8 * key, gsize key_size,
    GError ** error)
{
  const EVP_CIPHER *cipher = key_size == 16 ? EVP_aes_128_gcm ()
      : key_size == 32 ? EVP_aes_256_gcm () : NULL;
  g_autoptr (RtcAead) self = NULL;

  if (cipher == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "AES-GCM needs a key of 16 or 32 bytes, not %" G_GSIZE_FORMAT,
        key_size);
    return NULL;
  }
  self = g_new0 (RtcAead, 1);
  self->ctx = EVP_CIPHER_CTX_new ();
  if (self->ctx == NULL
      || EVP_CipherInit_ex (self->ctx, cipher, NULL, key, NULL, seal) != 1) {
    ERR_clear_error ();
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
        "OpenSSL cannot set up AES-GCM");
    return NULL;
  }
  return g_steal_pointer (&self);
}

/* Wipes the key too */
void
rtc_aead_free (RtcAead * self)
{
  if (self == NULL)
    return;
  EVP_CIPHER_CTX_free (self->ctx);
  g_free (self);
}

/* EVP_CIPHER_CTX_ctrl () would come to the same, by a longer way */
static OSSL_PARAM
tag_param (gpointer tag)
{
  return OSSL_PARAM_construct_octet_string (OSSL_CIPHER_PARAM_AEAD_TAG, tag,
      RTC_AEAD_TAG_SIZE);
}

/* Encrypts @size bytes, which may be 0, and writes RTC_AEAD_TAG_SIZE bytes to
 * @tag.  An @iv of RTC_AEAD_IV_SIZE bytes may be used once under a key: a
 * second message under it gives both away, and the key to forge more. */
gboolean
rtc_aead_seal (RtcAead * self, const guint8 * iv, const guint8 * aad,
    gsize aad_size, guint8 * data, gsize size, guint8 * tag)
{
  OSSL_PARAM params[] = { tag_param (tag), OSSL_PARAM_END };
  int n;

  if (EVP_EncryptInit_ex (self->ctx, NULL, NULL, NULL, iv) == 1
      && EVP_EncryptUpdate (self->ctx, NULL, &n, aad, aad_size) == 1
      && (size == 0 || EVP_EncryptUpdate (self->ctx, data, &n, data, size) == 1)
      && EVP_EncryptFinal_ex (self->ctx, data, &n) == 1
      && EVP_CIPHER_CTX_get_params (self->ctx, params) == 1)
    return TRUE;
  ERR_clear_error ();
  return FALSE;
}

/* Decrypts @size bytes, which may be 0.  FALSE when anything is forged: @data
 * is garbage then and must not be looked at. */
gboolean
rtc_aead_open (RtcAead * self, const guint8 * iv, const guint8 * aad,
    gsize aad_size, guint8 * data, gsize size, const guint8 * tag)
{
  OSSL_PARAM params[] = { tag_param ((gpointer) tag), OSSL_PARAM_END };
  int n;

  if (EVP_DecryptInit_ex (self->ctx, NULL, NULL, NULL, iv) == 1
      && EVP_CIPHER_CTX_set_params (self->ctx, params) == 1
      && EVP_DecryptUpdate (self->ctx, NULL, &n, aad, aad_size) == 1
      && (size == 0 || EVP_DecryptUpdate (self->ctx, data, &n, data, size) == 1)
      && EVP_DecryptFinal_ex (self->ctx, data, &n) == 1)
    return TRUE;
  /* the next look at the queue may be DTLS's, on the same thread */
  ERR_clear_error ();
  return FALSE;
}

/* Writes @size bytes of AES in counter mode, from the 16 bytes of @counter on.
 * @key_size: 16 or 32 bytes.  Any thread. */
gboolean
rtc_aes_keystream (const guint8 * key, gsize key_size, const guint8 * counter,
    guint8 * out, gsize size)
{
  EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new ();
  gboolean done;
  int n;

  memset (out, 0, size);
  done = ctx != NULL && EVP_EncryptInit_ex (ctx,
      key_size == 32 ? EVP_aes_256_ctr () : EVP_aes_128_ctr (), NULL, key,
      counter) == 1 && EVP_EncryptUpdate (ctx, out, &n, out, size) == 1;
  EVP_CIPHER_CTX_free (ctx);
  if (!done)
    ERR_clear_error ();
  return done;
}

/* Zeros that no compiler leaves out */
void
rtc_aead_wipe (gpointer secret, gsize size)
{
  OPENSSL_cleanse (secret, size);
}
