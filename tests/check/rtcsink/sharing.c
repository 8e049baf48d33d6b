/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two sinks on one port: one goes away, the other does not notice */
#include "sinkfixture.h"

GST_START_TEST (test_one_of_two_goes_away)
{
  Sink stays, goes;
  Player watching, leaving;

  sink_init (&stays, SINK_LINE " stream-id=stays");
  sink_play (&stays);
  sink_init (&goes, SINK_LINE " stream-id=goes");
  g_object_set (goes.sink, "port", (guint) stays.port, NULL);
  sink_play (&goes);
  fail_unless_equals_int (stays.port, goes.port);

  player_init (&watching, stays.port);
  fail_unless_equals_int (player_offer (&watching, "/whep/stays"), 201);
  player_start (&watching);
  player_wait_connected (&watching);
  for (guint i = 0; i < 10; i++) {
    player_init (&leaving, stays.port);
    fail_unless_equals_int (player_offer (&leaving, "/whep/goes"), 201);
    player_start (&leaving);
    player_wait_connected (&leaving);
    player_wait_rtp (&leaving, 1);
    sink_stop (&goes);
    player_wait_gone (&leaving);
    fail_unless_equals_int (player_offer (&leaving, "/whep/goes"), 404);
    player_clear (&leaving);
    player_wait_rtp (&watching, 3);
    sink_play (&goes);
  }
  /* the one that opened the port goes first now */
  sink_clear (&stays);
  player_wait_gone (&watching);
  player_clear (&watching);
  player_init (&watching, goes.port);
  fail_unless_equals_int (player_offer (&watching, "/whep/goes"), 201);
  player_clear (&watching);
  sink_clear (&goes);
}

GST_END_TEST;

static Suite *
sharing_suite (void)
{
  Suite *suite = suite_create ("sharing");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_one_of_two_goes_away);
  return suite;
}

GST_CHECK_MAIN (sharing);
