/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "rtp/rtcgather.h"

#define BEFORE RTC_GATHER_FLUSH_BEFORE
#define HOLD RTC_GATHER_HOLD
#define AFTER RTC_GATHER_FLUSH_AFTER

/* of one source, 1000 bytes each */
static RtcGatherDo
packet (RtcGather * gather, guint32 timestamp, gboolean marker, gint64 now)
{
  return rtc_gather_packet (gather, 1, timestamp, marker, 1000, now);
}

GST_START_TEST (test_the_marker_completes_a_frame)
{
  RtcGather gather;

  rtc_gather_init (&gather);
  fail_unless (rtc_gather_deadline (&gather) == G_MAXINT64);
  fail_unless_equals_int (packet (&gather, 90, FALSE, 5), HOLD);
  fail_unless_equals_int64 (rtc_gather_deadline (&gather),
      5 + RTC_GATHER_BOUND);
  fail_unless_equals_int (packet (&gather, 90, FALSE, 10), HOLD);
  /* the bound is the first one's */
  fail_unless_equals_int64 (rtc_gather_deadline (&gather),
      5 + RTC_GATHER_BOUND);
  fail_unless_equals_int (packet (&gather, 90, TRUE, 15), HOLD | AFTER);
  fail_unless (rtc_gather_deadline (&gather) == G_MAXINT64);
  /* a frame of one packet */
  fail_unless_equals_int (packet (&gather, 91, TRUE, 20), 0);
}

GST_END_TEST;

GST_START_TEST (test_another_frame_or_source_goes_after_this_one)
{
  RtcGather gather;

  rtc_gather_init (&gather);
  fail_unless_equals_int (packet (&gather, 90, FALSE, 5), HOLD);
  fail_unless_equals_int (packet (&gather, 91, FALSE, 6), BEFORE | HOLD);
  fail_unless_equals_int64 (rtc_gather_deadline (&gather),
      6 + RTC_GATHER_BOUND);
  fail_unless_equals_int (packet (&gather, 92, TRUE, 7), BEFORE);
  fail_unless_equals_int (packet (&gather, 92, FALSE, 8), HOLD);
  fail_unless_equals_int (rtc_gather_packet (&gather, 2, 92, FALSE, 1000, 9),
      BEFORE | HOLD);
}

GST_END_TEST;

GST_START_TEST (test_limits)
{
  RtcGather gather;

  rtc_gather_init (&gather);
  for (guint i = 1; i < RTC_GATHER_MAX_PACKETS; i++)
    fail_unless_equals_int (packet (&gather, 90, FALSE, i), HOLD);
  fail_unless_equals_int (packet (&gather, 90, FALSE, 100), HOLD | AFTER);
  fail_unless_equals_int (packet (&gather, 90, FALSE, 101), HOLD);
  fail_unless_equals_int (rtc_gather_packet (&gather, 1, 90, FALSE,
          RTC_GATHER_MAX_BYTES - 999, 102), BEFORE | HOLD);
  fail_unless_equals_int (rtc_gather_packet (&gather, 1, 90, FALSE,
          RTC_GATHER_MAX_BYTES, 103), BEFORE);
}

GST_END_TEST;

GST_START_TEST (test_the_bound)
{
  RtcGather gather;
  const gint64 deadline = 5 + RTC_GATHER_BOUND;

  rtc_gather_init (&gather);
  fail_if (rtc_gather_timeout (&gather, 5));
  packet (&gather, 90, FALSE, 5);
  packet (&gather, 90, FALSE, 6);
  fail_if (rtc_gather_timeout (&gather, deadline - 1));
  fail_unless (rtc_gather_timeout (&gather, deadline));
  fail_if (rtc_gather_timeout (&gather, deadline + 1));
  /* nobody called in time: the next packet sees it */
  packet (&gather, 90, FALSE, 2000);
  fail_unless_equals_int (packet (&gather, 90, FALSE, 3000), BEFORE | HOLD);
  /* somebody else sent them */
  rtc_gather_flushed (&gather);
  fail_if (rtc_gather_timeout (&gather, 9000));
}

GST_END_TEST;

/* One packet a millisecond from @now on: how many are held before it gives up */
static guint
pace (RtcGather * gather, gint64 * now, guint n)
{
  guint held = 0;

  for (guint i = 0; i < n; i++, *now += RTC_GATHER_BOUND) {
    rtc_gather_timeout (gather, *now);
    held += (packet (gather, 90 + i, FALSE, *now) & HOLD) != 0;
  }
  return held;
}

GST_START_TEST (test_a_slow_source_is_let_through)
{
  RtcGather gather;
  gint64 now = 0;

  rtc_gather_init (&gather);
  fail_unless_equals_int (pace (&gather, &now, 100), 8);
  fail_unless (rtc_gather_deadline (&gather) == G_MAXINT64);
  /* it goes on with whole frames at a time */
  for (guint i = 0; i < 9; i++)
    fail_unless_equals_int (packet (&gather, 7, FALSE, now++), 0);
  fail_unless_equals_int (packet (&gather, 7, FALSE, now++), HOLD);
  fail_unless_equals_int (packet (&gather, 7, TRUE, now++), HOLD | AFTER);
}

GST_END_TEST;

GST_START_TEST (test_a_pause_is_no_slow_source)
{
  RtcGather gather;
  gint64 now = 0;

  rtc_gather_init (&gather);
  for (guint i = 0; i < 10; i++) {
    pace (&gather, &now, 7);
    rtc_gather_timeout (&gather, now);
    packet (&gather, 7, FALSE, now);
    fail_unless_equals_int (packet (&gather, 7, TRUE, now), HOLD | AFTER);
  }
}

GST_END_TEST;

static Suite *
gather_suite (void)
{
  Suite *suite = suite_create ("gather");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_the_marker_completes_a_frame);
  tcase_add_test (tc, test_another_frame_or_source_goes_after_this_one);
  tcase_add_test (tc, test_limits);
  tcase_add_test (tc, test_the_bound);
  tcase_add_test (tc, test_a_slow_source_is_let_through);
  tcase_add_test (tc, test_a_pause_is_no_slow_source);
  return suite;
}

GST_CHECK_MAIN (gather);
