/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Raw media becomes frames in each codec that this machine has */
#include "fixture.h"

typedef struct
{
  gboolean marker_last_only;
  gboolean first_is_key;
  guint n;
  gint audio_level;
  gsize largest;
  gint64 last_time;
  gboolean time_grows;
} Seen;

static void
look (RtcFrame * frame, gpointer data)
{
  Seen *seen = data;

  for (guint i = 0; i < frame->n_items; i++) {
    if (frame->items[i].marker != (i == frame->n_items - 1))
      seen->marker_last_only = FALSE;
    seen->largest = MAX (seen->largest, frame->items[i].size);
  }
  if (frame->running_time <= seen->last_time)
    seen->time_grows = FALSE;
  seen->last_time = frame->running_time;
  seen->audio_level = frame->items[0].audio_level;
  seen->n++;
}

static void
run_codec (const gchar * source, RtcMediaKind kind, const gchar * name,
    Seen * seen)
{
  InputFixture f;
  RtcFanout *fanout;
  gint codec;

  *seen = (Seen) {
  .marker_last_only = TRUE,.last_time = -1,.time_grows = TRUE,.audio_level =
        -1};
  fixture_start (&f, source, kind);
  codec = fake_track_find (f.track, name);
  if (codec < 0) {
    GST_INFO ("no encoder for %s here", name);
    fixture_stop (&f);
    return;
  }
  fanout = fake_track_acquire (f.track, codec, NULL);
  fail_unless (fanout != NULL);
  fake_fanout_set_frame_func (fanout, look, seen);
  fake_fanout_wait (fanout, 20, 1);
  fail_unless (fake_fanout_get_clock_base (fanout) != 0);
  fake_track_release (f.track, codec);
  fixture_stop (&f);
  fake_fanout_set_frame_func (fanout, NULL, NULL);
  rtc_fanout_unref (fanout);
  fail_unless (seen->time_grows, "%s", name);
  /* with header, extensions and SRTP tag: no more than 1200 */
  fail_unless (seen->largest <= 1200 - 12 - 28 - 16 - 2);
}

static const gchar *const video[] = { "VP8", "H264", "VP9", "H265" };
static const gchar *const audio[] = { "opus", "PCMU", "PCMA" };

GST_START_TEST (test_video_has_a_marker_at_the_end_of_each_frame)
{
  Seen seen;

  run_codec
      ("videotestsrc is-live=true ! capsfilter caps=video/x-raw,width=320,"
      "height=240,framerate=30/1", RTC_MEDIA_VIDEO, video[__i__], &seen);
  fail_unless (seen.marker_last_only);
}

GST_END_TEST;

GST_START_TEST (test_audio_becomes_packets)
{
  Seen seen;

  run_codec ("audiotestsrc is-live=true", RTC_MEDIA_AUDIO, audio[__i__], &seen);
  if (g_str_equal (audio[__i__], "opus") && seen.n > 0)
    fail_unless (seen.audio_level > 0 && seen.audio_level < 127,
        "level %d", seen.audio_level);
}

GST_END_TEST;

static Suite *
codecs_suite (void)
{
  Suite *suite = suite_create ("codecs");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_video_has_a_marker_at_the_end_of_each_frame, 0,
      G_N_ELEMENTS (video));
  tcase_add_loop_test (tc, test_audio_becomes_packets, 0, G_N_ELEMENTS (audio));
  return suite;
}

GST_CHECK_MAIN (codecs);
