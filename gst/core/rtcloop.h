/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A thread that runs one GMainContext.  Everything that must not run in a
 * streaming thread (ICE, DTLS, RTCP timers, HTTP) runs on one of these. */
typedef struct _RtcLoop RtcLoop;

/* A timer of a loop. */
typedef struct _RtcTimer RtcTimer;

typedef void (*RtcLoopFunc) (gpointer data);

RtcLoop *rtc_loop_new (const gchar * name);
RtcLoop *rtc_loop_ref (RtcLoop * loop);
void rtc_loop_unref (RtcLoop * loop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcLoop, rtc_loop_unref)

GMainContext *rtc_loop_get_context (RtcLoop * loop);
gboolean rtc_loop_is_current (RtcLoop * loop);
void rtc_loop_post (RtcLoop * loop, RtcLoopFunc func, gpointer data,
    GDestroyNotify notify);
void rtc_loop_call (RtcLoop * loop, RtcLoopFunc func, gpointer data);

/* Timers: all calls from the loop's own thread. */
#define RTC_NEVER G_MAXINT64
gint64 rtc_loop_now (void);
RtcTimer *rtc_timer_new (RtcLoop * loop, RtcLoopFunc func, gpointer data);
void rtc_timer_set (RtcTimer * timer, gint64 deadline);
void rtc_timer_free (RtcTimer * timer);

G_END_DECLS
