/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At the latest so long after the first packet of a list */
#define RTC_GATHER_BOUND 1000   /* us */
/* One UDP_SEGMENT message takes no more */
#define RTC_GATHER_MAX_PACKETS 64
#define RTC_GATHER_MAX_BYTES 65000

/* Which of the packets that come one by one leave together: those of one frame,
 * until it is complete or the bound has passed.  A source whose packets come
 * further apart than that is found out and let through.  A value that keeps no
 * packet; time comes in, in microseconds. */
typedef struct
{
  guint32 ssrc, timestamp;      /* of the last packet */
  gint64 last;                  /* when it came */
  guint n;                      /* held */
  gsize bytes;
  gint64 deadline;
  gboolean off;                 /* packets come one by one */
  guint proof;                  /* how often in a row it was otherwise */
} RtcGather;

typedef enum
{
  RTC_GATHER_FLUSH_BEFORE = 1 << 0,     /* what is held goes first */
  RTC_GATHER_HOLD = 1 << 1,     /* this packet joins it, else it goes on alone */
  RTC_GATHER_FLUSH_AFTER = 1 << 2,      /* then all that is held goes */
} RtcGatherDo;

void rtc_gather_init (RtcGather * self);
RtcGatherDo rtc_gather_packet (RtcGather * self, guint32 ssrc,
    guint32 timestamp, gboolean marker, gsize size, gint64 now);
/* what is held has gone for another reason: an event, a flush */
void rtc_gather_flushed (RtcGather * self);
/* G_MAXINT64: nothing is held */
gint64 rtc_gather_deadline (const RtcGather * self);
/* TRUE: what is held goes now */
gboolean rtc_gather_timeout (RtcGather * self, gint64 now);

G_END_DECLS
