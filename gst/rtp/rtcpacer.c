/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpacer.h"

/* The numbers, and why.
 *
 * - A token bucket whose depth is 24 kB (20 packets) or 50 ms of the stream,
 *   whichever is more: a usual delta frame passes in one go, in one GSO call.
 * - Its rate is 2.5 times the measured rate of the stream, so what has piled up
 *   behind a key frame is gone before the next one, but not below 5 Mbit/s, so
 *   that a stream that begins or that was still does not crawl.  The window
 *   that is being measured counts already, as if it were 250 ms old at least:
 *   a stream must not wait for it to end before it may become faster.
 * - A large frame raises the rate so that it is gone within 100 ms however
 *   large it is: spreading serves the queues on the path, but later than that
 *   it would be seen as a freeze.  This holds for the window of the frame and
 *   the one after.
 * - Waiting ends on a grid of 5 ms.  Each wake-up then sends what 5 ms have
 *   earned as one run of equal packets, and all viewers of a loop wake up
 *   together. */
#define MIN_BURST (20 * 1200)
#define MIN_RATE (5000000 / 8)
#define MS G_GINT64_CONSTANT (1000)
#define BURST_MS 50
#define FRAME_MS 100
#define GRID_MS 5
#define GRID (GRID_MS * MS)
#define WINDOW (500 * MS)
#define MIN_WINDOW (250 * MS)

static guint64
window_rate (const RtcPacer * pacer, gint64 now)
{
  return pacer->window_bytes * G_USEC_PER_SEC
      / MAX (now - pacer->window_start, MIN_WINDOW);
}

static void
update_rate (RtcPacer * pacer, gint64 now)
{
  const guint64 stream = MAX (pacer->measured, window_rate (pacer, now));
  const guint64 peak = MAX (pacer->peak, pacer->previous_peak);

  pacer->rate = MAX (MIN_RATE, stream * 5 / 2);
  pacer->rate = MAX (pacer->rate, peak * 1000 / FRAME_MS);
  pacer->burst = MAX (MIN_BURST, stream * BURST_MS / 1000);
  /* a bucket that is full before the next wake-up would slow the rate down */
  pacer->burst = MAX (pacer->burst, (gint64) pacer->rate * 2 * GRID_MS / 1000);
}

/* All times are microseconds of one clock; all calls from one thread. */
void
rtc_pacer_init (RtcPacer * pacer, gint64 now)
{
  *pacer = (RtcPacer) {
  .last = now,.window_start = now};
  update_rate (pacer, now);
  pacer->tokens = pacer->burst;
}

static void
close_window (RtcPacer * pacer, gint64 now)
{
  const guint64 rate = window_rate (pacer, now);

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
  update_rate (pacer, now);
}

/* Tokens are counted in whole milliseconds, so that whoever asks often loses no
 * fractions of a byte. */
gsize
rtc_pacer_budget (RtcPacer * pacer, gint64 now)
{
  const gint64 ms = CLAMP (now - pacer->last, 0, G_USEC_PER_SEC) / MS;

  pacer->tokens += ms * (gint64) (pacer->rate / 1000);
  pacer->last += ms * MS;
  if (pacer->tokens >= pacer->burst) {
    pacer->tokens = pacer->burst;
    pacer->last = MAX (now, pacer->last);
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
  const gint64 per_ms = pacer->rate / 1000;
  gint64 due;

  if (pacer->tokens > 0)
    return now;
  due = pacer->last + (per_ms - pacer->tokens) / per_ms * MS;
  due = MAX (due, now + 1);
  return (due + GRID - 1) / GRID * GRID;
}
