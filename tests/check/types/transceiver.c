/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A transceiver reads as webrtcbin's does, and notifies of what changes. */
#include "notices.h"
#include "types/rtctypes.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define SENDONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY
#define NONE GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_NONE

static GstWebRTCRTPTransceiver *
make (guint key, gint mline)
{
  return gst_object_ref_sink (rtc_transceiver_new (key, mline,
          GST_WEBRTC_KIND_VIDEO, SENDRECV));
}

GST_START_TEST (test_defaults)
{
  GstWebRTCRTPTransceiver *transceiver = make (3, -1);
  GstWebRTCRTPTransceiverDirection direction, current;
  GstWebRTCKind kind;
  GstWebRTCFECType fec;
  guint mline, percentage;
  gboolean nack;
  gchar *mid;
  GstCaps *caps;

  fail_unless (g_str_has_prefix (GST_OBJECT_NAME (transceiver),
          "webrtctransceiver"));
  g_object_get (transceiver, "direction", &direction, "current-direction",
      &current, "kind", &kind, "mlineindex", &mline, "mid", &mid,
      "codec-preferences", &caps, "fec-type", &fec, "fec-percentage",
      &percentage, "do-nack", &nack, NULL);
  fail_unless_equals_int (direction, SENDRECV);
  fail_unless_equals_int (current, NONE);
  fail_unless_equals_int (kind, GST_WEBRTC_KIND_VIDEO);
  fail_unless_equals_int ((gint) mline, -1);
  fail_unless (mid == NULL);
  fail_unless (caps == NULL);
  fail_unless_equals_int (fec, GST_WEBRTC_FEC_TYPE_NONE);
  fail_unless_equals_int (percentage, 100);
  fail_if (nack);
  gst_object_unref (transceiver);
}

GST_END_TEST;

GST_START_TEST (test_sender_and_receiver)
{
  GstWebRTCRTPTransceiver *transceiver = make (1, 0);
  GstWebRTCRTPSender *sender;
  GstWebRTCRTPReceiver *receiver;

  g_object_get (transceiver, "sender", &sender, "receiver", &receiver, NULL);
  fail_unless (GST_IS_WEBRTC_RTP_SENDER (sender));
  fail_unless (GST_IS_WEBRTC_RTP_RECEIVER (receiver));
  fail_unless (sender == rtc_transceiver_get_sender (transceiver));
  fail_unless (receiver == rtc_transceiver_get_receiver (transceiver));
  fail_unless (GST_OBJECT_PARENT (sender) == GST_OBJECT (transceiver));
  gst_object_unref (transceiver);
  ASSERT_OBJECT_REFCOUNT (sender, "sender", 1);
  ASSERT_OBJECT_REFCOUNT (receiver, "receiver", 1);
  gst_object_unref (sender);
  gst_object_unref (receiver);
}

GST_END_TEST;

GST_START_TEST (test_notices)
{
  GstWebRTCRTPTransceiver *transceiver = make (1, -1);
  guint mline, mid, kind, direction, current;

  count_notices (transceiver, "mlineindex", &mline);
  count_notices (transceiver, "mid", &mid);
  count_notices (transceiver, "kind", &kind);
  count_notices (transceiver, "direction", &direction);
  count_notices (transceiver, "current-direction", &current);
  for (guint i = 0; i < 2; i++) {
    rtc_transceiver_set_mline (transceiver, 4, "video4");
    rtc_transceiver_set_kind (transceiver, GST_WEBRTC_KIND_AUDIO);
    rtc_transceiver_set_direction (transceiver, SENDONLY);
    rtc_transceiver_set_current_direction (transceiver, SENDONLY);
  }
  /* once each: the second time nothing was new */
  fail_unless_equals_int (mline, 1);
  fail_unless_equals_int (mid, 1);
  fail_unless_equals_int (kind, 1);
  fail_unless_equals_int (direction, 1);
  fail_unless_equals_int (current, 1);
  gst_object_unref (transceiver);
}

GST_END_TEST;

GST_START_TEST (test_set_by_the_application)
{
  GstWebRTCRTPTransceiver *transceiver = make (1, 2);
  GstCaps *caps = gst_caps_from_string ("application/x-rtp,encoding-name=VP8");
  g_auto (RtcTransceiverState) state;
  guint notices;

  count_notices (transceiver, "direction", &notices);
  g_object_set (transceiver, "direction", SENDONLY, "codec-preferences", caps,
      "fec-type", GST_WEBRTC_FEC_TYPE_ULP_RED, "fec-percentage", 30,
      "do-nack", TRUE, NULL);
  rtc_transceiver_get_state (transceiver, &state);
  fail_unless_equals_int (notices, 1);
  fail_unless_equals_int (state.key, 1);
  fail_unless_equals_int (state.mline, 2);
  fail_unless_equals_int (state.direction, SENDONLY);
  fail_unless (gst_caps_is_equal (state.codec_preferences, caps));
  fail_unless_equals_int (state.fec_type, GST_WEBRTC_FEC_TYPE_ULP_RED);
  fail_unless_equals_int (state.fec_percentage, 30);
  fail_unless (state.do_nack);
  gst_caps_unref (caps);
  gst_object_unref (transceiver);
}

GST_END_TEST;

static Suite *
types_transceiver_suite (void)
{
  Suite *suite = suite_create ("types-transceiver");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_defaults);
  tcase_add_test (tc, test_sender_and_receiver);
  tcase_add_test (tc, test_notices);
  tcase_add_test (tc, test_set_by_the_application);
  return suite;
}

GST_CHECK_MAIN (types_transceiver);
