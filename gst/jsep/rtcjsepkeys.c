/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* ICE credentials: those of before as long as nobody restarts.  The sections
 * of a group have the same ones even where each offers a transport of its own:
 * Chromium does so, and webrtcbin refuses a group that does not. */

static void
key_free (gpointer data)
{
  RtcJsepKey *key = data;

  g_free (key->ufrag);
  g_free (key->pwd);
  g_free (key);
}

void
rtc_jsep_keyring_init (RtcJsepKeyring * ring, const RtcJsepConfig * config,
    const RtcJsepState * base)
{
  ring->config = config;
  ring->base = base;
  ring->keys = g_hash_table_new_full (NULL, NULL, NULL, key_free);
  ring->shared = NULL;
}

void
rtc_jsep_keyring_clear (RtcJsepKeyring * ring)
{
  g_clear_pointer (&ring->keys, g_hash_table_unref);
}

const RtcJsepKey *
rtc_jsep_keyring_get (RtcJsepKeyring * ring, guint id, gboolean renew,
    gboolean shared)
{
  RtcJsepKey *key = g_hash_table_lookup (ring->keys, GUINT_TO_POINTER (id));
  const gchar *ufrag, *pwd;

  if (key)
    return key;
  key = g_new0 (RtcJsepKey, 1);
  if (!renew && rtc_jsep_state_get_credentials (ring->base, id, &ufrag, &pwd)) {
    key->ufrag = g_strdup (ufrag);
    key->pwd = g_strdup (pwd);
  } else if (shared && ring->shared) {
    key->ufrag = g_strdup (ring->shared->ufrag);
    key->pwd = g_strdup (ring->shared->pwd);
  } else {
    ring->config->make_credentials (&key->ufrag, &key->pwd,
        ring->config->user_data);
  }
  if (shared && !ring->shared)
    ring->shared = key;
  g_hash_table_insert (ring->keys, GUINT_TO_POINTER (id), key);
  return key;
}
