/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Seeks and pauses: the stream stays held to the clock, its time runs on with
 * the viewers' clocks, and sound stays with the picture */
#include "fixture.h"

#define N_BEFORE 30
#define N_AFTER 20
#define FRAME (G_USEC_PER_SEC / 30)

/* How the frames of a fan-out came; under the fan-out's lock */
typedef struct
{
  guint n;
  guint n_backwards;            /* index or time that do not follow the last */
  guint64 next_index;
  guint32 last_timestamp;
  gint64 last_time;
  gint64 first, last;           /* arrival */
  gint64 first_time;            /* running time of the first */
} Record;

static void
record (RtcFrame * frame, gpointer data)
{
  Record *r = data;

  if (r->next_index != 0 && (frame->first_index != r->next_index
          || (gint32) (frame->timestamp - r->last_timestamp) <= 0
          || frame->running_time <= r->last_time))
    r->n_backwards++;
  r->next_index = frame->first_index + frame->n_items;
  r->last_timestamp = frame->timestamp;
  r->last_time = frame->running_time;
  r->last = g_get_monotonic_time ();
  if (r->n++ == 0) {
    r->first = r->last;
    r->first_time = frame->running_time;
  }
}

typedef struct
{
  InputFixture f;
  RtcFanout *fanout;
  Record record;
} Watch;

/* @more: what else is in the pipeline */
static void
watch_start (Watch * w, const gchar * more)
{
  memset (w, 0, sizeof *w);
  fixture_prepare (&w->f, "videotestsrc ! capsfilter caps="
      "video/x-raw,width=64,height=48,framerate=30/1", RTC_MEDIA_VIDEO, NULL);
  if (more != NULL)
    gst_bin_add (GST_BIN (w->f.pipeline),
        gst_parse_bin_from_description (more, FALSE, NULL));
  fixture_play (&w->f);
  w->fanout = fake_track_acquire (w->f.track, fake_track_find (w->f.track,
          "VP8"), NULL);
  fake_fanout_set_frame_func (w->fanout, record, &w->record);
  fake_fanout_wait (w->fanout, N_BEFORE, 1);
}

/* Counting begins anew, the order goes on */
static void
watch_again (Watch * w)
{
  fake_fanout_set_frame_func (w->fanout, NULL, NULL);
  w->record.n = 0;
  fake_fanout_set_frame_func (w->fanout, record, &w->record);
}

static void
watch_more (Watch * w)
{
  fake_fanout_wait (w->fanout, fake_fanout_get_n_frames (w->fanout) + N_AFTER,
      1);
}

/* Since the 1900 of NTP, microseconds */
static gint64
wall_of_ntp (guint64 ntp)
{
  return ((gint64) (ntp >> 32) - G_GINT64_CONSTANT (2208988800))
      * G_USEC_PER_SEC + (((ntp & G_MAXUINT32) * G_USEC_PER_SEC) >> 32);
}

static void
watch_check_and_stop (Watch * w)
{
  Record r;
  gint64 lag;

  fake_fanout_set_frame_func (w->fanout, NULL, NULL);
  r = w->record;
  /* the first one or two may have waited somewhere */
  fail_unless (r.last - r.first > (r.n - 4) * FRAME, "%u frames in %"
      G_GINT64_FORMAT " us", r.n, r.last - r.first);
  fail_unless_equals_int (r.n_backwards, 0);
  /* the time of a sender report is the time of day at which it was due */
  lag = g_get_real_time () - g_get_monotonic_time () + r.last
      - wall_of_ntp (fake_fanout_get_clock_base (w->fanout)) - r.last_time;
  fail_unless (ABS (lag) < 700 * G_TIME_SPAN_MILLISECOND, "%" G_GINT64_FORMAT,
      lag);
  fixture_stop (&w->f);
  rtc_fanout_unref (w->fanout);
}

static void
seek (Watch * w, GstClockTime stop)
{
  fail_unless (gst_element_seek (w->f.pipeline, 1.0, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, 0,
          stop != GST_CLOCK_TIME_NONE ? GST_SEEK_TYPE_SET : GST_SEEK_TYPE_NONE,
          stop));
}

/* The second sink waits for preroll: base time begins anew with it, as it does
 * not without */
static const gchar *const others[] = {
  NULL, "videotestsrc ! fakesink sync=true",
};

GST_START_TEST (test_a_seek)
{
  Watch w;

  watch_start (&w, others[__i__]);
  seek (&w, GST_CLOCK_TIME_NONE);
  watch_again (&w);
  watch_more (&w);
  watch_check_and_stop (&w);
}

GST_END_TEST;

GST_START_TEST (test_a_loop)
{
  Watch w;

  watch_start (&w, NULL);
  for (guint i = 0; i < 3; i++) {
    seek (&w, GST_SECOND);
    watch_again (&w);
    gst_message_unref (gst_bus_timed_pop_filtered (w.f.bus,
            GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS));
    fail_unless (w.record.n >= N_AFTER, "%u", w.record.n);
  }
  watch_check_and_stop (&w);
}

GST_END_TEST;

static void
pause_for (Watch * w, GstClockTime time)
{
  gst_element_set_state (w->f.pipeline, GST_STATE_PAUSED);
  gst_element_get_state (w->f.pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
  gst_message_unref (gst_bus_timed_pop_filtered (w->f.bus, time,
          GST_MESSAGE_ERROR) ? : gst_message_new_eos (NULL));
}

GST_START_TEST (test_a_pause)
{
  Watch w;

  watch_start (&w, others[__i__]);
  pause_for (&w, 2 * GST_SECOND);
  watch_again (&w);
  fixture_play (&w.f);
  watch_more (&w);
  watch_check_and_stop (&w);
}

GST_END_TEST;

GST_START_TEST (test_a_seek_in_a_pause)
{
  Watch w;

  watch_start (&w, others[__i__]);
  /* one before: what it began with is over with the next */
  seek (&w, GST_CLOCK_TIME_NONE);
  watch_more (&w);
  pause_for (&w, GST_SECOND);
  seek (&w, GST_CLOCK_TIME_NONE);
  pause_for (&w, GST_SECOND);
  watch_again (&w);
  fixture_play (&w.f);
  watch_more (&w);
  watch_check_and_stop (&w);
}

GST_END_TEST;

/* What the tracks behind @input get added to running time */
static gint64
offset_of (GstElement * input)
{
  g_autoptr (GstElement) pace = gst_bin_get_by_name (GST_BIN (input), "pace");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (pace, "src");

  return gst_pad_get_offset (pad);
}

/* A seek flushes one track after the other, with time in between: frames could
 * not be told apart, those that are late may be lost */
GST_START_TEST (test_sound_stays_with_the_picture)
{
  Watch w;
  RtcInputConfig config = {.kind = RTC_MEDIA_AUDIO };
  GstElement *source = gst_element_factory_make ("audiotestsrc", NULL);
  GstElement *input = rtc_input_new ("sound", RTC_MEDIA_AUDIO);
  RtcTrack *track;
  GstEvent *event = gst_event_new_seek (1.0, GST_FORMAT_TIME,
      GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_NONE, 0);

  watch_start (&w, NULL);
  track = rtc_input_start (RTC_INPUT (input), w.f.pool, &config);
  gst_bin_add_many (GST_BIN (w.f.pipeline), source, input, NULL);
  gst_element_link (source, input);
  gst_element_sync_state_with_parent (input);
  gst_element_sync_state_with_parent (source);
  fake_track_wait_codecs (track);
  fail_unless (gst_element_send_event (input, gst_event_ref (event)));
  watch_more (&w);
  fail_unless (gst_element_send_event (GST_ELEMENT (w.f.input), event));
  watch_more (&w);
  fail_unless (offset_of (input) > 0);
  fail_unless (offset_of (input) == offset_of (GST_ELEMENT (w.f.input)));
  fail_unless_equals_int (w.record.n_backwards, 0);
  rtc_input_stop (RTC_INPUT (input));
  fixture_stop (&w.f);
  rtc_fanout_unref (w.fanout);
  rtc_track_unref (track);
}

GST_END_TEST;

static Suite *
seek_suite (void)
{
  Suite *suite = suite_create ("seek");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_a_seek, 0, G_N_ELEMENTS (others));
  tcase_add_test (tc, test_a_loop);
  tcase_add_loop_test (tc, test_a_pause, 0, G_N_ELEMENTS (others));
  tcase_add_loop_test (tc, test_a_seek_in_a_pause, 0, G_N_ELEMENTS (others));
  tcase_add_test (tc, test_sound_stays_with_the_picture);
  return suite;
}

GST_CHECK_MAIN (seek);
