/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* viewer-added and viewer-removed: their order, and what a handler may do */
#include "sinkfixture.h"

GST_START_TEST (test_each_viewer_comes_once_and_goes_once)
{
  Sink sink;
  Player players[4];
  g_autoptr (GHashTable) here = g_hash_table_new (g_str_hash, g_str_equal);

  sink_init (&sink, SINK_LINE);
  sink_play (&sink);
  for (guint i = 0; i < 4; i++) {
    player_init (&players[i], sink.port);
    player_watch (&players[i]);
  }
  sink_wait_events (&sink, 4);
  fail_unless_equals_int (player_delete (&players[0]), 200);
  fail_unless_equals_int (player_delete (&players[0]), 404);
  for (guint i = 0; i < 4; i++)
    player_clear (&players[i]);
  sink_wait_events (&sink, 8);
  sink_stop (&sink);

  fail_unless_equals_int (sink.events->len, 8);
  for (guint i = 0; i < 8; i++) {
    const gchar *event = g_ptr_array_index (sink.events, i);

    if (event[0] == '+') {
      fail_unless (g_hash_table_add (here, (gpointer) (event + 1)));
    } else {
      fail_unless (g_hash_table_remove (here, event + 1));
    }
  }
  sink_clear (&sink);
}

GST_END_TEST;

static void
look_around (GstElement * element, const gchar * viewer_id, gpointer data)
{
  g_autoptr (GstStructure) stats = NULL;
  g_autofree gchar *url = NULL;
  g_autofree gchar *text = NULL;
  guint port;

  g_object_get (element, "stats", &stats, "url", &url, "port", &port, NULL);
  text = gst_structure_to_string (stats);
  if (GPOINTER_TO_INT (data))
    fail_unless (strstr (text, viewer_id) != NULL);
  g_object_set (element, "max-viewers", 7, NULL);
}

GST_START_TEST (test_a_handler_may_read_and_write_properties)
{
  Sink sink;
  Player player;

  sink_init (&sink, SINK_LINE);
  g_signal_connect (sink.sink, "viewer-added", G_CALLBACK (look_around),
      GINT_TO_POINTER (1));
  g_signal_connect (sink.sink, "viewer-removed", G_CALLBACK (look_around),
      NULL);
  sink_play (&sink);
  player_init (&player, sink.port);
  player_watch (&player);
  sink_wait_events (&sink, 1);
  player_clear (&player);
  sink_wait_events (&sink, 2);
  sink_clear (&sink);
}

GST_END_TEST;

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean done;
  GstElement *pipeline;
} Ending;

static void
end_pipeline (GstElement * element, gpointer data)
{
  Ending *ending = data;

  gst_element_set_state (element, GST_STATE_NULL);
  g_mutex_lock (&ending->lock);
  ending->done = TRUE;
  g_cond_signal (&ending->cond);
  g_mutex_unlock (&ending->lock);
}

static void
end_async (GstElement * element, const gchar * viewer_id, gpointer data)
{
  Ending *ending = data;

  gst_element_call_async (ending->pipeline, end_pipeline, ending, NULL);
}

static void
check_ending (const gchar * signal, GCallback handler)
{
  Sink sink;
  Player player;
  Ending ending = { 0 };

  g_mutex_init (&ending.lock);
  g_cond_init (&ending.cond);
  sink_init (&sink, SINK_LINE);
  ending.pipeline = sink.pipeline;
  g_signal_connect (sink.sink, signal, handler, &ending);
  sink_play (&sink);
  player_init (&player, sink.port);
  player_watch (&player);
  if (g_str_equal (signal, "viewer-removed")) {
    /* one that never was there is not told of */
    sink_wait_events (&sink, 1);
    player_delete (&player);
  }
  g_mutex_lock (&ending.lock);
  while (!ending.done)
    g_cond_wait (&ending.cond, &ending.lock);
  g_mutex_unlock (&ending.lock);
  player_wait_gone (&player);
  player_clear (&player);
  sink_clear (&sink);
  g_mutex_clear (&ending.lock);
  g_cond_clear (&ending.cond);
}

GST_START_TEST (test_a_handler_may_end_the_pipeline_in_the_background)
{
  check_ending ("viewer-added", G_CALLBACK (end_async));
  check_ending ("viewer-removed", G_CALLBACK (end_async));
}

GST_END_TEST;

static void
end_here (GstElement * element, const gchar * viewer_id, gpointer data)
{
  Ending *ending = data;

  end_pipeline (ending->pipeline, ending);
}

/* It is told not to, but then it must not crash or hang either */
GST_START_TEST (test_a_handler_that_ends_the_pipeline_itself)
{
  check_ending ("viewer-added", G_CALLBACK (end_here));
  check_ending ("viewer-removed", G_CALLBACK (end_here));
}

GST_END_TEST;

static Suite *
signals_suite (void)
{
  Suite *suite = suite_create ("signals");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_each_viewer_comes_once_and_goes_once);
  tcase_add_test (tc, test_a_handler_may_read_and_write_properties);
  tcase_add_test (tc, test_a_handler_may_end_the_pipeline_in_the_background);
  tcase_add_test (tc, test_a_handler_that_ends_the_pipeline_itself);
  return suite;
}

GST_CHECK_MAIN (signals);
