/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who comes late sees a picture at once: its stream begins with a key frame, and
 * that comes within a few frames of its connection */
#include "sinkfixture.h"

#define VIEWERS 6
/* frames of 1/60 s: what a request has to wait for another, and the encoder */
#define AT_MOST 30

static gint n_frames;

static GstPadProbeReturn
count_frame (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  g_atomic_int_inc (&n_frames);
  return GST_PAD_PROBE_OK;
}

static void
check_joining (const gchar * line)
{
  Sink sink;
  Player players[VIEWERS];
  g_autoptr (GstPad) pad = NULL;

  sink_init (&sink, line);
  sink_play (&sink);
  pad = gst_element_get_static_pad (sink.sink, "video_0");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_frame, NULL, NULL);
  for (guint i = 0; i < VIEWERS; i++) {
    gint before;

    player_init (&players[i], sink.port);
    player_watch (&players[i]);
    before = g_atomic_int_get (&n_frames);
    g_mutex_lock (&players[i].lock);
    while (players[i].n_rtp == 0)
      g_cond_wait (&players[i].cond, &players[i].lock);
    fail_unless (players[i].n_keyframes > 0, "it began without a key frame");
    g_mutex_unlock (&players[i].lock);
    fail_unless (g_atomic_int_get (&n_frames) - before <= AT_MOST,
        "viewer %u waited for %d frames", i,
        g_atomic_int_get (&n_frames) - before);
  }
  for (guint i = 0; i < VIEWERS; i++)
    player_clear (&players[i]);
  sink_clear (&sink);
}

GST_START_TEST (test_raw_video)
{
  check_joining (SINK_LINE);
}

GST_END_TEST;

GST_START_TEST (test_encoded_video_with_hardly_a_key_frame)
{
  check_joining (SINK_SOURCE "vp8enc deadline=1 keyframe-max-dist=100000 ! "
      SINK_END);
}

GST_END_TEST;

static Suite *
keyframe_suite (void)
{
  Suite *suite = suite_create ("keyframe");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_raw_video);
  tcase_add_test (tc, test_encoded_video_with_hardly_a_key_frame);
  return suite;
}

GST_CHECK_MAIN (keyframe);
