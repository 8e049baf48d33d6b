/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "packets.h"
#include <malloc.h>

#define SIZE 60
#define FORGED 20000

static gsize
allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* Nobody who lacks the key may make us hold anything */
GST_START_TEST (test_forged_ssrcs_cost_nothing)
{
  guint kind = __i__, ssrc;
  g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
  guint8 packet[SIZE];
  gsize before = allocated ();
  /* a memory checker takes its time */
  guint n = FORGED / (g_getenv ("VALGRIND") != NULL ? 20 : 1);

  for (ssrc = 0; ssrc < n; ssrc++) {
    RtcSpan span = { packet, SIZE };

    write_rtp (packet, SIZE, ssrc, ssrc);
    fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, &span, 1), 0);
    span.size = SIZE;
    write_rtcp (packet, ssrc);
    fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 0);
  }
  /* a sanitizer's allocator counts nothing, then this says nothing */
  fail_unless (allocated () < before + 4096);
}

GST_END_TEST;

/* Even an authentic peer cannot fill the memory, and its first SSRCs stay */
GST_START_TEST (test_authentic_ssrcs_are_bounded)
{
  guint kind = __i__, ssrc, seq, left = 0;
  g_autoptr (RtcSrtp) out = session_new (FALSE, kind);
  g_autoptr (RtcSrtp) in = session_new (TRUE, kind);
  guint8 packet[SIZE + RTC_SRTP_MAX_TRAILER];

  for (ssrc = 0; ssrc < 1000; ssrc++) {
    for (seq = 0; seq < 2; seq++) {
      RtcSpan span = { packet, SIZE };

      write_rtp (packet, SIZE, ssrc % 999, ssrc + seq);
      rtc_srtp_protect_rtp (out, &span, 1);
      left += rtc_srtp_unprotect_rtp (in, &span, 1);
    }
  }
  fail_unless (left >= 2 * 64 && left <= 2 * 256 + 2);
}

GST_END_TEST;

static Suite *
flood_suite (void)
{
  Suite *suite = suite_create ("srtp-flood");
  TCase *tc = tcase_create ("general");
  guint n = G_N_ELEMENTS (kinds);

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_forged_ssrcs_cost_nothing, 0, n);
  tcase_add_loop_test (tc, test_authentic_ssrcs_are_bounded, 0, n);
  return suite;
}

GST_CHECK_MAIN (flood);
