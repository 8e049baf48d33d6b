/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a block tells becomes messages on the bus.  On the block's loop. */
#include <gst/webrtc/webrtc.h>

#include "rtcblockuser.h"
#include "types/rtcstates.h"

/* --- for whoever speaks ------------------------------------------------------ */

static void
post (GstElement * element, GstStructure * structure)
{
  gst_element_post_message (element,
      gst_message_new_element (GST_OBJECT (element), structure));
}

void
rtc_block_post_ice_state (GstElement * element, RtcIceState state)
{
  post (element, gst_structure_new ("rtc-ice-state", "state",
          GST_TYPE_WEBRTC_ICE_CONNECTION_STATE,
          rtc_ice_state_to_webrtc (state), NULL));
}

/* Without a candidate: that was all */
void
rtc_block_post_candidate (GstElement * element, const gchar * candidate)
{
  post (element, gst_structure_new ("rtc-ice-candidate", "candidate",
          G_TYPE_STRING, candidate != NULL ? candidate : "", NULL));
}

void
rtc_block_post_secure_state (GstElement * element, RtcDtlsState state)
{
  post (element, gst_structure_new ("rtc-dtls-state", "state",
          GST_TYPE_WEBRTC_DTLS_TRANSPORT_STATE,
          rtc_dtls_state_to_webrtc (state), NULL));
}

/* Transfer full: what to tell the user; @code: of GST_RESOURCE_ERROR.  No
 * @reason: the peer has closed @end. */
gchar *
rtc_block_describe_loss (RtcBlockEnd end, const gchar * reason, gint * code)
{
  if (reason == NULL) {
    *code = GST_RESOURCE_ERROR_FAILED;
    return g_strdup ("The peer has closed the connection.");
  }
  if (end == RTC_BLOCK_ICE) {
    *code = GST_RESOURCE_ERROR_OPEN_READ_WRITE;
    return g_strdup_printf ("No way to the peer: %s. Check remote-ufrag, "
        "remote-pwd and remote-candidates, local-address and the ports on "
        "both sides, and that the peer runs; across NATs set stun-server and "
        "turn-server.", reason);
  }
  *code = GST_RESOURCE_ERROR_NOT_AUTHORIZED;
  return g_strdup_printf ("No secure connection with the peer: %s. Check "
      "certificate and remote-fingerprint on both sides, and that dtls-client "
      "is true on exactly one of them.", reason);
}

/* --- an element that is a member by itself -------------------------------------- */

static void
post_loss (RtcBlockUser * user, RtcBlockEnd end, const gchar * reason)
{
  gint code;
  gchar *why = rtc_block_describe_loss (end, reason, &code);

  gst_element_message_full (user->element, GST_MESSAGE_ERROR,
      GST_RESOURCE_ERROR, code, why, NULL, __FILE__, GST_FUNCTION, __LINE__);
}

static void
on_ice_state (gpointer member, RtcIceState state, const gchar * reason)
{
  RtcBlockUser *user = member;

  rtc_block_post_ice_state (user->element, state);
  if (state == RTC_ICE_FAILED)
    post_loss (user, RTC_BLOCK_ICE, reason);
}

static void
on_candidate (gpointer member, const gchar * candidate)
{
  rtc_block_post_candidate (((RtcBlockUser *) member)->element, candidate);
}

static void
on_secure_state (gpointer member, RtcDtlsState state, const gchar * reason)
{
  RtcBlockUser *user = member;

  rtc_block_post_secure_state (user->element, state);
  if (state == RTC_DTLS_FAILED)
    post_loss (user, RTC_BLOCK_SECURE, reason);
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
