/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* A link that GstBin does not see.  The edge is before rtpbin and behind it; a
 * bin that sorts its children by their links would warn of a loop at each change
 * of state.  The pads in between have no element.
 *
 *   edge.rtp_src ─► (sink ─► src) ─► rtpbin.recv_rtp_sink
 */
typedef struct _RtcPeerBridge RtcPeerBridge;

/* Both are linked when this returns */
RtcPeerBridge *rtc_peer_bridge_new (GstPad * from, GstPad * to);
/* waits for who is inside */
void rtc_peer_bridge_free (RtcPeerBridge * bridge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcPeerBridge, rtc_peer_bridge_free)

G_END_DECLS
