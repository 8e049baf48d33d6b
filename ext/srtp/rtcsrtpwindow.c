/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsrtpwindow.h"

#include <string.h>

/* RFC 3711 section 3.3.1 and appendix A: the packet index (48 bits: rollover
 * counter, sequence number) nearest to @top, the highest so far, 0 before the
 * first packet.  There is none before the first rollover, so what looks like it
 * is ahead.  May be RTC_SRTP_RTP_INDICES or more: the key is used up then. */
guint64
rtc_srtp_guess_index (guint64 top, guint16 seq)
{
  guint64 roc = top >> 16;
  gint ahead = (gint) seq - (gint) (top & 0xffff);

  if (ahead < -0x8000)
    roc++;
  else if (ahead > 0x8000 && roc > 0)
    roc--;
  return roc << 16 | seq;
}

gboolean
rtc_srtp_window_accepts (const guint64 * bits, guint size, guint64 top,
    guint64 index)
{
  guint at = index & (size - 1);

  if (index > top)
    return TRUE;
  return top - index < size && (bits[at / 64] >> (at % 64) & 1) == 0;
}

/* @index is one that rtc_srtp_window_accepts ().  Returns the new top. */
guint64
rtc_srtp_window_add (guint64 * bits, guint size, guint64 top, guint64 index)
{
  guint at = index & (size - 1);

  if (index > top) {
    /* the ring's places of the indices between were those of older ones */
    if (index - top >= size)
      memset (bits, 0, size / 8);
    else
      while (++top < index)
        bits[(top & (size - 1)) / 64] &= ~(G_GUINT64_CONSTANT (1) << top % 64);
    top = index;
  }
  bits[at / 64] |= G_GUINT64_CONSTANT (1) << (at % 64);
  return top;
}
