/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ice/rtcice.h"

G_BEGIN_DECLS

/* ICE by libnice; an RtcIceFactory */
RtcIce *rtc_nice_new (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error);

G_END_DECLS
