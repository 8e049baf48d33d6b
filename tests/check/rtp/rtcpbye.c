/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "rtp/rtcrtcpbye.h"

/* Of exact size, for tools that watch reads and writes */
static gsize
drop (const guint8 * data, gsize size, guint8 ** out)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  g_free (*out);
  *out = g_malloc (size);
  return rtc_rtcp_drop_byes (copy, size, *out);
}

#define DROP(out, ...) \
    drop ((const guint8[]) { __VA_ARGS__ }, \
        sizeof ((const guint8[]) { __VA_ARGS__ }), out)

#define RR 0x80, 201, 0, 1, 0, 0, 0, 1
#define BYE 0x81, 203, 0, 1, 0, 0, 0, 1
#define PADDED_BYE 0xa1, 203, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4
#define PLI 0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2

GST_START_TEST (test_wherever_it_stands)
{
  static const guint8 rr_pli[] = { RR, PLI };
  g_autofree guint8 *out = NULL;

  fail_unless_equals_int (DROP (&out, RR, PLI), 20);
  fail_unless (memcmp (out, rr_pli, 20) == 0);
  fail_unless_equals_int (DROP (&out, RR, BYE, PLI), 20);
  fail_unless (memcmp (out, rr_pli, 20) == 0);
  fail_unless_equals_int (DROP (&out, BYE, RR, PLI), 20);
  fail_unless (memcmp (out, rr_pli, 20) == 0);
  fail_unless_equals_int (DROP (&out, RR, PLI, PADDED_BYE), 20);
  fail_unless (memcmp (out, rr_pli, 20) == 0);
  fail_unless_equals_int (DROP (&out, BYE, BYE), 0);
}

GST_END_TEST;

GST_START_TEST (test_malformed)
{
  g_autofree guint8 *out = NULL;

  fail_unless_equals_int (rtc_rtcp_drop_byes (NULL, 0, NULL), 0);
  fail_unless_equals_int (DROP (&out, 0x80), 0);
  fail_unless_equals_int (DROP (&out, RR, 0x80, 201, 0), 0);
  fail_unless_equals_int (DROP (&out, 0x40, 201, 0, 1, 0, 0, 0, 1), 0);
  fail_unless_equals_int (DROP (&out, 0x80, 201, 0, 2, 0, 0, 0, 1), 0);
  fail_unless_equals_int (DROP (&out, RR, 0x81, 203, 0xff, 0xff), 0);
}

GST_END_TEST;

static Suite *
rtcpbye_suite (void)
{
  Suite *suite = suite_create ("rtcpbye");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_wherever_it_stands);
  tcase_add_test (tc, test_malformed);
  return suite;
}

GST_CHECK_MAIN (rtcpbye);
