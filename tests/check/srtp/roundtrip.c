/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "packets.h"

#define N 40

GST_START_TEST (test_rtp_comes_back)
{
  guint kind = __i__;
  g_autoptr (RtcSrtp) out = session_new (FALSE, kind);
  g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
  guint8 data[N][300 + RTC_SRTP_MAX_TRAILER], plain[N][300];
  RtcSpan spans[N];
  guint i;

  for (i = 0; i < N; i++) {
    /* across the wrap of the sequence number, four SSRCs, sizes from 12 */
    write_rtp (plain[i], 300, 1000 + i % 4, 65520 + i);
    memcpy (data[i], plain[i], 300);
    spans[i] = make_span (data[i], 12 + i * 7);
  }
  fail_unless_equals_int (rtc_srtp_protect_rtp (out, spans, N), N);
  for (i = 0; i < N; i++) {
    fail_unless (spans[i].size > 12 + i * 7);
    fail_unless (spans[i].size <= 12 + i * 7 + RTC_SRTP_MAX_TRAILER);
    fail_unless (i == 0 || memcmp (data[i] + 12, plain[i] + 12, i * 7) != 0);
  }
  fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, spans, N), N);
  for (i = 0; i < N; i++) {
    fail_unless_equals_int (spans[i].size, 12 + i * 7);
    fail_unless (memcmp (data[i], plain[i], spans[i].size) == 0);
  }
}

GST_END_TEST;

GST_START_TEST (test_rtcp_comes_back)
{
  guint kind = __i__;
  g_autoptr (RtcSrtp) out = session_new (FALSE, kind);
  g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
  guint8 data[16 + RTC_SRTP_MAX_TRAILER], plain[16];
  RtcSpan span = { data, 16 };

  write_rtcp (plain, 77);
  memcpy (data, plain, 16);
  fail_unless_equals_int (rtc_srtp_protect_rtcp (out, &span, 1), 1);
  fail_unless (span.size > 16 && span.size <= sizeof (data));
  fail_unless (memcmp (data + 8, plain + 8, 8) != 0);
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 1);
  fail_unless_equals_int (span.size, 16);
  fail_unless (memcmp (data, plain, 16) == 0);
}

GST_END_TEST;

/* An answer to a NACK without RTX: the same packet, much later */
GST_START_TEST (test_same_packet_protects_the_same_again)
{
  guint kind = __i__;
  g_autoptr (RtcSrtp) out = session_new (FALSE, kind);
  guint8 first[100 + RTC_SRTP_MAX_TRAILER], data[sizeof (first)];
  RtcSpan span = { first, 100 };
  guint i;

  write_rtp (first, 100, 5, 1);
  fail_unless_equals_int (rtc_srtp_protect_rtp (out, &span, 1), 1);
  for (i = 2; i < 1024; i++) {
    span = make_span (data, 100);
    write_rtp (data, 100, 5, i);
    fail_unless_equals_int (rtc_srtp_protect_rtp (out, &span, 1), 1);
  }
  span = make_span (data, 100);
  write_rtp (data, 100, 5, 1);
  fail_unless_equals_int (rtc_srtp_protect_rtp (out, &span, 1), 1);
  fail_unless (memcmp (data, first, span.size) == 0);
}

GST_END_TEST;

static Suite *
roundtrip_suite (void)
{
  Suite *suite = suite_create ("srtp-roundtrip");
  TCase *tc = tcase_create ("general");
  guint n = G_N_ELEMENTS (kinds);

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_rtp_comes_back, 0, n);
  tcase_add_loop_test (tc, test_rtcp_comes_back, 0, n);
  tcase_add_loop_test (tc, test_same_packet_protects_the_same_again, 0, n);
  return suite;
}

GST_CHECK_MAIN (roundtrip);
