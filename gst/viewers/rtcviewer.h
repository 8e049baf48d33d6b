/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include "core/rtclooppool.h"
#include "ice/rtcice.h"
#include "jsep/rtcjsep.h"
#include "rtcviewerstream.h"
#include "talk/rtcguest.h"

G_BEGIN_DECLS

/* One who watches: a transport and the streams that go through it.  A plain
 * object without elements and without a thread; its inside lives on one media
 * loop, the calls below belong on the control loop. */
typedef struct _RtcViewer RtcViewer;

/* On the control loop, none of them after rtc_viewer_close () */
typedef struct
{
  /* local candidates are known (or enough time went by) */
  void (*gathered) (RtcViewer * viewer, const gchar * ufrag,
      const gchar * pwd, gchar ** candidates, gboolean complete,
      gpointer user_data);
  void (*connected) (RtcViewer * viewer, gpointer user_data);
  /* it has left, was lost or never came; @reason says which */
  void (*gone) (RtcViewer * viewer, const gchar * reason, gpointer user_data);
} RtcViewerEvents;

typedef struct
{
  gchar codec[16];
  guint32 ssrc;
  guint64 packets_sent, bytes_sent, rtx_packets_sent, rtx_bytes_sent;
  guint64 nacks, plis, firs;
  RtcReception reception;
  guint clock_rate;
} RtcViewerStreamStats;

#define RTC_VIEWER_MAX_STREAMS 8

RtcViewer *rtc_viewer_new (RtcLoopPool * pool, const gchar * id,
    const RtcViewerEvents * events, gpointer user_data);
RtcViewer *rtc_viewer_ref (RtcViewer * viewer);
void rtc_viewer_unref (RtcViewer * viewer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcViewer, rtc_viewer_unref)

const gchar *rtc_viewer_get_id (RtcViewer * viewer);
const gchar *rtc_viewer_get_cname (RtcViewer * viewer);
/* Opens sockets and gathers; @config is copied */
void rtc_viewer_open (RtcViewer * viewer, RtcIceFactory factory,
    const RtcIceConfig * config);
/* Its data channels, where the plan has them; before rtc_viewer_start () */
void rtc_viewer_open_data (RtcViewer * viewer, RtcTalk * talk);
/* Takes @plan; @fanouts: one for each send of it, referenced.  @ssrcs: media
 * and rtx SSRC of each track that the answer was made with. */
void rtc_viewer_start (RtcViewer * viewer, RtcJsepResult * plan,
    const RtcJsepTrack * tracks, RtcFanout ** fanouts);
void rtc_viewer_add_candidate (RtcViewer * viewer, const gchar * candidate);
void rtc_viewer_end_of_candidates (RtcViewer * viewer);
void rtc_viewer_close (RtcViewer * viewer);
/* Any thread */
GstStructure *rtc_viewer_get_stats (RtcViewer * viewer);
void rtc_viewer_take_structure (GValue * array, GstStructure * s);

/* --- for its streams, on the media loop -------------------------------- */
gboolean rtc_viewer_is_sending (RtcViewer * viewer);
void rtc_viewer_frame (RtcViewer * viewer, RtcViewerStream * stream,
    RtcFrame * frame);
void rtc_viewer_report_gone (RtcViewer * viewer, const gchar * reason);

G_END_DECLS
