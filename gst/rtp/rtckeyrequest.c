/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtckeyrequest.h"

/* @interval: microseconds between two requests to the encoder.  All calls from
 * one thread. */
void
rtc_key_request_init (RtcKeyRequest * self, gint64 interval)
{
  self->interval = interval;
  self->last = -1;
  self->pending = FALSE;
}

/* A viewer needs a key frame (PLI or FIR, or it is new).  FALSE: noted, and
 * rtc_key_request_deadline () says when it goes out with all the others. */
gboolean
rtc_key_request_ask (RtcKeyRequest * self, gint64 now)
{
  self->pending = TRUE;
  return rtc_key_request_timeout (self, now);
}

/* The interval still counts from the last request: a viewer which lost this
 * very key frame must not wait for longer than that. */
void
rtc_key_request_served (RtcKeyRequest * self, gint64 now)
{
  self->pending = FALSE;
}

/* G_MAXINT64: nobody waits */
gint64
rtc_key_request_deadline (const RtcKeyRequest * self)
{
  return self->pending ? self->last + self->interval : G_MAXINT64;
}

/* TRUE: ask the encoder now, for all who wait */
gboolean
rtc_key_request_timeout (RtcKeyRequest * self, gint64 now)
{
  if (!self->pending)
    return FALSE;
  if (self->last >= 0 && now - self->last < self->interval)
    return FALSE;
  self->last = now;
  self->pending = FALSE;
  return TRUE;
}
