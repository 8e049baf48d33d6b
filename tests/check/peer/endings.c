/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The other side closes, or comes back as another one. */
#include "call.h"

#include "openssl/rtccertificate.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

/* DTLS close_notify tells us at once */
GST_START_TEST (test_they_close)
{
  Call call;

  call_connect (&call, "rtcpeerbin", "rtcpeerbin");
  if (__i__ == 0)
    gst_element_set_state (call.sides[1].element, GST_STATE_NULL);
  else
    g_signal_emit_by_name (call.sides[1].element, "close", NULL);
  side_wait (&call.sides[0], "connection-state",
      GST_WEBRTC_PEER_CONNECTION_STATE_DISCONNECTED);
  fail_unless_equals_int (side_get (&call.sides[0], "signaling-state"),
      GST_WEBRTC_SIGNALING_STATE_STABLE);
  call_clear (&call);
}

GST_END_TEST;

/* A new peer behind the same signalling: other certificate, ufrag and session */
GST_START_TEST (test_they_come_back)
{
  Call call, other;
  g_autoptr (RtcCertificate) certificate = rtc_certificate_new (NULL);
  g_autofree gchar *pem = rtc_certificate_to_pem (certificate);

  call_connect (&call, "rtcpeerbin", "rtcpeerbin");
  call_init (&other, "rtcpeerbin", "rtcpeerbin");
  g_object_set (other.sides[1].element, "certificate", pem, NULL);
  side_release_transceiver (&other.sides[1], SENDRECV, OPUS_CAPS);
  call_set_state (&other, GST_STATE_PLAYING);
  {
    g_autoptr (GstWebRTCSessionDescription) offer = NULL;
    g_autoptr (GstWebRTCSessionDescription) answer = NULL;

    gst_element_set_state (call.sides[1].element, GST_STATE_NULL);
    side_wait (&call.sides[0], "connection-state",
        GST_WEBRTC_PEER_CONNECTION_STATE_DISCONNECTED);
    call.trickle = FALSE;
    offer = side_create (&other.sides[1], "offer", NULL);
    side_set_local (&other.sides[1], offer);
    side_wait (&other.sides[1], "ice-gathering-state",
        GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
    g_clear_pointer (&offer, gst_webrtc_session_description_free);
    g_object_get (other.sides[1].element, "local-description", &offer, NULL);
    side_set_remote (&call.sides[0], offer);
    answer = side_create (&call.sides[0], "answer", NULL);
    side_set_local (&call.sides[0], answer);
    side_wait (&call.sides[0], "ice-gathering-state",
        GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
    g_clear_pointer (&answer, gst_webrtc_session_description_free);
    g_object_get (call.sides[0].element, "local-description", &answer, NULL);
    side_set_remote (&other.sides[1], answer);
  }
  side_wait (&other.sides[1], "connection-state",
      GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED);
  side_wait (&call.sides[0], "connection-state",
      GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED);
  call_clear (&other);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
endings_suite (void)
{
  Suite *s = suite_create ("endings");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_they_close, 0, 2);
  tcase_add_test (tc, test_they_come_back);
  return s;
}

GST_CHECK_MAIN (endings);
