/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtclossrate.h"

#include <stdlib.h>

/* Loss, of 256: below the first it may grow, above the second it must shrink;
 * in between the network is as full as it may be (2 % and 10 %). */
#define LOSS_LOW 5
#define LOSS_HIGH 26

/* A report says something of what was sent since the step before, so steps
 * keep the distance of reports */
#define STEP_INTERVAL (500 * 1000)

void
rtc_loss_rate_init (RtcLossRate * self, guint64 start)
{
  self->estimate = start;
  self->last = -1;
}

guint64
rtc_loss_rate_report (RtcLossRate * self, guint8 fraction_lost,
    guint64 current, guint64 min, guint64 max, gint64 now)
{
  if (self->last >= 0 && now - self->last < STEP_INTERVAL)
    return self->estimate;
  self->last = now;

  if (fraction_lost > LOSS_HIGH)
    self->estimate -= self->estimate * fraction_lost / 512;
  else if (fraction_lost < LOSS_LOW)
    self->estimate += self->estimate / 20 + 1000;

  /* no loss at half of the estimate says nothing about the whole */
  self->estimate = MIN (self->estimate, current + current / 2);
  self->estimate = CLAMP (self->estimate, min, MAX (min, max));
  return self->estimate;
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

guint64
rtc_loss_rate_for_all (guint64 * estimates, guint n)
{
  if (n == 0)
    return 0;
  qsort (estimates, n, sizeof (*estimates), compare);
  return estimates[n / 4];
}
