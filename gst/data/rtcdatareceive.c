/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "rtcdatapriv.h"

/* What the association brings, on the loop.  From the network: what makes no
 * sense is dropped and counted. */

static RtcDataChannel *
lookup (RtcData * data, guint16 stream)
{
  return g_hash_table_lookup (data->channels, GINT_TO_POINTER (stream));
}

/* --- DCEP ------------------------------------------------------------------------ */

/* The peer may have its side of the old channel behind it while the answer to
 * our reset is still under way */
static gboolean
is_free (RtcData * data, guint16 stream)
{
  RtcDataChannel *old = lookup (data, stream);

  if (old != NULL && old->told_closing && old->in_reset)
    rtc_data_channel_closed (old);
  return rtc_data_id_is_free (data, stream);
}

static void
accept_channel (RtcData * data, guint16 stream, const RtcDcepOpen * open,
    gsize text)
{
  RtcDataChannelConfig config = {
    .label = open->label,
    .protocol = open->protocol,
    .ordered = open->ordered,
    .max_packet_lifetime = open->max_packet_lifetime,
    .max_retransmits = open->max_retransmits,
    .id = stream,
    .priority = open->priority,
  };
  RtcDataChannel *channel = rtc_data_channel_new (data, &config);

  channel->id = stream;
  channel->acked = TRUE;
  channel->is_remote = TRUE;
  data->text += text;
  g_hash_table_insert (data->channels, GINT_TO_POINTER (stream), channel);
  rtc_data_queue_push (channel, RTC_PPID_DCEP, rtc_dcep_write_ack ());
  rtc_data_tell_channel (data, channel);
  rtc_data_channel_opened (channel);
}

/* RFC 8832 section 6.  Whose parity the id has is not looked at: what matters
 * is that it is free. */
static void
opened (RtcData * data, guint16 stream, const RtcDcepOpen * open)
{
  gsize text = strlen (open->label) + strlen (open->protocol);

  if (!is_free (data, stream)) {
    data->drops.malformed++;
  } else if (stream >= data->max_streams
      || data->text + text > RTC_DATA_MAX_TEXT) {
    data->drops.refused++;
    rtc_sctp_reset_streams (data->sctp, &stream, 1);
  } else {
    accept_channel (data, stream, open, text);
  }
}

static void
dcep (RtcData * data, guint16 stream, const guint8 * bytes, gsize size)
{
  RtcDataChannel *channel = lookup (data, stream);
  RtcDcepOpen open = { 0 };

  switch (rtc_dcep_parse (bytes, size, &open)) {
    case RTC_DCEP_OPEN:
      opened (data, stream, &open);
      rtc_dcep_open_clear (&open);
      break;
    case RTC_DCEP_ACK:
      if (channel != NULL)
        channel->acked = TRUE;
      break;
    default:
      data->drops.malformed++;
      break;
  }
}

/* --- messages --------------------------------------------------------------------- */

/* RFC 8831 section 6.6, the way of old: parts until one that is none */
static void
add_part (RtcDataChannel * channel, const guint8 * bytes, gsize size)
{
  if (channel->parts == NULL)
    channel->parts = g_byte_array_new ();
  if (channel->parts->len + size <= RTC_DATA_MAX_MESSAGE) {
    g_byte_array_append (channel->parts, bytes, size);
    return;
  }
  channel->data->drops.malformed++;
  g_clear_pointer (&channel->parts, g_byte_array_unref);
  rtc_data_channel_begin_closing (channel);
}

static void
whole (RtcDataChannel * channel, const guint8 * bytes, gsize size,
    gboolean is_string)
{
  if (channel->parts != NULL) {
    add_part (channel, bytes, size);
    if (channel->parts == NULL)
      return;
    channel->stats.bytes_received += channel->parts->len;
    rtc_data_tell_message (channel, g_byte_array_free_to_bytes
        (g_steal_pointer (&channel->parts)), is_string);
  } else {
    channel->stats.bytes_received += size;
    rtc_data_tell_message (channel, g_bytes_new (bytes, size), is_string);
  }
  channel->stats.messages_received++;
}

static void
message (RtcDataChannel * channel, guint32 ppid, const guint8 * bytes,
    gsize size)
{
  /* the first one says as much as an ACK */
  channel->acked = TRUE;
  if (channel->state != RTC_DATA_CHANNEL_OPEN)
    return;
  switch (ppid) {
    case RTC_PPID_STRING:
    case RTC_PPID_BINARY:
      whole (channel, bytes, size, ppid == RTC_PPID_STRING);
      break;
    case RTC_PPID_STRING_EMPTY:
    case RTC_PPID_BINARY_EMPTY:
      whole (channel, bytes, 0, ppid == RTC_PPID_STRING_EMPTY);
      break;
    case RTC_PPID_STRING_PART:
    case RTC_PPID_BINARY_PART:
      add_part (channel, bytes, size);
      break;
    default:
      channel->data->drops.malformed++;
      break;
  }
}

/* The loop */
void
rtc_data_received (RtcData * data, guint16 stream, guint32 ppid,
    const guint8 * bytes, gsize size)
{
  RtcDataChannel *channel;

  g_mutex_lock (&data->lock);
  channel = lookup (data, stream);
  if (ppid == RTC_PPID_DCEP)
    dcep (data, stream, bytes, size);
  else if (channel != NULL)
    message (channel, ppid, bytes, size);
  else
    data->drops.astray++;
  g_mutex_unlock (&data->lock);
}

/* --- resets ------------------------------------------------------------------------ */

/* RFC 8831 section 6.7: the peer's stream is answered with ours; it listens no
 * more, so what is still queued is for nobody */
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
    rtc_data_channel_closed (channel);
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
    RtcDataChannel *channel = lookup (data, streams[i]);

    if (channel != NULL)
      stream_reset (data, channel, incoming);
  }
  /* a stream that was being reset takes messages again */
  rtc_data_wake (data);
  g_mutex_unlock (&data->lock);
}
