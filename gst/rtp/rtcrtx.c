/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcrewrite.h"

/* RFC 4588 4: an own SSRC, payload type and sequence, the original sequence
 * number (OSN) before the payload.  Always with mid: reports about the original
 * stream do not say that this SSRC is known too. */
static gsize
write_as_rtx (RtcSender * sender, const RtcFrameItem * item, guint64 index,
    guint16 * transport_seq, gint64 now, guint8 * out, gsize room)
{
  const gsize header_size = sender->header_size[TRUE];

  if (header_size + 2 + item->size > room)
    return 0;

  rtc_rewrite_header (sender, TRUE, item, index, transport_seq, now, out);
  memcpy (out + header_size, out + 2, 2);
  out[1] = (out[1] & 0x80) | sender->config.rtx_pt;
  rtc_put_u16 (out + 2, sender->rtx_seq++);
  rtc_put_u32 (out + 8, sender->config.rtx_ssrc);
  memcpy (out + header_size + 2, item->payload, item->size);
  return header_size + 2 + item->size;
}

/* The packet as it was, to the bit: SRTP encrypts it under the same nonce, and
 * with AES-GCM two different headers under one nonce would give the key of the
 * authentication away (RFC 3711 9.1, RFC 7714 8.1).  What was in the extensions
 * that change with time is not remembered, so with these there is no repeat. */
static gsize
write_again (RtcSender * sender, const RtcFrameItem * item, guint64 index,
    guint8 * out, gsize room)
{
  const gboolean with_mid = index < sender->mid_until;
  const gsize header_size = sender->header_size[with_mid];
  guint16 none = 0;

  if (sender->at_transport_cc || sender->at_abs_send_time
      || header_size + item->size > room)
    return 0;

  rtc_rewrite_header (sender, with_mid, item, index, &none, 0, out);
  memcpy (out + header_size, item->payload, item->size);
  sender->packets_sent++;
  sender->bytes_sent += item->size;
  sender->header_bytes_sent += header_size;
  return header_size + item->size;
}

/* See the header.  The thread that owns @sender.  @index must be of a packet
 * that was sent (rtc_sender_find ()).  0: no room, or neither rtx nor a plain
 * repeat is possible. */
gsize
rtc_sender_write_rtx (RtcSender * sender, const RtcFrame * frame,
    const RtcFrameItem * item, guint64 index, guint16 * transport_seq,
    gint64 now, guint8 * out, gsize room)
{
  gsize size;

  if (sender->config.rtx_ssrc != 0)
    size = write_as_rtx (sender, item, index, transport_seq, now, out, room);
  else
    size = write_again (sender, item, index, out, room);
  if (size == 0)
    return 0;
  sender->rtx_packets_sent++;
  sender->rtx_bytes_sent += item->size;
  return size;
}
