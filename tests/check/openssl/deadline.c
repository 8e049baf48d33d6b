/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

#define HANDSHAKE_TIME (10 * G_USEC_PER_SEC)

static void
assert_timed_out (Side * side)
{
  const GError *error;

  fail_unless (rtc_dtls_deadline (side->dtls) <= 1000 + HANDSHAKE_TIME);
  rtc_dtls_timeout (side->dtls, 999 + HANDSHAKE_TIME);
  fail_unless_equals_string (side->states->str, "C");
  rtc_dtls_timeout (side->dtls, 1000 + HANDSHAKE_TIME);
  fail_unless_equals_string (side->states->str, "CF");
  error = rtc_dtls_get_error (side->dtls);
  fail_unless (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  fail_unless (rtc_dtls_deadline (side->dtls) == RTC_NEVER);
}

/* __i__: as client, as server */
GST_START_TEST (test_silent_peer)
{
  Side *side;
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  side = &pair.side[__i__];
  fail_unless (rtc_dtls_deadline (side->dtls) == RTC_NEVER);
  rtc_dtls_start (side->dtls, 1000);
  assert_timed_out (side);
  /* what comes later changes nothing */
  pair_start (&pair, 2 * HANDSHAKE_TIME);
  pair_deliver (&pair, 2 * HANDSHAKE_TIME);
  fail_unless_equals_string (side->states->str, "CF");
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_fingerprint_never_comes)
{
  Pair pair;

  pair_init (&pair);
  rtc_dtls_add_remote_fingerprint (pair.side[0].dtls,
      rtc_certificate_get_fingerprint (pair.side[1].certificate), NULL);
  pair_run (&pair);
  fail_unless (rtc_dtls_deadline (pair.side[1].dtls) == 1000 + HANDSHAKE_TIME);
  assert_timed_out (&pair.side[1]);
  fail_unless (strstr (rtc_dtls_get_error (pair.side[1].dtls)->message,
          "fingerprint") != NULL);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_connected_stays)
{
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  pair_run (&pair);
  rtc_dtls_timeout (pair.side[0].dtls, 2 * HANDSHAKE_TIME);
  rtc_dtls_timeout (pair.side[1].dtls, 2 * HANDSHAKE_TIME);
  fail_unless (pair_is (&pair, RTC_DTLS_CONNECTED));
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
deadline_suite (void)
{
  Suite *suite = suite_create ("dtls-deadline");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_silent_peer, 0, 2);
  tcase_add_test (tc, test_fingerprint_never_comes);
  tcase_add_test (tc, test_connected_stays);
  return suite;
}

GST_CHECK_MAIN (deadline);
