/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The element that stands alone says what it lacks, and answers every promise. */
#include "negotiating.h"

GST_START_TEST (test_no_fingerprint)
{
  GstElement *element = gst_element_factory_make ("rtcnegotiator", NULL);
  g_autoptr (GError) error = NULL;

  fail_unless (create_description (element, "create-offer", "offer", NULL,
          &error) == NULL);
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_FINGERPRINT_FAILURE));
  fail_unless (strstr (error->message, "fingerprint") != NULL);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_no_description)
{
  GstElement *element = make_negotiator ();
  g_autoptr (GError) error =
      set_description (element, "set-remote-description", NULL);

  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_TYPE_ERROR));
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_no_offer_to_answer)
{
  GstElement *element = make_negotiator ();
  g_autoptr (GError) error = NULL;

  fail_unless (create_description (element, "create-answer", "answer", NULL,
          &error) == NULL);
  fail_unless (error->domain == GST_WEBRTC_ERROR);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_nobody_listens)
{
  GstElement *element = make_negotiator ();

  /* no promise is needed */
  g_signal_emit_by_name (element, "create-offer", NULL, NULL);
  g_signal_emit_by_name (element, "set-local-description", NULL, NULL);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_properties)
{
  GstElement *element = make_negotiator ();
  GstWebRTCSessionDescription *local, *remote;
  GstWebRTCSignalingState state;
  GstWebRTCBundlePolicy policy;
  GstWebRTCDTLSSetup setup;
  g_autofree gchar *fingerprint = NULL;

  g_object_get (element, "local-description", &local, "remote-description",
      &remote, "signaling-state", &state, "bundle-policy", &policy,
      "dtls-setup", &setup, "fingerprint", &fingerprint, NULL);
  fail_unless (local == NULL);
  fail_unless (remote == NULL);
  fail_unless_equals_int (state, GST_WEBRTC_SIGNALING_STATE_STABLE);
  fail_unless_equals_int (policy, GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE);
  fail_unless_equals_int (setup, GST_WEBRTC_DTLS_SETUP_ACTIVE);
  fail_unless_equals_string (fingerprint, FINGERPRINT);
  g_object_set (element, "dtls-setup", GST_WEBRTC_DTLS_SETUP_PASSIVE, NULL);
  g_object_set (element, "dtls-setup", GST_WEBRTC_DTLS_SETUP_ACTPASS, NULL);
  g_object_get (element, "dtls-setup", &setup, NULL);
  fail_unless_equals_int (setup, GST_WEBRTC_DTLS_SETUP_PASSIVE);
  gst_object_unref (element);
}

GST_END_TEST;

static Suite *
negotiator_alone_suite (void)
{
  Suite *suite = suite_create ("negotiator-alone");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_no_fingerprint);
  tcase_add_test (tc, test_no_description);
  tcase_add_test (tc, test_no_offer_to_answer);
  tcase_add_test (tc, test_nobody_listens);
  tcase_add_test (tc, test_properties);
  return suite;
}

GST_CHECK_MAIN (negotiator_alone);
