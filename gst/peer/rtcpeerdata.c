/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Data channels: their place. */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

/* "create-data-channel"; any thread.  transfer: full; NULL, always so far: this
 * build has none, which the bus is told as well. */
GObject *
rtc_peer_create_data_channel (GstRtcPeerBin * self, const gchar * label,
    const GstStructure * options)
{
  GST_ELEMENT_WARNING (self, STREAM, NOT_IMPLEMENTED,
      ("Data channels are not in this build of rtcpeerbin"),
      ("create-data-channel (\"%s\") returns NULL; use webrtcbin where a data "
          "channel is needed", label != NULL ? label : ""));
  return NULL;
}
