/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <malloc.h>
#include <string.h>

#include "bare.h"

/* Messages of 64 MiB, to us who take 256 KiB: the association is aborted with a
 * reason, and no more is kept of them than the receive buffer holds */

#define TOTAL (64 * 1024 * 1024)
#define PIECE 1000              /* bytes of a message in one chunk */
#define CHUNK (16 + PIECE)
#define CHUNKS 60               /* a packet: what comes is never larger */
#define BEGIN 2
#define UNORDERED 4
/* The receive buffer, and as much again for its book-keeping */
#define BOUND (8 * 1024 * 1024)

/* DATA, RFC 9260 section 3.3.1 */
static void
write_chunk (guint8 * chunk, guint32 tsn, guint8 flags, guint16 stream)
{
  memset (chunk, 'x', CHUNK);
  chunk[0] = 0;
  chunk[1] = flags;
  GST_WRITE_UINT16_BE (chunk + 2, CHUNK);
  GST_WRITE_UINT32_BE (chunk + 4, tsn);
  GST_WRITE_UINT16_BE (chunk + 8, stream);
  GST_WRITE_UINT16_BE (chunk + 10, 0);
  GST_WRITE_UINT32_BE (chunk + 12, RTC_PPID_BINARY);
}

/* Messages of @fragments in one stream after the other, each without its end;
 * 0: one that goes on and on.  Returns by how much what is allocated has grown,
 * at most. */
static gsize
flood (Bare * bare, guint8 flags, guint fragments)
{
  g_autofree guint8 *packet = g_malloc (CHUNKS * CHUNK);
  gsize before = mallinfo2 ().uordblks, most = before;
  guint32 tsn = bare->tsn + 1;

  for (guint n = 0; n < TOTAL / PIECE;) {
    for (guint i = 0; i < CHUNKS; i++, n++) {
      guint part = fragments != 0 ? n % fragments : n;
      guint stream = fragments != 0 ? 2 + (n / fragments) % 1000 : 2;

      if (part == 0 && n > 0)
        tsn++;                  /* the end that never comes */
      write_chunk (packet + i * CHUNK, tsn++, flags | (part == 0 ? BEGIN : 0),
          stream);
    }
    bare_forge (bare, packet, CHUNKS * CHUNK);
    most = MAX (most, mallinfo2 ().uordblks);
  }
  return most - before;
}

GST_START_TEST (test_one_message)
{
  Bare *bare = bare_new ();
  gsize grown;

  bare_open (bare, 1, "chat");
  pair_wait (bare->side, "open chat");
  grown = flood (bare, __i__ == 0 ? 0 : UNORDERED, 0);
  pair_wait (bare->side, "closed chat");
  pair_wait (bare->side, "ended the peer has sent a message over the size that "
      "was agreed on (a=max-message-size): let it send smaller ones, then "
      "connect again");
  fail_unless_equals_int (g_atomic_int_get (&bare->abort_cause), 12);
  fail_unless_equals_int (bare->side->messages, 0);
  fail_unless (grown < BOUND, "%" G_GSIZE_FORMAT, grown);
  bare_free (bare);
}

GST_END_TEST;

/* One in each of 1000 streams at once, none of which is too large yet when the
 * buffer is full */
GST_START_TEST (test_many_messages)
{
  Bare *bare = bare_new ();
  gsize grown;

  bare_open (bare, 1, "chat");
  pair_wait (bare->side, "open chat");
  grown = flood (bare, 0, 3);
  fail_unless_equals_int (bare->side->messages, 0);
  fail_unless (grown < BOUND, "%" G_GSIZE_FORMAT, grown);
  bare_free (bare);
}

GST_END_TEST;

static Suite *
oversize_suite (void)
{
  Suite *suite = suite_create ("oversize");
  TCase *tcase = tcase_create ("oversize");

  suite_add_tcase (suite, tcase);
  tcase_add_loop_test (tcase, test_one_message, 0, 2);
  tcase_add_test (tcase, test_many_messages);
  return suite;
}

GST_CHECK_MAIN (oversize);
