/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "srtp/rtcsrtpstreams.h"

#define N 256

/* SSRCs that follow one another, that share their low or high half, random */
static guint32
ssrc_of (guint kind, guint i)
{
  switch (kind) {
    case 0:
      return i;
    case 1:
      return i << 16 | 7;
    case 2:
      return i << 24;
    default:
      return i * 1664525u + 1013904223u;
  }
}

GST_START_TEST (test_find_what_was_added)
{
  RtcSrtpStream *added[N];
  RtcSrtpStreams streams;
  guint i, j;

  rtc_srtp_streams_init (&streams, N, 2048);
  for (i = 0; i < N; i++) {
    guint found = 0;

    fail_unless (!rtc_srtp_streams_is_full (&streams));
    fail_unless (rtc_srtp_streams_find (&streams, ssrc_of (__i__, i)) == NULL);
    added[i] = rtc_srtp_streams_add (&streams, ssrc_of (__i__, i));
    added[i]->rtp_seen[31] = i;
    for (j = 0; j <= i; j++)
      found += rtc_srtp_streams_find (&streams, ssrc_of (__i__, j)) == added[j];
    fail_unless_equals_int (found, i + 1);
  }
  fail_unless (rtc_srtp_streams_is_full (&streams));
  fail_unless (rtc_srtp_streams_find (&streams, 0xffffffff) == NULL);
  rtc_srtp_streams_clear (&streams);
}

GST_END_TEST;

static Suite *
streams_suite (void)
{
  Suite *suite = suite_create ("srtp-streams");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_find_what_was_added, 0, 4);
  return suite;
}

GST_CHECK_MAIN (streams);
