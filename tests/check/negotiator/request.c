/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which transceiver a requested pad gets. */
#include "negotiating.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define RECVONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY

static GstPad *
request (GstElement * element, const gchar * name, const gchar * text)
{
  GstPadTemplate *template = gst_element_get_pad_template (element, "sink_%u");
  g_autoptr (GstCaps) caps = text ? gst_caps_from_string (text) : NULL;

  return gst_element_request_pad (element, template, name, caps);
}

static void
release (GstElement * element, GstPad * pad)
{
  gst_element_release_request_pad (element, pad);
  gst_object_unref (pad);
}

GST_START_TEST (test_pair)
{
  GstElement *element = make_negotiator ();
  GstPad *sink = request (element, NULL, NULL);
  g_autoptr (GstPad) src = gst_element_get_static_pad (element, "src_0");

  fail_unless_equals_string (GST_PAD_NAME (sink), "sink_0");
  fail_unless (src != NULL);
  fail_unless_equals_int (count_transceivers (element), 1);
  release (element, sink);
  fail_unless_equals_int (element->numpads, 0);
  ASSERT_OBJECT_REFCOUNT (src, "src pad", 1);
  /* the transceiver stays */
  fail_unless_equals_int (count_transceivers (element), 1);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_locked)
{
  GstElement *element = make_negotiator ();
  GstPad *sink = request (element, "sink_3", VP8), *next;
  GstWebRTCRTPTransceiver *transceiver;
  GstWebRTCKind kind;
  guint mline;

  g_signal_emit_by_name (element, "get-transceiver", 0, &transceiver);
  g_object_get (transceiver, "mlineindex", &mline, "kind", &kind, NULL);
  fail_unless_equals_int (mline, 3);
  fail_unless_equals_int (kind, GST_WEBRTC_KIND_VIDEO);
  gst_object_unref (transceiver);
  next = request (element, NULL, NULL);
  fail_unless_equals_string (GST_PAD_NAME (next), "sink_4");
  release (element, sink);
  release (element, next);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_reuse)
{
  GstElement *element = make_negotiator ();
  GstWebRTCRTPTransceiver *transceiver =
      add_transceiver (element, SENDRECV, VP8);
  GstPad *other, *sink, *another;

  /* of another kind, of other caps, of no caps at all: one of their own */
  other = request (element, NULL, OPUS);
  fail_unless_equals_int (count_transceivers (element), 2);
  sink = request (element, NULL, VP8);
  fail_unless_equals_int (count_transceivers (element), 2);
  /* it has got its pad now */
  another = request (element, NULL, VP8);
  fail_unless_equals_int (count_transceivers (element), 3);
  release (element, other);
  release (element, sink);
  release (element, another);
  gst_object_unref (transceiver);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_reuse_only_senders)
{
  GstElement *element = make_negotiator ();
  GstWebRTCRTPTransceiver *transceiver =
      add_transceiver (element, RECVONLY, VP8);
  GstPad *sink = request (element, NULL, VP8);

  fail_unless_equals_int (count_transceivers (element), 2);
  release (element, sink);
  gst_object_unref (transceiver);
  gst_object_unref (element);
}

GST_END_TEST;

GST_START_TEST (test_kind_from_caps)
{
  GstElement *element = make_negotiator ();
  GstPad *sink = request (element, NULL, NULL);
  GstWebRTCRTPTransceiver *transceiver;
  GstWebRTCKind kind;

  g_signal_emit_by_name (element, "get-transceiver", 0, &transceiver);
  g_object_get (transceiver, "kind", &kind, NULL);
  fail_unless_equals_int (kind, GST_WEBRTC_KIND_UNKNOWN);
  send_caps (sink, OPUS);
  g_object_get (transceiver, "kind", &kind, NULL);
  fail_unless_equals_int (kind, GST_WEBRTC_KIND_AUDIO);
  gst_object_unref (transceiver);
  release (element, sink);
  gst_object_unref (element);
}

GST_END_TEST;

/* What answers an offer of @direction.  transfer: full */
static GstElement *
offer_to (GstWebRTCRTPTransceiverDirection direction)
{
  GstElement *offerer = make_negotiator ();
  GstElement *element = make_negotiator ();
  g_autoptr (GstWebRTCRTPTransceiver) transceiver =
      add_transceiver (offerer, direction, VP8);
  g_autoptr (GstWebRTCSessionDescription) offer =
      create_description (offerer, "create-offer", "offer", NULL, NULL);

  fail_unless (offer != NULL);
  fail_unless (set_description (element, "set-remote-description",
          offer) == NULL);
  gst_object_unref (offerer);
  return element;
}

/* One transceiver, and it sends what the offer lets it send */
static void
check_answer (GstElement * element, const gchar * direction)
{
  g_autoptr (GstWebRTCSessionDescription) answer =
      create_description (element, "create-answer", "answer", NULL, NULL);
  const GstSDPMedia *media;

  fail_unless (answer != NULL);
  fail_unless_equals_int (gst_sdp_message_medias_len (answer->sdp), 1);
  media = gst_sdp_message_get_media (answer->sdp, 0);
  fail_unless (gst_sdp_media_get_port (media) != 0);
  fail_unless (gst_sdp_media_get_attribute_val (media, direction) != NULL,
      "not %s", direction);
}

/* As in webrtcbin, which has no transceiver for it yet */
GST_START_TEST (test_number_of_an_offered_section)
{
  GstElement *element = offer_to (SENDRECV);
  GstPad *sink = request (element, "sink_0", NULL);

  fail_unless (sink != NULL);
  fail_unless_equals_int (count_transceivers (element), 1);
  send_caps (sink, VP8);
  check_answer (element, "sendrecv");
  release (element, sink);
  gst_object_unref (element);

  element = offer_to (RECVONLY);
  sink = request (element, "sink_0", VP8);
  fail_unless (sink != NULL);
  fail_unless_equals_int (count_transceivers (element), 1);
  send_caps (sink, VP8);
  check_answer (element, "sendonly");
  release (element, sink);
  gst_object_unref (element);
}

GST_END_TEST;

/* The application has said that it does not send there */
GST_START_TEST (test_number_of_a_receiver)
{
  GstElement *element = offer_to (SENDRECV);
  GstWebRTCRTPTransceiver *transceiver;

  g_signal_emit_by_name (element, "get-transceiver", 0, &transceiver);
  g_object_set (transceiver, "direction",
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE, NULL);
  fail_unless (request (element, "sink_0", VP8) == NULL);
  gst_object_unref (transceiver);
  gst_object_unref (element);
}

GST_END_TEST;

/* Without a number it comes with a transceiver of its own, which the answer puts
 * in the place of the one that the offer has made */
GST_START_TEST (test_late_pad)
{
  GstElement *element = offer_to (SENDRECV);
  GstPad *sink = request (element, NULL, VP8);

  send_caps (sink, VP8);
  check_answer (element, "sendrecv");
  release (element, sink);
  gst_object_unref (element);

  /* but not of another kind */
  element = offer_to (SENDRECV);
  sink = request (element, NULL, OPUS);
  send_caps (sink, OPUS);
  check_answer (element, "recvonly");
  release (element, sink);
  gst_object_unref (element);
}

GST_END_TEST;

static Suite *
negotiator_request_suite (void)
{
  Suite *suite = suite_create ("negotiator-request");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_pair);
  tcase_add_test (tc, test_locked);
  tcase_add_test (tc, test_reuse);
  tcase_add_test (tc, test_reuse_only_senders);
  tcase_add_test (tc, test_kind_from_caps);
  tcase_add_test (tc, test_number_of_an_offered_section);
  tcase_add_test (tc, test_number_of_a_receiver);
  tcase_add_test (tc, test_late_pad);
  return suite;
}

GST_CHECK_MAIN (negotiator_request);
