/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtctrack-private.h"

#include <gio/gio.h>

struct _RtcTrack
{
  gint refcount;
  RtcMediaKind kind;
  gchar *id;
  const RtcTrackSource *source; /* control loop; NULL once disowned */
  gpointer owner;

  GMutex lock;                  /* a leaf */
  RtcCodec *codecs;
  guint n_codecs;
};

/* @source is kept as it is, @owner until rtc_track_disown ().  Any thread. */
RtcTrack *
rtc_track_new (RtcMediaKind kind, const gchar * id,
    const RtcTrackSource * source, gpointer owner)
{
  RtcTrack *track = g_new0 (RtcTrack, 1);

  track->refcount = 1;
  track->kind = kind;
  track->id = g_strdup (id);
  track->source = source;
  track->owner = owner;
  g_mutex_init (&track->lock);
  return track;
}

RtcTrack *
rtc_track_ref (RtcTrack * track)
{
  g_atomic_int_inc (&track->refcount);
  return track;
}

void
rtc_track_unref (RtcTrack * track)
{
  if (!g_atomic_int_dec_and_test (&track->refcount))
    return;
  rtc_codecs_free (track->codecs, track->n_codecs);
  g_mutex_clear (&track->lock);
  g_free (track->id);
  g_free (track);
}

RtcMediaKind
rtc_track_get_kind (RtcTrack * track)
{
  return track->kind;
}

const gchar *
rtc_track_get_id (RtcTrack * track)
{
  return track->id;
}

static RtcCodec *
codecs_copy (const RtcCodec * codecs, guint n)
{
  RtcCodec *copy = g_new0 (RtcCodec, n);

  for (guint i = 0; i < n; i++)
    rtc_codec_copy (&copy[i], &codecs[i]);
  return copy;
}

void
rtc_codecs_free (RtcCodec * codecs, guint n)
{
  for (guint i = 0; i < n; i++)
    rtc_codec_clear (&codecs[i]);
  g_free (codecs);
}

void
rtc_track_set_codecs (RtcTrack * track, const RtcCodec * codecs, guint n)
{
  RtcCodec *copy = codecs_copy (codecs, n);
  RtcCodec *old;
  guint n_old;

  g_mutex_lock (&track->lock);
  old = track->codecs;
  n_old = track->n_codecs;
  track->codecs = copy;
  track->n_codecs = n;
  g_mutex_unlock (&track->lock);
  rtc_codecs_free (old, n_old);
}

RtcCodec *
rtc_track_copy_codecs (RtcTrack * track, guint * n)
{
  RtcCodec *copy;

  g_mutex_lock (&track->lock);
  copy = codecs_copy (track->codecs, track->n_codecs);
  *n = track->n_codecs;
  g_mutex_unlock (&track->lock);
  return copy;
}

void
rtc_track_disown (RtcTrack * track)
{
  track->source = NULL;
}

RtcFanout *
rtc_track_acquire (RtcTrack * track, guint codec, GError ** error)
{
  if (track->source == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED,
        "track %s has just ended", track->id);
    return NULL;
  }
  return track->source->acquire (track->owner, codec, error);
}

void
rtc_track_release (RtcTrack * track, guint codec)
{
  if (track->source != NULL)
    track->source->release (track->owner, codec);
}
