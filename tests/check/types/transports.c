/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The transports read as webrtcbin's do, and cost no element. */
#include "notices.h"
#include <gst/webrtc/sctptransport.h>
#include "types/rtctypes.h"

GST_START_TEST (test_dtls)
{
  GstWebRTCICETransport *ice = rtc_ice_transport_new (), *seen;
  GstWebRTCDTLSTransport *dtls = rtc_dtls_transport_new (7, ice);
  GstWebRTCDTLSTransportState state;
  guint session;
  gboolean client;
  g_autofree gchar *certificate = NULL, *remote = NULL;

  g_object_get (dtls, "session-id", &session, "transport", &seen, "state",
      &state, "client", &client, "certificate", &certificate,
      "remote-certificate", &remote, NULL);
  fail_unless_equals_int (session, 7);
  fail_unless (seen == ice);
  fail_unless_equals_int (state, GST_WEBRTC_DTLS_TRANSPORT_STATE_NEW);
  fail_if (client);
  fail_unless (certificate == NULL);
  fail_unless (remote == NULL);
  gst_object_unref (seen);
  gst_object_unref (dtls);
  ASSERT_OBJECT_REFCOUNT (ice, "ICE transport", 1);
  gst_object_unref (ice);
}

GST_END_TEST;

GST_START_TEST (test_dtls_notices)
{
  GstWebRTCICETransport *ice = rtc_ice_transport_new ();
  GstWebRTCDTLSTransport *dtls = rtc_dtls_transport_new (0, ice);
  guint states, clients, certificates, remotes;
  g_autofree gchar *remote = NULL;

  count_notices (dtls, "state", &states);
  count_notices (dtls, "client", &clients);
  count_notices (dtls, "certificate", &certificates);
  count_notices (dtls, "remote-certificate", &remotes);
  for (guint i = 0; i < 2; i++) {
    rtc_dtls_transport_set_state (dtls,
        GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTED);
    rtc_dtls_transport_set_client (dtls, TRUE);
    rtc_dtls_transport_set_certificates (dtls, "ours", NULL);
  }
  rtc_dtls_transport_set_certificates (dtls, "ours", "theirs");
  fail_unless_equals_int (states, 1);
  fail_unless_equals_int (clients, 1);
  fail_unless_equals_int (certificates, 1);
  fail_unless_equals_int (remotes, 1);
  g_object_get (dtls, "remote-certificate", &remote, NULL);
  fail_unless_equals_string (remote, "theirs");
  gst_object_unref (dtls);
  gst_object_unref (ice);
}

GST_END_TEST;

GST_START_TEST (test_dtls_of_a_sender)
{
  GstWebRTCICETransport *ice = rtc_ice_transport_new ();
  GstWebRTCDTLSTransport *dtls = rtc_dtls_transport_new (0, ice), *seen;
  GstWebRTCRTPSender *sender =
      gst_object_ref_sink (g_object_new (rtc_sender_get_type (), NULL));
  GstWebRTCRTPReceiver *receiver =
      gst_object_ref_sink (g_object_new (rtc_receiver_get_type (), NULL));
  guint notices;

  count_notices (sender, "transport", &notices);
  rtc_sender_set_transport (sender, dtls);
  rtc_sender_set_transport (sender, dtls);
  fail_unless_equals_int (notices, 1);
  g_object_get (sender, "transport", &seen, NULL);
  fail_unless (seen == dtls);
  gst_object_unref (seen);
  rtc_sender_set_transport (sender, NULL);

  rtc_receiver_set_transport (receiver, dtls);
  g_object_get (receiver, "transport", &seen, NULL);
  fail_unless (seen == dtls);
  gst_object_unref (seen);

  gst_object_unref (sender);
  gst_object_unref (receiver);
  ASSERT_OBJECT_REFCOUNT (dtls, "DTLS transport", 1);
  gst_object_unref (dtls);
  gst_object_unref (ice);
}

GST_END_TEST;

GST_START_TEST (test_sctp)
{
  GObject *sctp = g_object_new (rtc_sctp_transport_get_type (), NULL);
  GstWebRTCDTLSTransport *dtls;
  GstWebRTCSCTPTransportState state;
  guint64 size;
  guint channels;

  g_object_get (sctp, "transport", &dtls, "state", &state, "max-message-size",
      &size, "max-channels", &channels, NULL);
  fail_unless (dtls == NULL);
  fail_unless_equals_int (state, GST_WEBRTC_SCTP_TRANSPORT_STATE_NEW);
  fail_unless_equals_uint64 (size, 0);
  fail_unless_equals_int (channels, 0);
  gst_object_unref (gst_object_ref_sink (sctp));
}

GST_END_TEST;

static Suite *
types_transports_suite (void)
{
  Suite *suite = suite_create ("types-transports");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_dtls);
  tcase_add_test (tc, test_dtls_notices);
  tcase_add_test (tc, test_dtls_of_a_sender);
  tcase_add_test (tc, test_sctp);
  return suite;
}

GST_CHECK_MAIN (types_transports);
