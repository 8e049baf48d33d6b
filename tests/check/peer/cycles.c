/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A short form of tests/soak/peer: what peers leave behind */
#include "endurance.h"

#define SEED 20
/* A sanitizer keeps what was freed.  Few rounds measure roughly, with malloc's
 * caches of threads in them; a peer that stays has four times as much, and
 * what is less is for the leaks tracer, LeakSanitizer and tests/soak/peer. */
#define SLACK (g_getenv ("ASAN_OPTIONS") || g_getenv ("TSAN_OPTIONS") ? \
    G_MAXUINT : 64 * 1024)

GST_START_TEST (test_states)
{
  GRand *random = g_rand_new_with_seed (SEED);
  Endurance endurance;

  endurance_init (&endurance, 50);
  for (guint i = 0; i < 50; i++) {
    endure_states ("rtcpeerbin", random, 10);
    endurance_measure (&endurance);
  }
  g_rand_free (random);
  fail_unless (endurance_verdict (&endurance, "peers through 10 states each",
          SLACK));
}

GST_END_TEST;

GST_START_TEST (test_connections)
{
  Endurance endurance;

  endurance_init (&endurance, 20);
  for (guint i = 0; i < 20; i++) {
    endure_connection ("rtcpeerbin");
    endurance_measure (&endurance);
  }
  fail_unless (endurance_verdict (&endurance, "connections", SLACK));
}

GST_END_TEST;

static Suite *
cycles_suite (void)
{
  Suite *suite = suite_create ("cycles");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, test_states);
  tcase_add_test (tc, test_connections);
  return suite;
}

GST_CHECK_MAIN (cycles);
