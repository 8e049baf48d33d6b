/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A block's application data (SCTP), by its secure end.  All of it on the
 * loop. */
#include "rtcblock-private.h"

/* As many datagrams as are read before what they cause is sent */
#define MAX_DATA_IN 64

static guint
send_now (RtcBlock * block, GBytes * const *packets, guint n)
{
  guint sent;

  if (block->ice == NULL)
    return rtc_secure_send_many (block->secure, packets, n);
  block->records = rtc_batch_get_for_thread ();
  sent = rtc_secure_send_many (block->secure, packets, n);
  rtc_path_flush_locked (&block->path, &block->path_lock, block->records);
  block->records = NULL;
  return sent;
}

/* One record each.  While datagrams are being read it waits for the last of
 * them, so that what they let out leaves together. */
guint
rtc_block_send_data (RtcBlock * block, GBytes * const *packets, guint n)
{
  if (block->secure == NULL)
    return 0;
  if (block->data_out == NULL)
    return send_now (block, packets, n);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (block->data_out, g_bytes_ref (packets[i]));
  return n;
}

static void
flush_data (gpointer data)
{
  RtcBlock *block = data;
  g_autoptr (GPtrArray) packets = g_steal_pointer (&block->data_out);

  block->n_data_in = 0;
  if (packets != NULL && packets->len > 0 && block->secure != NULL)
    send_now (block, (GBytes * const *) packets->pdata, packets->len);
}

/* The ICE end reads a socket until it is empty, in one dispatch; a timer that is
 * due at once comes after that. */
void
rtc_block_receive_data (RtcBlock * block, const guint8 * data, gsize size)
{
  RtcBlockMember *member = &block->members[RTC_BLOCK_SECURE_DATA];

  if (!member->open || member->events->data == NULL)
    return;
  if (block->data_out == NULL)
    block->data_out =
        g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  member->events->data (member->data, data, size);
  if (++block->n_data_in == 1)
    rtc_timer_set (block->data_timer, 0);
  else if (block->n_data_in == MAX_DATA_IN)
    flush_data (block);
}

gboolean
rtc_block_is_dtls_client (RtcBlock * block)
{
  return rtc_block_get_int (block, RTC_BLOCK_SECURE, "dtls-client", 0);
}

/* The handshake is done, or was before somebody wanted data.  Keys that are
 * given make no way for them. */
void
rtc_block_open_data (RtcBlock * block)
{
  RtcBlockMember *member = &block->members[RTC_BLOCK_SECURE_DATA];

  if (!member->open || block->secure_state != RTC_DTLS_CONNECTED)
    return;
  if (block->data_timer == NULL)
    block->data_timer = rtc_timer_new (block->loop, flush_data, block);
  if (rtc_secure_get_dtls (block->secure) == NULL)
    rtc_block_tell_lost (block, RTC_BLOCK_SECURE, "local-key and remote-key "
        "are for media only, data channels need DTLS");
  else if (member->events->keyed != NULL)
    member->events->keyed (member->data);
}

/* Nobody wants data any more */
void
rtc_block_close_data (RtcBlock * block)
{
  RtcBlockMember *member = &block->members[RTC_BLOCK_SECURE_DATA];

  if (member->events->closed != NULL)
    member->events->closed (member->data);
  flush_data (block);
  g_clear_pointer (&block->data_timer, rtc_timer_free);
}
