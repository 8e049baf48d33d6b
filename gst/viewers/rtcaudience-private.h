/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcaudience.h"
#include "rtctrack-private.h"
#include "rtcviewer.h"

G_BEGIN_DECLS

/* One viewer of the audience.  Until its answer is out it carries the offer;
 * afterwards what it has acquired.  Control loop. */
typedef struct
{
  RtcAudience *audience;
  RtcViewer *viewer;
  gboolean announced;

  /* the offer, until it is answered */
  RtcSdp *offer;
  RtcAnswerFunc done;
  gpointer done_data;
  GPtrArray *tracks;            /* RtcTrack: as they were when it came */
  RtcJsepTrack *jsep_tracks;
  gchar *remote_ufrag;          /* once answered */

  /* what it holds of the tracks */
  struct
  {
    RtcTrack *track;
    guint codec;
    RtcFanout *fanout;
  } holds[RTC_VIEWER_MAX_STREAMS];
  guint n_holds;
} RtcMember;

struct _RtcAudience
{
  gint refcount;
  RtcLoopPool *pool;
  RtcAudienceConfig config;
  RtcAudienceEvents events;
  gpointer user_data;
  RtcIceFactory ice_factory;
  gboolean closed;              /* control loop */

  GMutex lock;                  /* a leaf: both containers */
  GPtrArray *tracks;            /* RtcTrack */
  GHashTable *members;          /* id -> RtcMember; changed on the control loop */
};

/* for tests: another ICE backend */
void rtc_audience_set_ice_factory (RtcAudience * audience,
    RtcIceFactory factory);

/* rtcmember.c */
RtcMember *rtc_member_new (RtcAudience * audience, RtcSdp * offer,
    RtcAnswerFunc done, gpointer done_data);
void rtc_member_free (RtcMember * member);
gboolean rtc_member_check (RtcMember * member, GError ** error);
void rtc_member_open (RtcMember * member);
void rtc_member_fail (RtcMember * member, const GError * error);

/* rtcaudience.c: takes it out, tells, frees it */
void rtc_audience_drop (RtcAudience * audience, RtcMember * member);

G_END_DECLS
