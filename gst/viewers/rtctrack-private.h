/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtctrack.h"

G_BEGIN_DECLS

RtcMediaKind rtc_track_get_kind (RtcTrack * track);
const gchar *rtc_track_get_id (RtcTrack * track);
/* A copy, free with rtc_codecs_free (); any thread */
RtcCodec *rtc_track_copy_codecs (RtcTrack * track, guint * n);
void rtc_codecs_free (RtcCodec * codecs, guint n);

/* On the control loop */
RtcFanout *rtc_track_acquire (RtcTrack * track, guint codec, GError ** error);
void rtc_track_release (RtcTrack * track, guint codec);

G_END_DECLS
