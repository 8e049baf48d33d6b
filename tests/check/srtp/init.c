/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Others in the process use libsrtp too, and came first */

#include <srtp2/srtp.h>

#include <gst/check/gstcheck.h>
#include "srtp/rtcsrtp.h"

GST_START_TEST (test_a_library_that_somebody_else_initialised)
{
  guint8 key[30] = { 1, 2, 3 };
  g_autoptr (RtcSrtp) srtp = NULL;
  g_autoptr (GError) error = NULL;

  fail_unless_equals_int (srtp_init (), srtp_err_status_ok);
  srtp = rtc_srtp_new_outbound (1, key, sizeof (key), &error);
  fail_unless (srtp != NULL, "%s", error != NULL ? error->message : "");
}

GST_END_TEST;

static Suite *
init_suite (void)
{
  Suite *suite = suite_create ("init");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_library_that_somebody_else_initialised);
  return suite;
}

GST_CHECK_MAIN (init);
