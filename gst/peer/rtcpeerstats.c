/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* "get-stats" */
#include "rtcpeer-private.h"

void
rtc_peer_get_stats (GstRtcPeerBin * self, GstPad * pad, GstPromise * promise)
{
  gst_promise_reply (promise,
      gst_structure_new_empty ("application/x-webrtc-stats"));
}
