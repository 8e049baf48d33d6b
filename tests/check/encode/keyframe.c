/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A key frame is asked of the encoder, ours or the application's */
#include "fixture.h"

static const struct
{
  const gchar *source;
  const gchar *needs;
  const gchar *codec;
  guint at_most;
} cases[] = {
  {"videotestsrc is-live=true", "vp8enc", "VP8", 4},
  {"videotestsrc is-live=true", "x264enc", "H264", 4},
  {"videotestsrc is-live=true ! x264enc tune=zerolatency key-int-max=3000",
      "x264enc", "H264", 5},
};

GST_START_TEST (test_a_request_brings_a_key_frame)
{
  InputFixture f;
  RtcFanout *fanout;
  g_autoptr (GstElementFactory) factory =
      gst_element_factory_find (cases[__i__].needs);
  gint codec;

  if (factory == NULL)
    return;
  fixture_start (&f, cases[__i__].source, RTC_MEDIA_VIDEO);
  codec = fake_track_find (f.track, cases[__i__].codec);
  fail_unless (codec >= 0);
  fanout = fake_track_acquire (f.track, codec, NULL);
  fake_fanout_wait (fanout, 5, 1);
  for (guint i = 0; i < 3; i++) {
    guint before = fake_fanout_get_n_keyframes (fanout);

    fake_fanout_request_keyframe (fanout);
    fake_fanout_wait (fanout, 0, before + 1);
  }
  /* and only one each, beside the first; an encoder that runs already is
   * asked for that too */
  fail_unless (fake_fanout_get_n_keyframes (fanout) <= cases[__i__].at_most,
      "%u key frames", fake_fanout_get_n_keyframes (fanout));
  fixture_stop (&f);
  rtc_fanout_unref (fanout);
}

GST_END_TEST;

static gpointer
ask_again_and_again (gpointer data)
{
  for (guint i = 0; i < 2000; i++)
    fake_fanout_request_keyframe (data);
  return NULL;
}

GST_START_TEST (test_asking_a_branch_that_goes_is_harmless)
{
  InputFixture f;

  fixture_start (&f, "videotestsrc is-live=true", RTC_MEDIA_VIDEO);
  fake_track_wait_codecs (f.track);
  for (guint i = 0; i < 5; i++) {
    RtcFanout *fanout = fake_track_acquire (f.track, 0, NULL);
    GThread *thread;

    fake_fanout_wait (fanout, 1, 0);
    thread = g_thread_new ("ask", ask_again_and_again, fanout);
    fake_track_release (f.track, 0);
    g_thread_join (thread);
    rtc_fanout_unref (fanout);
  }
  fixture_stop (&f);
}

GST_END_TEST;

static Suite *
keyframe_suite (void)
{
  Suite *suite = suite_create ("keyframe");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_a_request_brings_a_key_frame, 0,
      G_N_ELEMENTS (cases));
  tcase_add_test (tc, test_asking_a_branch_that_goes_is_harmless);
  return suite;
}

GST_CHECK_MAIN (keyframe);
