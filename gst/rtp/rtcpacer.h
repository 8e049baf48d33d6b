/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many bytes may leave now: a token bucket whose rate follows what the
 * stream needs (a multiple of the measured bitrate, never less than a floor)
 * and whose depth lets a usual frame pass at once.  A value; time comes in. */
typedef struct
{
  gint64 last;                  /* when tokens were counted */
  gint64 tokens;                /* bytes, may be negative */
  guint64 rate;                 /* bytes a second */
  gint64 burst;                 /* bytes */
  /* measured rate of the stream */
  gint64 window_start;
  guint64 window_bytes;
  guint64 measured;             /* bytes a second */
  guint64 peak, previous_peak;  /* largest frame of this window and the last */
} RtcPacer;

void rtc_pacer_init (RtcPacer * pacer, gint64 now);
/* a frame of @bytes has arrived from the encoder */
void rtc_pacer_note_frame (RtcPacer * pacer, gsize bytes, gint64 now);
/* bytes that may go out now; 0: wait until rtc_pacer_deadline () */
gsize rtc_pacer_budget (RtcPacer * pacer, gint64 now);
void rtc_pacer_spend (RtcPacer * pacer, gsize bytes);
gint64 rtc_pacer_deadline (const RtcPacer * pacer, gint64 now);

G_END_DECLS
