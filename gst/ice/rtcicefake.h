/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcice.h"

G_BEGIN_DECLS

/* A backend for tests: two of them joined by hand carry datagrams in memory. */
RtcIce *rtc_ice_fake_new (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error);
void rtc_ice_fake_join (RtcIce * a, RtcIce * b);
void rtc_ice_fake_set_loss (RtcIce * ice, guint one_in);
void rtc_ice_fake_fail (RtcIce * ice);

G_END_DECLS
