/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcnack.h"

#include <string.h>

#define SLOT_TIME (G_USEC_PER_SEC / RTC_NACK_SLOTS)
/* Loss at the start, or of a stream that has little to send, must still be
 * repaired: 30 packets a second always pass. */
#define FLOOR_BYTES (30 * 1200)
/* Two requests closer than this are one, on the shortest of paths too */
#define MIN_REPEAT (20 * 1000)

void
rtc_nack_init (RtcNackLimiter * limiter)
{
  memset (limiter, 0, sizeof (*limiter));
  for (guint i = 0; i < RTC_NACK_REMEMBERED; i++)
    limiter->sent_again[i].index = G_MAXUINT64;
}

/* Forgets the slots that are older than a second */
static void
advance (RtcNackLimiter * limiter, gint64 now)
{
  const gint64 slot = now / SLOT_TIME;
  gint64 steps = slot - limiter->slot;

  if (steps <= 0)
    return;
  for (steps = MIN (steps, RTC_NACK_SLOTS); steps > 0; steps--) {
    const guint i = (slot - steps + 1) % RTC_NACK_SLOTS;

    limiter->stream_total -= limiter->stream_bytes[i];
    limiter->again_total -= limiter->again_bytes[i];
    limiter->stream_bytes[i] = limiter->again_bytes[i] = 0;
  }
  limiter->slot = slot;
}

gboolean
rtc_nack_allow (RtcNackLimiter * limiter, guint64 index, gsize size,
    gint64 rtt, gint64 now)
{
  const guint i = index % RTC_NACK_REMEMBERED;

  if (limiter->sent_again[i].index == index
      && now - limiter->sent_again[i].time < MAX (rtt, MIN_REPEAT))
    return FALSE;

  advance (limiter, now);
  if (limiter->again_total + size > MAX (limiter->stream_total, FLOOR_BYTES))
    return FALSE;

  limiter->again_bytes[limiter->slot % RTC_NACK_SLOTS] += size;
  limiter->again_total += size;
  limiter->sent_again[i].index = index;
  limiter->sent_again[i].time = now;
  return TRUE;
}

void
rtc_nack_note_sent (RtcNackLimiter * limiter, gsize bytes, gint64 now)
{
  advance (limiter, now);
  limiter->stream_bytes[limiter->slot % RTC_NACK_SLOTS] += bytes;
  limiter->stream_total += bytes;
}
