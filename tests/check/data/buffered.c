/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>

#include "pair.h"

/* The amount is exact (W3C 6.2): it grows in send (), falls when the association
 * has taken a message, and falling to the threshold is told once */

typedef struct
{
  Pair *pair;
  Side *side;
  RtcDataChannel *channel;
  GMutex gate;                  /* the loop stands before it: nothing leaves */
} Test;

static void
stand (gpointer data)
{
  GMutex *gate = data;

  g_mutex_lock (gate);
  g_mutex_unlock (gate);
}

static void
test_init (Test * test)
{
  test->pair = pair_new_connected ();
  test->side = &test->pair->sides[0];
  test->channel = pair_create (test->side, "chat");
  pair_wait (test->side, "open chat");
  pair_wait (&test->pair->sides[1], "open chat");
  g_mutex_init (&test->gate);
  g_mutex_lock (&test->gate);
  rtc_loop_post (test->side->loop, stand, &test->gate, NULL);
}

static void
test_clear (Test * test)
{
  rtc_data_channel_unref (test->channel);
  pair_free (test->pair);
  g_mutex_clear (&test->gate);
}

static void
expect_amount (Test * test, guint64 bytes)
{
  fail_unless_equals_uint64 (rtc_data_channel_get_buffered_amount
      (test->channel), bytes);
}

/* What was told of it up to the end of @n messages on the other side */
static void
expect_lows (Test * test, guint n, guint lows)
{
  guint found = 0;

  g_mutex_unlock (&test->gate);
  pair_wait_messages (&test->pair->sides[1], n);
  expect_amount (test, 0);
  pair_settle (test->side);
  g_mutex_lock (&test->pair->lock);
  for (guint i = 0; i < test->side->lines->len; i++)
    found += g_str_equal (g_ptr_array_index (test->side->lines, i), "low chat");
  g_mutex_unlock (&test->pair->lock);
  fail_unless_equals_int (found, lows);
}

GST_START_TEST (test_exact)
{
  Test test;

  test_init (&test);
  rtc_data_channel_set_low_threshold (test.channel, 1500);
  for (guint i = 1; i <= 3; i++) {
    pair_send (test.channel, 1000, i);
    expect_amount (&test, i * 1000);
  }
  /* the byte that stands for none does not count */
  pair_send (test.channel, 0, 0);
  expect_amount (&test, 3000);
  expect_lows (&test, 4, 1);
  test_clear (&test);
}

GST_END_TEST;

static const struct
{
  guint64 threshold;
  guint messages;               /* of 1000 bytes */
  guint lows;
} falls[] = {
  {0, 3, 1},                    /* when nothing is left */
  {999, 1, 1},
  {1000, 1, 1},                 /* just as high counts as above */
  {1000, 3, 1},                 /* falls to it, then below: once */
  {1001, 1, 0},                 /* never as high */
  {3001, 3, 0},
};

GST_START_TEST (test_low)
{
  Test test;

  test_init (&test);
  rtc_data_channel_set_low_threshold (test.channel, falls[__i__].threshold);
  for (guint i = 0; i < falls[__i__].messages; i++)
    pair_send (test.channel, 1000, i);
  expect_lows (&test, falls[__i__].messages, falls[__i__].lows);
  test_clear (&test);
}

GST_END_TEST;

/* Each way across the threshold counts, when that is moved as well */
GST_START_TEST (test_threshold_moved)
{
  Test test;

  test_init (&test);
  rtc_data_channel_set_low_threshold (test.channel, 5000);
  for (guint i = 0; i < 3; i++)
    pair_send (test.channel, 1000, i);
  rtc_data_channel_set_low_threshold (test.channel, 1000);
  expect_lows (&test, 3, 1);
  g_mutex_lock (&test.gate);
  rtc_loop_post (test.side->loop, stand, &test.gate, NULL);
  for (guint i = 0; i < 3; i++)
    pair_send (test.channel, 1000, i);
  rtc_data_channel_set_low_threshold (test.channel, 5000);
  expect_lows (&test, 6, 1);
  test_clear (&test);
}

GST_END_TEST;

/* The queues of closed channels are nobody's */
GST_START_TEST (test_gone)
{
  Test test;

  test_init (&test);
  pair_send (test.channel, 1000, 1);
  rtc_data_close (test.side->data);
  expect_amount (&test, 0);
  g_mutex_unlock (&test.gate);
  test_clear (&test);
}

GST_END_TEST;

static void
expect_full (Test * test, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);
  g_autoptr (GError) error = NULL;

  fail_if (rtc_data_channel_send (test->channel, bytes, FALSE, &error));
  fail_unless (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE));
}

/* A sender without mercy meets an error at the limit, to the byte; it is back
 * below it with the first message that leaves */
GST_START_TEST (test_no_mercy)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (65536), 65536);
  Test test;

  test_init (&test);
  for (guint i = 0; i < RTC_DATA_MAX_BUFFERED / 65536 - 1; i++)
    fail_unless (rtc_data_channel_send (test.channel, bytes, FALSE, NULL));
  pair_send (test.channel, 65535, 0);
  expect_full (&test, 2);
  pair_send (test.channel, 1, 0);
  expect_amount (&test, RTC_DATA_MAX_BUFFERED);
  for (guint i = 0; i < 1000; i++)
    expect_full (&test, 1);
  rtc_data_channel_set_low_threshold (test.channel,
      RTC_DATA_MAX_BUFFERED - 65536);
  g_mutex_unlock (&test.gate);
  pair_wait (test.side, "low chat");
  pair_send (test.channel, 65536, 0);
  test_clear (&test);
}

GST_END_TEST;

/* ... and so does one who sends nothing at all without end */
GST_START_TEST (test_no_mercy_by_number)
{
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  Test test;

  test_init (&test);
  for (guint i = 0; i < RTC_DATA_MAX_QUEUED; i++)
    fail_unless (rtc_data_channel_send (test.channel, none, FALSE, NULL));
  expect_full (&test, 0);
  expect_amount (&test, 0);
  rtc_data_close (test.side->data);
  g_mutex_unlock (&test.gate);
  test_clear (&test);
}

GST_END_TEST;

static Suite *
buffered_suite (void)
{
  Suite *suite = suite_create ("buffered");
  TCase *tcase = tcase_create ("buffered");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_exact);
  tcase_add_loop_test (tcase, test_low, 0, G_N_ELEMENTS (falls));
  tcase_add_test (tcase, test_threshold_moved);
  tcase_add_test (tcase, test_gone);
  tcase_add_test (tcase, test_no_mercy);
  tcase_add_test (tcase, test_no_mercy_by_number);
  return suite;
}

GST_CHECK_MAIN (buffered);
