/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Transceivers are made, announced, listed, and outlive the element. */
#include "negotiating.h"

#define RECVONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY
#define NONE GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_NONE

static void
on_new (GstElement * element, GstWebRTCRTPTransceiver * transceiver,
    guint * count)
{
  guint n = count_transceivers (element);

  /* no lock is held: it can be asked for */
  fail_unless (n > 0);
  (*count)++;
}

GST_START_TEST (test_add)
{
  GstElement *element = make_negotiator ();
  guint count = 0;
  GstWebRTCRTPTransceiver *video, *audio, *seen;
  g_autoptr (GstCaps) caps = NULL;
  GstWebRTCKind kind;

  g_signal_connect (element, "on-new-transceiver", G_CALLBACK (on_new), &count);
  video = add_transceiver (element, RECVONLY, VP8);
  audio = add_transceiver (element, RECVONLY, OPUS);
  fail_unless_equals_int (count, 2);
  fail_unless_equals_string (GST_OBJECT_NAME (video), "webrtctransceiver0");
  fail_unless_equals_string (GST_OBJECT_NAME (audio), "webrtctransceiver1");
  g_object_get (video, "codec-preferences", &caps, "kind", &kind, NULL);
  fail_unless (caps != NULL);
  fail_unless_equals_int (kind, GST_WEBRTC_KIND_VIDEO);
  g_signal_emit_by_name (element, "get-transceiver", 1, &seen);
  fail_unless (seen == audio);
  gst_object_unref (seen);
  g_signal_emit_by_name (element, "get-transceiver", 2, &seen);
  fail_unless (seen == NULL);
  gst_object_unref (video);
  gst_object_unref (audio);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_no_direction)
{
  GstElement *element = make_negotiator ();

  fail_unless (add_transceiver (element, NONE, NULL) == NULL);
  fail_unless_equals_int (count_transceivers (element), 0);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_outlives)
{
  GstElement *element = make_negotiator ();
  GstWebRTCRTPTransceiver *transceiver =
      add_transceiver (element, RECVONLY, NULL);

  gst_object_unref (element);
  ASSERT_OBJECT_REFCOUNT (transceiver, "transceiver", 1);
  g_object_set (transceiver, "direction",
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE, NULL);
  g_signal_emit_by_name (transceiver, "stop");
  gst_object_unref (transceiver);
}

GST_END_TEST;

static Suite *
negotiator_transceivers_suite (void)
{
  Suite *suite = suite_create ("negotiator-transceivers");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_add);
  tcase_add_test (tc, test_no_direction);
  tcase_add_test (tc, test_outlives);
  return suite;
}

GST_CHECK_MAIN (negotiator_transceivers);
