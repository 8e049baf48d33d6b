/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcfanout.h"
#include "sdp/rtcsdptypes.h"

G_BEGIN_DECLS

/* One track of a stream as the viewers see it: what it can be encoded to, and
 * how to start and stop that.  Whoever has the pads implements it. */
typedef struct
{
  /* Start (or join) the encoding in codec number @codec.  NULL with an error
   * when it cannot be made.  On the control loop; transfer full. */
  RtcFanout *(*acquire) (gpointer owner, guint codec, GError ** error);
  /* One viewer less wants it; the last one stops the encoder. */
  void (*release) (gpointer owner, guint codec);
} RtcTrackSource;

typedef struct _RtcTrack RtcTrack;

RtcTrack *rtc_track_new (RtcMediaKind kind, const gchar * id,
    const RtcTrackSource * source, gpointer owner);
RtcTrack *rtc_track_ref (RtcTrack * track);
void rtc_track_unref (RtcTrack * track);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcTrack, rtc_track_unref)

/* Copies.  Until they are known the track takes no viewers.  Any thread. */
void rtc_track_set_codecs (RtcTrack * track, const RtcCodec * codecs, guint n);
/* After this neither acquire () nor release () is called again: on the control
 * loop, before @owner goes. */
void rtc_track_disown (RtcTrack * track);

G_END_DECLS
