/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpacer.h"

/* The numbers, and why.
 *
 * - A token bucket whose depth is 24 kB (20 packets) or 50 ms of the stream,
 *   whichever is more: a usual delta frame passes in one go, in one GSO call.
 * - Its rate is 2.5 times the measured rate of the stream, so what has piled up
 *   behind a key frame is gone before the next one, but not below 5 Mbit/s, so
 *   that a stream that begins or that was still does not crawl.
 * - A large frame raises the rate so that it is gone within 100 ms however large
 *   it is: spreading serves the queues on the path, but later than that it
 *   would be seen as a freeze.  This holds for the window of the frame and the
 *   one after.
 * - Waiting ends on a grid of 5 ms.  Each wake-up then sends what 5 ms have
 *   earned as one run of equal packets, and all viewers of a loop wake up
 *   together. */
#define MIN_BURST (20 * 1200)
#define BURST_TIME 50000
#define MIN_RATE (5000000 / 8)
#define FRAME_TIME 100000
#define GRID 5000
#define WINDOW (G_USEC_PER_SEC / 2)

static void
update_rate (RtcPacer * pacer)
{
  const guint64 peak = MAX (pacer->peak, pacer->previous_peak);

  pacer->rate = MAX (MIN_RATE, pacer->measured * 5 / 2);
  pacer->rate = MAX (pacer->rate, peak * (G_USEC_PER_SEC / FRAME_TIME));
  pacer->burst = MAX (MIN_BURST,
      pacer->measured * BURST_TIME / G_USEC_PER_SEC);
}

/* All times are microseconds of one clock; all calls from one thread. */
void
rtc_pacer_init (RtcPacer * pacer, gint64 now)
{
  *pacer = (RtcPacer) {
  .last = now,.window_start = now};
  update_rate (pacer);
  pacer->tokens = pacer->burst;
}

static void
close_window (RtcPacer * pacer, gint64 now)
{
  const guint64 rate = pacer->window_bytes * G_USEC_PER_SEC
      / (now - pacer->window_start);

  /* up at once, down by halves: a pause is not a lower bitrate */
  pacer->measured = MAX (rate, (pacer->measured + rate) / 2);
  pacer->window_start = now;
  pacer->window_bytes = 0;
  pacer->previous_peak = pacer->peak;
  pacer->peak = 0;
}

void
rtc_pacer_note_frame (RtcPacer * pacer, gsize bytes, gint64 now)
{
  if (now - pacer->window_start >= WINDOW)
    close_window (pacer, now);
  pacer->window_bytes += bytes;
  pacer->peak = MAX (pacer->peak, bytes);
  update_rate (pacer);
}

gsize
rtc_pacer_budget (RtcPacer * pacer, gint64 now)
{
  const gint64 elapsed = CLAMP (now - pacer->last, 0, G_USEC_PER_SEC);
  const gint64 earned = elapsed * pacer->rate / G_USEC_PER_SEC;

  if (pacer->tokens + earned >= pacer->burst) {
    pacer->tokens = pacer->burst;
    pacer->last = MAX (now, pacer->last);
  } else if (earned > 0) {
    /* part of a byte is not lost: its time stays uncounted */
    pacer->tokens += earned;
    pacer->last += earned * G_USEC_PER_SEC / pacer->rate;
  }
  return MAX (pacer->tokens, 0);
}

/* May be more than the budget by the packet that did not quite fit; the next
 * ones wait for it. */
void
rtc_pacer_spend (RtcPacer * pacer, gsize bytes)
{
  pacer->tokens -= bytes;
}

/* When rtc_pacer_budget () is positive (again) */
gint64
rtc_pacer_deadline (const RtcPacer * pacer, gint64 now)
{
  gint64 due;

  if (pacer->tokens > 0)
    return now;
  due = pacer->last + (1 - pacer->tokens) * G_USEC_PER_SEC / pacer->rate + 1;
  due = MAX (due, now + 1);
  return (due + GRID - 1) / GRID * GRID;
}
