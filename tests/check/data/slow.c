/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* An application that takes its time with a message holds up the sender, not
 * the memory */

static void
block (gpointer data)
{
  GMutex *wait = data;

  g_mutex_lock (wait);
  g_mutex_unlock (wait);
}

GST_START_TEST (test_slow)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");
  RtcDataChannelStats stats;
  GMutex wait;

  g_atomic_int_set (&pair->sides[1].silent, TRUE);
  pair_wait (&pair->sides[1], "open chat");
  g_mutex_init (&wait);
  g_mutex_lock (&wait);
  rtc_strand_post (pair->sides[1].strand, block, &wait, NULL);
  for (guint i = 0; i < RTC_DATA_MAX_BUFFERED / 65536; i++)
    pair_send (channel, 65536, i);
  do {
    g_thread_yield ();
    rtc_data_channel_get_stats (pair->sides[1].accepted, &stats);
  } while (stats.bytes_received < 4 * 1024 * 1024 - 65536);
  fail_unless (rtc_data_channel_get_buffered_amount (channel) > 0);
  g_mutex_unlock (&wait);
  pair_wait_messages (&pair->sides[1], RTC_DATA_MAX_BUFFERED / 65536);
  rtc_data_channel_get_stats (pair->sides[1].accepted, &stats);
  fail_unless_equals_uint64 (stats.bytes_received, RTC_DATA_MAX_BUFFERED);
  g_mutex_clear (&wait);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
slow_suite (void)
{
  Suite *suite = suite_create ("slow");
  TCase *tcase = tcase_create ("slow");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_slow);
  return suite;
}

GST_CHECK_MAIN (slow);
