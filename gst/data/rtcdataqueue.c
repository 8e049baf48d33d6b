/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdatapriv.h"

/* What goes out.  Any thread adds to a channel's queue; the loop empties them
 * in turns, each as much as its priority is worth (RFC 8831 section 6.4), while
 * the association takes it. */

#define CREDIT 16               /* bytes a turn, for each 1 of priority */
#define LEAST 64                /* priority, of those who give less */

typedef struct
{
  guint32 ppid;
  GBytes *bytes;
} Out;

static gboolean
counts (const Out * out)
{
  return out->ppid == RTC_PPID_STRING || out->ppid == RTC_PPID_BINARY;
}

static void
out_free (gpointer user_data)
{
  Out *out = user_data;

  g_bytes_unref (out->bytes);
  g_free (out);
}

static void
pump (gpointer user_data)
{
  RtcData *data = user_data;

  g_mutex_lock (&data->lock);
  data->pump_posted = FALSE;
  g_mutex_unlock (&data->lock);
  rtc_data_pump (data);
}

/* With the lock: the loop will see to the queues */
void
rtc_data_wake (RtcData * data)
{
  if (data->loop == NULL || !data->connected || data->pump_posted)
    return;
  data->pump_posted = TRUE;
  rtc_loop_post (data->loop, pump, rtc_data_ref (data),
      (GDestroyNotify) rtc_data_unref);
}

/* With the lock: @channel gets its turn, to send or to be closed */
void
rtc_data_queue_turn (RtcDataChannel * channel)
{
  RtcData *data = channel->data;

  if (!channel->busy) {
    channel->busy = TRUE;
    g_queue_push_tail (&data->busy, rtc_data_channel_ref (channel));
  }
  rtc_data_wake (data);
}

/* With the lock.  transfer of @bytes: full. */
void
rtc_data_queue_push (RtcDataChannel * channel, guint32 ppid, GBytes * bytes)
{
  Out *out = g_new (Out, 1);

  *out = (Out) { ppid, bytes };
  if (counts (out)) {
    channel->buffered += g_bytes_get_size (bytes);
    channel->low_armed |= channel->buffered >= channel->low_threshold;
  }
  g_queue_push_tail (&channel->queue, out);
  rtc_data_queue_turn (channel);
}

/* With the lock: a channel that is over */
void
rtc_data_queue_clear (RtcDataChannel * channel)
{
  g_queue_clear_full (&channel->queue, out_free);
  channel->buffered = 0;
  channel->low_armed = FALSE;
}

/* RFC 8832 section 6: in order until the peer knows of the channel */
static RtcSctpSend
how (RtcDataChannel * channel, const Out * out)
{
  RtcSctpSend how = { channel->id, out->ppid, FALSE, -1, -1, FALSE };

  how.more = channel->queue.length > 0 || channel->data->busy.length > 1;
  if (out->ppid != RTC_PPID_DCEP) {
    how.unordered = !channel->config.ordered && channel->acked;
    how.max_retransmits = channel->config.max_retransmits;
    how.max_lifetime = channel->config.max_packet_lifetime;
  }
  return how;
}

/* With the lock: the head is out */
static void
sent (RtcDataChannel * channel, Out * out)
{
  gsize size = g_bytes_get_size (out->bytes);

  channel->credit -= size;
  if (out->ppid == RTC_PPID_DCEP)
    return;
  channel->stats.messages_sent++;
  if (!counts (out))
    return;
  channel->stats.bytes_sent += size;
  /* it may have been closed meanwhile, with nothing left */
  channel->buffered -= MIN (size, channel->buffered);
  if (channel->low_armed && channel->buffered <= channel->low_threshold) {
    channel->low_armed = FALSE;
    rtc_data_tell_low (channel);
  }
}

/* With the lock: the channel whose turn it is, that has something to send */
static RtcDataChannel *
next_channel (RtcData * data)
{
  RtcDataChannel *channel;

  while ((channel = g_queue_peek_head (&data->busy)) != NULL) {
    if (channel->queue.length == 0 || channel->id < 0) {
      g_queue_pop_head (&data->busy);
      channel->busy = FALSE;
      channel->credit = 0;
      if (channel->state == RTC_DATA_CHANNEL_CLOSING)
        rtc_data_reset_begin (channel);
      rtc_data_channel_unref (channel);
    } else if (channel->credit <= 0) {
      channel->credit += CREDIT * MAX (channel->config.priority, LEAST);
      if (channel->credit <= 0 || data->busy.length > 1)
        g_queue_push_tail (&data->busy, g_queue_pop_head (&data->busy));
    } else {
      return channel;
    }
  }
  return NULL;
}

/* With the lock, which is open while usrsctp copies.  FALSE: full */
static gboolean
send_head (RtcData * data, RtcDataChannel * channel)
{
  Out *out = g_queue_pop_head (&channel->queue);
  RtcSctpSend way = how (channel, out);
  g_autoptr (GError) error = NULL;
  RtcSctpResult result;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (out->bytes, &size);

  g_mutex_unlock (&data->lock);
  result = rtc_sctp_send (data->sctp, &way, bytes, size, &error);
  g_mutex_lock (&data->lock);
  if (result == RTC_SCTP_FULL) {
    if (channel->state == RTC_DATA_CHANNEL_CLOSED)
      out_free (out);
    else
      g_queue_push_head (&channel->queue, out);
    return FALSE;
  }
  sent (channel, out);
  out_free (out);
  if (result == RTC_SCTP_REFUSED) {
    rtc_data_tell_error (channel, error);
    rtc_data_channel_closed (channel);
  }
  return TRUE;
}

/* The loop, outside of the lock and of the association's events */
void
rtc_data_pump (RtcData * data)
{
  RtcDataChannel *channel;
  gboolean going = TRUE;

  if (data->sctp == NULL)
    return;
  g_mutex_lock (&data->lock);
  while (going && data->connected && (channel = next_channel (data)) != NULL) {
    rtc_data_channel_ref (channel);
    going = send_head (data, channel);
    rtc_data_channel_unref (channel);
  }
  g_mutex_unlock (&data->lock);
  rtc_sctp_flush (data->sctp);
}
