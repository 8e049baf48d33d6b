/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fakeviewers.h"

struct _RtcFanout
{
  gint refcount;
  GMutex lock;
  GCond cond;
  guint clock_rate;
  guint n_frames, n_keyframes;
  guint64 clock_base;
  gboolean ended;
  void (*keyframe) (gpointer data);
  gpointer keyframe_data;
  FakeFrameFunc func;
  gpointer func_data;
};

struct _RtcTrack
{
  gint refcount;
  GMutex lock;
  GCond cond;
  const RtcTrackSource *source;
  gpointer owner;
  RtcCodec codecs[8];
  guint n_codecs;
};

static gint n_alive;

RtcFanout *
rtc_fanout_new (RtcLoopPool * pool, guint clock_rate)
{
  RtcFanout *fanout = g_new0 (RtcFanout, 1);

  g_atomic_int_inc (&n_alive);
  fanout->refcount = 1;
  fanout->clock_rate = clock_rate;
  g_mutex_init (&fanout->lock);
  g_cond_init (&fanout->cond);
  return fanout;
}

RtcFanout *
rtc_fanout_ref (RtcFanout * fanout)
{
  g_atomic_int_inc (&fanout->refcount);
  return fanout;
}

void
rtc_fanout_unref (RtcFanout * fanout)
{
  if (!g_atomic_int_dec_and_test (&fanout->refcount))
    return;
  g_atomic_int_add (&n_alive, -1);
  g_mutex_clear (&fanout->lock);
  g_cond_clear (&fanout->cond);
  g_free (fanout);
}

void
rtc_fanout_push (RtcFanout * fanout, RtcFrame * frame)
{
  g_mutex_lock (&fanout->lock);
  fanout->n_frames++;
  fanout->n_keyframes += frame->keyframe;
  if (fanout->func != NULL)
    fanout->func (frame, fanout->func_data);
  g_cond_broadcast (&fanout->cond);
  g_mutex_unlock (&fanout->lock);
}

void
rtc_fanout_set_clock_base (RtcFanout * fanout, guint64 ntp)
{
  g_mutex_lock (&fanout->lock);
  fanout->clock_base = ntp;
  g_mutex_unlock (&fanout->lock);
}

void
rtc_fanout_set_keyframe_func (RtcFanout * fanout, void (*func) (gpointer data),
    gpointer data)
{
  g_mutex_lock (&fanout->lock);
  fanout->keyframe = func;
  fanout->keyframe_data = data;
  g_mutex_unlock (&fanout->lock);
}

void
rtc_fanout_end (RtcFanout * fanout)
{
  g_mutex_lock (&fanout->lock);
  fanout->ended = TRUE;
  g_cond_broadcast (&fanout->cond);
  g_mutex_unlock (&fanout->lock);
}

gboolean
fake_fanout_has_ended (RtcFanout * fanout)
{
  gboolean ended;

  g_mutex_lock (&fanout->lock);
  ended = fanout->ended;
  g_mutex_unlock (&fanout->lock);
  return ended;
}

void
fake_fanout_wait_end (RtcFanout * fanout)
{
  g_mutex_lock (&fanout->lock);
  while (!fanout->ended)
    g_cond_wait (&fanout->cond, &fanout->lock);
  g_mutex_unlock (&fanout->lock);
}

void
rtc_fanout_set_bitrate_func (RtcFanout * fanout, guint64 min, guint64 start,
    guint64 max, void (*func) (guint64 bitrate, gpointer data), gpointer data)
{
}

guint
rtc_fanout_get_clock_rate (RtcFanout * fanout)
{
  return fanout->clock_rate;
}

void
fake_fanout_set_frame_func (RtcFanout * fanout, FakeFrameFunc func,
    gpointer data)
{
  g_mutex_lock (&fanout->lock);
  fanout->func = func;
  fanout->func_data = data;
  g_mutex_unlock (&fanout->lock);
}

void
fake_fanout_wait (RtcFanout * fanout, guint n, guint n_key)
{
  g_mutex_lock (&fanout->lock);
  while (fanout->n_frames < n || fanout->n_keyframes < n_key)
    g_cond_wait (&fanout->cond, &fanout->lock);
  g_mutex_unlock (&fanout->lock);
}

guint
fake_fanout_get_n_frames (RtcFanout * fanout)
{
  guint n;

  g_mutex_lock (&fanout->lock);
  n = fanout->n_frames;
  g_mutex_unlock (&fanout->lock);
  return n;
}

guint
fake_fanout_get_n_keyframes (RtcFanout * fanout)
{
  guint n;

  g_mutex_lock (&fanout->lock);
  n = fanout->n_keyframes;
  g_mutex_unlock (&fanout->lock);
  return n;
}

guint64
fake_fanout_get_clock_base (RtcFanout * fanout)
{
  guint64 base;

  g_mutex_lock (&fanout->lock);
  base = fanout->clock_base;
  g_mutex_unlock (&fanout->lock);
  return base;
}

void
fake_fanout_request_keyframe (RtcFanout * fanout)
{
  void (*func) (gpointer data);
  gpointer data;

  g_mutex_lock (&fanout->lock);
  func = fanout->keyframe;
  data = fanout->keyframe_data;
  g_mutex_unlock (&fanout->lock);
  /* as the real one: the function may be called when it was just cleared */
  if (func != NULL)
    func (data);
}

guint
fake_fanout_get_n_alive (void)
{
  return g_atomic_int_get (&n_alive);
}

RtcTrack *
rtc_track_new (RtcMediaKind kind, const gchar * id,
    const RtcTrackSource * source, gpointer owner)
{
  RtcTrack *track = g_new0 (RtcTrack, 1);

  track->refcount = 1;
  track->source = source;
  track->owner = owner;
  g_mutex_init (&track->lock);
  g_cond_init (&track->cond);
  return track;
}

RtcTrack *
rtc_track_ref (RtcTrack * track)
{
  g_atomic_int_inc (&track->refcount);
  return track;
}

static void
clear_codecs (RtcTrack * track)
{
  for (guint i = 0; i < track->n_codecs; i++) {
    g_free (track->codecs[i].name);
    g_free (track->codecs[i].fmtp);
  }
  track->n_codecs = 0;
}

void
rtc_track_unref (RtcTrack * track)
{
  if (!g_atomic_int_dec_and_test (&track->refcount))
    return;
  clear_codecs (track);
  g_mutex_clear (&track->lock);
  g_cond_clear (&track->cond);
  g_free (track);
}

void
rtc_track_set_codecs (RtcTrack * track, const RtcCodec * codecs, guint n)
{
  g_mutex_lock (&track->lock);
  clear_codecs (track);
  for (guint i = 0; i < n; i++) {
    track->codecs[i] = codecs[i];
    track->codecs[i].name = g_strdup (codecs[i].name);
    track->codecs[i].fmtp = g_strdup (codecs[i].fmtp);
  }
  track->n_codecs = n;
  g_cond_broadcast (&track->cond);
  g_mutex_unlock (&track->lock);
}

void
rtc_track_disown (RtcTrack * track)
{
  g_mutex_lock (&track->lock);
  track->owner = NULL;
  g_mutex_unlock (&track->lock);
}

gboolean
fake_track_is_disowned (RtcTrack * track)
{
  gboolean disowned;

  g_mutex_lock (&track->lock);
  disowned = track->owner == NULL;
  g_mutex_unlock (&track->lock);
  return disowned;
}

guint
fake_track_wait_codecs (RtcTrack * track)
{
  guint n;

  g_mutex_lock (&track->lock);
  while (track->n_codecs == 0)
    g_cond_wait (&track->cond, &track->lock);
  n = track->n_codecs;
  g_mutex_unlock (&track->lock);
  return n;
}

void
fake_track_copy_codec (RtcTrack * track, guint index, RtcCodec * codec)
{
  g_mutex_lock (&track->lock);
  rtc_codec_copy (codec, &track->codecs[index]);
  g_mutex_unlock (&track->lock);
}

gint
fake_track_find (RtcTrack * track, const gchar * name)
{
  gint found = -1;

  fake_track_wait_codecs (track);
  g_mutex_lock (&track->lock);
  for (guint i = 0; i < track->n_codecs; i++) {
    if (g_str_equal (track->codecs[i].name, name))
      found = i;
  }
  g_mutex_unlock (&track->lock);
  return found;
}

typedef struct
{
  RtcTrack *track;
  guint codec;
  GError **error;
  RtcFanout *fanout;
} Call;

static void
acquire_on_loop (gpointer data)
{
  Call *call = data;

  call->fanout = call->track->source->acquire (call->track->owner, call->codec,
      call->error);
}

static void
release_on_loop (gpointer data)
{
  Call *call = data;

  call->track->source->release (call->track->owner, call->codec);
}

static void
call_on_loop (RtcLoopFunc func, Call * call)
{
  g_autoptr (RtcLoopPool) pool = rtc_loop_pool_acquire ();

  rtc_loop_call (rtc_loop_pool_get_control (pool), func, call);
}

RtcFanout *
fake_track_acquire (RtcTrack * track, guint codec, GError ** error)
{
  Call call = { track, codec, error, NULL };

  call_on_loop (acquire_on_loop, &call);
  return call.fanout;
}

void
fake_track_release (RtcTrack * track, guint codec)
{
  Call call = { track, codec, NULL, NULL };

  call_on_loop (release_on_loop, &call);
}
