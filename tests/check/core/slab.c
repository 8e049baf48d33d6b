/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "core/rtcslab.h"

GST_START_TEST (test_packets_lie_end_to_end)
{
  RtcSlab slab;
  guint8 *first, *second;

  rtc_slab_init (&slab, 100);
  first = rtc_slab_reserve (&slab, 60);
  rtc_slab_commit (&slab, 50);
  second = rtc_slab_reserve (&slab, 50);
  fail_unless (second == first + 50);
  rtc_slab_commit (&slab, 50);
  fail_unless (rtc_slab_reserve (&slab, 1) == NULL);
  rtc_slab_reset (&slab);
  fail_unless (rtc_slab_reserve (&slab, 100) == first);
  rtc_slab_clear (&slab);
}

GST_END_TEST;

static Suite *
slab_suite (void)
{
  Suite *suite = suite_create ("slab");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_packets_lie_end_to_end);
  return suite;
}

GST_CHECK_MAIN (slab);
