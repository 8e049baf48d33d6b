/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcloop.h"

G_BEGIN_DECLS

/* The process's loops: one for control, min (4, cores) for media.  They exist
 * while somebody holds the pool. */
typedef struct _RtcLoopPool RtcLoopPool;

RtcLoopPool *rtc_loop_pool_acquire (void);
RtcLoopPool *rtc_loop_pool_ref (RtcLoopPool * pool);
void rtc_loop_pool_unref (RtcLoopPool * pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcLoopPool, rtc_loop_pool_unref)

RtcLoop *rtc_loop_pool_get_control (RtcLoopPool * pool);
guint rtc_loop_pool_get_n_media (RtcLoopPool * pool);
RtcLoop *rtc_loop_pool_get_media (RtcLoopPool * pool, guint index);
void rtc_loop_pool_drain (RtcLoopPool * pool);
guint rtc_loop_pool_pick (RtcLoopPool * pool);
void rtc_loop_pool_release (RtcLoopPool * pool, guint index);

G_END_DECLS
