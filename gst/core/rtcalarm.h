/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcloop.h"

G_BEGIN_DECLS

/* Deadlines that are hardly ever reached, of objects in any thread: setting one
 * and taking it back wakes nobody, and many at a time cost the kernel's timer
 * one call.  One thread for the process, as long as somebody holds this. */
typedef struct _RtcAlarms RtcAlarms;

/* On the alarms' thread; returns when it wants to be called again, or RTC_NEVER */
typedef gint64 (*RtcAlarmFunc) (gpointer object);

/* Part of @object, a GObject that lives as long as its alarm is set */
typedef struct
{
  GList link;
  RtcAlarmFunc func;
  gpointer object;
  /* under the alarms' lock */
  gboolean set;
  gint64 deadline;
} RtcAlarm;

RtcAlarms *rtc_alarms_acquire (void);
void rtc_alarms_unref (RtcAlarms * alarms);

void rtc_alarm_init (RtcAlarm * alarm, RtcAlarmFunc func, gpointer object);
void rtc_alarm_set (RtcAlarms * alarms, RtcAlarm * alarm, gint64 deadline);
void rtc_alarm_cancel (RtcAlarms * alarms, RtcAlarm * alarm);

G_END_DECLS
