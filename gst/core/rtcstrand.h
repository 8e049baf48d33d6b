/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include "rtcloop.h"

G_BEGIN_DECLS

/* Calls that run one after the other, in the order in which they were posted,
 * on whatever thread of a shared pool is free: an order without a thread of its
 * own.  Code of the application (signals, promises) runs on one, so that a
 * callback which takes its time holds up nobody but its own peer.  Any thread
 * may post, a call of the strand included. */
typedef struct _RtcStrand RtcStrand;

RtcStrand *rtc_strand_new (void);
RtcStrand *rtc_strand_ref (RtcStrand * strand);
void rtc_strand_unref (RtcStrand * strand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcStrand, rtc_strand_unref)

/* @notify (or NULL) frees @data once @func has run, on the same thread.  What
 * was posted is run, also when the last reference goes meanwhile. */
void rtc_strand_post (RtcStrand * strand, RtcLoopFunc func, gpointer data,
    GDestroyNotify notify);
/* Waits until what was posted so far has run, @timeout microseconds at most.
 * FALSE: it has not, or this is a call of @strand, which would wait for itself. */
gboolean rtc_strand_flush (RtcStrand * strand, gint64 timeout);
/* Is this thread running a call of @strand? */
gboolean rtc_strand_is_current (RtcStrand * strand);

G_END_DECLS
