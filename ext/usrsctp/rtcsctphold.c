/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "rtcsctppriv.h"

/* A peer resets its streams once we have got everything up to some TSN (RFC 6525
 * section 5.2.2).  usrsctp 0.9.5 puts off what comes too early, then looks at it
 * only when one more chunk of data has come, and at one request for each: the last
 * one waits for ever.  And it takes the answer "in progress" to be one, if the
 * request of the peer's that it comes with is its own.  So usrsctp gets to see a
 * request when it has acknowledged all that was sent before. */

#define COMMON_HEADER 12
#define CHUNK_HEADER 4
#define CHUNK_INIT 1
#define CHUNK_INIT_ACK 2
#define CHUNK_SACK 3
#define CHUNK_NR_SACK 16
#define CHUNK_RECONFIG 130
#define CHUNK_PAD 132           /* RFC 4820: says nothing */
#define INITIAL_TSN 16          /* in INIT and INIT ACK */
#define INIT_SIZE 20
#define PARAM_OUT_RESET 13
#define OUT_RESET_TSN 12        /* in that */
#define OUT_RESET_SIZE 16

static guint16
read_16 (const guint8 * bytes)
{
  return bytes[0] << 8 | bytes[1];
}

static guint32
read_32 (const guint8 * bytes)
{
  return (guint32) read_16 (bytes) << 16 | read_16 (bytes + 2);
}

/* RFC 1982: all up to @tsn has come */
static gboolean
is_acked (guint32 acked, guint32 tsn)
{
  return (gint32) (acked - tsn) >= 0;
}

/* The chunk, or parameter, at @at: its size without padding, 0: there is none */
static gsize
next_chunk (const guint8 * packet, gsize size, gsize at)
{
  gsize length;

  if (at + CHUNK_HEADER > size)
    return 0;
  length = read_16 (packet + at + 2);
  return length >= CHUNK_HEADER && at + length <= size ? length : 0;
}

/* FALSE: it asks for nothing that has to wait */
static gboolean
find_tsn (const guint8 * chunk, gsize size, guint32 * tsn)
{
  gsize length;

  for (gsize at = CHUNK_HEADER; (length = next_chunk (chunk, size, at)) != 0;
      at += (length + 3) / 4 * 4) {
    if (read_16 (chunk + at) != PARAM_OUT_RESET || length < OUT_RESET_SIZE)
      continue;
    *tsn = read_32 (chunk + at + OUT_RESET_TSN);
    return TRUE;
  }
  return FALSE;
}

static void
set_acked (RtcSctp * sctp, guint32 tsn)
{
  g_mutex_lock (&sctp->lock);
  sctp->acked = tsn;
  g_mutex_unlock (&sctp->lock);
}

static guint32
get_acked (RtcSctp * sctp)
{
  guint32 acked;

  g_mutex_lock (&sctp->lock);
  acked = sctp->acked;
  g_mutex_unlock (&sctp->lock);
  return acked;
}

static void
hold (RtcSctp * sctp, const guint8 * packet, const guint8 * chunk, gsize size,
    guint32 tsn)
{
  GByteArray *held = g_byte_array_sized_new (COMMON_HEADER + size);

  g_byte_array_append (held, packet, COMMON_HEADER);
  g_byte_array_append (held, chunk, size);
  g_clear_pointer (&sctp->held, g_byte_array_unref);
  sctp->held = held;
  sctp->held_tsn = tsn;
}

/* Its loop.  A packet from the peer as usrsctp may see it now: NULL, or a copy in
 * which a request that is too early says nothing.  The peer has one under way at a
 * time (RFC 6525 section 5.1.1), so the last one is all there is. */
guint8 *
rtc_sctp_hold (RtcSctp * sctp, const guint8 * packet, gsize size)
{
  guint8 *copy = NULL;
  gsize length;
  guint32 tsn;

  for (gsize at = COMMON_HEADER; (length = next_chunk (packet, size, at)) != 0;
      at += (length + 3) / 4 * 4) {
    const guint8 *chunk = packet + at;

    if ((*chunk == CHUNK_INIT || *chunk == CHUNK_INIT_ACK)
        && sctp->state == RTC_SCTP_CONNECTING && length >= INIT_SIZE) {
      set_acked (sctp, read_32 (chunk + INITIAL_TSN) - 1);
    } else if (*chunk == CHUNK_RECONFIG && find_tsn (chunk, length, &tsn)
        && !is_acked (get_acked (sctp), tsn)) {
      hold (sctp, packet, chunk, length, tsn);
      if (copy == NULL)
        copy = g_memdup2 (packet, size);
      copy[at] = CHUNK_PAD;
    }
  }
  return copy;
}

/* A packet of ours that goes out.  With the lock. */
void
rtc_sctp_note_acked (RtcSctp * sctp, const guint8 * packet, gsize size)
{
  gsize length;

  for (gsize at = COMMON_HEADER; (length = next_chunk (packet, size, at)) != 0;
      at += (length + 3) / 4 * 4) {
    if ((packet[at] == CHUNK_SACK || packet[at] == CHUNK_NR_SACK)
        && length >= CHUNK_HEADER + sizeof (guint32))
      sctp->acked = read_32 (packet + at + CHUNK_HEADER);
  }
}

/* Its loop, outside of usrsctp: what was held back may be in time now */
void
rtc_sctp_release (RtcSctp * sctp)
{
  g_autoptr (GByteArray) held = NULL;

  if (sctp->held == NULL || sctp->socket == NULL
      || !is_acked (get_acked (sctp), sctp->held_tsn))
    return;
  held = g_steal_pointer (&sctp->held);
  rtc_sctp_stack_enter (sctp);
  usrsctp_conninput ((void *) sctp->id, held->data, held->len, 0);
  rtc_sctp_stack_leave (sctp);
}
