/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>

#include "pair.h"

/* The amount is exact, falling to the threshold is told once, and a sender
 * without mercy meets an error */

typedef struct
{
  GMutex lock;
} Block;

static void
block (gpointer data)
{
  Block *wait = data;

  g_mutex_lock (&wait->lock);
  g_mutex_unlock (&wait->lock);
}

GST_START_TEST (test_buffered)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");
  Block wait;

  pair_wait (&pair->sides[0], "open chat");
  rtc_data_channel_set_low_threshold (channel, 1500);
  g_mutex_init (&wait.lock);
  g_mutex_lock (&wait.lock);
  rtc_loop_post (pair->sides[0].loop, block, &wait, NULL);
  for (guint i = 1; i <= 3; i++) {
    pair_send (channel, 1000, i);
    fail_unless_equals_uint64 (rtc_data_channel_get_buffered_amount (channel),
        i * 1000);
  }
  pair_send (channel, 0, 0);
  fail_unless_equals_uint64 (rtc_data_channel_get_buffered_amount (channel),
      3000);
  g_mutex_unlock (&wait.lock);
  pair_wait (&pair->sides[0], "low chat");
  pair_wait_messages (&pair->sides[1], 4);
  fail_unless_equals_uint64 (rtc_data_channel_get_buffered_amount (channel), 0);
  g_mutex_clear (&wait.lock);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_no_mercy)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (65536), 65536);
  GError *error = NULL;
  guint sent = 0, refused = 0;

  g_atomic_int_set (&pair->sides[1].silent, TRUE);
  pair_wait (&pair->sides[0], "open chat");
  while (refused < 1000) {
    if (rtc_data_channel_send (channel, bytes, FALSE, &error)) {
      sent++;
      fail_unless (sent < 100000);
    } else {
      fail_unless (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE));
      g_clear_error (&error);
      refused++;
    }
    fail_unless (rtc_data_channel_get_buffered_amount (channel)
        <= RTC_DATA_MAX_BUFFERED);
  }
  /* what was taken arrives, all of it */
  pair_wait_messages (&pair->sides[1], sent);
  fail_unless_equals_int (pair->sides[1].messages, sent);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
buffered_suite (void)
{
  Suite *suite = suite_create ("buffered");
  TCase *tcase = tcase_create ("buffered");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_buffered);
  tcase_add_test (tcase, test_no_mercy);
  return suite;
}

GST_CHECK_MAIN (buffered);
