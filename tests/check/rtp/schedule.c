/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "rtp/rtcschedule.h"

#define MS 1000

static void
check_range (gboolean initial, guint64 bitrate, gint64 from, gint64 to)
{
  const gint64 now = 77;

  fail_unless_equals_int64 (rtc_schedule_next_report (now, initial, bitrate, 0),
      now + from);
  fail_unless_equals_int64 (rtc_schedule_next_report (now, initial, bitrate,
          1u << 31), now + (from + to) / 2);
  fail_unless_equals_int64 (rtc_schedule_next_report (now, initial, bitrate,
          G_MAXUINT32), now + to - 1);
}

GST_START_TEST (test_interval_follows_the_bitrate)
{
  check_range (TRUE, 2000000, 125 * MS, 375 * MS);
  check_range (FALSE, 2000000, 500 * MS, 1500 * MS);
  check_range (FALSE, 0, 500 * MS, 1500 * MS);
  /* 360 / 144 = 2.5 s */
  check_range (FALSE, 144000, 1250 * MS, 3750 * MS);
  check_range (FALSE, 1, 2500 * MS, 7500 * MS);
}

GST_END_TEST;

static Suite *
schedule_suite (void)
{
  Suite *suite = suite_create ("schedule");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_interval_follows_the_bitrate);
  return suite;
}

GST_CHECK_MAIN (schedule);
