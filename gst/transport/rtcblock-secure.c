/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A block's secure end.  All of it on the loop. */
#include "rtcblock-private.h"

#include <gio/gio.h>
#include <string.h>
#include "core/rtcids.h"

#define MAX_KEY 64

/* --- DTLS that came too early ---------------------------------------------- */

static void
clear_held (RtcBlock * block)
{
  while (block->n_held > 0)
    g_bytes_unref (block->held[--block->n_held]);
}

/* The first flight may overtake the end of our own connectivity checks; waiting
 * for its repetition would cost more than all the rest. */
void
rtc_block_receive_dtls (RtcBlock * block, const guint8 * data, gsize size)
{
  gboolean ready = block->ice == NULL || block->path.open;

  if (block->secure == NULL
      || (ready && rtc_secure_input (block->secure, data, size)))
    return;
  if (block->n_held < RTC_BLOCK_MAX_HELD)
    block->held[block->n_held++] = g_bytes_new (data, size);
}

static void
receive_held (RtcBlock * block)
{
  GBytes *held[RTC_BLOCK_MAX_HELD];
  guint n = block->n_held;

  memcpy (held, block->held, sizeof held);
  block->n_held = 0;
  for (guint i = 0; i < n; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (held[i], &size);

    rtc_block_receive_dtls (block, data, size);
    g_bytes_unref (held[i]);
  }
}

/* --- what DTLS tells ------------------------------------------------------- */

static void
on_output (RtcSecure * secure, const guint8 * data, gsize size,
    gpointer user_data)
{
  RtcBlock *block = user_data;
  RtcBlockMember *member = &block->members[RTC_BLOCK_SRTP_ENC];
  GOutputVector packet = { data, size };

  if (rtc_path_collect (&block->path, &block->path_lock, block->records, data,
          size))
    return;
  if (block->ice != NULL)
    rtc_block_send (block, &packet, 1);
  else if (member->open && member->events->output != NULL)
    member->events->output (member->data, data, size);
}

static void
on_data (RtcSecure * secure, const guint8 * data, gsize size,
    gpointer user_data)
{
  rtc_block_receive_data (user_data, data, size);
}

static void
tell_keyed (RtcBlock * block)
{
  RtcBlockMember *member = &block->members[RTC_BLOCK_SRTP_ENC];

  if (member->open && member->events->keyed != NULL)
    member->events->keyed (member->data);
  rtc_block_open_data (block);
}

static void
tell_ended (RtcBlock * block)
{
  for (guint i = 0; i < RTC_BLOCK_N_ROLES; i++) {
    RtcBlockMember *member = &block->members[i];

    if (member->open && member->events->ended != NULL)
      member->events->ended (member->data);
  }
}

static void
on_state (RtcSecure * secure, RtcDtlsState state, const gchar * reason,
    gpointer user_data)
{
  RtcBlock *block = user_data;
  RtcBlockMember *member = rtc_block_get_speaker (block, RTC_BLOCK_SECURE);

  g_mutex_lock (&block->lock);
  block->secure_state = state;
  block->profile = rtc_secure_get_profile (secure);
  g_mutex_unlock (&block->lock);
  if (state == RTC_DTLS_CONNECTED)
    tell_keyed (block);
  else if (state == RTC_DTLS_CLOSED)
    tell_ended (block);
  if (member != NULL && member->events->secure_state != NULL)
    member->events->secure_state (member->data, state, reason);
  if (state == RTC_DTLS_FAILED || state == RTC_DTLS_CLOSED)
    rtc_block_tell_lost (block, RTC_BLOCK_SECURE, reason);
}

/* --- what it is told ------------------------------------------------------- */

static gboolean
read_key (RtcBlock * block, const gchar * name, const gchar * text,
    guint8 * key, gsize size, GError ** error)
{
  /* nobody needs this direction: a key that nobody has */
  if (text == NULL) {
    rtc_random_bytes (key, size);
    return TRUE;
  }
  if (rtc_block_read_key (text, key, size))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
      "%s must be %" G_GSIZE_FORMAT " bytes for this srtp-profile, master key "
      "then salt, in hexadecimal digits or in base64", name, size);
  return FALSE;
}

static gsize
key_size_of (RtcSrtpProfile profile)
{
  switch (profile) {
    case RTC_SRTP_AES128_CM_SHA1_80:
      return 16 + 14;
    case RTC_SRTP_AEAD_AES_256_GCM:
      return 32 + 12;
    default:
      return 16 + 12;
  }
}

static gboolean
use_given_keys (RtcBlock * block, const gchar * local_text,
    const gchar * remote_text, GError ** error)
{
  RtcSrtpProfile profile = rtc_block_get_int (block, RTC_BLOCK_SECURE,
      "srtp-profile", RTC_SRTP_AEAD_AES_128_GCM);
  gsize size = key_size_of (profile);
  guint8 local[MAX_KEY], remote[MAX_KEY];
  gboolean ok = read_key (block, "local-key", local_text, local, size, error)
      && read_key (block, "remote-key", remote_text, remote, size, error)
      && rtc_secure_set_keys (block->secure, profile, local, remote, size,
      error);

  explicit_bzero (local, sizeof local);
  explicit_bzero (remote, sizeof remote);
  if (!ok)
    return FALSE;
  block->have_remote = TRUE;
  on_state (block->secure, RTC_DTLS_CONNECTED, NULL, block);
  return TRUE;
}

/* "AA:BB…" alone is the sha-256 that openssl prints */
static gchar **
dup_fingerprints (RtcBlock * block)
{
  gchar **list =
      rtc_block_dup_list (block, RTC_BLOCK_SECURE, "remote-fingerprint");

  for (guint i = 0; list[i] != NULL; i++) {
    gchar *text = list[i];

    if (strchr (text, ' ') == NULL) {
      list[i] = g_strconcat ("sha-256 ", text, NULL);
      g_free (text);
    }
  }
  return list;
}

static gboolean
use_fingerprints (RtcBlock * block, GError ** error)
{
  g_auto (GStrv) list = dup_fingerprints (block);
  gboolean client =
      rtc_block_get_int (block, RTC_BLOCK_SECURE, "dtls-client", 0);

  if (list[0] == NULL)
    return TRUE;
  if (!rtc_secure_set_remote (block->secure, client,
          (const gchar * const *) list, error))
    return FALSE;
  block->have_remote = TRUE;
  rtc_block_start_dtls (block);
  return TRUE;
}

/* Once what identifies the peer is there, it stays until the end closes. */
gboolean
rtc_block_apply_secure (RtcBlock * block, GError ** error)
{
  g_autofree gchar *local =
      rtc_block_dup_string (block, RTC_BLOCK_SECURE, "local-key");
  g_autofree gchar *remote =
      rtc_block_dup_string (block, RTC_BLOCK_SECURE, "remote-key");

  if (block->have_remote)
    return TRUE;
  if (local != NULL || remote != NULL)
    return use_given_keys (block, local, remote, error);
  return use_fingerprints (block, error);
}

/* When the way to the peer is open: with an ICE end that is known, otherwise
 * data must be able to flow. */
void
rtc_block_start_dtls (RtcBlock * block)
{
  const RtcBlockMember *enc = &block->members[RTC_BLOCK_SRTP_ENC];
  const RtcBlockMember *dec = &block->members[RTC_BLOCK_SRTP_DEC];

  if (block->secure == NULL || !block->have_remote)
    return;
  if (block->ice != NULL ? !block->path.open : !enc->playing && !dec->playing)
    return;
  rtc_secure_start (block->secure);
  receive_held (block);
}

/* --- life ------------------------------------------------------------------ */

gboolean
rtc_block_open_secure (RtcBlock * block, GError ** error)
{
  static const RtcSecureEvents events = { on_output, on_state, on_data };
  g_autofree gchar *pem = NULL;
  g_autoptr (RtcCertificate) certificate = NULL;

  if (block->secure != NULL)
    return TRUE;
  pem = rtc_block_dup_string (block, RTC_BLOCK_SECURE, "certificate");
  certificate = rtc_block_read_certificate (pem, error);
  if (certificate == NULL) {
    g_prefix_error (error, "certificate: ");
    return FALSE;
  }
  block->secure = rtc_secure_new (block->loop, certificate, &events, block);
  return rtc_block_apply_secure (block, error);
}

/* Not inside one of its events.  close_notify goes by the ICE end, if that is
 * still there. */
void
rtc_block_close_secure (RtcBlock * block)
{
  g_clear_pointer (&block->secure, rtc_secure_free);
  clear_held (block);
  block->have_remote = FALSE;
  g_mutex_lock (&block->lock);
  block->secure_state = RTC_DTLS_NEW;
  block->profile = RTC_SRTP_NONE;
  g_mutex_unlock (&block->lock);
}
