/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

static void
end_of_candidates (gpointer data)
{
  RtcIce *ice = ((Side *) data)->ice;

  ice->klass->end_of_candidates (ice);
}

/* The agent gives up on a dead candidate within a few seconds; a peer that comes
 * after that by its own checks must still be let in. */
GST_START_TEST (test_a_late_peer_connects)
{
  const gchar *addresses[] = { "127.0.0.1", NULL };
  Pair pair;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  pair_init (&pair);
  for (guint i = 0; i < 2; i++)
    pair.side[i].config.local_addresses = addresses;
  pair.side[0].mute = pair.side[1].mute = TRUE;
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  side_add_candidate (&pair.side[1],
      "candidate:1 1 UDP 1 127.0.0.1 9 typ host");
  rtc_loop_call (pair.side[1].loop, end_of_candidates, &pair.side[1]);

  g_mutex_lock (&pair.lock);
  while (g_cond_wait_until (&pair.cond, &pair.lock, end))
    fail_if (pair.side[1].failed_once);
  g_mutex_unlock (&pair.lock);

  fail_unless (side_add_candidate (&pair.side[0], pair.side[1].candidate));
  pair_wait_connected (&pair);
  fail_if (pair.side[1].failed_once);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_nobody_comes)
{
  Pair pair;
  gint ms;

  pair_init (&pair);
  pair.side[0].mute = pair.side[1].mute = TRUE;
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  side_add_candidate (&pair.side[1],
      "candidate:1 1 UDP 1 127.0.0.1 9 typ host");
  ms = pair_wait_state (&pair, 1, RTC_ICE_FAILED, 32);
  g_print ("failed after %.1f s with a dead candidate", ms / 1e3);
  fail_unless (ms > 14000);
  ms += pair_wait_state (&pair, 0, RTC_ICE_FAILED, 32);
  g_print (", after %.1f s without any\n", ms / 1e3);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
grace_suite (void)
{
  Suite *suite = suite_create ("grace");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_late_peer_connects);
  tcase_add_test (tc, test_nobody_comes);
  return suite;
}

GST_CHECK_MAIN (grace);
