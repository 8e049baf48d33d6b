/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtchistory.h"

/* A ring of frames, oldest at @head, that doubles when it is full.  It stops
 * growing once the frames of max_age fit.  Indices rise from frame to frame, so
 * a packet is found by bisection: seven steps for two seconds of 60 fps, which
 * no flood of NACKs makes longer. */
struct _RtcHistory
{
  RtcFrame **ring;
  guint size;                   /* power of two */
  guint head, n;
  gsize bytes;
  gint64 max_age;
  gsize max_bytes;
};

static RtcFrame *
frame_at (const RtcHistory * history, guint i)
{
  return history->ring[(history->head + i) & (history->size - 1)];
}

/* What the frame takes in memory, so that many tiny ones are bounded too */
static gsize
frame_cost (const RtcFrame * frame)
{
  return sizeof (RtcFrame) + frame->n_items * sizeof (RtcFrameItem)
      + frame->n_bytes;
}

static void
drop_oldest (RtcHistory * history)
{
  RtcFrame *frame = frame_at (history, 0);

  history->head = (history->head + 1) & (history->size - 1);
  history->n--;
  history->bytes -= frame_cost (frame);
  rtc_frame_unref (frame);
}

static void
grow (RtcHistory * history)
{
  RtcFrame **ring = g_new (RtcFrame *, history->size * 2);

  for (guint i = 0; i < history->n; i++)
    ring[i] = frame_at (history, i);
  g_free (history->ring);
  history->ring = ring;
  history->size *= 2;
  history->head = 0;
}

/* @max_age: microseconds; @max_bytes: of memory.  Transfer full.  All calls
 * from the loop that owns it. */
RtcHistory *
rtc_history_new (gint64 max_age, gsize max_bytes)
{
  RtcHistory *history = g_new0 (RtcHistory, 1);

  history->size = 16;
  history->ring = g_new (RtcFrame *, history->size);
  history->max_age = max_age;
  history->max_bytes = max_bytes;
  return history;
}

void
rtc_history_free (RtcHistory * history)
{
  rtc_history_clear (history);
  g_free (history->ring);
  g_free (history);
}

/* Takes a reference of its own on @frame (transfer none) and lets go of what
 * is too old, seen from @frame, or too much.  @frame itself always stays, even
 * if it alone is over the limit. */
void
rtc_history_push (RtcHistory * history, RtcFrame * frame)
{
  if (history->n > 0) {
    const RtcFrame *newest = frame_at (history, history->n - 1);

    /* the stream began anew: old numbers mean other packets now */
    if (frame->first_index < newest->first_index + newest->n_items)
      rtc_history_clear (history);
  }
  while (history->n > 0
      && (history->bytes + frame_cost (frame) > history->max_bytes
          || frame->arrival - frame_at (history, 0)->arrival >
          history->max_age))
    drop_oldest (history);

  if (history->n == history->size)
    grow (history);
  history->ring[(history->head + history->n) & (history->size - 1)] =
      rtc_frame_ref (frame);
  history->n++;
  history->bytes += frame_cost (frame);
}

/* Packet @index of the shared stream and its frame, both borrowed until the
 * next push */
const RtcFrameItem *
rtc_history_find (RtcHistory * history, guint64 index, RtcFrame ** frame)
{
  guint low = 0, high = history->n;
  RtcFrame *candidate;

  /* the first frame that begins behind @index is at @low afterwards */
  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (frame_at (history, middle)->first_index <= index)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0)
    return NULL;

  candidate = frame_at (history, low - 1);
  if (index - candidate->first_index >= candidate->n_items)
    return NULL;
  if (frame != NULL)
    *frame = candidate;
  return &candidate->items[index - candidate->first_index];
}

void
rtc_history_clear (RtcHistory * history)
{
  while (history->n > 0)
    drop_oldest (history);
}
