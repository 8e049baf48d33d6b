/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "rtp/rtckeyrequest.h"

GST_START_TEST (test_many_requests_become_one)
{
  RtcKeyRequest request;

  rtc_key_request_init (&request, 1000);
  fail_unless (rtc_key_request_deadline (&request) == G_MAXINT64);
  fail_unless (rtc_key_request_ask (&request, 5));
  fail_unless (rtc_key_request_deadline (&request) == G_MAXINT64);
  for (gint64 now = 6; now < 1000; now++)
    fail_if (rtc_key_request_ask (&request, now));
  fail_unless (rtc_key_request_deadline (&request) == 1005);
  fail_if (rtc_key_request_timeout (&request, 1004));
  fail_unless (rtc_key_request_timeout (&request, 1005));
  fail_if (rtc_key_request_timeout (&request, 5000));
  fail_unless (rtc_key_request_ask (&request, 5000));
}

GST_END_TEST;

GST_START_TEST (test_a_key_frame_serves_all_who_wait)
{
  RtcKeyRequest request;

  rtc_key_request_init (&request, 1000);
  fail_unless (rtc_key_request_ask (&request, 0));
  fail_if (rtc_key_request_ask (&request, 10));
  rtc_key_request_served (&request, 20);
  fail_unless (rtc_key_request_deadline (&request) == G_MAXINT64);
  fail_if (rtc_key_request_timeout (&request, 1000));
  /* who lost that one waits for the end of the interval, not longer */
  fail_if (rtc_key_request_ask (&request, 999));
  fail_unless (rtc_key_request_timeout (&request, 1000));
}

GST_END_TEST;

static Suite *
keyrequest_suite (void)
{
  Suite *suite = suite_create ("keyrequest");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_many_requests_become_one);
  tcase_add_test (tc, test_a_key_frame_serves_all_who_wait);
  return suite;
}

GST_CHECK_MAIN (keyrequest);
