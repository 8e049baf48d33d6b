/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtctrack.h"
#include "talk/rtctalk.h"

G_BEGIN_DECLS

/* Everybody who watches one stream.  A signaller hands in offers and gets
 * answers; what a viewer is made of stays inside.  All calls on the control
 * loop unless said otherwise. */
typedef struct _RtcAudience RtcAudience;

#define RTC_AUDIENCE_ERROR (rtc_audience_error_quark ())
GQuark rtc_audience_error_quark (void);

typedef enum
{
  RTC_AUDIENCE_ERROR_BAD_OFFER, /* not SDP, or breaks a rule */
  RTC_AUDIENCE_ERROR_NO_COMMON_CODEC,
  RTC_AUDIENCE_ERROR_FULL,      /* max-viewers are there */
  RTC_AUDIENCE_ERROR_NOT_READY, /* no caps yet: try again soon */
  RTC_AUDIENCE_ERROR_NO_NETWORK,
  RTC_AUDIENCE_ERROR_FAILED,    /* our side: an encoder does not start, … */
  RTC_AUDIENCE_ERROR_RESTART,   /* a trickle fragment asks for an ICE restart */
} RtcAudienceError;

typedef struct
{
  guint max_viewers;            /* 0: no limit */
  gchar *stun_server;           /* NULL: none */
  gchar **turn_servers;
  gboolean relay_only;
  guint min_port, max_port;     /* 0: any */
  gchar **local_addresses;      /* NULL: all */
  RtcTalk *talk;                /* NULL: no data channels */
} RtcAudienceConfig;

typedef struct
{
  /* after a viewer's answer has gone out, and after it has left for good */
  void (*viewer_added) (const gchar * viewer_id, gpointer user_data);
  void (*viewer_removed) (const gchar * viewer_id, gpointer user_data);
} RtcAudienceEvents;

/* @error NULL: @answer goes back to the viewer with @viewer_id */
typedef void (*RtcAnswerFunc) (const gchar * viewer_id, const gchar * answer,
    const GError * error, gpointer user_data);

/* Any thread; copies @config and holds its talk */
RtcAudience *rtc_audience_new (RtcLoopPool * pool,
    const RtcAudienceConfig * config, const RtcAudienceEvents * events,
    gpointer user_data);
RtcAudience *rtc_audience_ref (RtcAudience * audience);
void rtc_audience_unref (RtcAudience * audience);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcAudience, rtc_audience_unref)

/* Any thread */
void rtc_audience_add_track (RtcAudience * audience, RtcTrack * track);
void rtc_audience_remove_track (RtcAudience * audience, RtcTrack * track);
guint rtc_audience_count_viewers (RtcAudience * audience);
GstStructure *rtc_audience_get_stats (RtcAudience * audience);
/* how many tracks of a kind there are: what a player has to offer */
guint rtc_audience_count_tracks (RtcAudience * audience, RtcMediaKind kind);

/* @done is called exactly once, never from inside the call */
void rtc_audience_answer (RtcAudience * audience, const gchar * offer,
    gsize size, RtcAnswerFunc done, gpointer user_data);
/* A trickle fragment (RFC 8840).  FALSE with an error when it is malformed or
 * when it asks for an ICE restart; unknown viewers are the signaller's 404. */
gboolean rtc_audience_trickle (RtcAudience * audience,
    const gchar * viewer_id, const gchar * fragment, gsize size,
    GError ** error);
gboolean rtc_audience_has_viewer (RtcAudience * audience,
    const gchar * viewer_id);
gboolean rtc_audience_remove_viewer (RtcAudience * audience,
    const gchar * viewer_id);
/* Everybody leaves: BYE and close_notify go out, no event after this */
void rtc_audience_close (RtcAudience * audience);

G_END_DECLS
