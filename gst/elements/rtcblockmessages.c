/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a block tells becomes messages on the bus.  On the block's loop. */
#include <gst/webrtc/webrtc.h>

#include "rtcblockuser.h"
#include "rtcblockstates.h"

static void
post (RtcBlockUser * user, GstStructure * structure)
{
  gst_element_post_message (user->element,
      gst_message_new_element (GST_OBJECT (user->element), structure));
}

static void
on_ice_state (gpointer member, RtcIceState state, const gchar * reason)
{
  RtcBlockUser *user = member;

  post (user, gst_structure_new ("rtc-ice-state", "state",
          GST_TYPE_WEBRTC_ICE_CONNECTION_STATE,
          rtc_block_ice_state_to_webrtc (state), NULL));
  if (state == RTC_ICE_FAILED)
    GST_ELEMENT_ERROR (user->element, RESOURCE, OPEN_READ_WRITE,
        ("No way to the peer: %s. Check remote-ufrag, remote-pwd and "
            "remote-candidates, local-address and the ports on both sides, "
            "and that the peer runs; across NATs set stun-server and "
            "turn-server.", reason), (NULL));
}

/* Without a candidate: that was all */
static void
on_candidate (gpointer member, const gchar * candidate)
{
  post (member, gst_structure_new ("rtc-ice-candidate", "candidate",
          G_TYPE_STRING, candidate != NULL ? candidate : "", NULL));
}

static void
on_secure_state (gpointer member, RtcDtlsState state, const gchar * reason)
{
  RtcBlockUser *user = member;

  post (user, gst_structure_new ("rtc-dtls-state", "state",
          GST_TYPE_WEBRTC_DTLS_TRANSPORT_STATE,
          rtc_block_dtls_state_to_webrtc (state), NULL));
  if (state == RTC_DTLS_FAILED)
    GST_ELEMENT_ERROR (user->element, RESOURCE, NOT_AUTHORIZED,
        ("No secure connection with the peer: %s. Check certificate and "
            "remote-fingerprint on both sides, and that dtls-client is true "
            "on exactly one of them.", reason), (NULL));
}

static void
on_refused (gpointer member, const gchar * why)
{
  RtcBlockUser *user = member;

  GST_ELEMENT_WARNING (user->element, RESOURCE, SETTINGS, ("%s.", why), (NULL));
}

const RtcBlockEvents rtc_block_user_messages = {
  .ice_state = on_ice_state,
  .candidate = on_candidate,
  .secure_state = on_secure_state,
  .refused = on_refused,
};
