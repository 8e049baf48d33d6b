/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text and digest of a=fingerprint */

#include "rtcfingerprint.h"

#include <gio/gio.h>
#include <openssl/evp.h>
#include <string.h>

static const struct
{
  const gchar *name;
  guint size;
} hashes[] = {
  [RTC_HASH_SHA256] = {"sha-256", 32},
  [RTC_HASH_SHA384] = {"sha-384", 48},
  [RTC_HASH_SHA512] = {"sha-512", 64},
};

/* Hash functions whose collisions are found or near (RFC 8122 section 5) */
static const gchar *const weak[] = { "sha-1", "md5", "md2" };

static gboolean
parse_hash (const gchar * name, gsize size, RtcHash * hash, GError ** error)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (hashes); i++) {
    if (strlen (hashes[i].name) == size
        && g_ascii_strncasecmp (hashes[i].name, name, size) == 0) {
      *hash = i;
      return TRUE;
    }
  }
  for (i = 0; i < G_N_ELEMENTS (weak); i++) {
    if (strlen (weak[i]) == size
        && g_ascii_strncasecmp (weak[i], name, size) == 0) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
          "the fingerprint's hash function %s is too weak: the peer must "
          "offer sha-256, sha-384 or sha-512", weak[i]);
      return FALSE;
    }
  }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
      "the fingerprint's hash function is unknown: sha-256, sha-384 or "
      "sha-512 is needed");
  return FALSE;
}

/* Two hex digits a byte, a colon between bytes, nothing behind the last */
static gboolean
parse_digest (const gchar * text, RtcFingerprint * self)
{
  guint i;

  for (i = 0; i < self->size; i++, text += 2) {
    gint high, low;

    if (i > 0 && *text++ != ':')
      return FALSE;
    high = g_ascii_xdigit_value (text[0]);
    low = high < 0 ? -1 : g_ascii_xdigit_value (text[1]);
    if (low < 0)
      return FALSE;
    self->digest[i] = high << 4 | low;
  }
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

/* Reads "sha-256 AA:BB:…" of RFC 8122 section 5; letters may be small.  Any
 * thread.  FALSE with %G_IO_ERROR_NOT_SUPPORTED for a weak or unknown hash
 * function, with %G_IO_ERROR_INVALID_ARGUMENT for malformed text. */
gboolean
rtc_fingerprint_parse (const gchar * text, RtcFingerprint * self,
    GError ** error)
{
  gsize name_size;

  memset (self, 0, sizeof (*self));
  while (g_ascii_isspace (*text))
    text++;
  name_size = strcspn (text, " ");
  if (name_size == 0 || text[name_size] == '\0') {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "a fingerprint is a hash function, a space and hex bytes: "
        "\"sha-256 AA:BB:...\"");
    return FALSE;
  }
  if (!parse_hash (text, name_size, &self->hash, error))
    return FALSE;
  self->size = hashes[self->hash].size;

  text += name_size;
  while (*text == ' ')
    text++;
  if (!parse_digest (text, self)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "a %s fingerprint is %u hex bytes with colons between",
        hashes[self->hash].name, self->size);
    return FALSE;
  }
  return TRUE;
}

/* Digests @x509's DER form.  Any thread. */
gboolean
rtc_fingerprint_from_x509 (X509 * x509, RtcHash hash, RtcFingerprint * self)
{
  const EVP_MD *md = hash == RTC_HASH_SHA256 ? EVP_sha256 ()
      : hash == RTC_HASH_SHA384 ? EVP_sha384 () : EVP_sha512 ();

  memset (self, 0, sizeof (*self));
  self->hash = hash;
  return X509_digest (x509, md, self->digest, &self->size) == 1
      && self->size == hashes[hash].size;
}

gboolean
rtc_fingerprint_equal (const RtcFingerprint * a, const RtcFingerprint * b)
{
  return a->hash == b->hash && a->size == b->size
      && memcmp (a->digest, b->digest, a->size) == 0;
}

/* (transfer full): the form that rtc_fingerprint_parse () reads, in capitals
 * as RFC 8122 wants it sent */
gchar *
rtc_fingerprint_to_string (const RtcFingerprint * self)
{
  GString *text = g_string_new (hashes[self->hash].name);
  guint i;

  for (i = 0; i < self->size; i++)
    g_string_append_printf (text, "%c%02X", i == 0 ? ' ' : ':',
        self->digest[i]);
  return g_string_free (text, FALSE);
}
