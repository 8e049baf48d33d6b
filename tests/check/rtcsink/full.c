/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* max-viewers: one more is turned away, and has a place once somebody leaves */
#include "sinkfixture.h"

#define PLACES 3

GST_START_TEST (test_a_place_is_free_again)
{
  Sink sink;
  Player players[PLACES], late;

  sink_init (&sink, SINK_LINE " max-viewers=3");
  sink_play (&sink);
  for (guint i = 0; i < PLACES; i++) {
    player_init (&players[i], sink.port);
    player_watch (&players[i]);
  }
  player_init (&late, sink.port);
  fail_unless_equals_int (player_offer (&late, "/whep"), 503);
  fail_unless (strstr (late.answer, "Retry-After:") != NULL);
  fail_unless_equals_int (player_delete (&players[1]), 200);
  player_clear (&late);
  player_init (&late, sink.port);
  player_watch (&late);
  player_wait_keyframes (&late, 1);
  fail_unless_equals_int (sink_count_viewers (&sink), PLACES);
  for (guint i = 0; i < PLACES; i++)
    player_clear (&players[i]);
  player_clear (&late);
  sink_clear (&sink);
}

GST_END_TEST;

static Suite *
full_suite (void)
{
  Suite *suite = suite_create ("full");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_a_place_is_free_again);
  return suite;
}

GST_CHECK_MAIN (full);
