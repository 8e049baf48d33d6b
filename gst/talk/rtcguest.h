/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "data/rtcdata.h"
#include "rtctalk.h"

G_BEGIN_DECLS

/* One viewer's data channels, for which it has a strand of its own.  The
 * transport's side is rtc_guest_get_data ()'s. */
typedef struct _RtcGuest RtcGuest;

/* usrsctp takes memory for each, and a viewer opens a few */
#define RTC_GUEST_STREAMS 16
#define RTC_GUEST_MAX_MESSAGE (64 * 1024)       /* bytes, as the answer says */
#define RTC_GUEST_MAX_FILES 4   /* at a time */

RtcGuest *rtc_guest_new (RtcTalk * talk, const gchar * viewer_id);
RtcGuest *rtc_guest_ref (RtcGuest * guest);
void rtc_guest_unref (RtcGuest * guest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcGuest, rtc_guest_unref)

RtcData *rtc_guest_get_data (RtcGuest * guest);
void rtc_guest_close (RtcGuest * guest);
void rtc_guest_add_stats (RtcGuest * guest, GstStructure * stats);

G_END_DECLS
