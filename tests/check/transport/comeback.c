/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer that is there anew under the certificate it had before */
#include "pair.h"

static void
connect_pair (Pair * pair)
{
  pair_init (pair);
  pair_start (pair, NULL);
  pair_wait_state (pair, 0, RTC_TRANSPORT_CONNECTED);
  pair_wait_state (pair, 1, RTC_TRANSPORT_CONNECTED);
}

/* Keys of both directions */
static void
check_media (Pair * pair)
{
  for (guint i = 0; i < 2; i++) {
    guint before = pair->ends[1 - i].n_rtp;

    pair_wait_state (pair, i, RTC_TRANSPORT_CONNECTED);
    pair_send_rtp (pair, i, 1, 100);
    pair_wait_rtp (pair, 1 - i, before + 1);
  }
}

/* Client or server */
GST_START_TEST (test_after_its_close)
{
  guint back = __i__;
  Pair pair;

  connect_pair (&pair);
  pair_call (&pair, back, (RtcLoopFunc) rtc_transport_close,
      pair.ends[back].transport);
  pair_wait_state (&pair, 1 - back, RTC_TRANSPORT_CLOSED);
  pair_reopen (&pair, back);
  pair_restart (&pair, 1 - back);
  pair_start (&pair, NULL);
  pair_wait_state (&pair, back, RTC_TRANSPORT_CONNECTED);
  check_media (&pair);
  pair_clear (&pair);
}

GST_END_TEST;

/* close_notify comes after what signalling says */
GST_START_TEST (test_before_its_close)
{
  guint back = __i__;
  Pair pair;

  connect_pair (&pair);
  pair_restart (&pair, 1 - back);
  pair_set_remote (&pair, 1 - back, NULL);
  pair_call (&pair, back, (RtcLoopFunc) rtc_transport_close,
      pair.ends[back].transport);
  pair_wait_state (&pair, 1 - back, RTC_TRANSPORT_CLOSED);
  pair_reopen (&pair, back);
  pair_set_remote (&pair, back, NULL);
  pair_join (&pair);
  pair_wait_state (&pair, back, RTC_TRANSPORT_CONNECTED);
  check_media (&pair);
  pair_clear (&pair);
}

GST_END_TEST;

/* It crashed: its ClientHello is all that says so */
GST_START_TEST (test_without_a_close)
{
  Pair pair;

  connect_pair (&pair);
  rtc_ice_fake_set_loss (pair.ends[0].ice, 1);
  pair_reopen (&pair, 0);
  pair_restart (&pair, 1);
  pair_start (&pair, NULL);
  pair_wait_state (&pair, 0, RTC_TRANSPORT_CONNECTED);
  check_media (&pair);
  pair_clear (&pair);
}

GST_END_TEST;

/* The path leads to somebody else for a while, who cannot prove to be the peer:
 * the association carries on as if nothing had been */
GST_START_TEST (test_a_stranger_changes_nothing)
{
  Pair pair, other;

  connect_pair (&pair);
  pair_init (&other);
  pair_restart (&pair, 1);
  pair_set_remote (&pair, 1, NULL);
  pair_set_remote (&other, 0,
      rtc_certificate_get_fingerprint (pair.ends[1].certificate));
  rtc_ice_fake_join (other.ends[0].ice, pair.ends[1].ice);
  pair_wait_state (&other, 0, RTC_TRANSPORT_FAILED);
  fail_unless_equals_int (pair.ends[1].state, RTC_TRANSPORT_CONNECTED);

  pair_restart (&pair, 0);
  pair_restart (&pair, 1);
  pair_start (&pair, NULL);
  check_media (&pair);
  pair_clear (&other);
  pair_clear (&pair);
}

GST_END_TEST;

/* The client of an association is told to be the server, and no ClientHello
 * comes: it carries on */
GST_START_TEST (test_a_role_that_only_turns)
{
  Pair pair;

  connect_pair (&pair);
  pair.turned = TRUE;
  pair_set_remote (&pair, 0, NULL);
  pair_restart (&pair, 0);
  pair_join (&pair);
  check_media (&pair);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
comeback_suite (void)
{
  Suite *suite = suite_create ("comeback");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_after_its_close, 0, 2);
  tcase_add_loop_test (tc, test_before_its_close, 0, 2);
  tcase_add_test (tc, test_without_a_close);
  tcase_add_test (tc, test_a_stranger_changes_nothing);
  tcase_add_test (tc, test_a_role_that_only_turns);
  return suite;
}

GST_CHECK_MAIN (comeback);
