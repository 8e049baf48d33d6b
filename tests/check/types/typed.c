/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The library's own functions work on objects of ours. */
#include "notices.h"
#include "types/rtctypes.h"

GST_START_TEST (test_priority)
{
  GstWebRTCRTPSender *sender =
      gst_object_ref_sink (g_object_new (rtc_sender_get_type (), NULL));
  guint notices;

  fail_unless_equals_int (rtc_sender_get_priority (sender),
      GST_WEBRTC_PRIORITY_TYPE_LOW);
  count_notices (sender, "priority", &notices);
  gst_webrtc_rtp_sender_set_priority (sender, GST_WEBRTC_PRIORITY_TYPE_HIGH);
  fail_unless_equals_int (rtc_sender_get_priority (sender),
      GST_WEBRTC_PRIORITY_TYPE_HIGH);
  fail_unless_equals_int (notices, 1);
  g_object_set (sender, "priority", GST_WEBRTC_PRIORITY_TYPE_MEDIUM, NULL);
  fail_unless_equals_int (rtc_sender_get_priority (sender),
      GST_WEBRTC_PRIORITY_TYPE_MEDIUM);
  gst_object_unref (sender);
}

GST_END_TEST;

GST_START_TEST (test_ice_states)
{
  GstWebRTCICETransport *ice = rtc_ice_transport_new ();
  GstWebRTCICEConnectionState state;
  GstWebRTCICEGatheringState gathering;
  guint states, gatherings;

  count_notices (ice, "state", &states);
  count_notices (ice, "gathering-state", &gatherings);
  gst_webrtc_ice_transport_connection_state_change (ice,
      GST_WEBRTC_ICE_CONNECTION_STATE_CONNECTED);
  gst_webrtc_ice_transport_gathering_state_change (ice,
      GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  g_object_get (ice, "state", &state, "gathering-state", &gathering, NULL);
  fail_unless_equals_int (state, GST_WEBRTC_ICE_CONNECTION_STATE_CONNECTED);
  fail_unless_equals_int (gathering, GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  fail_unless_equals_int (states, 1);
  fail_unless_equals_int (gatherings, 1);
  gst_object_unref (ice);
}

GST_END_TEST;

GST_START_TEST (test_closed_channel)
{
  static const RtcDataEvents events = { NULL, };
  static const RtcDataChannelConfig config = {
    .label = "chat",.protocol = "",.max_packet_lifetime = -1,
    .max_retransmits = 3,.id = -1,.priority = 512,
  };
  g_autoptr (RtcStrand) strand = rtc_strand_new ();
  g_autoptr (RtcData) peer = rtc_data_new (strand, &events, NULL);
  g_autoptr (RtcDataChannel) inside =
      rtc_data_create_channel (peer, &config, NULL);
  g_autoptr (GstWebRTCDataChannel) channel =
      rtc_data_channel_object_new (inside);
  g_autoptr (GBytes) data = g_bytes_new_static ("abc", 3);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *label = NULL;
  GstWebRTCPriorityType priority;

  g_object_get (channel, "label", &label, "priority", &priority, NULL);
  fail_unless_equals_string (label, "chat");
  fail_unless_equals_int (priority, GST_WEBRTC_PRIORITY_TYPE_MEDIUM);
  fail_if (gst_webrtc_data_channel_send_string_full (channel, "abc", &error));
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INVALID_STATE));
  g_clear_error (&error);
  fail_if (gst_webrtc_data_channel_send_data_full (channel, data, &error));
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INVALID_STATE));
  gst_webrtc_data_channel_close (channel);
  rtc_data_close (peer);
}

GST_END_TEST;

/* The state only rises, and each is told once */
GST_START_TEST (test_channel_states)
{
  static const RtcDataEvents events = { NULL, };
  static const RtcDataChannelConfig config = {
    .label = "",.protocol = "",.max_packet_lifetime = -1,
    .max_retransmits = -1,.id = -1,
  };
  g_autoptr (RtcStrand) strand = rtc_strand_new ();
  g_autoptr (RtcData) peer = rtc_data_new (strand, &events, NULL);
  g_autoptr (RtcDataChannel) inside =
      rtc_data_create_channel (peer, &config, NULL);
  g_autoptr (GstWebRTCDataChannel) channel =
      rtc_data_channel_object_new (inside);
  GstWebRTCDataChannelState state;
  guint notices;

  count_notices (channel, "ready-state", &notices);
  gst_webrtc_data_channel_close (channel);
  g_object_get (channel, "ready-state", &state, NULL);
  fail_unless_equals_int (state, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSING);
  fail_unless_equals_int (notices, 0);
  fail_if (rtc_data_channel_object_set_state (channel,
          GST_WEBRTC_DATA_CHANNEL_STATE_OPEN));
  for (guint i = 0; i < 2; i++)
    rtc_data_channel_object_set_state (channel,
        GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  fail_unless_equals_int (notices, 1);
  rtc_data_close (peer);
}

GST_END_TEST;

static Suite *
types_typed_suite (void)
{
  Suite *suite = suite_create ("types-typed");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_priority);
  tcase_add_test (tc, test_ice_states);
  tcase_add_test (tc, test_closed_channel);
  tcase_add_test (tc, test_channel_states);
  return suite;
}

GST_CHECK_MAIN (types_typed);
