/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "rtp/rtclossrate.h"

#define MIN_RATE 100000
#define MAX_RATE 4000000

/* @seconds reports of @lost (of 256), the encoder following at once */
static guint64
run (RtcLossRate * rate, guint seconds, guint8 lost, gint64 * now)
{
  for (guint i = 0; i < seconds; i++) {
    *now += G_USEC_PER_SEC;
    rtc_loss_rate_report (rate, lost, rate->estimate, MIN_RATE, MAX_RATE, *now);
  }
  return rate->estimate;
}

GST_START_TEST (test_without_loss_it_grows_to_the_maximum)
{
  RtcLossRate rate;
  gint64 now = 0;

  rtc_loss_rate_init (&rate, 1000000);
  fail_unless (run (&rate, 1, 0, &now) > 1000000);
  fail_unless_equals_uint64 (run (&rate, 60, 0, &now), MAX_RATE);
}

GST_END_TEST;

GST_START_TEST (test_five_percent_is_borne)
{
  RtcLossRate rate;
  gint64 now = 0;

  rtc_loss_rate_init (&rate, 1000000);
  fail_unless_equals_uint64 (run (&rate, 60, 13, &now), 1000000);
}

GST_END_TEST;

GST_START_TEST (test_heavy_loss_shrinks_to_the_minimum_and_no_further)
{
  RtcLossRate rate;
  gint64 now = 0;
  guint64 once;

  rtc_loss_rate_init (&rate, 1000000);
  once = run (&rate, 1, 128, &now);
  fail_unless_equals_uint64 (once, 750000);
  fail_unless_equals_uint64 (run (&rate, 100, 128, &now), MIN_RATE);
}

GST_END_TEST;

GST_START_TEST (test_many_reports_at_once_are_one_step)
{
  RtcLossRate rate;

  rtc_loss_rate_init (&rate, 1000000);
  for (gint64 now = 0; now < 400000; now += 1000)
    rtc_loss_rate_report (&rate, 128, 1000000, MIN_RATE, MAX_RATE, now);
  fail_unless_equals_uint64 (rate.estimate, 750000);
}

GST_END_TEST;

GST_START_TEST (test_it_does_not_outrun_what_is_sent)
{
  RtcLossRate rate;
  gint64 now = 0;

  rtc_loss_rate_init (&rate, 1000000);
  for (guint i = 0; i < 60; i++) {
    now += G_USEC_PER_SEC;
    rtc_loss_rate_report (&rate, 0, 1000000, MIN_RATE, MAX_RATE, now);
  }
  fail_unless_equals_uint64 (rate.estimate, 1500000);
}

GST_END_TEST;

GST_START_TEST (test_three_quarters_can_take_it)
{
  guint64 one[] = { 5 };
  guint64 three[] = { 30, 10, 20 };
  guint64 eight[] = { 80, 10, 70, 20, 60, 30, 50, 40 };

  fail_unless_equals_uint64 (rtc_loss_rate_for_all (one, 1), 5);
  fail_unless_equals_uint64 (rtc_loss_rate_for_all (three, 3), 10);
  fail_unless_equals_uint64 (rtc_loss_rate_for_all (eight, 8), 30);
  fail_unless_equals_uint64 (rtc_loss_rate_for_all (NULL, 0), 0);
}

GST_END_TEST;

static Suite *
lossrate_suite (void)
{
  Suite *suite = suite_create ("lossrate");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_without_loss_it_grows_to_the_maximum);
  tcase_add_test (tc, test_five_percent_is_borne);
  tcase_add_test (tc, test_heavy_loss_shrinks_to_the_minimum_and_no_further);
  tcase_add_test (tc, test_many_reports_at_once_are_one_step);
  tcase_add_test (tc, test_it_does_not_outrun_what_is_sent);
  tcase_add_test (tc, test_three_quarters_can_take_it);
  return suite;
}

GST_CHECK_MAIN (lossrate);
