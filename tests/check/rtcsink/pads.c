/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pads come and go while somebody watches */
#include "sinkfixture.h"

GST_START_TEST (test_a_second_track_comes_and_goes)
{
  Sink sink;
  Player player;

  sink_init (&sink, SINK_LINE);
  sink_play (&sink);
  player_init (&player, sink.port);
  player_watch (&player);
  for (guint i = 0; i < 10; i++) {
    GstElement *source = gst_parse_bin_from_description
        ("audiotestsrc is-live=true ! queue", TRUE, NULL);
    g_autofree gchar *name = g_strdup_printf ("audio_%u", i);
    g_autoptr (GstPad) src = gst_element_get_static_pad (source, "src");
    g_autoptr (GstPad) pad = NULL;

    gst_bin_add (GST_BIN (sink.pipeline), source);
    pad = gst_element_request_pad_simple (sink.sink, "audio_%u");
    fail_unless (gst_pad_link (src, pad) == GST_PAD_LINK_OK);
    gst_element_sync_state_with_parent (source);
    sink_wait_buffer (sink.sink, name);
    gst_element_set_state (source, GST_STATE_NULL);
    gst_pad_unlink (src, pad);
    gst_element_release_request_pad (sink.sink, pad);
    gst_bin_remove (GST_BIN (sink.pipeline), source);
  }
  player_wait_rtp (&player, 5);
  sink_check_bus (&sink);
  player_clear (&player);
  sink_clear (&sink);
}

GST_END_TEST;

static GstPadProbeReturn
block (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  return GST_PAD_PROBE_OK;
}

/* The track that is watched goes; its viewer keeps its place, and the next to
 * come sees the new one */
GST_START_TEST (test_the_watched_track_is_replaced)
{
  Sink sink;
  Player first, second;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstPad) peer = NULL;
  g_autoptr (GstPad) next = NULL;
  g_autofree gchar *name = NULL;
  gulong id;

  sink_init (&sink, SINK_LINE);
  sink_play (&sink);
  player_init (&first, sink.port);
  player_watch (&first);
  player_wait_rtp (&first, 3);

  pad = gst_element_get_static_pad (sink.sink, "video_0");
  peer = gst_pad_get_peer (pad);
  id = gst_pad_add_probe (peer, GST_PAD_PROBE_TYPE_BLOCK_DOWNSTREAM, block,
      NULL, NULL);
  gst_pad_unlink (peer, pad);
  gst_element_release_request_pad (sink.sink, pad);
  fail_unless_equals_int (sink_count_viewers (&sink), 1);
  next = gst_element_request_pad_simple (sink.sink, "video_%u");
  name = gst_pad_get_name (next);
  fail_unless (gst_pad_link (peer, next) == GST_PAD_LINK_OK);
  gst_pad_remove_probe (peer, id);
  sink_wait_buffer (sink.sink, name);

  player_init (&second, sink.port);
  player_watch (&second);
  player_wait_keyframes (&second, 1);
  sink_check_bus (&sink);
  player_clear (&first);
  player_clear (&second);
  sink_clear (&sink);
}

GST_END_TEST;

GST_START_TEST (test_the_sink_is_taken_out_of_a_running_pipeline)
{
  Sink sink;
  Player player;
  g_autoptr (GstElement) tee = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstPad) peer = NULL;

  sink_init (&sink, SINK_SOURCE "tee name=t ! queue ! fakesink name=f "
      "t. ! queue ! " SINK_END);
  sink_play (&sink);
  player_init (&player, sink.port);
  player_watch (&player);
  player_wait_rtp (&player, 1);

  pad = gst_element_get_static_pad (sink.sink, "video_0");
  peer = gst_pad_get_peer (pad);
  gst_pad_unlink (peer, pad);
  gst_bin_remove (GST_BIN (sink.pipeline), sink.sink);
  gst_element_set_state (sink.sink, GST_STATE_NULL);
  player_wait_gone (&player);
  player_clear (&player);
  sink_clear (&sink);
}

GST_END_TEST;

static Suite *
pads_suite (void)
{
  Suite *suite = suite_create ("pads");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_a_second_track_comes_and_goes);
  tcase_add_test (tc, test_the_watched_track_is_replaced);
  tcase_add_test (tc, test_the_sink_is_taken_out_of_a_running_pipeline);
  return suite;
}

GST_CHECK_MAIN (pads);
