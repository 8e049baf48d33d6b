/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a promise is told.  The reply is NULL for "done" or a structure with one
 * field: "offer", "answer" or "error". */
#include "rtcpeer-private.h"

#define REPLY_NAME "application/x-gst-promise"

/* On the strand or in an action; no lock held: runs code of the application.
 * @promise may be NULL; @reply is transfer: full, NULL: nothing to say. */
void
rtc_peer_reply (GstPromise * promise, GstStructure * reply)
{
  if (promise != NULL)
    gst_promise_reply (promise, reply);
  else if (reply != NULL)
    gst_structure_free (reply);
}

/* transfer of @description: full */
void
rtc_peer_reply_description (GstPromise * promise, const gchar * field,
    GstWebRTCSessionDescription * description)
{
  GstStructure *reply = gst_structure_new (REPLY_NAME, field,
      GST_TYPE_WEBRTC_SESSION_DESCRIPTION, description, NULL);

  gst_webrtc_session_description_free (description);
  rtc_peer_reply (promise, reply);
}

/* transfer of @error: full */
void
rtc_peer_reply_error (GstRtcPeerBin * self, GstPromise * promise,
    GError * error)
{
  GstStructure *reply = gst_structure_new (REPLY_NAME, "error", G_TYPE_ERROR,
      error, NULL);

  GST_CAT_DEBUG_OBJECT (gst_rtc_peer_bin_debug, self, "reply: %s",
      error->message);
  g_error_free (error);
  rtc_peer_reply (promise, reply);
}

/* @what is the sentence's beginning: "Could not create offer" */
void
rtc_peer_reply_closed (GstRtcPeerBin * self, GstPromise * promise,
    const gchar * what)
{
  rtc_peer_reply_error (self, promise, g_error_new (GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INVALID_STATE, "%s. %s is closed", what,
          GST_OBJECT_NAME (self)));
}
