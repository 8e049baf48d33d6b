/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <malloc.h>

#include "pair.h"

/* Channels that were opened and closed, from both sides at once, leave not a byte
 * each behind; their ids are used again.  tests/soak/data does so 10,000 times. */

#define ROUND 50                /* of each side */
#define ROUNDS 16

static void
wait_closed (Side * side, guint n)
{
  g_mutex_lock (&side->pair->lock);
  while (side->closed < n)
    g_cond_wait (&side->pair->cond, &side->pair->lock);
  g_mutex_unlock (&side->pair->lock);
}

static void
forget (Side * side)
{
  g_mutex_lock (&side->pair->lock);
  g_ptr_array_set_size (side->lines, 0);
  side->taken = 0;
  side->closed = 0;
  g_clear_pointer (&side->accepted, rtc_data_channel_unref);
  g_mutex_unlock (&side->pair->lock);
}

static void
open_and_close (Pair * pair)
{
  RtcDataChannel *channels[2 * ROUND];

  for (guint i = 0; i < 2 * ROUND; i++)
    channels[i] = pair_create (&pair->sides[i % 2], "chat");
  for (guint i = 0; i < 4 * ROUND; i++)
    pair_wait (&pair->sides[i % 2], "open chat");
  for (guint i = 0; i < 2 * ROUND; i++) {
    fail_unless_equals_int (rtc_data_channel_get_id (channels[i]), i);
    rtc_data_channel_close (channels[i]);
    rtc_data_channel_unref (channels[i]);
  }
  for (guint i = 0; i < 2; i++)
    wait_closed (&pair->sides[i], 2 * ROUND);
  for (guint i = 0; i < 2; i++) {
    pair_settle (&pair->sides[i]);
    forget (&pair->sides[i]);
  }
}

GST_START_TEST (test_many)
{
  gssize least = G_MAXSSIZE;
  gssize used = 0, before;
  Pair *pair;

  /* mallinfo2 () knows of one */
  mallopt (M_ARENA_MAX, 1);
  pair = pair_new_connected ();
  for (guint i = 0; i < ROUNDS; i++) {
    open_and_close (pair);
    before = used;
    used = mallinfo2 ().uordblks;
    /* arrays grow first; then threads come by chance, but not in each round */
    if (i >= ROUNDS / 2)
      least = MIN (least, used - before);
  }
  fail_unless (least < 2 * ROUND, "%" G_GSSIZE_FORMAT " bytes stay of %d "
      "channels", least, 2 * ROUND);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
many_suite (void)
{
  Suite *suite = suite_create ("many");
  TCase *tcase = tcase_create ("many");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_many);
  return suite;
}

GST_CHECK_MAIN (many);
