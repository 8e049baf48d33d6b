/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* codec-preferences: what a sink pad takes, and what cannot be offered. */
#include "negotiating.h"

static void
prefer (GstElement * element, const gchar * preferences)
{
  GstWebRTCRTPTransceiver *transceiver;
  g_autoptr (GstCaps) caps = gst_caps_from_string (preferences);

  g_signal_emit_by_name (element, "get-transceiver", 0, &transceiver);
  g_object_set (transceiver, "codec-preferences", caps, NULL);
  gst_object_unref (transceiver);
}

static GstElement *
make (GstPad ** sink)
{
  GstElement *element = make_negotiator ();

  *sink = gst_element_request_pad_simple (element, "sink_%u");
  return element;
}

static void
drop (GstElement * element, GstPad * sink)
{
  gst_element_release_request_pad (element, sink);
  gst_object_unref (sink);
  gst_object_unref (element);
}

GST_START_TEST (test_accepted)
{
  GstPad *sink;
  GstElement *element = make (&sink);
  g_autoptr (GstCaps) vp8 = gst_caps_from_string (VP8);
  g_autoptr (GstCaps) opus = gst_caps_from_string (OPUS);

  prefer (element, H264 ";" VP8);
  fail_unless (gst_pad_query_accept_caps (sink, vp8));
  fail_if (gst_pad_query_accept_caps (sink, opus));
  drop (element, sink);
}

GST_END_TEST;

GST_START_TEST (test_queried)
{
  GstPad *sink;
  GstElement *element = make (&sink);
  g_autoptr (GstCaps) filter = gst_caps_from_string (VP8 ";" H264);
  g_autoptr (GstCaps) wanted = gst_caps_from_string (H264 ";" VP8);
  g_autoptr (GstCaps) all = NULL;
  g_autoptr (GstCaps) filtered = NULL;

  prefer (element, H264 ";" VP8);
  all = gst_pad_query_caps (sink, NULL);
  filtered = gst_pad_query_caps (sink, filter);
  fail_unless (gst_caps_is_strictly_equal (all, wanted));
  /* the order of who asks comes first */
  fail_unless (gst_caps_is_strictly_equal (filtered, filter));
  drop (element, sink);
}

GST_END_TEST;

GST_START_TEST (test_nothing_in_common)
{
  GstPad *sink;
  GstElement *element = make (&sink);
  g_autoptr (GError) error = NULL;

  send_caps (sink, VP8);
  prefer (element, H264);
  fail_unless (create_description (element, "create-offer", "offer", NULL,
          &error) == NULL);
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INTERNAL_FAILURE));
  fail_unless_equals_string (error->message,
      "Caps negotiation on pad sink_0 failed against codec preferences");
  drop (element, sink);
}

GST_END_TEST;

static Suite *
negotiator_preferences_suite (void)
{
  Suite *suite = suite_create ("negotiator-preferences");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_accepted);
  tcase_add_test (tc, test_queried);
  tcase_add_test (tc, test_nothing_in_common);
  return suite;
}

GST_CHECK_MAIN (negotiator_preferences);
