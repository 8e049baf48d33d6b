/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What happens to the stream, a viewer lives through: new caps, a seek, the end
 * and a new beginning */
#include "sinkfixture.h"

GST_START_TEST (test_the_picture_changes_its_size)
{
  Sink sink;
  Player player;
  g_autoptr (GstElement) filter = NULL;

  sink_init (&sink, "videotestsrc is-live=true ! capsfilter name=c "
      "caps=video/x-raw,width=64,height=48,framerate=60/1 ! " SINK_END);
  filter = gst_bin_get_by_name (GST_BIN (sink.pipeline), "c");
  sink_play (&sink);
  player_init (&player, sink.port);
  player_watch (&player);
  player_wait_keyframes (&player, 1);
  for (guint i = 1; i < 6; i++) {
    g_autoptr (GstCaps) caps = gst_caps_new_simple ("video/x-raw",
        "width", G_TYPE_INT, 64 + 32 * i, "height", G_TYPE_INT, 48 + 16 * i,
        "framerate", GST_TYPE_FRACTION, 60, 1, NULL);

    g_object_set (filter, "caps", caps, NULL);
    /* an encoder starts afresh with the new size */
    player_wait_keyframes (&player, 1);
    player_wait_rtp (&player, 5);
  }
  sink_check_bus (&sink);
  player_clear (&player);
  sink_clear (&sink);
}

GST_END_TEST;

GST_START_TEST (test_a_seek_that_flushes)
{
  Sink sink;
  Player player;

  sink_init (&sink, "videotestsrc ! "
      "video/x-raw,width=64,height=48,framerate=60/1 ! " SINK_END);
  sink_play (&sink);
  player_init (&player, sink.port);
  player_watch (&player);
  player_wait_keyframes (&player, 1);
  for (guint i = 0; i < 10; i++) {
    fail_unless (gst_element_seek_simple (sink.pipeline, GST_FORMAT_TIME,
            GST_SEEK_FLAG_FLUSH, (10 - i) * GST_SECOND));
    player_wait_rtp (&player, 5);
  }
  sink_check_bus (&sink);
  player_clear (&player);
  sink_clear (&sink);
}

GST_END_TEST;

static void
wait_eos (Sink * sink)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (sink->pipeline);
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus,
      GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);

  fail_unless_equals_int (GST_MESSAGE_TYPE (message), GST_MESSAGE_EOS);
}

GST_START_TEST (test_the_end_and_a_new_beginning)
{
  Sink sink;

  sink_init (&sink, SINK_LINE);
  for (guint i = 0; i < 5; i++) {
    Player player;

    sink_play (&sink);
    player_init (&player, sink.port);
    player_watch (&player);
    player_wait_keyframes (&player, 1);
    gst_element_send_event (sink.pipeline, gst_event_new_eos ());
    wait_eos (&sink);
    fail_unless_equals_int (sink_count_viewers (&sink), 1);
    sink_stop (&sink);
    player_wait_gone (&player);
    player_clear (&player);
  }
  sink_clear (&sink);
}

GST_END_TEST;

/* A file goes back to its start without the pipeline being stopped; the viewer
 * gets each round in its time */
GST_START_TEST (test_the_end_and_a_seek_to_the_start)
{
  Sink sink;
  Player player;

  sink_init (&sink, "videotestsrc ! "
      "video/x-raw,width=64,height=48,framerate=60/1 ! " SINK_END);
  sink_play (&sink);
  player_init (&player, sink.port);
  player_watch (&player);
  player_wait_keyframes (&player, 1);
  for (guint i = 0; i < 3; i++) {
    gint64 start = g_get_monotonic_time ();

    fail_unless (gst_element_seek (sink.pipeline, 1.0, GST_FORMAT_TIME,
            GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, 0,
            GST_SEEK_TYPE_SET, 500 * GST_MSECOND));
    player_wait_rtp (&player, 5);
    wait_eos (&sink);
    /* 30 pictures: the last is due after 29/60 s */
    fail_unless (g_get_monotonic_time () - start >
        450 * G_TIME_SPAN_MILLISECOND);
  }
  player_clear (&player);
  sink_clear (&sink);
}

GST_END_TEST;

static Suite *
stream_suite (void)
{
  Suite *suite = suite_create ("stream");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_the_picture_changes_its_size);
  tcase_add_test (tc, test_a_seek_that_flushes);
  tcase_add_test (tc, test_the_end_and_a_new_beginning);
  tcase_add_test (tc, test_the_end_and_a_seek_to_the_start);
  return suite;
}

GST_CHECK_MAIN (stream);
