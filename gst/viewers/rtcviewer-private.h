/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcviewer.h"

G_BEGIN_DECLS

/* A snapshot that any thread may read while the media loop goes on */
typedef struct
{
  RtcTransportStats transport;
  guint n_streams;
  RtcViewerStreamStats streams[RTC_VIEWER_MAX_STREAMS];
} RtcViewerSnapshot;

struct _RtcViewer
{
  gint refcount;
  RtcLoopPool *pool;
  gchar *id;
  guint loop_index;
  RtcLoop *loop;                /* the pool's */

  /* control loop */
  RtcViewerEvents events;
  gpointer user_data;
  gboolean closed;
  RtcGuest *guest;              /* NULL: no data channels; before it starts */

  /* media loop */
  RtcTransport *transport;
  RtcViewerStream *streams[RTC_VIEWER_MAX_STREAMS];
  guint n_streams;
  gchar *cname;
  GPtrArray *candidates;        /* gathered so far; NULL once handed over */
  RtcTimer *pace_timer;
  RtcTimer *tick_timer;         /* gathering, then reports and the watch */
  RtcPacer pacer;
  guint16 transport_seq;
  gint64 opened;
  gint64 connected;             /* 0: not yet */
  gint64 last_heard;            /* any RTCP that authenticated, 0: none */
  gboolean reported_gone;
  RtcDataLink data_link;
  gboolean data_connected;

  GMutex stats_lock;            /* a leaf */
  RtcViewerSnapshot snapshot;
};

/* A STUN server that does not answer must not hold the answer back */
#define RTC_VIEWER_GATHER_TIMEOUT (500 * 1000)

/* rtcviewer-notice.c */
void rtc_viewer_report_gathered (RtcViewer * viewer, gchar ** candidates,
    gboolean complete);
void rtc_viewer_report_connected (RtcViewer * viewer);
/* rtcviewer-watch.c */
extern const RtcTransportEvents rtc_viewer_transport_events;
void rtc_viewer_on_tick (gpointer data);
/* rtcviewer-data.c */
void rtc_viewer_set_data_link (RtcViewer * viewer, const RtcJsepResult * plan);
void rtc_viewer_on_dtls_state (RtcTransport * transport, RtcDtlsState state,
    const gchar * reason, gpointer user_data);
void rtc_viewer_on_data (RtcTransport * transport, const guint8 * data,
    gsize size, gpointer user_data);
void rtc_viewer_disconnect_data (RtcViewer * viewer);
/* rtcviewer-media.c */
void rtc_viewer_on_pace (gpointer data);
void rtc_viewer_resume (RtcViewer * viewer);
void rtc_viewer_settle (RtcViewer * viewer);
/* rtcviewer-rtcp.c */
void rtc_viewer_on_rtcp (RtcTransport * transport, guint8 * data, gsize size,
    gpointer user_data);
void rtc_viewer_send_reports (RtcViewer * viewer);
void rtc_viewer_send_bye (RtcViewer * viewer);
/* rtcviewer-stats.c */
void rtc_viewer_update_stats (RtcViewer * viewer);
void rtc_viewer_clear_stats (RtcViewer * viewer);

guint64 rtc_viewer_ntp_now (void);

G_END_DECLS
