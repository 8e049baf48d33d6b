/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* 200 viewers come at once, watch, and leave at once: half of them say so */
#include "sinkfixture.h"

/* the players have one thread, which ThreadSanitizer slows down too much */
#ifdef __SANITIZE_THREAD__
#define VIEWERS 40
#else
#define VIEWERS 200
#endif
#define AT_ONCE 20

static void
offer (gpointer data, gpointer user_data)
{
  Player *player = data;

  player_offer (player, "/whep");
  player_start (player);
}

static void
leave (gpointer data, gpointer user_data)
{
  Player *player = data;
  Player *players = user_data;

  if ((player - players) % 2 == 0)
    player_delete (player);
}

static void
do_all (Player * players, GFunc func)
{
  GThreadPool *pool = g_thread_pool_new (func, players, AT_ONCE, FALSE, NULL);

  for (guint i = 0; i < VIEWERS; i++)
    g_thread_pool_push (pool, &players[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

GST_START_TEST (test_two_hundred_at_once)
{
  Sink sink;
  Player first;
  g_autofree Player *players = g_new0 (Player, VIEWERS);
  guint threads, fds;

  sink_init (&sink, SINK_LINE);
  sink_play (&sink);
  player_init (&first, sink.port);
  player_watch (&first);
  player_wait_rtp (&first, 3);
  threads = count_threads ();
  fds = count_fds ();

  for (guint i = 0; i < VIEWERS; i++)
    player_init (&players[i], sink.port);
  do_all (players, offer);
  for (guint i = 0; i < VIEWERS; i++) {
    fail_unless_equals_int (players[i].status, 201);
    player_wait_connected (&players[i]);
  }
  sink_wait_events (&sink, VIEWERS + 1);
  for (guint i = 0; i < VIEWERS; i++)
    player_wait_rtp (&players[i], 1);
  fail_unless_equals_int (sink_count_viewers (&sink), VIEWERS + 1);

  do_all (players, leave);
  for (guint i = 0; i < VIEWERS; i++)
    player_clear (&players[i]);
  sink_wait_events (&sink, 2 * VIEWERS + 1);
  player_wait_rtp (&first, 3);
  /* libraries keep an fd or two from their first use on */
  wait_process (threads + AT_ONCE, fds + 2);
  player_clear (&first);
  sink_clear (&sink);
}

GST_END_TEST;

static Suite *
crowd_suite (void)
{
  Suite *suite = suite_create ("crowd");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_two_hundred_at_once);
  return suite;
}

GST_CHECK_MAIN (crowd);
