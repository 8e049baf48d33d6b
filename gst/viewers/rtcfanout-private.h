/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcfanout.h"
#include "rtp/rtchistory.h"

G_BEGIN_DECLS

typedef struct _RtcViewerStream RtcViewerStream;

/* The part of a fan-out that lives on one media loop and is touched only there:
 * the history that its viewers retransmit from, and who they are. */
typedef struct
{
  RtcHistory *history;
  GPtrArray *streams;           /* RtcViewerStream, not owned */
  guint64 end;                  /* shared index behind the newest packet */
} RtcFanoutBranch;

/* On media loop number @loop */
RtcFanoutBranch *rtc_fanout_attach (RtcFanout * fanout, guint loop,
    RtcViewerStream * stream);
void rtc_fanout_detach (RtcFanout * fanout, guint loop,
    RtcViewerStream * stream);

/* Any thread */
void rtc_fanout_request_keyframe (RtcFanout * fanout);
guint64 rtc_fanout_get_clock_base (RtcFanout * fanout);
/* @stream's viewer has reported its loss (of 256) */
void rtc_fanout_vote (RtcFanout * fanout, RtcViewerStream * stream,
    guint8 fraction_lost);

G_END_DECLS
