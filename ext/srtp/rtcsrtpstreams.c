/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsrtpstreams.h"

#include <string.h>

#define FIRST_SLOTS 8

/* @max: streams it takes; @rtp_window: bits of rtp_seen */
void
rtc_srtp_streams_init (RtcSrtpStreams * self, guint max, guint rtp_window)
{
  memset (self, 0, sizeof (*self));
  self->max = max;
  self->stream_size = sizeof (RtcSrtpStream) + rtp_window / 8;
}

void
rtc_srtp_streams_clear (RtcSrtpStreams * self)
{
  guint i;

  for (i = 0; i < self->n_slots; i++)
    g_free (self->slots[i]);
  g_free (self->slots);
  memset (self, 0, sizeof (*self));
}

gboolean
rtc_srtp_streams_is_full (const RtcSrtpStreams * self)
{
  return self->n == self->max;
}

/* The slot that holds @ssrc, or the free one where it belongs */
static RtcSrtpStream **
slot_of (const RtcSrtpStreams * self, guint32 ssrc)
{
  /* the odd number spreads SSRCs that follow one another, or 2^k apart */
  guint32 hash = ssrc * 2654435769u;
  guint i = hash >> 16;

  for (;; i++) {
    RtcSrtpStream **slot = &self->slots[i & (self->n_slots - 1)];

    if (*slot == NULL || (*slot)->ssrc == ssrc)
      return slot;
  }
}

/* (transfer none) (nullable) */
RtcSrtpStream *
rtc_srtp_streams_find (RtcSrtpStreams * self, guint32 ssrc)
{
  RtcSrtpStream *stream = self->last;

  if (stream == NULL || stream->ssrc == ssrc)
    return stream;
  stream = *slot_of (self, ssrc);
  if (stream != NULL)
    self->last = stream;
  return stream;
}

static void
grow (RtcSrtpStreams * self)
{
  RtcSrtpStream **old = self->slots;
  guint i, n_old = self->n_slots;

  self->n_slots = MAX (2 * n_old, FIRST_SLOTS);
  self->slots = g_new0 (RtcSrtpStream *, self->n_slots);
  for (i = 0; i < n_old; i++) {
    if (old[i] != NULL)
      *slot_of (self, old[i]->ssrc) = old[i];
  }
  g_free (old);
}

/* (transfer none) For an @ssrc that is not in there, while it is not full */
RtcSrtpStream *
rtc_srtp_streams_add (RtcSrtpStreams * self, guint32 ssrc)
{
  RtcSrtpStream *stream;

  g_return_val_if_fail (!rtc_srtp_streams_is_full (self), NULL);
  if (2 * (self->n + 1) > self->n_slots)
    grow (self);
  stream = g_malloc0 (self->stream_size);
  stream->ssrc = ssrc;
  *slot_of (self, ssrc) = stream;
  self->last = stream;
  self->n++;
  return stream;
}
