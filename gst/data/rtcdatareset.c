/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdatapriv.h"

/* RFC 8831 section 6.7: a channel is closed when both of its streams have been
 * reset (RFC 6525).  We ask for ours; the peer owes us its own.  One that does not
 * pay in time does not hold up the application: the channel is CLOSED, but its id
 * stays taken until both resets are there, or the association is over. */

/* --- the peer's time ------------------------------------------------------------------ */

static void
set_timer (RtcData * data)
{
  RtcDataChannel *first = g_queue_peek_head (&data->resetting);

  rtc_timer_set (data->timer, first != NULL ? first->deadline : RTC_NEVER);
}

/* Its queue is empty.  A peer that cannot reset streams leaves nothing to wait
 * for. */
void
rtc_data_reset_begin (RtcDataChannel * channel)
{
  RtcData *data = channel->data;
  guint16 stream = channel->id;

  if (channel->told_closing)
    return;
  channel->told_closing = TRUE;
  if (!rtc_sctp_reset_streams (data->sctp, &stream, 1)) {
    rtc_data_channel_closed (channel);
    return;
  }
  channel->deadline = rtc_loop_now () + data->link.reset_timeout;
  g_queue_push_tail (&data->resetting, rtc_data_channel_ref (channel));
  if (data->resetting.length == 1)
    set_timer (data);
}

/* The timer's */
void
rtc_data_reset_expired (gpointer user_data)
{
  RtcData *data = user_data;
  RtcDataChannel *channel;
  gint64 now = rtc_loop_now ();

  g_mutex_lock (&data->lock);
  while ((channel = g_queue_peek_head (&data->resetting)) != NULL
      && (channel->deadline <= now
          || channel->state == RTC_DATA_CHANNEL_CLOSED)) {
    g_queue_pop_head (&data->resetting);
    /* a tap waits for the peer by itself, for as long as it likes */
    if (channel->taps != NULL) {
      channel->deadline = now + data->link.reset_timeout;
      g_queue_push_tail (&data->resetting, channel);
      continue;
    }
    rtc_data_channel_give_up (channel);
    rtc_data_channel_unref (channel);
  }
  set_timer (data);
  g_mutex_unlock (&data->lock);
}

void
rtc_data_reset_forget (RtcData * data)
{
  g_queue_clear_full (&data->resetting,
      (GDestroyNotify) rtc_data_channel_unref);
}

/* --- both ways ------------------------------------------------------------------------ */

/* Nothing is owed any more */
void
rtc_data_reset_through (RtcDataChannel * channel)
{
  if (g_queue_remove (&channel->data->resetting, channel))
    rtc_data_channel_unref (channel);
  rtc_data_channel_closed (channel);
}

/* The peer's stream is answered with ours; it listens no more, so what is still
 * queued is for nobody */
static void
stream_reset (RtcData * data, RtcDataChannel * channel, gboolean incoming)
{
  if (!incoming) {
    if (channel->told_closing)
      channel->out_reset = TRUE;
  } else {
    channel->in_reset = TRUE;
    if (!channel->told_closing) {
      rtc_data_queue_clear (channel);
      rtc_data_channel_begin_closing (channel);
    }
  }
  if (channel->in_reset && channel->out_reset)
    rtc_data_reset_through (channel);
}

static void
reset_all (RtcData * data, gboolean incoming)
{
  g_autoptr (GList) channels = g_hash_table_get_values (data->channels);

  for (GList * item = channels; item != NULL; item = item->next)
    stream_reset (data, item->data, incoming);
}

/* The loop; none: all of them */
void
rtc_data_reset (RtcData * data, const guint16 * streams, guint n,
    gboolean incoming)
{
  g_mutex_lock (&data->lock);
  if (n == 0)
    reset_all (data, incoming);
  for (guint i = 0; i < n; i++) {
    RtcDataChannel *channel = rtc_data_id_lookup (data, streams[i]);

    if (channel != NULL)
      stream_reset (data, channel, incoming);
  }
  /* a stream that was being reset takes messages again */
  rtc_data_wake (data);
  g_mutex_unlock (&data->lock);
}
