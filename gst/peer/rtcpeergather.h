/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "core/rtcalarm.h"
#include "rtp/rtcgather.h"

G_BEGIN_DECLS

/* Part of a sink pad: makes lists of RTP packets that come one by one.  All calls
 * with the pad's stream lock held. */
typedef struct _RtcPeerGatherClock RtcPeerGatherClock;

/* One of @buffer and @list is given.  transfer: full.  The pad's stream lock is
 * held; its streaming thread or the alarms' */
typedef GstFlowReturn (*RtcPeerGatherPush) (GstPad * pad, GstBuffer * buffer,
    GstBufferList * list);

typedef struct
{
  GstPad *pad;
  RtcPeerGatherPush push;
  RtcGather core;               /* in the time of @clock */
  GstBufferList *list;          /* what is held, or NULL */
  gint64 latest;                /* for @list, in everybody's time */
  GstFlowReturn flow;           /* of a push that was nobody's */
  RtcPeerGatherClock *clock;    /* of the thread that brought the last packet */
  RtcAlarms *alarms;            /* NULL until there is something to hold */
  RtcAlarm alarm;
} RtcPeerGather;

/* @pad owns @gather; @alarm_func calls rtc_peer_gather_alarm () with it */
void rtc_peer_gather_init (RtcPeerGather * gather, GstPad * pad,
    RtcPeerGatherPush push, RtcAlarmFunc alarm_func);
/* no lock; nothing is held any more */
void rtc_peer_gather_clear (RtcPeerGather * gather);
gint64 rtc_peer_gather_alarm (RtcPeerGather * gather);

/* transfer: full */
GstFlowReturn rtc_peer_gather_chain (RtcPeerGather * gather,
    GstBuffer * buffer, const guint8 * header);
/* What is held goes on; GST_FLOW_OK if nothing is */
GstFlowReturn rtc_peer_gather_flush (RtcPeerGather * gather);
/* What is held is dropped */
void rtc_peer_gather_drop (RtcPeerGather * gather);

G_END_DECLS
