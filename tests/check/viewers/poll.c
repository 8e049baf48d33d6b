/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "viewers/rtcpoll.h"

#define LOTS 128                /* of 256 are lost */

typedef struct
{
  RtcPoll *poll;
  gint64 now;
  guint changes;
} Fixture;

/* A second passes in which each of @n voters reports @lost[i] */
static void
second (Fixture * f, RtcLossRate * rates, const guint8 * lost, guint n)
{
  f->now += G_USEC_PER_SEC;
  for (guint i = 0; i < n; i++)
    f->changes += rtc_poll_vote (f->poll, &rates[i], &rates[i], lost[i],
        f->now);
}

GST_START_TEST (test_one_viewer_is_followed)
{
  Fixture f = { rtc_poll_new (100000, 1000000, 4000000) };
  RtcLossRate rate;
  const guint8 bad[] = { LOTS }, good[] = { 0 };

  second (&f, &rate, bad, 1);
  fail_unless_equals_uint64 (rtc_poll_get_bitrate (f.poll), 750000);
  for (guint i = 0; i < 100; i++)
    second (&f, &rate, good, 1);
  fail_unless_equals_uint64 (rtc_poll_get_bitrate (f.poll), 4000000);
  rtc_poll_free (f.poll);
}

GST_END_TEST;

GST_START_TEST (test_one_bad_link_of_eight_spoils_nothing)
{
  Fixture f = { rtc_poll_new (100000, 1000000, 1000000) };
  RtcLossRate rates[8];
  const guint8 lost[8] = { 0, 0, 0, LOTS, 0, 0, 0, 0 };

  for (guint i = 0; i < 20; i++)
    second (&f, rates, lost, 8);
  fail_unless_equals_uint64 (rtc_poll_get_bitrate (f.poll), 1000000);
  fail_unless_equals_int (f.changes, 0);
  rtc_poll_free (f.poll);
}

GST_END_TEST;

GST_START_TEST (test_who_leaves_has_no_vote)
{
  Fixture f = { rtc_poll_new (100000, 1000000, 4000000) };
  RtcLossRate rates[2];
  const guint8 lost[2] = { LOTS, 0 };
  guint64 before;

  for (guint i = 0; i < 5; i++)
    second (&f, rates, lost, 2);
  before = rtc_poll_get_bitrate (f.poll);
  fail_unless (before < 1000000);
  rtc_poll_leave (f.poll, &rates[0]);
  second (&f, rates + 1, lost + 1, 1);
  fail_unless (rtc_poll_get_bitrate (f.poll) > before);
  rtc_poll_free (f.poll);
}

GST_END_TEST;

GST_START_TEST (test_the_encoder_is_not_told_trifles)
{
  Fixture f = { rtc_poll_new (100000, 1000000, 4000000) };
  RtcLossRate rate;
  const guint8 some[] = { 13 };

  for (guint i = 0; i < 50; i++)
    second (&f, &rate, some, 1);
  fail_unless_equals_int (f.changes, 0);
  rtc_poll_free (f.poll);
}

GST_END_TEST;

static Suite *
poll_suite (void)
{
  Suite *suite = suite_create ("poll");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_one_viewer_is_followed);
  tcase_add_test (tc, test_one_bad_link_of_eight_spoils_nothing);
  tcase_add_test (tc, test_who_leaves_has_no_vote);
  tcase_add_test (tc, test_the_encoder_is_not_told_trifles);
  return suite;
}

GST_CHECK_MAIN (poll);
