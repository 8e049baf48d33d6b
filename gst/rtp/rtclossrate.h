/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bitrate that one receiver can take, judged by the loss it reports: the
 * loss-based controller of Google congestion control (draft-ietf-rmcat-gcc-02
 * section 6).  A value; time comes in. */
typedef struct
{
  guint64 estimate;             /* bits a second */
  gint64 last;                  /* when it moved last, -1: never */
} RtcLossRate;

void rtc_loss_rate_init (RtcLossRate * self, guint64 start);
/* A report came.  @fraction_lost: of 256; @current: what is sent now, which the
 * estimate cannot outrun by far; @min, @max: bounds, bits a second.  Returns the
 * new estimate. */
guint64 rtc_loss_rate_report (RtcLossRate * self, guint8 fraction_lost,
    guint64 current, guint64 min, guint64 max, gint64 now);

/* What to encode at for receivers with these estimates: three quarters of them
 * can take it.  One bad link then does not spoil the picture of all, and a
 * lone viewer gets what is right for it.  @estimates is reordered. */
guint64 rtc_loss_rate_for_all (guint64 * estimates, guint n);

G_END_DECLS
