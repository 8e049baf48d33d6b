/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The pipeline may end at any moment of a viewer's life */
#include "sinkfixture.h"

GST_START_TEST (test_while_a_viewer_connects)
{
  Sink sink;
  Player player;

  sink_init (&sink, SINK_LINE);
  sink_play (&sink);
  player_init (&player, sink.port);
  fail_unless_equals_int (player_offer (&player, "/whep"), 201);
  player_start (&player);
  sink_stop (&sink);
  fail_unless_equals_int (sink_count_viewers (&sink), 0);
  player_clear (&player);
  sink_clear (&sink);
}

GST_END_TEST;

GST_START_TEST (test_while_a_viewer_watches)
{
  Sink sink;
  Player player;

  sink_init (&sink, SINK_LINE);
  sink_play (&sink);
  player_init (&player, sink.port);
  player_watch (&player);
  player_wait_keyframes (&player, 1);
  sink_stop (&sink);
  /* close_notify has told it */
  player_wait_gone (&player);
  player_clear (&player);
  sink_clear (&sink);
}

GST_END_TEST;

static gpointer
offer_thread (gpointer data)
{
  player_offer (data, "/whep");
  return NULL;
}

/* The answer comes, or the connection ends: both are fine, hanging is not */
GST_START_TEST (test_while_an_answer_is_made)
{
  for (guint i = 0; i < 20; i++) {
    Sink sink;
    Player player;
    GThread *thread;

    sink_init (&sink, SINK_LINE);
    sink_play (&sink);
    player_init (&player, sink.port);
    thread = g_thread_new ("offer", offer_thread, &player);
    for (guint n = 0; n < i * 50; n++)
      g_thread_yield ();
    sink_stop (&sink);
    g_thread_join (thread);
    player_clear (&player);
    sink_clear (&sink);
  }
}

GST_END_TEST;

GST_START_TEST (test_encoded_input_while_paused)
{
  for (guint i = 0; i < 10; i++) {
    Sink sink;
    Player player;

    /* not live: the paused sink holds back a buffer half way */
    sink_init (&sink, "videotestsrc ! video/x-raw,width=64,height=48,"
        "framerate=240/1 ! vp8enc deadline=1 ! queue ! " SINK_END);
    sink_play (&sink);
    player_init (&player, sink.port);
    player_watch (&player);
    player_wait_rtp (&player, 5 + i);
    gst_element_set_state (sink.pipeline, GST_STATE_PAUSED);
    gst_element_get_state (sink.pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    sink_stop (&sink);
    player_clear (&player);
    sink_clear (&sink);
  }
}

GST_END_TEST;

static Suite *
teardown_suite (void)
{
  Suite *suite = suite_create ("teardown");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_while_a_viewer_connects);
  tcase_add_test (tc, test_while_a_viewer_watches);
  tcase_add_test (tc, test_while_an_answer_is_made);
  tcase_add_test (tc, test_encoded_input_while_paused);
  return suite;
}

GST_CHECK_MAIN (teardown);
