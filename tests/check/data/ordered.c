/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* Over a wire that loses and doubles: all arrive, and in order unless that was
 * not asked for */

#define N 300

static void
check (gboolean ordered)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannelConfig config = CHAT;
  RtcDataChannel *channel;

  config.ordered = ordered;
  channel = pair_create_with (&pair->sides[0], &config);
  pair_wait (&pair->sides[0], "open chat");
  g_atomic_int_set (&pair->loss, 5);
  g_atomic_int_set (&pair->doubled, 5);
  for (guint i = 0; i < N; i++)
    pair_send (channel, 1000 + i, i);
  for (guint i = 0; i < N && ordered; i++) {
    g_autofree gchar *line = g_strdup_printf ("binary chat %u", 1000 + i);

    pair_wait (&pair->sides[1], line);
  }
  pair_wait_messages (&pair->sides[1], N);
  fail_unless_equals_uint64 (pair->sides[1].bytes, N * 1000 + N * (N - 1) / 2);
  g_atomic_int_set (&pair->loss, 0);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_START_TEST (test_ordered)
{
  check (TRUE);
}

GST_END_TEST;

GST_START_TEST (test_unordered)
{
  check (FALSE);
}

GST_END_TEST;

static Suite *
ordered_suite (void)
{
  Suite *suite = suite_create ("ordered");
  TCase *tcase = tcase_create ("ordered");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_ordered);
  tcase_add_test (tcase, test_unordered);
  return suite;
}

GST_CHECK_MAIN (ordered);
