/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcbytes.h"
#include "rtcsender.h"

G_BEGIN_DECLS

/* Inside the room: the header of one packet.  Inlined, because it runs once a
 * packet a viewer. */

void rtc_rewrite_init (RtcSender * sender);

/* 6.18 fixed point seconds of @now (microseconds), modulo 64 s */
static inline guint32
rtc_rewrite_abs_send_time (gint64 now)
{
  return (((guint64) now % (64 * G_USEC_PER_SEC)) << 18) / G_USEC_PER_SEC;
}

/* Write the header of packet @index, @with_mid or not, to @out, which must have
 * room for sender->header_size[with_mid] bytes; that many are written. */
static inline void
rtc_rewrite_header (const RtcSender * sender, gboolean with_mid,
    const RtcFrameItem * item, guint64 index, guint16 * transport_seq,
    gint64 now, guint8 * out)
{
  memcpy (out, sender->header[with_mid], sender->header_size[with_mid]);
  out[1] |= (item->marker != 0) << 7;
  rtc_put_u16 (out + 2, (guint16) (index + sender->seq_offset));
  rtc_put_u32 (out + 4, item->timestamp + sender->ts_offset);

  if (sender->at_transport_cc)
    rtc_put_u16 (out + sender->at_transport_cc, (*transport_seq)++);
  if (sender->at_abs_send_time)
    rtc_put_u24 (out + sender->at_abs_send_time,
        rtc_rewrite_abs_send_time (now));
  if (sender->at_audio_level) {
    guint8 *level = out + sender->at_audio_level;

    /* an unknown level leaves padding in its place (RFC 8285 4.2) */
    if (item->audio_level != -1)
      *level = item->audio_level;
    else
      level[-1] = level[0] = 0;
  }
}

G_END_DECLS
