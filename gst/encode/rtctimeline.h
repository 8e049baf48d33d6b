/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The one time axis of all tracks of a sink, from which RTP timestamps and
 * sender reports come.  It runs with the clock: through pauses, and on over
 * flushes, where running time begins at zero again. */
typedef struct _RtcTimeline RtcTimeline;

RtcTimeline *rtc_timeline_new_for (GstElement * track);
RtcTimeline *rtc_timeline_ref (RtcTimeline * timeline);
void rtc_timeline_unref (RtcTimeline * timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcTimeline, rtc_timeline_unref)

/* What is added to running time, by @element's clock and base time */
GstClockTime rtc_timeline_get_offset (RtcTimeline * timeline,
    GstElement * element);
/* Now; GST_CLOCK_TIME_NONE without a clock */
GstClockTime rtc_timeline_get_now (RtcTimeline * timeline,
    GstElement * element);
/* A track was flushed by the seek @seqnum */
void rtc_timeline_flush (RtcTimeline * timeline, GstElement * element,
    guint32 seqnum);
/* Where running time has begun again since the flush @seqnum; @start is what
 * this said before */
GstClockTime rtc_timeline_get_start (RtcTimeline * timeline,
    GstElement * element, guint32 seqnum, GstClockTime start);

G_END_DECLS
