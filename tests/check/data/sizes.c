/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* Each message arrives as one, of its kind: also the empty ones */

GST_START_TEST (test_sizes)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");
  g_autoptr (GBytes) empty = g_bytes_new ("", 0);
  g_autoptr (GBytes) text = g_bytes_new ("größe", 7);
  RtcDataChannelStats stats;

  pair_wait (&pair->sides[0], "open chat");
  pair_send (channel, 0, 0);
  pair_wait (&pair->sides[1], "binary chat 0");
  fail_unless (rtc_data_channel_send (channel, empty, TRUE, NULL));
  pair_wait (&pair->sides[1], "string chat 0");
  fail_unless (rtc_data_channel_send (channel, text, TRUE, NULL));
  pair_wait (&pair->sides[1], "string chat 7");
  fail_unless (g_bytes_equal (pair->sides[1].last, text));
  pair_send (channel, 16 * 1024, 'a');
  pair_wait (&pair->sides[1], "binary chat 16384");
  pair_send (channel, 64 * 1024, 'b');
  pair_wait (&pair->sides[1], "binary chat 65536");
  pair_send (channel, 256 * 1024, 'c');
  pair_wait (&pair->sides[1], "binary chat 262144");
  for (gsize i = 0; i < 262144; i += 777)
    fail_unless (((guint8 *) g_bytes_get_data (pair->sides[1].last,
                NULL))[i] == 'c');
  rtc_data_channel_get_stats (channel, &stats);
  fail_unless_equals_uint64 (stats.messages_sent, 6);
  fail_unless_equals_uint64 (stats.bytes_sent, 7 + 21 * 16384);
  rtc_data_channel_get_stats (pair->sides[1].accepted, &stats);
  fail_unless_equals_uint64 (stats.messages_received, 6);
  fail_unless_equals_uint64 (stats.bytes_received, 7 + 21 * 16384);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
sizes_suite (void)
{
  Suite *suite = suite_create ("sizes");
  TCase *tcase = tcase_create ("sizes");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_sizes);
  return suite;
}

GST_CHECK_MAIN (sizes);
