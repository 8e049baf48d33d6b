/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* GStreamer's own webrtcbin and the negotiator agree, whoever begins. */
#include "negotiating.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define SENDONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY
#define RECVONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY

static GstElement *
make_webrtcbin (void)
{
  GstElement *element = gst_element_factory_make ("webrtcbin", NULL);

  if (element == NULL)
    return NULL;
  g_object_set (element, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE,
      NULL);
  gst_element_set_state (element, GST_STATE_READY);
  return element;
}

static void
must_set (GstElement * element, const gchar * name,
    GstWebRTCSessionDescription * description)
{
  g_autoptr (GError) error = set_description (element, name, description);

  fail_unless (error == NULL, "%s", error ? error->message : "");
}

static void
negotiate (GstElement * one, GstElement * other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstWebRTCSessionDescription) offer =
      create_description (one, "create-offer", "offer", NULL, &error);
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  fail_unless (offer != NULL, "%s", error ? error->message : "");
  must_set (one, "set-local-description", offer);
  must_set (other, "set-remote-description", offer);
  answer = create_description (other, "create-answer", "answer", NULL, &error);
  fail_unless (answer != NULL, "%s", error ? error->message : "");
  must_set (other, "set-local-description", answer);
  must_set (one, "set-remote-description", answer);
}

static GstWebRTCRTPTransceiverDirection
get_current (GstElement * element, guint index)
{
  GstWebRTCRTPTransceiver *transceiver;
  GstWebRTCRTPTransceiverDirection current;

  g_signal_emit_by_name (element, "get-transceiver", index, &transceiver);
  fail_unless (transceiver != NULL);
  g_object_get (transceiver, "current-direction", &current, NULL);
  gst_object_unref (transceiver);
  return current;
}

static void
drop (GstElement * webrtcbin, GstElement * negotiator)
{
  gst_element_set_state (webrtcbin, GST_STATE_NULL);
  gst_object_unref (webrtcbin);
  gst_object_unref (negotiator);
}

GST_START_TEST (test_we_offer)
{
  GstElement *webrtcbin = make_webrtcbin (), *negotiator = make_negotiator ();

  if (webrtcbin != NULL) {
    gst_object_unref (add_transceiver (negotiator, SENDONLY, VP8));
    gst_object_unref (add_transceiver (negotiator, SENDONLY, OPUS));
    gst_object_unref (add_transceiver (webrtcbin, RECVONLY, VP8));
    gst_object_unref (add_transceiver (webrtcbin, RECVONLY, OPUS));
    negotiate (negotiator, webrtcbin);
    for (guint i = 0; i < 2; i++) {
      fail_unless_equals_int (get_current (negotiator, i), SENDONLY);
      fail_unless_equals_int (get_current (webrtcbin, i), RECVONLY);
    }
    drop (webrtcbin, negotiator);
  } else {
    gst_object_unref (negotiator);
  }
}

GST_END_TEST;

GST_START_TEST (test_we_answer)
{
  GstElement *webrtcbin = make_webrtcbin (), *negotiator = make_negotiator ();

  if (webrtcbin != NULL) {
    gst_object_unref (add_transceiver (webrtcbin, SENDRECV, OPUS));
    gst_object_unref (add_transceiver (webrtcbin, SENDRECV, VP8));
    negotiate (webrtcbin, negotiator);
    fail_unless_equals_int (count_transceivers (negotiator), 2);
    /* RFC 9429 section 5.10: what an offer brings only receives, until the
     * application wants more.  (webrtcbin 1.22 takes it for sendrecv.) */
    for (guint i = 0; i < 2; i++)
      fail_unless_equals_int (get_current (negotiator, i), RECVONLY);
    drop (webrtcbin, negotiator);
  } else {
    gst_object_unref (negotiator);
  }
}

GST_END_TEST;

static Suite *
negotiator_webrtcbin_suite (void)
{
  Suite *suite = suite_create ("negotiator-webrtcbin");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_we_offer);
  tcase_add_test (tc, test_we_answer);
  return suite;
}

GST_CHECK_MAIN (negotiator_webrtcbin);
