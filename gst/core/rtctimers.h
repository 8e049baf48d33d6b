/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcloop.h"

G_BEGIN_DECLS

/* The timers of one loop, in the order of their deadlines; time comes in. */
typedef struct _RtcTimers RtcTimers;

RtcTimers *rtc_timers_new (void);
void rtc_timers_free (RtcTimers * timers);
RtcTimer *rtc_timers_add (RtcTimers * timers, RtcLoopFunc func, gpointer data);
gint64 rtc_timers_get_deadline (RtcTimers * timers);
void rtc_timers_run (RtcTimers * timers, gint64 now);

G_END_DECLS
