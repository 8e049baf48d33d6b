/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A file is held to the clock, a live source is not touched; both end */
#include "fixture.h"

static gboolean
is_paced (RtcInput * input)
{
  g_autoptr (GstElement) pace = gst_bin_get_by_name (GST_BIN (input), "pace");
  gboolean sync;

  g_object_get (pace, "sync", &sync, NULL);
  return sync;
}

static void
wait_eos (InputFixture * f)
{
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (f->bus,
      GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);

  fail_unless_equals_int (GST_MESSAGE_TYPE (message), GST_MESSAGE_EOS);
}

GST_START_TEST (test_a_file_takes_its_time)
{
  InputFixture f;
  gint64 start = g_get_monotonic_time ();

  /* 30 pictures of 1/30 s: the last is due after 29/30 s */
  fixture_start (&f, "videotestsrc num-buffers=30", RTC_MEDIA_VIDEO);
  wait_eos (&f);
  fail_unless (g_get_monotonic_time () - start > 900 * G_TIME_SPAN_MILLISECOND);
  fail_unless (is_paced (f.input));
  fixture_stop (&f);
}

GST_END_TEST;

GST_START_TEST (test_a_live_source_is_not_held)
{
  InputFixture f;

  fixture_start (&f, "videotestsrc is-live=true num-buffers=5",
      RTC_MEDIA_VIDEO);
  wait_eos (&f);
  fail_if (is_paced (f.input));
  fixture_stop (&f);
}

GST_END_TEST;

GST_START_TEST (test_the_end_comes_with_an_encoder_at_work)
{
  InputFixture f;
  RtcFanout *fanout;

  fixture_start (&f, "videotestsrc num-buffers=60", RTC_MEDIA_VIDEO);
  fake_track_wait_codecs (f.track);
  fanout = fake_track_acquire (f.track, 0, NULL);
  wait_eos (&f);
  fake_fanout_wait (fanout, 20, 1);
  fixture_stop (&f);
  rtc_fanout_unref (fanout);
}

GST_END_TEST;

GST_START_TEST (test_paused_stands_still)
{
  GstElement *pipeline = gst_pipeline_new (NULL);
  GstElement *source = gst_element_factory_make ("videotestsrc", NULL);
  GstElement *input = rtc_input_new ("input", RTC_MEDIA_VIDEO);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  g_object_set (source, "num-buffers", 30, NULL);
  gst_bin_add_many (GST_BIN (pipeline), source, input, NULL);
  gst_element_link (source, input);
  fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_PAUSED),
      GST_STATE_CHANGE_SUCCESS);
  message = gst_bus_timed_pop_filtered (bus, 300 * GST_MSECOND,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  fail_unless (message == NULL);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

GST_END_TEST;

static Suite *
pace_suite (void)
{
  Suite *suite = suite_create ("pace");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_file_takes_its_time);
  tcase_add_test (tc, test_a_live_source_is_not_held);
  tcase_add_test (tc, test_the_end_comes_with_an_encoder_at_work);
  tcase_add_test (tc, test_paused_stands_still);
  return suite;
}

GST_CHECK_MAIN (pace);
