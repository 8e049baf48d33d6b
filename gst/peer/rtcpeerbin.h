/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_PEER_BIN (gst_rtc_peer_bin_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcPeerBin, gst_rtc_peer_bin, GST, RTC_PEER_BIN,
    GstBin)

/* Refuses, with a warning that says why, where libgstwebrtc is not the one that
 * gst/types expects. */
GST_ELEMENT_REGISTER_DECLARE (rtcpeerbin);

G_END_DECLS
