/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Peer connections through state changes and connections without end; what is
 * left of them must not grow.  tests/soak/peer says how to start it. */
#include "../check/peer/endurance.h"

#include <stdlib.h>

#define SEED 20
#define FLIPS_A_ROUND 20
#define SLACK_BYTES 256

static const gchar *factory;

static guint
get_number (const gchar * variable)
{
  return g_ascii_strtoull (g_getenv (variable), NULL, 10);
}

GST_START_TEST (test_states)
{
  guint rounds = get_number ("SOAK_FLIPS") / FLIPS_A_ROUND;
  GRand *random = g_rand_new_with_seed (SEED);
  Endurance endurance;

  endurance_init (&endurance, rounds);
  for (guint i = 0; i < rounds; i++) {
    endure_states (factory, random, FLIPS_A_ROUND);
    endurance_measure (&endurance);
  }
  g_rand_free (random);
  fail_unless (rounds == 0 || endurance_verdict (&endurance,
          "peers through 20 states each", SLACK_BYTES));
}

GST_END_TEST;

GST_START_TEST (test_connections)
{
  guint rounds = get_number ("SOAK_CONNECTIONS");
  GstElement *idle = gst_element_factory_make (factory, NULL);
  Endurance endurance;

  /* keeps the loops: each thread of theirs that ends would leave 224 bytes of
   * GnuTLS's behind, see docs/threads.md */
  fail_if (gst_element_set_state (idle, GST_STATE_READY) ==
      GST_STATE_CHANGE_FAILURE);
  endurance_init (&endurance, rounds);
  for (guint i = 0; i < rounds; i++) {
    endure_connection (factory);
    endurance_measure (&endurance);
  }
  gst_element_set_state (idle, GST_STATE_NULL);
  gst_object_unref (idle);
  fail_unless (rounds == 0 || endurance_verdict (&endurance, "connections",
          SLACK_BYTES));
}

GST_END_TEST;

static Suite *
soak_peer_suite (void)
{
  Suite *suite = suite_create ("soak-peer");
  TCase *tc = tcase_create ("general");

  factory = g_getenv ("SOAK_FACTORY");
  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 0);
  tcase_add_test (tc, test_states);
  tcase_add_test (tc, test_connections);
  return suite;
}

GST_CHECK_MAIN (soak_peer);
