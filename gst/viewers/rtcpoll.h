/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtp/rtclossrate.h"

G_BEGIN_DECLS

/* What bitrate all viewers of one encoder can live with: each votes with the
 * loss it reports.  No lock, no clock of its own. */
typedef struct _RtcPoll RtcPoll;

RtcPoll *rtc_poll_new (guint64 min, guint64 start, guint64 max);
void rtc_poll_free (RtcPoll * poll);
/* @voter with its @rate reported @fraction_lost (of 256).  TRUE: the bitrate is
 * another one now. */
gboolean rtc_poll_vote (RtcPoll * poll, gconstpointer voter,
    RtcLossRate * rate, guint8 fraction_lost, gint64 now);
void rtc_poll_leave (RtcPoll * poll, gconstpointer voter);
guint64 rtc_poll_get_bitrate (const RtcPoll * poll);

G_END_DECLS
