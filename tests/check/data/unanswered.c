/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bare.h"

/* A peer that does not reset its side of a channel: it is CLOSED in time, and its
 * id is not used again before the peer has done so */

GST_START_TEST (test_unanswered)
{
  Bare *bare = bare_new_with (1);
  Side *side = bare->side;
  RtcDataChannel *one = pair_create (side, "first"), *two;

  pair_wait (side, "open first");
  fail_unless_equals_int (rtc_data_channel_get_id (one), 0);
  rtc_data_channel_close (one);
  pair_wait (side, "closing first");
  pair_wait (side, "closed first");
  rtc_data_channel_unref (one);

  two = pair_create (side, "second");
  pair_wait (side, "open second");
  fail_unless_equals_int (rtc_data_channel_get_id (two), 2);
  rtc_data_channel_unref (two);
  /* SCTP lets out the second after it has been told that the first has arrived */
  bare_reset (bare, 0);
  bare_open (bare, 0, "third");
  pair_wait (side, "channel third");
  fail_unless_equals_int (rtc_data_channel_get_id (side->accepted), 0);
  bare_free (bare);
}

GST_END_TEST;

/* The association ends meanwhile */
GST_START_TEST (test_never)
{
  Bare *bare = bare_new ();
  RtcDataChannel *channel = pair_create (bare->side, "chat");

  pair_wait (bare->side, "open chat");
  rtc_data_channel_close (channel);
  rtc_data_channel_unref (channel);
  while (g_atomic_int_get (&bare->n_resets) == 0)
    g_thread_yield ();
  pair_disconnect (bare->side);
  pair_wait (bare->side, "closed chat");
  bare_free (bare);
}

GST_END_TEST;

static Suite *
unanswered_suite (void)
{
  Suite *suite = suite_create ("unanswered");
  TCase *tcase = tcase_create ("unanswered");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_unanswered);
  tcase_add_test (tcase, test_never);
  return suite;
}

GST_CHECK_MAIN (unanswered);
