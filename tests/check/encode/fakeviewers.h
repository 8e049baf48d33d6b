/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "viewers/rtctrack.h"

/* A fan-out without viewers and a track without an audience: they keep what
 * the encoders did, for a test to look at.  They stand in for gst/viewers at
 * link time. */

typedef void (*FakeFrameFunc) (RtcFrame * frame, gpointer data);

/* Called in the streaming thread for each frame, after it was counted */
void fake_fanout_set_frame_func (RtcFanout * fanout, FakeFrameFunc func,
    gpointer data);
/* Waits until @n frames, @n_key key frames are in */
void fake_fanout_wait (RtcFanout * fanout, guint n, guint n_key);
guint fake_fanout_get_n_frames (RtcFanout * fanout);
guint fake_fanout_get_n_keyframes (RtcFanout * fanout);
guint64 fake_fanout_get_clock_base (RtcFanout * fanout);
void fake_fanout_request_keyframe (RtcFanout * fanout);
gboolean fake_fanout_has_ended (RtcFanout * fanout);
void fake_fanout_wait_end (RtcFanout * fanout);
guint fake_fanout_get_n_alive (void);

/* Waits until the codecs are known; how many */
guint fake_track_wait_codecs (RtcTrack * track);
/* A copy: the codecs are told anew with each change of the caps */
void fake_track_copy_codec (RtcTrack * track, guint index, RtcCodec * codec);
/* As the control loop would: -1 when there is no such codec */
gint fake_track_find (RtcTrack * track, const gchar * name);
RtcFanout *fake_track_acquire (RtcTrack * track, guint codec, GError ** error);
void fake_track_release (RtcTrack * track, guint codec);
gboolean fake_track_is_disowned (RtcTrack * track);
