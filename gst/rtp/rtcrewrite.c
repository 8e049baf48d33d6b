/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcrewrite.h"

/* An element of the one-byte form (RFC 8285 4.2) of @size bytes, at @at; moves
 * @at behind it and returns where its data is.  0: not negotiated. */
static guint8
add_element (guint8 * header, gsize * at, guint8 id, gsize size)
{
  const gsize data = *at + 1;

  if (id == 0 || id > 14)
    return 0;
  header[*at] = id << 4 | (size - 1);
  *at = data + size;
  return data;
}

/* The layout is the same in all packets of a stream, so that all full packets
 * of a frame have one size (UDP GSO takes only such).  Mid stands last: with it
 * or without it, the others keep their places. */
static void
prepare_header (RtcSender * sender, gboolean with_mid)
{
  const RtcSenderConfig *config = &sender->config;
  guint8 *header = sender->header[with_mid];
  const gsize mid_size = strnlen (config->mid, sizeof (config->mid) - 1);
  gsize at = 16;
  guint8 place;

  header[0] = 2 << 6;
  header[1] = config->pt;
  rtc_put_u32 (header + 8, config->ssrc);

  sender->at_transport_cc =
      add_element (header, &at, config->ext_transport_cc, 2);
  sender->at_abs_send_time =
      add_element (header, &at, config->ext_abs_send_time, 3);
  sender->at_audio_level =
      add_element (header, &at, config->ext_audio_level, 1);
  place = add_element (header, &at, config->ext_playout_delay, 3);
  if (place)
    rtc_put_u24 (header + place,
        (config->playout_delay_min & 0xfff) << 12
        | (config->playout_delay_max & 0xfff));
  if (with_mid && mid_size > 0) {
    place = add_element (header, &at, config->ext_mid, mid_size);
    if (place)
      memcpy (header + place, config->mid, mid_size);
  }

  if (at == 16) {
    sender->header_size[with_mid] = 12;
    return;
  }
  at = (at + 3) & ~(gsize) 3;
  header[0] |= 1 << 4;
  rtc_put_u16 (header + 12, 0xbede);
  rtc_put_u16 (header + 14, (at - 16) / 4);
  sender->header_size[with_mid] = at;
}

/* Expects the headers to be all zero */
void
rtc_rewrite_init (RtcSender * sender)
{
  prepare_header (sender, FALSE);
  prepare_header (sender, TRUE);
  sender->mid_until = G_MAXUINT64;
}

/* From here on the sequence number of any index is settled */
static void
start (RtcSender * sender, guint64 index)
{
  sender->started = TRUE;
  sender->first_index = sender->next_index = index;
  sender->seq_offset -= (guint16) index;
}

static void
note_sent (RtcSender * sender, const RtcFrame * frame,
    const RtcFrameItem * item, guint64 index, gsize header_size, gint64 now)
{
  if (G_LIKELY (index >= sender->next_index))
    sender->next_index = index + 1;

  /* the frame's timestamp is the one that belongs to its running time */
  sender->last_timestamp = frame->timestamp + sender->ts_offset;
  sender->last_running_time = frame->running_time;
  sender->last_time = now;
  sender->packets_sent++;
  sender->bytes_sent += item->size;
  sender->header_bytes_sent += header_size;
}

/* See the header.  The thread that owns @sender.  The sequence number follows
 * from @index alone, so each index is to be written once only: a second, other
 * packet under the same number would break SRTP (RFC 3711 9.1). */
gsize
rtc_sender_write (RtcSender * sender, const RtcFrame * frame,
    const RtcFrameItem * item, guint64 index, guint16 * transport_seq,
    gint64 now, guint8 * out, gsize room)
{
  gboolean with_mid;
  gsize header_size;

  /* Only between two frames, or a frame would have packets of two sizes */
  if (G_UNLIKELY (sender->mid_known && index < sender->mid_until)
      && item == &frame->items[0])
    sender->mid_until = index;

  with_mid = index < sender->mid_until;
  header_size = sender->header_size[with_mid];
  if (G_UNLIKELY (header_size + item->size > room))
    return 0;
  if (G_UNLIKELY (!sender->started))
    start (sender, index);

  rtc_rewrite_header (sender, with_mid, item, index, transport_seq, now, out);
  memcpy (out + header_size, item->payload, item->size);
  note_sent (sender, frame, item, index, header_size, now);
  return header_size + item->size;
}
