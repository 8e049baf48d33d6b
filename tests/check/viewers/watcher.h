/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include "ice/rtcicefake.h"
#include "data/rtcdata.h"
#include "viewers/rtcaudience-private.h"

/* A stream with one VP8 track and one Opus track, and somebody who watches it
 * over the fake ICE backend. */
typedef struct
{
  RtcLoopPool *pool;
  RtcAudience *audience;
  RtcTrack *video, *audio;
  RtcFrameBuilder *video_builder;
  RtcFanout *video_fanout, *audio_fanout;

  GMutex lock;
  GCond cond;
  /* all below under lock */
  gint acquired, released;
  guint keyframe_requests;
  guint added, removed;
  gchar *last_removed;
  RtcIce *last_ice;             /* of the newest viewer */
} Stage;

typedef struct
{
  Stage *stage;
  RtcLoop *loop;
  RtcIce *ice;
  RtcTransport *transport;
  RtcData *data;                /* NULL: none are offered */
  RtcTransportState state;      /* under the stage's lock, as is all below */
  gchar *viewer_id;
  gchar *answer;
  GError *error;
  gboolean answered;
  GPtrArray *rtp, *rtcp;        /* GBytes */
} Watcher;

void stage_init (Stage * stage, guint max_viewers);
void stage_init_with (Stage * stage, const RtcAudienceConfig * config);
void stage_set_codecs (Stage * stage);
void stage_clear (Stage * stage);
void stage_push_video (Stage * stage, guint n_packets, gboolean keyframe);
/* runs @func on the control loop */
void stage_control (Stage * stage, RtcLoopFunc func, gpointer data);
void stage_wait_removed (Stage * stage, guint n);
void stage_wait_added (Stage * stage, guint n);
guint stage_count_keyframe_requests (Stage * stage);
void stage_wait_keyframe_requests (Stage * stage, guint n);

extern const gchar *const watcher_offer;
extern const gchar *const watcher_data_offer;
void watcher_init (Watcher * watcher, Stage * stage);
/* before connecting: with data channels in the offer */
void watcher_add_data (Watcher * watcher, RtcStrand * strand);
void watcher_clear (Watcher * watcher);
/* hands in @offer and waits for the answer or the error */
void watcher_ask (Watcher * watcher, const gchar * offer);
void watcher_connect (Watcher * watcher);
void watcher_wait_rtp (Watcher * watcher, guint n);
/* waits for an RTCP packet of @type anywhere in a compound */
void watcher_wait_rtcp (Watcher * watcher, guint8 type);
void watcher_send_rtcp (Watcher * watcher, const guint8 * data, gsize size);
/* of the n-th packet that came */
guint16 watcher_get_seq (Watcher * watcher, guint n);
guint32 watcher_get_ssrc (Watcher * watcher, guint n);
guint8 watcher_get_pt (Watcher * watcher, guint n);
