/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties that settle what is negotiated: certificate, dtls-setup, servers,
 * latency. */
#include "call.h"

#include "openssl/rtccertificate.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

static gboolean
description_has (Side * side, const gchar * text)
{
  g_autofree gchar *sdp = side_get_description (side, "local-description");

  return strstr (sdp, text) != NULL;
}

GST_START_TEST (test_certificate)
{
  Call call;
  g_autoptr (RtcCertificate) certificate = rtc_certificate_new (NULL);
  g_autofree gchar *pem = rtc_certificate_to_pem (certificate);

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  g_object_set (call.sides[0].element, "certificate", pem, NULL);
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call.sides[i], SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  call_negotiate (&call, 0);
  call_wait_connected (&call);
  fail_unless (description_has (&call.sides[0],
          rtc_certificate_get_fingerprint (certificate)));
  fail_if (description_has (&call.sides[1],
          rtc_certificate_get_fingerprint (certificate)));
  call_clear (&call);
}

GST_END_TEST;

/* The way to READY fails, the bus says why, and it may be corrected */
GST_START_TEST (test_bad_certificate)
{
  Call call;
  GstElement *element;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  element = call.sides[0].element;
  g_object_set (element, "certificate", "-----BEGIN nothing", NULL);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_READY),
      GST_STATE_CHANGE_FAILURE);
  message = gst_bus_pop_filtered (call.sides[0].bus, GST_MESSAGE_ERROR);
  fail_unless (message != NULL);
  gst_message_parse_error (message, &error, NULL);
  fail_unless (strstr (error->message, "certificate") != NULL);
  /* it holds the element */
  g_clear_pointer (&message, gst_message_unref);
  g_object_set (element, "certificate", NULL, NULL);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_READY),
      GST_STATE_CHANGE_SUCCESS);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_dtls_setup)
{
  Call call;
  Side *b = &call.sides[1];

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call.sides[i], SENDRECV, OPUS_CAPS);
  if (__i__ == 1)
    g_object_set (b->element, "dtls-setup", GST_WEBRTC_DTLS_SETUP_PASSIVE,
        NULL);
  call_set_state (&call, GST_STATE_READY);
  call_negotiate (&call, 0);
  fail_unless (description_has (b, __i__ == 1 ? "a=setup:passive"
          : "a=setup:active"));
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

static gboolean
add_turn_server (GstElement * element, const gchar * uri)
{
  gboolean ok = FALSE;

  g_signal_emit_by_name (element, "add-turn-server", uri, &ok);
  return ok;
}

GST_START_TEST (test_servers)
{
  Call call;
  GstElement *element;
  g_autofree gchar *stun = NULL;
  g_autofree gchar *turn = NULL;
  g_autofree gchar *proxy = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  element = call.sides[0].element;
  g_object_set (element, "stun-server", "stun://127.0.0.1:3478",
      "turn-server", "turn://user:pass@127.0.0.1:3478",
      "http-proxy", "http://127.0.0.1:3128", NULL);
  g_object_get (element, "stun-server", &stun, "turn-server", &turn,
      "http-proxy", &proxy, NULL);
  fail_unless_equals_string (stun, "stun://127.0.0.1:3478");
  fail_unless_equals_string (turn, "turn://user:pass@127.0.0.1:3478");
  fail_unless_equals_string (proxy, "http://127.0.0.1:3128");
  fail_unless (add_turn_server (element, "turns://a%3Ab:c@test.com:1234"));
  fail_if (add_turn_server (element, "user@pass@test.com:1234"));
  fail_if (add_turn_server (element, "turns://user:pass/@test.com:1234"));
  fail_if (add_turn_server (element, "turns://test.com:1234"));
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_latency)
{
  Call call;
  GstElement *element;
  g_autoptr (GObject) rtpbin = NULL;
  guint latency;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  element = call.sides[0].element;
  g_object_set (element, "latency", 50, NULL);
  call_set_state (&call, GST_STATE_READY);
  side_settle (&call.sides[0]);
  rtpbin = gst_child_proxy_get_child_by_name (GST_CHILD_PROXY (element),
      "rtpbin");
  g_object_get (rtpbin, "latency", &latency, NULL);
  fail_unless_equals_int (latency, 50);
  call_clear (&call);
}

GST_END_TEST;

/* No local candidate but those of a relay, of which there is none */
GST_START_TEST (test_relay_only)
{
  Call call;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  g_object_set (call.sides[0].element, "ice-transport-policy",
      GST_WEBRTC_ICE_TRANSPORT_POLICY_RELAY, NULL);
  side_release_transceiver (&call.sides[0], SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  call_negotiate (&call, 0);
  side_wait (&call.sides[0], "ice-gathering-state",
      GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  fail_unless_equals_int (call.sides[0].candidates->len, 0);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
settings_suite (void)
{
  Suite *s = suite_create ("settings");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_certificate);
  tcase_add_test (tc, test_bad_certificate);
  tcase_add_loop_test (tc, test_dtls_setup, 0, 2);
  tcase_add_test (tc, test_servers);
  tcase_add_test (tc, test_latency);
  tcase_add_test (tc, test_relay_only);
  return s;
}

GST_CHECK_MAIN (settings);
