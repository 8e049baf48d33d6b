/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcframe.h"

G_BEGIN_DECLS

/* The last frames of a shared stream, found by packet index.  One a media loop,
 * used by every viewer of that loop; frames themselves are shared by all loops.
 * Bounded by time and by bytes. */
typedef struct _RtcHistory RtcHistory;

RtcHistory *rtc_history_new (gint64 max_age, gsize max_bytes);
void rtc_history_free (RtcHistory * history);
void rtc_history_push (RtcHistory * history, RtcFrame * frame);
/* NULL: too old or not there yet.  @frame is borrowed. */
const RtcFrameItem *rtc_history_find (RtcHistory * history, guint64 index,
    RtcFrame ** frame);
void rtc_history_clear (RtcHistory * history);

G_END_DECLS
