/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* A peer that dies without a word: its sockets are gone, nothing answers */
GST_START_TEST (test_a_dead_peer_is_noticed)
{
  Pair pair;
  gint ms;

  pair_init (&pair);
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_connected (&pair);
  side_free (&pair.side[1]);
  ms = pair_wait_state (&pair, 0, RTC_ICE_FAILED, 30);
  g_print ("a dead peer is noticed after %.1f s\n", ms / 1e3);
  fail_if (side_send (&pair.side[0], "nobody there"));
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
consent_suite (void)
{
  Suite *suite = suite_create ("consent");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_dead_peer_is_noticed);
  return suite;
}

GST_CHECK_MAIN (consent);
