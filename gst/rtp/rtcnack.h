/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Says which NACKs of one peer are worth an answer.  A peer asks again before
 * the first answer can have reached it, and a hostile one asks for everything
 * all the time; neither may cost more than the stream itself does.  A value of
 * fixed size; time comes in. */
#define RTC_NACK_REMEMBERED 256
#define RTC_NACK_SLOTS 10       /* of 100 ms: a sliding second */

typedef struct
{
  struct
  {
    guint64 index;
    gint64 time;
  } sent_again[RTC_NACK_REMEMBERED];
  gint64 slot;                  /* the current slot, counted from time 0 */
  gsize stream_bytes[RTC_NACK_SLOTS], again_bytes[RTC_NACK_SLOTS];
  gsize stream_total, again_total;
} RtcNackLimiter;

void rtc_nack_init (RtcNackLimiter * limiter);
/* TRUE: send packet @index (of @size bytes) again; it counts as sent then.
 * @rtt: microseconds, -1 unknown */
gboolean rtc_nack_allow (RtcNackLimiter * limiter, guint64 index, gsize size,
    gint64 rtt, gint64 now);
/* @bytes of the stream itself went out: once a frame is enough */
void rtc_nack_note_sent (RtcNackLimiter * limiter, gsize bytes, gint64 now);

G_END_DECLS
