/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>

G_BEGIN_DECLS

/* Inside the room: what the pads of rtcpeerbin are made with.  Inactive and
 * without target; transfer: floating.  Any thread, as the setters. */
GstPad *rtc_peer_pad_new (const gchar * name, GstPadTemplate * templ,
    GstWebRTCRTPTransceiver * transceiver, const gchar * msid);
/* Notifies if it changes */
void rtc_peer_pad_set_msid (GstPad * pad, const gchar * msid);

G_END_DECLS
