/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any one datagram of the handshake may be lost.  OpenSSL's timer runs on the
 * wall clock, so this test does too: it waits for deadlines. */

#include "pair.h"

static void
run_timers (Pair * pair)
{
  gint64 end = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;

  while (!pair_is (pair, RTC_DTLS_CONNECTED)) {
    gint64 now = g_get_monotonic_time (), next;
    guint i;

    fail_unless (now < end);
    next = MIN (rtc_dtls_deadline (pair->side[0].dtls),
        rtc_dtls_deadline (pair->side[1].dtls));
    fail_unless (next < end);
    if (next > now)
      g_usleep (next - now);
    now = g_get_monotonic_time ();
    for (i = 0; i < 2; i++) {
      if (rtc_dtls_deadline (pair->side[i].dtls) <= now)
        rtc_dtls_timeout (pair->side[i].dtls, now);
    }
    pair_deliver (pair, now);
  }
}

static guint
run_with_loss (gint lose)
{
  gint64 now = g_get_monotonic_time ();
  guint sent;
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  pair.lose = lose;
  pair_start (&pair, now);
  pair_deliver (&pair, now);
  if (lose >= 0)
    run_timers (&pair);
  fail_unless (pair_is (&pair, RTC_DTLS_CONNECTED));
  sent = pair.sent;
  pair_clear (&pair);
  return sent;
}

GST_START_TEST (test_each_datagram_lost)
{
  guint i = 0;

  run_with_loss (-1);
  /* for as long as the one to lose is among those that are sent */
  while (run_with_loss (i) > i)
    i++;
  fail_unless (i >= 4);
}

GST_END_TEST;

static Suite *
loss_suite (void)
{
  Suite *suite = suite_create ("dtls-loss");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_each_datagram_lost);
  return suite;
}

GST_CHECK_MAIN (loss);
