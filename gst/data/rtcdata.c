/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "rtcdatapriv.h"

/* --- the association, on the loop -------------------------------------------------- */

static void
on_output (RtcSctp * sctp, GBytes * const *packets, guint n, gpointer user_data)
{
  RtcData *data = user_data;

  data->link.send (packets, n, data->link.user_data);
}

/* With the lock: every channel is over */
static void
close_channels (RtcData * data)
{
  g_autoptr (GList) channels = g_hash_table_get_values (data->channels);
  RtcDataChannel *channel;

  for (GList * item = channels; item != NULL; item = item->next)
    rtc_data_channel_closed (item->data);
  while ((channel = g_queue_peek_head (&data->waiting)) != NULL)
    rtc_data_channel_closed (channel);
  while ((channel = g_queue_pop_head (&data->busy)) != NULL) {
    channel->busy = FALSE;
    rtc_data_channel_unref (channel);
  }
  rtc_data_reset_forget (data);
}

/* With the lock, connected: @channel, which waits, gets its id and is opened */
void
rtc_data_place (RtcData * data, RtcDataChannel * channel)
{
  g_autoptr (GError) error = NULL;

  g_queue_remove (&data->waiting, channel);
  channel->id = channel->config.id >= 0 ? channel->config.id :
      rtc_data_id_next (data);
  if (channel->id < 0 || (guint) channel->id >= data->max_streams) {
    g_queue_push_tail (&data->waiting, channel);
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
        channel->id < 0 ? "Data channel \"%s\" cannot open, all of the %u "
        "streams have one: close one first" : "Data channel \"%s\" cannot "
        "open, the association has only %u streams each way: negotiate a "
        "lower id", channel->config.label, data->max_streams);
    rtc_data_tell_error (channel, error);
    rtc_data_channel_closed (channel);
    return;
  }
  g_hash_table_insert (data->channels, GINT_TO_POINTER (channel->id), channel);
  if (!channel->config.negotiated)
    rtc_data_channel_send_open (channel);
  rtc_data_channel_opened (channel);
}

static void
connected (RtcData * data)
{
  RtcDataChannel *channel;
  guint n;

  g_mutex_lock (&data->lock);
  data->connected = TRUE;
  data->max_streams = rtc_sctp_get_max_streams (data->sctp);
  rtc_data_tell_connected (data, data->max_streams);
  /* those with an id of their own first, or it would be given away */
  for (n = data->waiting.length; n > 0; n--) {
    channel = g_queue_pop_head (&data->waiting);
    g_queue_push_tail (&data->waiting, channel);
    if (channel->config.id >= 0 && channel->started)
      rtc_data_place (data, channel);
  }
  for (n = data->waiting.length; n > 0; n--) {
    channel = g_queue_pop_head (&data->waiting);
    g_queue_push_tail (&data->waiting, channel);
    if (channel->started)
      rtc_data_place (data, channel);
  }
  g_mutex_unlock (&data->lock);
}

/* With the lock.  W3C 6.2: a channel that a failure takes away hears of it */
static void
tell_failure (RtcData * data, const gchar * reason)
{
  g_autoptr (GList) channels = g_hash_table_get_values (data->channels);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR,
      G_IO_ERROR_CONNECTION_CLOSED, reason);

  for (GList * item = channels; item != NULL; item = item->next)
    rtc_data_tell_error (item->data, error);
}

static void
ended (RtcData * data, const gchar * reason)
{
  g_mutex_lock (&data->lock);
  data->connected = FALSE;
  if (!data->ended) {
    data->ended = TRUE;
    if (reason != NULL)
      tell_failure (data, reason);
    close_channels (data);
    rtc_data_tell_closed (data, reason);
  }
  g_mutex_unlock (&data->lock);
}

static void
on_state (RtcSctp * sctp, RtcSctpState state, const gchar * reason,
    gpointer user_data)
{
  RtcData *data = user_data;

  if (state == RTC_SCTP_CONNECTED)
    connected (data);
  else if (state == RTC_SCTP_CLOSED)
    ended (data, reason);
}

static void
on_message (RtcSctp * sctp, guint16 stream, guint32 ppid, const guint8 * bytes,
    gsize size, gpointer user_data)
{
  rtc_data_received (user_data, stream, ppid, bytes, size);
}

static void
on_reset (RtcSctp * sctp, const guint16 * streams, guint n, gboolean incoming,
    gpointer user_data)
{
  rtc_data_reset (user_data, streams, n, incoming);
}

static void
on_writable (RtcSctp * sctp, gpointer user_data)
{
  rtc_data_pump (user_data);
}

static const RtcSctpEvents sctp_events = {
  on_output, on_state, on_message, on_reset, on_writable
};

/* --- the transport's side: its loop ------------------------------------------------- */

/* With the lock */
static void
set_max_message_size (RtcData * data, guint64 bytes)
{
  data->max_message_size = RTC_SCTP_MAX_SEND;
  if (bytes > 0)
    data->max_message_size = MIN (data->max_message_size, bytes);
}

/* FALSE with @error: usrsctp has no room, or there is a transport already.
 * @link is copied; events follow, the association begins at once. */
gboolean
rtc_data_connect (RtcData * data, RtcLoop * loop,
    const RtcDataLink * link, GError ** error)
{
  RtcSctpConfig config = {
    link->local_port, link->remote_port, RTC_DATA_MAX_MESSAGE, RTC_DATA_MTU,
    link->streams
  };

  if (data->sctp != NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
        "The data channels have their transport");
    return FALSE;
  }
  data->sctp = rtc_sctp_new (loop, &config, &sctp_events, data, error);
  if (data->sctp == NULL)
    return FALSE;
  data->timer = rtc_timer_new (loop, rtc_data_reset_expired, data);
  g_mutex_lock (&data->lock);
  data->link = *link;
  if (data->link.reset_timeout == 0)
    data->link.reset_timeout = RTC_DATA_RESET_TIMEOUT;
  data->loop = rtc_loop_ref (loop);
  data->ended = FALSE;
  data->paused = FALSE;
  set_max_message_size (data, link->remote_max_message_size);
  g_mutex_unlock (&data->lock);
  rtc_sctp_start (data->sctp);
  return TRUE;
}

void
rtc_data_input (RtcData * data, const guint8 * packet, gsize size)
{
  if (data->sctp != NULL)
    rtc_sctp_input (data->sctp, packet, size);
}

/* DTLS is about to go: the peer is told ABORT, every channel is closed.  The
 * link is not used any more. */
void
rtc_data_disconnect (RtcData * data)
{
  RtcLoop *loop;

  if (data->sctp == NULL)
    return;
  g_clear_pointer (&data->sctp, rtc_sctp_free);
  g_clear_pointer (&data->timer, rtc_timer_free);
  ended (data, NULL);
  g_mutex_lock (&data->lock);
  loop = g_steal_pointer (&data->loop);
  g_mutex_unlock (&data->lock);
  rtc_loop_unref (loop);
}

/* --- any thread ---------------------------------------------------------------------- */

/* What is queued by then still goes out */
void
rtc_data_set_remote_max_message_size (RtcData * data, guint64 bytes)
{
  g_mutex_lock (&data->lock);
  set_max_message_size (data, bytes);
  g_mutex_unlock (&data->lock);
}

/* transfer: full.  @user_data has to live until rtc_data_close () */
RtcData *
rtc_data_new (RtcStrand * strand, const RtcDataEvents * events,
    gpointer user_data)
{
  RtcData *data = g_new0 (RtcData, 1);

  data->refcount = 1;
  data->strand = rtc_strand_ref (strand);
  data->events = *events;
  data->user_data = user_data;
  g_mutex_init (&data->lock);
  g_queue_init (&data->waiting);
  g_queue_init (&data->busy);
  g_queue_init (&data->resetting);
  data->channels = g_hash_table_new (NULL, NULL);
  return data;
}

RtcData *
rtc_data_ref (RtcData * data)
{
  g_atomic_int_inc (&data->refcount);
  return data;
}

/* The last one comes after rtc_data_close () and rtc_data_disconnect () */
void
rtc_data_unref (RtcData * data)
{
  if (!g_atomic_int_dec_and_test (&data->refcount))
    return;
  g_hash_table_unref (data->channels);
  rtc_strand_unref (data->strand);
  g_mutex_clear (&data->lock);
  g_free (data);
}

void
rtc_data_close (RtcData * data)
{
  g_mutex_lock (&data->lock);
  data->closed = TRUE;
  close_channels (data);
  g_mutex_unlock (&data->lock);
}

void
rtc_data_get_drops (RtcData * data, RtcDataDrops * drops)
{
  g_mutex_lock (&data->lock);
  *drops = data->drops;
  g_mutex_unlock (&data->lock);
}

static gboolean
may_create (RtcData * data, const RtcDataChannelConfig * config,
    GError ** error)
{
  gsize label = config->label != NULL ? strlen (config->label) : 0;
  gsize protocol = config->protocol != NULL ? strlen (config->protocol) : 0;

  if (data->closed || data->ended)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED,
        "The connection is closed: no more data channels");
  else if (label > G_MAXUINT16 || protocol > G_MAXUINT16)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "A data channel's label and protocol have at most 65535 bytes each");
  else if (config->max_retransmits >= 0 && config->max_packet_lifetime >= 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "A data channel takes max-retransmits or max-packet-lifetime, "
        "not both");
  else if (config->negotiated && config->id < 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "A data channel that was negotiated needs its id");
  else if (config->id >= G_MAXUINT16)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "A data channel's id is at most 65534");
  else if (data->connected && config->id >= (gint) data->max_streams)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "The association has %u streams each way: a data channel's id is at "
        "most %u", data->max_streams, data->max_streams - 1);
  else if (config->id >= 0 && !rtc_data_id_is_free (data, config->id))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
        "There is a data channel with id %d already", config->id);
  else
    return TRUE;
  return FALSE;
}

RtcDataChannel *
rtc_data_create_channel (RtcData * data,
    const RtcDataChannelConfig * config, GError ** error)
{
  RtcDataChannel *channel = NULL;

  g_mutex_lock (&data->lock);
  if (may_create (data, config, error)) {
    channel = rtc_data_channel_new (data, config);
    g_queue_push_tail (&data->waiting, rtc_data_channel_ref (channel));
  }
  g_mutex_unlock (&data->lock);
  return channel;
}
