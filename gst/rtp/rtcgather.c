/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcgather.h"

/* A list that the bound has ended gains nothing with so few packets */
#define FEW 2
/* So many of them, or so many packets close together, are no accident */
#define PROOF 8
/* Closer than this is back to back: a payloader takes a tenth of it */
#define CLOSE (RTC_GATHER_BOUND / 4)

void
rtc_gather_init (RtcGather * self)
{
  *self = (RtcGather) { 0, };
}

static void
clear (RtcGather * self)
{
  self->n = 0;
  self->bytes = 0;
}

/* TRUE: so often in a row that it holds now */
static gboolean
proven (RtcGather * self, gboolean again)
{
  self->proof = again ? self->proof + 1 : 0;
  if (self->proof < PROOF)
    return FALSE;
  self->proof = 0;
  return TRUE;
}

/* A packet has come: what becomes of it and of those that are held.  @marker:
 * the last one of its frame (RFC 3550 section 5.1, as video has it). */
RtcGatherDo
rtc_gather_packet (RtcGather * self, guint32 ssrc, guint32 timestamp,
    gboolean marker, gsize size, gint64 now)
{
  const gboolean same = ssrc == self->ssrc && timestamp == self->timestamp;
  const gboolean close = same && now - self->last < CLOSE;
  RtcGatherDo ret = 0;

  self->ssrc = ssrc;
  self->timestamp = timestamp;
  self->last = now;
  if (self->off) {
    if (same && proven (self, close))
      self->off = FALSE;
    return 0;
  }

  if (rtc_gather_timeout (self, now)) {
    ret |= RTC_GATHER_FLUSH_BEFORE;
  } else if (self->n > 0
      && (!same || self->bytes + size > RTC_GATHER_MAX_BYTES)) {
    ret |= RTC_GATHER_FLUSH_BEFORE;
    rtc_gather_flushed (self);
  }
  if (self->n == 0) {
    if (marker || self->off || size >= RTC_GATHER_MAX_BYTES)
      return ret;
    self->deadline = now + RTC_GATHER_BOUND;
  }
  self->n++;
  self->bytes += size;
  ret |= RTC_GATHER_HOLD;
  if (marker || self->n == RTC_GATHER_MAX_PACKETS) {
    ret |= RTC_GATHER_FLUSH_AFTER;
    rtc_gather_flushed (self);
  }
  return ret;
}

void
rtc_gather_flushed (RtcGather * self)
{
  if (self->n > 1)
    self->proof = 0;
  clear (self);
}

gint64
rtc_gather_deadline (const RtcGather * self)
{
  return self->n > 0 ? self->deadline : G_MAXINT64;
}

gboolean
rtc_gather_timeout (RtcGather * self, gint64 now)
{
  if (self->n == 0 || now < self->deadline)
    return FALSE;
  if (proven (self, self->n <= FEW))
    self->off = TRUE;
  clear (self);
  return TRUE;
}
