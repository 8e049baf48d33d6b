/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* max-retransmits 0: what the wire loses is lost, the rest arrives and the
 * association goes on */

#define N 300

GST_START_TEST (test_retransmits)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannelConfig config = CHAT;
  RtcDataChannel *partial, *reliable;
  g_autoptr (GBytes) text = g_bytes_new ("last", 4);
  guint arrived;

  config.max_retransmits = 0;
  config.ordered = FALSE;
  config.label = "partial";
  partial = pair_create_with (&pair->sides[0], &config);
  reliable = pair_create (&pair->sides[0], "reliable");
  pair_wait (&pair->sides[1], "open partial");
  pair_wait (&pair->sides[1], "open reliable");
  /* so that it knows that it may go unordered */
  pair_send (pair->sides[1].accepted, 1, 0);
  pair_wait (&pair->sides[0], "binary reliable 1");
  g_atomic_int_set (&pair->loss, 20);
  g_atomic_int_set (&pair->sides[1].silent, TRUE);
  for (guint i = 0; i < N; i++)
    pair_send (partial, 900, i);
  pair_wait_messages (&pair->sides[1], N / 4);
  g_atomic_int_set (&pair->loss, 0);
  g_atomic_int_set (&pair->sides[1].silent, FALSE);
  while (rtc_data_channel_get_buffered_amount (partial) > 0)
    g_thread_yield ();
  fail_unless (rtc_data_channel_send (reliable, text, TRUE, NULL));
  pair_wait (&pair->sides[1], "string reliable 4");
  arrived = pair_count_messages (&pair->sides[1]);
  fail_unless (arrived < N, "nothing was lost of %u", arrived);
  rtc_data_channel_unref (partial);
  rtc_data_channel_unref (reliable);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
retransmits_suite (void)
{
  Suite *suite = suite_create ("retransmits");
  TCase *tcase = tcase_create ("retransmits");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_retransmits);
  return suite;
}

GST_CHECK_MAIN (retransmits);
