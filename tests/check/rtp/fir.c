/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testframes.h"

GST_START_TEST (test_repeated_fir_counts_once)
{
  const RtcSenderConfig config = video_config ();
  RtcSender sender;

  rtc_sender_init (&sender, &config);
  fail_unless (rtc_sender_fir (&sender, 0));
  fail_if (rtc_sender_fir (&sender, 0));
  fail_unless (rtc_sender_fir (&sender, 1));
  fail_if (rtc_sender_fir (&sender, 1));
  /* the number wraps, after a while it is another request */
  fail_unless (rtc_sender_fir (&sender, 0));
  fail_unless_equals_int (sender.firs, 3);
}

GST_END_TEST;

static Suite *
fir_suite (void)
{
  Suite *suite = suite_create ("fir");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_repeated_fir_counts_once);
  return suite;
}

GST_CHECK_MAIN (fir);
