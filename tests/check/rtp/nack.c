/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "rtp/rtcnack.h"

#define MS 1000

GST_START_TEST (test_not_again_within_a_round_trip)
{
  RtcNackLimiter limiter;

  rtc_nack_init (&limiter);
  fail_unless (rtc_nack_allow (&limiter, 0, 1000, 50 * MS, 0));
  fail_if (rtc_nack_allow (&limiter, 0, 1000, 50 * MS, 49 * MS));
  fail_unless (rtc_nack_allow (&limiter, 256, 1000, 50 * MS, 49 * MS));
  fail_unless (rtc_nack_allow (&limiter, 1, 1000, 50 * MS, 100 * MS));
  fail_unless (rtc_nack_allow (&limiter, 1, 1000, 50 * MS, 150 * MS));
  /* a round trip that is short or unknown counts as 20 ms */
  fail_unless (rtc_nack_allow (&limiter, 2, 1000, 1 * MS, 200 * MS));
  fail_if (rtc_nack_allow (&limiter, 2, 1000, 1 * MS, 219 * MS));
  fail_if (rtc_nack_allow (&limiter, 2, 1000, -1, 219 * MS));
  fail_unless (rtc_nack_allow (&limiter, 2, 1000, -1, 220 * MS));
}

GST_END_TEST;

static guint
storm (RtcNackLimiter * limiter, guint64 first, gint64 now)
{
  guint n = 0;

  for (guint i = 0; i < 5000; i++)
    n += rtc_nack_allow (limiter, first + i, 1200, -1, now);
  return n;
}

GST_START_TEST (test_a_storm_costs_no_more_than_the_stream)
{
  RtcNackLimiter limiter;
  gint64 now = 0;

  rtc_nack_init (&limiter);
  /* nothing sent yet: the floor */
  fail_unless_equals_int (storm (&limiter, 0, now), 30);

  /* 100 packets a 100 ms for three seconds; storms at the end */
  for (guint i = 0; i < 30; i++, now += 100 * MS)
    for (guint j = 0; j < 100; j++)
      rtc_nack_note_sent (&limiter, 1200, now);
  now -= 1 * MS;
  fail_unless_equals_int (storm (&limiter, 10000, now), 1000);
  fail_unless_equals_int (storm (&limiter, 20000, now), 0);

  /* a silent second later only the floor is left again */
  now += 2000 * MS;
  fail_unless_equals_int (storm (&limiter, 30000, now), 30);
}

GST_END_TEST;

static Suite *
nack_suite (void)
{
  Suite *suite = suite_create ("nack");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_not_again_within_a_round_trip);
  tcase_add_test (tc, test_a_storm_costs_no_more_than_the_stream);
  return suite;
}

GST_CHECK_MAIN (nack);
