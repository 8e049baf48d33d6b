/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "rtcdatapriv.h"

/* What the association brings, on the loop.  From the network: what makes no
 * sense is dropped and counted. */

/* --- DCEP ------------------------------------------------------------------------ */

/* The peer may have its side of the old channel behind it while the answer to
 * our reset is still under way */
static gboolean
is_free (RtcData * data, guint16 stream)
{
  RtcDataChannel *old = rtc_data_id_lookup (data, stream);

  if (old != NULL && old->told_closing && old->in_reset)
    rtc_data_reset_through (old);
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

/* RFC 8832 section 6.  Whose parity the id has is not looked at, as in browsers,
 * for there are peers that take their DTLS role for the other one: what matters is
 * that it is free.  One that is taken keeps its channel. */
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
  RtcDataChannel *channel = rtc_data_id_lookup (data, stream);
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
  channel = rtc_data_id_lookup (data, stream);
  if (ppid == RTC_PPID_DCEP)
    dcep (data, stream, bytes, size);
  else if (channel != NULL)
    message (channel, ppid, bytes, size);
  else
    data->drops.astray++;
  g_mutex_unlock (&data->lock);
}
