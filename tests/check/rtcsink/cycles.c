/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Started and stopped again and again, a sink leaves nothing behind */
#include "sinkfixture.h"

#define CYCLES 200
#define WARM_UP 20
/* what malloc () keeps for itself differs from run to run */
#define SLACK_KIB (12 * 1024)

static void
run_cycles (gboolean with_viewer)
{
  Sink sink;
  guint threads = 0, fds = 0;
  gsize resident = 0;

  sink_init (&sink, SINK_LINE);
  for (guint i = 0; i < CYCLES; i++) {
    Player player;

    sink_play (&sink);
    if (with_viewer) {
      player_init (&player, sink.port);
      player_watch (&player);
    }
    sink_stop (&sink);
    if (with_viewer)
      player_clear (&player);
    if (i == WARM_UP) {
      /* GStreamer's own idle threads are counted in */
      threads = count_threads ();
      fds = count_fds ();
      resident = resident_kib ();
    }
  }
  wait_process (threads, fds);
  /* a sanitizer keeps what was freed, or notes on it */
  if (g_getenv ("ASAN_OPTIONS") == NULL && g_getenv ("TSAN_OPTIONS") == NULL)
    fail_unless (resident_kib () < resident + SLACK_KIB, "%" G_GSIZE_FORMAT
        " KiB have become %" G_GSIZE_FORMAT, resident, resident_kib ());
  sink_clear (&sink);
}

GST_START_TEST (test_without_viewers)
{
  run_cycles (FALSE);
}

GST_END_TEST;

GST_START_TEST (test_with_a_viewer)
{
  run_cycles (TRUE);
}

GST_END_TEST;

/* The pool of loops goes with its last user */
GST_START_TEST (test_no_thread_outlives_the_sink)
{
  Sink sink;
  Player player;
  guint fds = 0;

  sink_init (&sink, SINK_LINE);
  for (guint i = 0; i < 2; i++) {
    sink_play (&sink);
    player_init (&player, sink.port);
    player_watch (&player);
    player_wait_rtp (&player, 1);
    sink_stop (&sink);
    player_clear (&player);
    /* this one, the players' loop and what GLib and GStreamer keep for work in
     * the background; libraries keep an fd or two from their first use on */
    wait_process (4, i == 0 ? G_MAXUINT : fds);
    fds = count_fds ();
  }
  sink_clear (&sink);
}

GST_END_TEST;

static Suite *
cycles_suite (void)
{
  Suite *suite = suite_create ("cycles");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_without_viewers);
  tcase_add_test (tc, test_with_a_viewer);
  tcase_add_test (tc, test_no_thread_outlives_the_sink);
  return suite;
}

GST_CHECK_MAIN (cycles);
