/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "packets.h"

#define N 5
#define SIZE 100

static guint8 data[N][SIZE + RTC_SRTP_MAX_TRAILER];

/* N good packets as they come from the network */
static void
receive_list (guint kind, RtcSpan * spans)
{
  g_autoptr (RtcSrtp) out = session_new (FALSE, kind);
  guint i;

  for (i = 0; i < N; i++) {
    write_rtp (data[i], SIZE, 5, i);
    spans[i] = make_span (data[i], SIZE);
  }
  fail_unless_equals_int (rtc_srtp_protect_rtp (out, spans, N), N);
}

/* Header, payload and tag are all covered; the others in the list pass */
GST_START_TEST (test_tampered)
{
  static const gint at[] = { 1, 20, -1 };
  guint kind = __i__, i;

  for (i = 0; i < G_N_ELEMENTS (at); i++) {
    g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
    RtcSpan spans[N];

    receive_list (kind, spans);
    data[2][at[i] < 0 ? spans[2].size + at[i] : (gsize) at[i]] ^= 1;
    fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, spans, N), N - 1);
    fail_unless_equals_int (spans[1].size, SIZE);
    fail_unless_equals_int (spans[2].size, 0);
    fail_unless_equals_int (spans[3].size, SIZE);
  }
}

GST_END_TEST;

GST_START_TEST (test_replayed)
{
  guint kind = __i__;
  g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
  guint8 copy[SIZE + RTC_SRTP_MAX_TRAILER];
  RtcSpan spans[N], again;

  receive_list (kind, spans);
  memcpy (copy, data[2], sizeof (copy));
  again = make_span (copy, spans[2].size);
  fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, spans, N), N);
  fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, &again, 1), 0);
  fail_unless_equals_int (again.size, 0);
}

GST_END_TEST;

/* A NACK is answered a second of packets later: still inside the window */
GST_START_TEST (test_late_is_not_replayed)
{
  guint kind = __i__;
  g_autoptr (RtcSrtp) out = session_new (FALSE, kind);
  g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
  guint8 late[SIZE + RTC_SRTP_MAX_TRAILER], packet[sizeof (late)];
  RtcSpan late_span = { late, SIZE }, span;
  guint seq;

  write_rtp (late, SIZE, 5, 1);
  fail_unless_equals_int (rtc_srtp_protect_rtp (out, &late_span, 1), 1);
  for (seq = 2; seq < 1024; seq++) {
    write_rtp (packet, SIZE, 5, seq);
    span = make_span (packet, SIZE);
    rtc_srtp_protect_rtp (out, &span, 1);
    fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, &span, 1), 1);
  }
  fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, &late_span, 1), 1);
}

GST_END_TEST;

/* What is shorter than a header, or than header and tag */
GST_START_TEST (test_short)
{
  guint kind = __i__;
  g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
  g_autoptr (RtcSrtp) out = session_new (FALSE, kind);
  gsize size;

  for (size = 0; size < 28; size++) {
    /* of the exact size, so that a sanitizer sees a read behind it */
    g_autofree guint8 *packet = g_malloc0 (size + 1);
    RtcSpan span = { packet, size };

    packet[0] = 0x9f;           /* 15 CSRCs and an extension that are not there */
    fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, &span, 1), 0);
    fail_unless_equals_int (span.size, 0);
    span.size = size;
    fail_unless_equals_int (rtc_srtp_protect_rtp (out, &span, 1), 0);
    packet[0] = 0x80;
    span.size = MIN (size, 16);
    fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 0);
    fail_unless_equals_int (span.size, 0);
  }
}

GST_END_TEST;

GST_START_TEST (test_tampered_rtcp)
{
  guint kind = __i__;
  g_autoptr (RtcSrtp) out = session_new (FALSE, kind);
  g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
  guint8 packet[16 + RTC_SRTP_MAX_TRAILER], copy[sizeof (packet)];
  RtcSpan span = { packet, 16 }, good = { copy };

  write_rtcp (packet, 77);
  fail_unless_equals_int (rtc_srtp_protect_rtcp (out, &span, 1), 1);
  memcpy (copy, packet, sizeof (copy));
  good.size = span.size;
  packet[10] ^= 1;
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 0);
  memcpy (packet, copy, sizeof (copy));
  span.size = good.size;
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &good, 1), 1);
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 0);
}

GST_END_TEST;

static Suite *
drop_suite (void)
{
  Suite *suite = suite_create ("srtp-drop");
  TCase *tc = tcase_create ("general");
  guint n = G_N_ELEMENTS (kinds);

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_tampered, 0, n);
  tcase_add_loop_test (tc, test_replayed, 0, n);
  tcase_add_loop_test (tc, test_late_is_not_replayed, 0, n);
  tcase_add_loop_test (tc, test_short, 0, n);
  tcase_add_loop_test (tc, test_tampered_rtcp, 0, n);
  return suite;
}

GST_CHECK_MAIN (drop);
