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

/* @ours has ended, and @back is there instead of the other side */
static void
meet (Side * ours, Side * back)
{
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  offer = side_create (back, "offer", NULL);
  side_set_local (back, offer);
  side_wait (back, "ice-gathering-state",
      GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  g_clear_pointer (&offer, gst_webrtc_session_description_free);
  g_object_get (back->element, "local-description", &offer, NULL);
  side_set_remote (ours, offer);
  answer = side_create (ours, "answer", NULL);
  side_set_local (ours, answer);
  side_wait (ours, "ice-gathering-state",
      GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  g_clear_pointer (&answer, gst_webrtc_session_description_free);
  g_object_get (ours->element, "local-description", &answer, NULL);
  side_set_remote (back, answer);
}

/* A new peer behind the same signalling: other ufrag and session, another
 * certificate (0, 1) or the process's own as before (2, 3); that was DTLS client
 * (0, 2) or server */
GST_START_TEST (test_they_come_back)
{
  guint ours = __i__ % 2, back = 1 - ours;
  Call call, other;

  call_connect (&call, "rtcpeerbin", "rtcpeerbin");
  call_init (&other, "rtcpeerbin", "rtcpeerbin");
  call.trickle = other.trickle = FALSE;
  if (__i__ < 2) {
    g_autoptr (RtcCertificate) certificate = rtc_certificate_new (NULL);
    g_autofree gchar *pem = rtc_certificate_to_pem (certificate);

    g_object_set (other.sides[back].element, "certificate", pem, NULL);
  }
  side_release_transceiver (&other.sides[back], SENDRECV, OPUS_CAPS);
  call_set_state (&other, GST_STATE_PLAYING);
  gst_element_set_state (call.sides[back].element, GST_STATE_NULL);
  side_wait (&call.sides[ours], "connection-state",
      GST_WEBRTC_PEER_CONNECTION_STATE_DISCONNECTED);
  meet (&call.sides[ours], &other.sides[back]);
  side_wait (&other.sides[back], "connection-state",
      GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED);
  side_wait (&call.sides[ours], "connection-state",
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
  tcase_add_loop_test (tc, test_they_come_back, 0, 4);
  return s;
}

GST_CHECK_MAIN (endings);
