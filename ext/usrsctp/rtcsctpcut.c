/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsctpcut.h"

#include <string.h>

/* One packet of usrsctp's to several of the wire: any row of chunks behind the
 * common header is a packet (RFC 9260 section 3). */

#define HEADER 12
#define CHUNK 4
#define SACK 3
#define SACK_FIXED 16

/* With its padding; what is no chunk goes as it is */
static gsize
chunk_size (const guint8 * chunk, gsize left)
{
  gsize size = left;

  if (left >= CHUNK)
    size = ((chunk[2] << 8 | chunk[3]) + 3) & ~3;
  return size >= CHUNK ? MIN (size, left) : left;
}

/* One that tells of more gaps than there is room for tells of the first ones
 * (RFC 9260 section 3.3.4) and of nothing received twice.  Returns its size. */
static gsize
trim_sack (guint8 * sack, gsize room)
{
  guint gaps = sack[12] << 8 | sack[13];
  gsize size;

  gaps = MIN (gaps, (room - SACK_FIXED) / 4);
  size = SACK_FIXED + gaps * 4;

  sack[2] = size >> 8;
  sack[3] = size;
  sack[12] = gaps >> 8;
  sack[13] = gaps;
  sack[14] = sack[15] = 0;
  return size;
}

/* Any thread.  Hands @train of @size bytes to @func in packets of at most @mtu
 * bytes, in order; a chunk that is larger, and cannot be less, goes by itself.
 * @train is written to. */
void
rtc_sctp_cut (guint8 * train, gsize size, gsize mtu, RtcSctpCutFunc func,
    gpointer user_data)
{
  guint8 header[HEADER];
  gsize begin = HEADER, end = HEADER, next;

  if (size <= mtu) {
    func (train, size, user_data);
    return;
  }
  memcpy (header, train, HEADER);
  for (gsize at = HEADER; at < size; at = next) {
    next = at + chunk_size (train + at, size - at);
    end = next;
    if (train[at] == SACK && next - at > mtu - HEADER)
      end = at + trim_sack (train + at, mtu - HEADER);
    else if (next < size && next - begin
        + chunk_size (train + next, size - next) <= mtu - HEADER)
      continue;
    /* what stood before has been handed over */
    memcpy (train + begin - HEADER, header, HEADER);
    func (train + begin - HEADER, end - begin + HEADER, user_data);
    begin = next;
  }
}
