/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcregistry.h"

/* Also the last step of a count to zero happens under it: nobody may find a
 * block that is going. */
static GMutex registry_lock;
static GHashTable *blocks;      /* id -> block, not owned */

/* Any thread; transfer full.  The block of that name, a new one if there is
 * none. */
RtcBlock *
rtc_registry_acquire (const gchar * id)
{
  RtcBlock *block;

  g_mutex_lock (&registry_lock);
  if (blocks == NULL)
    blocks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  block = g_hash_table_lookup (blocks, id);
  if (block != NULL) {
    rtc_block_ref (block);
  } else {
    block = rtc_block_new (id);
    g_hash_table_insert (blocks, g_strdup (id), block);
  }
  g_mutex_unlock (&registry_lock);
  return block;
}

/* Any thread: one reference less.  TRUE: it was the last, and @block (nameless
 * if @id is NULL) cannot be found any more. */
gboolean
rtc_registry_drop (RtcBlock * block, const gchar * id, gatomicrefcount * refs)
{
  gboolean last;

  g_mutex_lock (&registry_lock);
  last = g_atomic_ref_count_dec (refs);
  if (last && id != NULL) {
    g_hash_table_remove (blocks, id);
    if (g_hash_table_size (blocks) == 0)
      g_clear_pointer (&blocks, g_hash_table_unref);
  }
  g_mutex_unlock (&registry_lock);
  return last;
}
