/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

static void
connect_probing (Pair * pair)
{
  pair_init (pair);
  for (guint i = 0; i < 2; i++)
    pair->side[i].config.probe = TRUE;
  pair_new_agents (pair);
  pair_credentials (pair);
  pair_start (pair);
  pair_wait_connected (pair);
}

static void
take_stats (gpointer data)
{
  Side *side = ((gpointer *) data)[0];

  side->ice->klass->get_stats (side->ice, ((gpointer *) data)[1]);
}

GST_START_TEST (test_what_there_is)
{
  Pair pair;
  RtcIceStats stats;
  gpointer data[] = { &pair.side[0], &stats };

  connect_probing (&pair);
  rtc_loop_call (pair.side[0].loop, take_stats, data);
  fail_unless (stats.local->len > 0 && stats.remote->len > 0);
  fail_unless (g_str_has_prefix (stats.selected_local, "candidate:"));
  fail_unless (g_str_has_prefix (stats.selected_remote, "candidate:"));
  rtc_ice_stats_clear (&stats);
  pair_clear (&pair);
}

GST_END_TEST;

/* Longer than silence may last: the peer answers, though nobody says a word */
GST_START_TEST (test_a_quiet_peer_is_not_dead)
{
  Pair pair;
  gint64 end = g_get_monotonic_time () + 8 * G_USEC_PER_SEC;

  connect_probing (&pair);
  g_mutex_lock (&pair.lock);
  while (g_cond_wait_until (&pair.cond, &pair.lock, end))
    fail_unless_equals_int (pair.side[0].state, RTC_ICE_CONNECTED);
  g_mutex_unlock (&pair.lock);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_silence_is_told_before_consent_is_lost)
{
  Pair pair;
  gint ms;

  connect_probing (&pair);
  side_free (&pair.side[1]);
  ms = pair_wait_state (&pair, 0, RTC_ICE_DISCONNECTED, 30);
  fail_if (pair.side[0].failed_once);
  g_print ("a dead peer is missed after %.1f s\n", ms / 1e3);
  pair_wait_state (&pair, 0, RTC_ICE_FAILED, 30);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
probe_suite (void)
{
  Suite *suite = suite_create ("probe");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_what_there_is);
  tcase_add_test (tc, test_a_quiet_peer_is_not_dead);
  tcase_add_test (tc, test_silence_is_told_before_consent_is_lost);
  return suite;
}

GST_CHECK_MAIN (probe);
