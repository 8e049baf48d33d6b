/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A live source's media goes out as it comes in: a picture before the next one,
 * sound with the buffer that completes a packet.  GST_DEBUG=check:4 prints the
 * times. */
#include "fixture.h"

#define N_FRAMES 60

typedef struct
{
  GMutex lock;
  gint64 in;                    /* when the last buffer came */
  guint n_in;
  guint n_out, n_uneven;
  guint seen;                   /* n_in at the last frame */
  guint per_frame;              /* buffers in a packet */
  gint64 took[N_FRAMES];
  gint64 gap[N_FRAMES], last;
} Flow;

static GstPadProbeReturn
note_in (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Flow *flow = user_data;

  g_mutex_lock (&flow->lock);
  flow->in = g_get_monotonic_time ();
  flow->n_in++;
  g_mutex_unlock (&flow->lock);
  return GST_PAD_PROBE_OK;
}

static void
note_out (RtcFrame * frame, gpointer user_data)
{
  Flow *flow = user_data;
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&flow->lock);
  if (flow->n_out < N_FRAMES) {
    flow->took[flow->n_out] = now - flow->in;
    flow->gap[flow->n_out] = flow->last != 0 ? now - flow->last : 0;
    if (flow->seen != 0 && flow->n_in - flow->seen != flow->per_frame)
      flow->n_uneven++;
  }
  flow->n_out++;
  flow->seen = flow->n_in;
  flow->last = now;
  g_mutex_unlock (&flow->lock);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static gint64
median (gint64 * values, const gchar * name)
{
  qsort (values, N_FRAMES, sizeof *values, compare);
  GST_INFO ("%s: median %" G_GINT64_FORMAT " us, 90 %% %" G_GINT64_FORMAT
      ", most %" G_GINT64_FORMAT, name, values[N_FRAMES / 2],
      values[N_FRAMES * 9 / 10], values[N_FRAMES - 1]);
  return values[N_FRAMES / 2];
}

static void
run (Flow * flow, const gchar * source, RtcMediaKind kind, const gchar * codec)
{
  InputFixture f;
  g_autoptr (GstPad) pad = NULL;
  RtcFanout *fanout;

  fixture_prepare (&f, source, kind, NULL);
  pad = gst_element_get_static_pad (GST_ELEMENT (f.input), "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_in, flow, NULL);
  fixture_play (&f);
  fanout = fake_track_acquire (f.track, fake_track_find (f.track, codec), NULL);
  /* the first ones wait for the encoder */
  fake_fanout_wait (fanout, 10, 0);
  fake_fanout_set_frame_func (fanout, note_out, flow);
  fake_fanout_wait (fanout, fake_fanout_get_n_frames (fanout) + N_FRAMES + 1,
      0);
  fixture_stop (&f);
  rtc_fanout_unref (fanout);
  GST_INFO ("%s to %s", source, codec);
}

GST_START_TEST (test_a_picture_goes_before_the_next_comes)
{
  Flow flow = {.per_frame = 1 };

  run (&flow, "videotestsrc is-live=true ! capsfilter caps="
      "video/x-raw,width=320,height=240,framerate=30/1", RTC_MEDIA_VIDEO,
      "VP8");
  fail_unless (median (flow.took, "in the chain") <
      33 * G_TIME_SPAN_MILLISECOND);
  /* a busy machine may swap a few */
  fail_unless (flow.n_uneven < N_FRAMES / 2, "%u", flow.n_uneven);
  median (flow.gap, "apart");
}

GST_END_TEST;

static const struct
{
  const gchar *source;
  guint per_frame;
} microphones[] = {
  {"audiotestsrc is-live=true samplesperbuffer=480 ! "
        "capsfilter caps=audio/x-raw,rate=48000,channels=2", 2},
  {"audiotestsrc is-live=true samplesperbuffer=441 ! "
        "capsfilter caps=audio/x-raw,rate=44100,channels=2", 2},
  {"audiotestsrc is-live=true", 0},
};

GST_START_TEST (test_sound_goes_with_the_buffer_that_completes_it)
{
  Flow flow = {.per_frame = microphones[__i__].per_frame };

  run (&flow, microphones[__i__].source, RTC_MEDIA_AUDIO, "opus");
  fail_unless (median (flow.took, "in the chain") <
      10 * G_TIME_SPAN_MILLISECOND);
  if (flow.per_frame != 0)
    fail_unless (flow.n_uneven < N_FRAMES / 2, "%u", flow.n_uneven);
  median (flow.gap, "apart");
}

GST_END_TEST;

static Suite *
latency_suite (void)
{
  Suite *suite = suite_create ("latency");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_picture_goes_before_the_next_comes);
  tcase_add_loop_test (tc, test_sound_goes_with_the_buffer_that_completes_it,
      0, G_N_ELEMENTS (microphones));
  return suite;
}

GST_CHECK_MAIN (latency);
