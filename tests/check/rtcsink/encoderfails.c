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

static Suite *
encoderfails_suite (void)
{
  Suite *suite = suite_create ("encoderfails");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_viewers_come_again_to_a_fresh_one);
  return suite;
}

GST_CHECK_MAIN (encoderfails);
