/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Encoders come and go with their viewers, under a running source */
#include "fixture.h"

#define SOURCE "videotestsrc is-live=true ! capsfilter " \
    "caps=video/x-raw,width=160,height=120,framerate=100/1"

static guint
count_tee_pads (RtcInput * input)
{
  g_autoptr (GstElement) tee = gst_bin_get_by_name (GST_BIN (input), "tee");

  return tee->numsrcpads;
}

typedef struct
{
  GMutex lock;
  GCond cond;
  guint n;
} Counter;

static GstPadProbeReturn
count_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer data)
{
  Counter *counter = data;

  g_mutex_lock (&counter->lock);
  counter->n++;
  g_cond_signal (&counter->cond);
  g_mutex_unlock (&counter->lock);
  return GST_PAD_PROBE_OK;
}

static void
counter_watch (Counter * counter, RtcInput * input)
{
  g_autoptr (GstElement) end = gst_bin_get_by_name (GST_BIN (input), "end");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (end, "sink");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_buffer, counter,
      NULL);
}

static void
counter_wait (Counter * counter, guint more)
{
  guint until;

  g_mutex_lock (&counter->lock);
  until = counter->n + more;
  while (counter->n < until)
    g_cond_wait (&counter->cond, &counter->lock);
  g_mutex_unlock (&counter->lock);
}

GST_START_TEST (test_nothing_is_encoded_for_nobody)
{
  InputFixture f;

  fixture_start (&f, SOURCE, RTC_MEDIA_VIDEO);
  fail_unless (fake_track_wait_codecs (f.track) > 0);
  fail_unless_equals_int (GST_BIN_NUMCHILDREN (f.input), 3);
  fixture_stop (&f);
}

GST_END_TEST;

GST_START_TEST (test_fifty_times_in_and_out)
{
  InputFixture f;
  Counter counter = { 0 };
  gint codec;

  fixture_start (&f, SOURCE, RTC_MEDIA_VIDEO);
  codec = fake_track_find (f.track, "VP8");
  counter_watch (&counter, f.input);
  for (guint i = 0; i < 50; i++) {
    g_autoptr (RtcFanout) fanout = fake_track_acquire (f.track, codec, NULL);

    fail_unless (fanout != NULL);
    /* some leave before the first frame, some after */
    if (i % 3 != 0)
      fake_fanout_wait (fanout, i % 3, 1);
    fake_track_release (f.track, codec);
    counter_wait (&counter, 1);
  }
  rtc_input_stop (f.input);
  counter_wait (&counter, 1);
  fail_unless_equals_int (GST_BIN_NUMCHILDREN (f.input), 3);
  fail_unless_equals_int (count_tee_pads (f.input), 1);
  fail_unless (gst_bus_pop_filtered (f.bus, GST_MESSAGE_ERROR |
          GST_MESSAGE_WARNING) == NULL);
  /* messages hold what they speak of */
  gst_bus_set_flushing (f.bus, TRUE);
  fail_unless_equals_int (fake_fanout_get_n_alive (), 0);
  fail_unless (fake_track_is_disowned (f.track));
  fixture_stop (&f);
}

GST_END_TEST;

GST_START_TEST (test_viewers_of_a_codec_share_its_encoder)
{
  InputFixture f;
  RtcFanout *a, *b, *c;

  fixture_start (&f, SOURCE, RTC_MEDIA_VIDEO);
  fake_track_wait_codecs (f.track);
  a = fake_track_acquire (f.track, 0, NULL);
  b = fake_track_acquire (f.track, 0, NULL);
  fail_unless (a == b);
  fake_track_release (f.track, 0);
  fake_fanout_wait (a, 1, 1);
  fake_fanout_wait (a, fake_fanout_get_n_frames (a) + 5, 1);
  c = fake_track_acquire (f.track, 0, NULL);
  fail_unless (a == c);
  fixture_stop (&f);
  rtc_fanout_unref (a);
  rtc_fanout_unref (b);
  rtc_fanout_unref (c);
}

GST_END_TEST;

GST_START_TEST (test_a_viewer_that_comes_back_finds_the_encoder_running)
{
  InputFixture f;
  RtcInputConfig config = {.kind = RTC_MEDIA_VIDEO,.bitrate = 500000,.linger =
        60 * G_USEC_PER_SEC
  };
  RtcFanout *a, *b;

  fixture_start_with (&f, SOURCE, RTC_MEDIA_VIDEO, &config);
  fake_track_wait_codecs (f.track);
  a = fake_track_acquire (f.track, 0, NULL);
  fake_fanout_wait (a, 1, 1);
  fake_track_release (f.track, 0);
  b = fake_track_acquire (f.track, 0, NULL);
  fail_unless (a == b);
  fixture_stop (&f);
  rtc_fanout_unref (a);
  rtc_fanout_unref (b);
}

GST_END_TEST;

GST_START_TEST (test_a_codec_number_out_of_range_is_an_error)
{
  InputFixture f;
  g_autoptr (GError) error = NULL;

  fixture_start (&f, SOURCE, RTC_MEDIA_VIDEO);
  fake_track_wait_codecs (f.track);
  fail_unless (fake_track_acquire (f.track, 99, &error) == NULL);
  fail_unless (error != NULL);
  fixture_stop (&f);
}

GST_END_TEST;

static Suite *
branches_suite (void)
{
  Suite *suite = suite_create ("branches");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_nothing_is_encoded_for_nobody);
  tcase_add_test (tc, test_fifty_times_in_and_out);
  tcase_add_test (tc, test_viewers_of_a_codec_share_its_encoder);
  tcase_add_test (tc, test_a_viewer_that_comes_back_finds_the_encoder_running);
  tcase_add_test (tc, test_a_codec_number_out_of_range_is_an_error);
  return suite;
}

GST_CHECK_MAIN (branches);
