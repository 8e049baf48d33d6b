/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "rtcdatapriv.h"

/* A channel's life: waiting for an id and an association, open, closing (what
 * is queued goes out, then both streams are reset), closed. */

/* --- with the lock -------------------------------------------------------------- */

/* transfer: full, to data->waiting or data->channels */
RtcDataChannel *
rtc_data_channel_new (RtcData * data, const RtcDataChannelConfig * config)
{
  RtcDataChannel *channel = g_new0 (RtcDataChannel, 1);

  channel->refcount = 1;
  channel->data = rtc_data_ref (data);
  channel->config = *config;
  channel->config.label = g_strdup (config->label != NULL ? config->label : "");
  channel->config.protocol =
      g_strdup (config->protocol != NULL ? config->protocol : "");
  channel->id = config->negotiated ? config->id : -1;
  channel->acked = config->negotiated;
  channel->state = RTC_DATA_CHANNEL_CONNECTING;
  g_queue_init (&channel->queue);
  return channel;
}

static void
set_state (RtcDataChannel * channel, RtcDataChannelState state)
{
  if (channel->state >= state)
    return;
  channel->state = state;
  rtc_data_tell_state (channel, state);
}

/* What is queued goes out first; the peer's own closing drops it */
void
rtc_data_channel_begin_closing (RtcDataChannel * channel)
{
  set_state (channel, RTC_DATA_CHANNEL_CLOSING);
  rtc_data_queue_turn (channel);
}

void
rtc_data_channel_opened (RtcDataChannel * channel)
{
  set_state (channel, RTC_DATA_CHANNEL_OPEN);
}

/* RFC 8832 section 5.1.  Its id is known. */
void
rtc_data_channel_send_open (RtcDataChannel * channel)
{
  RtcDcepOpen open = {
    .ordered = channel->config.ordered,
    .max_retransmits = channel->config.max_retransmits,
    .max_packet_lifetime = channel->config.max_packet_lifetime,
    .priority = channel->config.priority,
    .label = (gchar *) channel->config.label,
    .protocol = (gchar *) channel->config.protocol,
  };

  rtc_data_queue_push (channel, RTC_PPID_DCEP, rtc_dcep_write_open (&open));
}

static gboolean
take (RtcDataChannel * channel)
{
  RtcData *data = channel->data;

  if (g_queue_remove (&data->waiting, channel))
    return TRUE;
  return channel->id >= 0
      && rtc_data_id_lookup (data, channel->id) == channel
      && g_hash_table_steal (data->channels, GINT_TO_POINTER (channel->id));
}

/* For the application it is over; its id stays taken */
void
rtc_data_channel_give_up (RtcDataChannel * channel)
{
  set_state (channel, RTC_DATA_CHANNEL_CLOSED);
  rtc_data_queue_clear (channel);
}

/* The last of it: the reference that @data held goes.  Twice is once. */
void
rtc_data_channel_closed (RtcDataChannel * channel)
{
  rtc_data_channel_give_up (channel);
  if (!take (channel))
    return;
  if (channel->is_remote)
    channel->data->text -= strlen (channel->config.label)
        + strlen (channel->config.protocol);
  rtc_data_channel_unref (channel);
}

/* --- public --------------------------------------------------------------------- */

RtcDataChannel *
rtc_data_channel_ref (RtcDataChannel * channel)
{
  g_atomic_int_inc (&channel->refcount);
  return channel;
}

/* Any thread.  A channel goes after it is CLOSED. */
void
rtc_data_channel_unref (RtcDataChannel * channel)
{
  if (!g_atomic_int_dec_and_test (&channel->refcount))
    return;
  rtc_data_queue_clear (channel);
  g_clear_pointer (&channel->watch, rtc_data_watch_unref);
  g_clear_pointer (&channel->parts, g_byte_array_unref);
  g_free ((gchar *) channel->config.label);
  g_free ((gchar *) channel->config.protocol);
  rtc_data_unref (channel->data);
  g_free (channel);
}

static void
set_watch (RtcDataChannel * channel, RtcDataWatch * watch)
{
  RtcDataWatch *old;

  g_mutex_lock (&channel->data->lock);
  old = channel->watch;
  channel->watch = watch;
  if (watch != NULL && channel->missed != 0)
    rtc_data_tell_state (channel, channel->missed);
  channel->missed = 0;
  if (watch != NULL && !channel->started) {
    channel->started = TRUE;
    if (channel->data->connected
        && channel->state == RTC_DATA_CHANNEL_CONNECTING && !channel->is_remote)
      rtc_data_place (channel->data, channel);
  }
  g_mutex_unlock (&channel->data->lock);
  if (old != NULL)
    rtc_data_watch_unref (old);
}

/* Any thread.  One that was made here opens once it is watched.  Who watches late
 * is told the state, but no message from before.  @notify frees @user_data once
 * no callback runs any more: after unwatch () or CLOSED. */
void
rtc_data_channel_watch (RtcDataChannel * channel,
    const RtcDataChannelEvents * events, gpointer user_data,
    GDestroyNotify notify)
{
  RtcDataWatch *watch = g_new (RtcDataWatch, 1);

  *watch = (RtcDataWatch) { 1, *events, user_data, notify };
  set_watch (channel, watch);
}

/* Any thread.  On the strand nothing follows; elsewhere a callback that has
 * begun may still be running. */
void
rtc_data_channel_unwatch (RtcDataChannel * channel)
{
  set_watch (channel, NULL);
}

/* Any thread.  Does not change; config.id is what was asked for */
const RtcDataChannelConfig *
rtc_data_channel_get_config (RtcDataChannel * channel)
{
  return &channel->config;
}

gint
rtc_data_channel_get_id (RtcDataChannel * channel)
{
  gint id;

  g_mutex_lock (&channel->data->lock);
  id = channel->id;
  g_mutex_unlock (&channel->data->lock);
  return id;
}

RtcDataChannelState
rtc_data_channel_get_state (RtcDataChannel * channel)
{
  RtcDataChannelState state;

  g_mutex_lock (&channel->data->lock);
  state = channel->state;
  g_mutex_unlock (&channel->data->lock);
  return state;
}

typedef enum
{
  MAY_SEND,
  NOT_YET_OPEN,
  NOT_ANY_MORE,
  TOO_LARGE,
  FULL,
} Verdict;

/* With the lock.  @limit: the number that goes with it */
static Verdict
judge (RtcDataChannel * channel, gsize size, guint64 * limit)
{
  RtcData *data = channel->data;

  if (channel->state == RTC_DATA_CHANNEL_CONNECTING)
    return NOT_YET_OPEN;
  if (channel->state != RTC_DATA_CHANNEL_OPEN)
    return NOT_ANY_MORE;
  *limit = data->max_message_size;
  if (size > *limit)
    return TOO_LARGE;
  *limit = channel->buffered;
  if (*limit + size > RTC_DATA_MAX_BUFFERED
      || channel->queue.length >= RTC_DATA_MAX_QUEUED)
    return FULL;
  return MAY_SEND;
}

/* Without the lock: who sends without mercy does not hold up what goes out */
static void
set_send_error (GError ** error, RtcDataChannel * channel, Verdict verdict,
    gsize size, guint64 limit)
{
  const gchar *label = channel->config.label;

  switch (verdict) {
    case NOT_YET_OPEN:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
          "Data channel \"%s\" is not open yet: wait for it before sending",
          label);
      break;
    case NOT_ANY_MORE:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
          "Data channel \"%s\" is closed: nothing can be sent any more", label);
      break;
    case TOO_LARGE:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
          "A message of %" G_GSIZE_FORMAT " bytes is over the %"
          G_GUINT64_FORMAT " that go to this peer: send it in parts", size,
          limit);
      break;
    default:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
          "%" G_GUINT64_FORMAT " bytes wait in data channel \"%s\" already: "
          "wait for buffered-amount-low before sending more", limit, label);
      break;
  }
}

/* Any thread; transfer of @bytes: none.  See the header for the errors. */
gboolean
rtc_data_channel_send (RtcDataChannel * channel, GBytes * bytes,
    gboolean is_string, GError ** error)
{
  static const guint8 empty[1];
  gsize size = g_bytes_get_size (bytes);
  guint64 limit = 0;
  Verdict verdict;

  g_mutex_lock (&channel->data->lock);
  verdict = judge (channel, size, &limit);
  if (verdict == MAY_SEND && size == 0)
    rtc_data_queue_push (channel, is_string ? RTC_PPID_STRING_EMPTY :
        RTC_PPID_BINARY_EMPTY, g_bytes_new_static (empty, sizeof (empty)));
  else if (verdict == MAY_SEND)
    rtc_data_queue_push (channel, is_string ? RTC_PPID_STRING :
        RTC_PPID_BINARY, g_bytes_ref (bytes));
  g_mutex_unlock (&channel->data->lock);
  if (verdict != MAY_SEND)
    set_send_error (error, channel, verdict, size, limit);
  return verdict == MAY_SEND;
}

guint64
rtc_data_channel_get_buffered_amount (RtcDataChannel * channel)
{
  guint64 buffered;

  g_mutex_lock (&channel->data->lock);
  buffered = channel->buffered;
  g_mutex_unlock (&channel->data->lock);
  return buffered;
}

/* Any thread.  buffered_low is told once each time the amount falls to it, or
 * below, from above; an amount that was just as high counts as above, as in
 * webrtcbin. */
void
rtc_data_channel_set_low_threshold (RtcDataChannel * channel, guint64 bytes)
{
  g_mutex_lock (&channel->data->lock);
  channel->low_threshold = bytes;
  channel->low_armed = channel->buffered > 0 && channel->buffered >= bytes;
  g_mutex_unlock (&channel->data->lock);
}

/* Any thread */
void
rtc_data_channel_close (RtcDataChannel * channel)
{
  RtcData *data = channel->data;

  g_mutex_lock (&data->lock);
  if (channel->state == RTC_DATA_CHANNEL_CONNECTING) {
    rtc_data_channel_closed (channel);
  } else if (channel->state == RTC_DATA_CHANNEL_OPEN) {
    rtc_data_channel_begin_closing (channel);
  }
  g_mutex_unlock (&data->lock);
}

void
rtc_data_channel_get_stats (RtcDataChannel * channel,
    RtcDataChannelStats * stats)
{
  g_mutex_lock (&channel->data->lock);
  *stats = channel->stats;
  g_mutex_unlock (&channel->data->lock);
}
