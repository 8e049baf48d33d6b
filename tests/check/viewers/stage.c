/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "watcher.h"

/* the factory has no user data: one stage at a time */
static Stage *the_stage;

static RtcIce *
make_ice (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error)
{
  RtcIce *ice = rtc_ice_fake_new (loop, config, events, user_data, error);

  g_mutex_lock (&the_stage->lock);
  the_stage->last_ice = ice;
  g_mutex_unlock (&the_stage->lock);
  return ice;
}

static RtcFanout *
acquire_video (gpointer owner, guint codec, GError ** error)
{
  Stage *stage = owner;

  g_atomic_int_inc (&stage->acquired);
  return rtc_fanout_ref (stage->video_fanout);
}

static RtcFanout *
acquire_audio (gpointer owner, guint codec, GError ** error)
{
  Stage *stage = owner;

  g_atomic_int_inc (&stage->acquired);
  return rtc_fanout_ref (stage->audio_fanout);
}

static void
release (gpointer owner, guint codec)
{
  Stage *stage = owner;

  g_atomic_int_inc (&stage->released);
}

static const RtcTrackSource video_source = { acquire_video, release };
static const RtcTrackSource audio_source = { acquire_audio, release };

static void
on_added (const gchar * viewer_id, gpointer user_data)
{
  Stage *stage = user_data;

  g_mutex_lock (&stage->lock);
  stage->added++;
  g_cond_broadcast (&stage->cond);
  g_mutex_unlock (&stage->lock);
}

static void
on_removed (const gchar * viewer_id, gpointer user_data)
{
  Stage *stage = user_data;

  g_mutex_lock (&stage->lock);
  stage->removed++;
  g_free (stage->last_removed);
  stage->last_removed = g_strdup (viewer_id);
  g_cond_broadcast (&stage->cond);
  g_mutex_unlock (&stage->lock);
}

static void
on_keyframe_wanted (gpointer data)
{
  Stage *stage = data;

  g_mutex_lock (&stage->lock);
  stage->keyframe_requests++;
  g_cond_broadcast (&stage->cond);
  g_mutex_unlock (&stage->lock);
}

void
stage_init (Stage * stage, guint max_viewers)
{
  const RtcAudienceConfig config = {.max_viewers = max_viewers };

  stage_init_with (stage, &config);
}

void
stage_init_with (Stage * stage, const RtcAudienceConfig * config)
{
  const RtcAudienceEvents events = { on_added, on_removed };

  *stage = (Stage) {
    .pool = rtc_loop_pool_acquire ()
  };
  the_stage = stage;
  g_mutex_init (&stage->lock);
  g_cond_init (&stage->cond);
  stage->video_builder = rtc_frame_builder_new ();
  stage->video_fanout = rtc_fanout_new (stage->pool, 90000);
  stage->audio_fanout = rtc_fanout_new (stage->pool, 48000);
  rtc_fanout_set_keyframe_func (stage->video_fanout, on_keyframe_wanted, stage);
  stage->audience = rtc_audience_new (stage->pool, config, &events, stage);
  rtc_audience_set_ice_factory (stage->audience, make_ice);
  stage->video = rtc_track_new (RTC_MEDIA_VIDEO, "video_0", &video_source,
      stage);
  stage->audio = rtc_track_new (RTC_MEDIA_AUDIO, "audio_0", &audio_source,
      stage);
  rtc_audience_add_track (stage->audience, stage->video);
  rtc_audience_add_track (stage->audience, stage->audio);
}

void
stage_set_codecs (Stage * stage)
{
  RtcCodec codec;

  rtc_codec_init (&codec, "VP8", 90000, 1, 96, NULL);
  rtc_track_set_codecs (stage->video, &codec, 1);
  rtc_codec_clear (&codec);
  rtc_codec_init (&codec, "opus", 48000, 2, 111, NULL);
  rtc_track_set_codecs (stage->audio, &codec, 1);
  rtc_codec_clear (&codec);
}

static void
close_audience (gpointer data)
{
  rtc_audience_close (data);
}

void
stage_clear (Stage * stage)
{
  stage_control (stage, close_audience, stage->audience);
  rtc_loop_pool_drain (stage->pool);
  fail_unless_equals_int (stage->acquired, stage->released);
  rtc_audience_unref (stage->audience);
  rtc_track_unref (stage->video);
  rtc_track_unref (stage->audio);
  rtc_fanout_unref (stage->video_fanout);
  rtc_fanout_unref (stage->audio_fanout);
  rtc_frame_builder_free (stage->video_builder);
  rtc_loop_pool_unref (stage->pool);
  g_free (stage->last_removed);
  g_mutex_clear (&stage->lock);
  g_cond_clear (&stage->cond);
}

void
stage_push_video (Stage * stage, guint n_packets, gboolean keyframe)
{
  g_autoptr (RtcFrame) frame = NULL;

  for (guint i = 0; i < n_packets; i++) {
    guint8 packet[12 + 1000] = { 0x80, 96 };

    packet[1] |= i + 1 == n_packets ? 0x80 : 0;
    packet[12] = i;
    fail_unless (rtc_frame_builder_add (stage->video_builder, packet,
            sizeof (packet), 0));
  }
  frame = rtc_frame_builder_finish (stage->video_builder, keyframe, -1,
      rtc_loop_now ());
  rtc_fanout_push (stage->video_fanout, frame);
}

void
stage_control (Stage * stage, RtcLoopFunc func, gpointer data)
{
  rtc_loop_call (rtc_loop_pool_get_control (stage->pool), func, data);
}

static void
wait_for (Stage * stage, const guint * value, guint n)
{
  g_mutex_lock (&stage->lock);
  while (*value < n)
    g_cond_wait (&stage->cond, &stage->lock);
  g_mutex_unlock (&stage->lock);
}

void
stage_wait_removed (Stage * stage, guint n)
{
  wait_for (stage, &stage->removed, n);
}

void
stage_wait_added (Stage * stage, guint n)
{
  wait_for (stage, &stage->added, n);
}

guint
stage_count_keyframe_requests (Stage * stage)
{
  guint n;

  g_mutex_lock (&stage->lock);
  n = stage->keyframe_requests;
  g_mutex_unlock (&stage->lock);
  return n;
}

void
stage_wait_keyframe_requests (Stage * stage, guint n)
{
  wait_for (stage, &stage->keyframe_requests, n);
}
