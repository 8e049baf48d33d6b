/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <malloc.h>

#include "pair.h"

/* Channels that were opened and closed leave no byte behind */

#define ROUND 250

static void
open_and_close (Pair * pair)
{
  RtcDataChannel *channels[ROUND];
  guint closed = pair->sides[1].closed;

  for (guint i = 0; i < ROUND; i++)
    channels[i] = pair_create (&pair->sides[0], "chat");
  for (guint i = 0; i < ROUND; i++)
    pair_wait (&pair->sides[1], "open chat");
  for (guint i = 0; i < ROUND; i++) {
    rtc_data_channel_close (channels[i]);
    rtc_data_channel_unref (channels[i]);
  }
  for (guint side = 0; side < 2; side++)
    for (guint i = 0; i < ROUND; i++)
      pair_wait (&pair->sides[side], "closed chat");
  fail_unless_equals_int (pair->sides[1].closed, closed + ROUND);
  for (guint side = 0; side < 2; side++) {
    g_mutex_lock (&pair->lock);
    g_ptr_array_set_size (pair->sides[side].lines, 0);
    pair->sides[side].taken = 0;
    g_mutex_unlock (&pair->lock);
  }
}

GST_START_TEST (test_many)
{
  Pair *pair;
  gsize before, after;
  guint rounds = 8;

  /* mallinfo2 () knows of one */
  mallopt (M_ARENA_MAX, 1);
  pair = pair_new_connected ();
  /* caches grow first */
  for (guint i = 0; i < 4; i++)
    open_and_close (pair);
  before = mallinfo2 ().uordblks;
  for (guint i = 0; i < rounds; i++)
    open_and_close (pair);
  after = mallinfo2 ().uordblks;

  /* a channel that stays has ten times as much */
  fail_unless (after < before + rounds * ROUND * 64,
      "%" G_GSIZE_FORMAT " bytes became %" G_GSIZE_FORMAT, before, after);
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
