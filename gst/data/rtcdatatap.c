/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdatapriv.h"

/* Whoever listens to a channel beside its watch, and holds the price of each
 * message until it has been used: a tap that is slow stops the association as a
 * slow strand does, but holds up no strand. */

/* Any thread, after rtc_data_tap_end () */
void
rtc_data_tap_unref (RtcDataTap * tap)
{
  if (!g_atomic_int_dec_and_test (&tap->watch.refcount))
    return;
  if (tap->watch.notify != NULL)
    tap->watch.notify (tap->watch.user_data);
  rtc_data_channel_unref (tap->channel);
  g_free (tap);
}

/* Any thread.  @events as of a watch, but also that the channel is CLOSED by
 * rtc_data_close (); they begin with what is told from now on, which is
 * once more that it is closing or CLOSED.  What its
 * message () is given counts as waiting until rtc_data_tap_release ().  @notify
 * frees @user_data once no callback runs any more.  To be ended by
 * rtc_data_tap_end (); transfer: full. */
RtcDataTap *
rtc_data_channel_tap (RtcDataChannel * channel,
    const RtcDataChannelEvents * events, gpointer user_data,
    GDestroyNotify notify)
{
  RtcDataTap *tap = g_new0 (RtcDataTap, 1);

  tap->watch = (RtcDataWatch) { 2, *events, user_data, notify };
  tap->channel = rtc_data_channel_ref (channel);
  g_mutex_lock (&channel->data->lock);
  channel->taps = g_slist_append (channel->taps, tap);
  /* behind the messages that are on their way through the strand still */
  if (channel->state >= RTC_DATA_CHANNEL_CLOSING)
    rtc_data_tell_state (channel, channel->state);
  g_mutex_unlock (&channel->data->lock);
  return tap;
}

/* Any thread.  What it still holds is let go of.  On the strand no event
 * follows; elsewhere one that has begun may still be running. */
void
rtc_data_tap_end (RtcDataTap * tap)
{
  RtcDataChannel *channel = tap->channel;
  gboolean listed;

  g_mutex_lock (&channel->data->lock);
  listed = g_slist_find (channel->taps, tap) != NULL;
  channel->taps = g_slist_remove (channel->taps, tap);
  rtc_data_used (channel->data, tap->held);
  tap->held = 0;
  g_mutex_unlock (&channel->data->lock);
  if (listed)
    rtc_data_tap_unref (tap);
}

/* Any thread: one message of @size bytes has been used */
void
rtc_data_tap_release (RtcDataTap * tap, gsize size)
{
  RtcData *data = tap->channel->data;
  gsize cost;

  g_mutex_lock (&data->lock);
  cost = MIN (size + RTC_DATA_EVENT_COST, tap->held);
  tap->held -= cost;
  rtc_data_used (data, cost);
  g_mutex_unlock (&data->lock);
}

/* Any thread.  Its own reset comes behind its last message (RFC 6525 section
 * 5.1.2), and the answer to ours when it has read that far. */
gboolean
rtc_data_channel_is_complete (RtcDataChannel * channel)
{
  gboolean complete;

  g_mutex_lock (&channel->data->lock);
  complete = channel->in_reset;
  g_mutex_unlock (&channel->data->lock);
  return complete;
}

/* With the lock.  transfer: full list.  A message has a @cost, which goes over to
 * the first that holds it; others count as well.  @last: no event comes after
 * this. */
GSList *
rtc_data_taps_take (RtcDataChannel * channel, gsize * cost, gboolean last)
{
  GSList *taps = last ? g_steal_pointer (&channel->taps)
      : g_slist_copy (channel->taps);
  gsize held = cost != NULL ? *cost : 0;

  for (GSList * item = taps; item != NULL; item = item->next) {
    RtcDataTap *tap = item->data;

    if (!last)
      g_atomic_int_inc (&tap->watch.refcount);
    if (held == 0 || tap->watch.events.message == NULL)
      continue;
    tap->held += held;
    if (*cost == 0)
      channel->data->backlog += held;
    *cost = 0;
  }
  return taps;
}
