/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcschedule.h"

#define MS G_GINT64_CONSTANT (1000)

/* Microseconds of the mean interval.  RFC 3550 6.2: 360 / (kbit/s) seconds is
 * the reduced minimum.  A second is kept between two reports at high bitrates
 * (loss and round trip need no more), and 5 seconds, the usual minimum of the
 * RFC, at low ones. */
static gint64
mean_interval (guint64 bitrate)
{
  if (bitrate == 0)
    return 1000 * MS;
  return CLAMP (G_GUINT64_CONSTANT (360000000000) / bitrate, 1000 * MS,
      5000 * MS);
}

/* When to report next, in microseconds of @now's clock.  @bitrate: of all that
 * is sent to the peer, bits a second, 0 unknown.  @random: any 32 random bits.
 * The interval is spread over 0.5 to 1.5 of its mean (RFC 3550 6.3.1; with two
 * parties there is no reconsideration to correct for).  The @first report comes
 * soon: until then a receiver can neither align sound and picture nor can the
 * round trip be measured. */
gint64
rtc_schedule_next_report (gint64 now, gboolean first, guint64 bitrate,
    guint32 random)
{
  const gint64 mean = first ? 250 * MS : mean_interval (bitrate);

  return now + mean / 2 + (gint64) (((guint64) mean * random) >> 32);
}
