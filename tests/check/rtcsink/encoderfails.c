/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An encoder fails while it runs: its viewers are let go and may come again,
 * the pipeline runs on */
#include "sinkfixture.h"

static GstElement *the_encoder;

static void
on_setup (GstElement * sink, const gchar * pad_name, GstElement * encoder,
    gpointer user_data)
{
  gst_object_replace ((GstObject **) & the_encoder, (GstObject *) encoder);
}

GST_START_TEST (test_viewers_come_again_to_a_fresh_one)
{
  Sink sink;

  sink_init (&sink, SINK_LINE);
  g_signal_connect (sink.sink, "encoder-setup", G_CALLBACK (on_setup), NULL);
  sink_play (&sink);
  for (guint i = 0; i < 5; i++) {
    Player players[3];

    for (guint j = 0; j < 3; j++) {
      player_init (&players[j], sink.port);
      player_watch (&players[j]);
      player_wait_keyframes (&players[j], 1);
    }
    GST_ELEMENT_ERROR (the_encoder, LIBRARY, ENCODE, ("as a test"), (NULL));
    for (guint j = 0; j < 3; j++) {
      player_wait_gone (&players[j]);
      player_clear (&players[j]);
    }
    sink_wait_viewers (&sink, 0);
  }
  sink_wait_buffer (sink.sink, "video_0");
  sink_check_bus (&sink);
  sink_clear (&sink);
  gst_clear_object (&the_encoder);
}

GST_END_TEST;

static void
on_setup_fail (GstElement * sink, const gchar * pad_name, GstElement * encoder,
    gpointer user_data)
{
  GST_ELEMENT_ERROR (encoder, LIBRARY, INIT, ("as a test"), (NULL));
}

/* It may fail before the viewer's connection is up, or even before the viewer
 * is there */
GST_START_TEST (test_viewers_of_one_that_never_starts_are_let_go)
{
  Sink sink;

  sink_init (&sink, SINK_LINE);
  g_signal_connect (sink.sink, "encoder-setup", G_CALLBACK (on_setup_fail),
      NULL);
  sink_play (&sink);
  for (guint i = 0; i < 5; i++) {
    Player player;

    player_init (&player, sink.port);
    fail_unless_equals_int (player_offer (&player, "/whep"), 201);
    sink_wait_viewers (&sink, 0);
    player_clear (&player);
  }
  sink_check_bus (&sink);
  sink_clear (&sink);
}

GST_END_TEST;

static Suite *
encoderfails_suite (void)
{
  Suite *suite = suite_create ("encoderfails");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_viewers_come_again_to_a_fresh_one);
  tcase_add_test (tc, test_viewers_of_one_that_never_starts_are_let_go);
  return suite;
}

GST_CHECK_MAIN (encoderfails);
