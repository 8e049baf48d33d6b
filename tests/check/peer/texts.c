/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The words of errors that applications match. */
#include "call.h"

#include <stdlib.h>

#define VP8_CAPS_115 "application/x-rtp,media=video,encoding-name=VP8," \
    "payload=115,clock-rate=90000"

static GstPad *
request (Side * side, const gchar * name, const gchar * text)
{
  GstPadTemplate *templ = gst_element_get_pad_template (side->element,
      "sink_%u");
  g_autoptr (GstCaps) caps = text != NULL ? gst_caps_from_string (text) : NULL;
  GstPad *pad = gst_element_request_pad (side->element, templ, name, caps);

  fail_unless (pad != NULL);
  return pad;
}

static void
send_caps (GstPad * pad, const gchar * text)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (text);

  fail_unless (gst_pad_send_event (pad, gst_event_new_stream_start ("test")));
  fail_unless (gst_pad_send_event (pad, gst_event_new_caps (caps)));
}

/* "webrtctransceiver%u", counted in the process as webrtcbin's are */
static gchar *
dup_name (GstPad * pad)
{
  g_autoptr (GstObject) transceiver = NULL;

  g_object_get (pad, "transceiver", &transceiver, NULL);
  fail_unless (g_str_has_prefix (GST_OBJECT_NAME (transceiver),
          "webrtctransceiver"));
  return gst_object_get_name (transceiver);
}

static void
check_offer_error (Side * side, const gchar * expected)
{
  g_autoptr (GError) error = side_create_error (side, "offer");

  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INTERNAL_FAILURE));
  fail_unless_equals_string (error->message, expected);
}

GST_START_TEST (test_hole)
{
  Call call;
  Side *a = &call.sides[0];
  g_autoptr (GstPad) pad = NULL;
  g_autofree gchar *name = NULL;
  g_autofree gchar *expected = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_PLAYING);
  pad = request (a, "sink_1", NULL);
  send_caps (pad, OPUS_CAPS);
  name = dup_name (pad);
  expected =
      g_strdup_printf ("Tranceiver <%s> with mid (null) has locked mline "
      "1 but the offer only has 0 sections", name);
  check_offer_error (a, expected);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_locked_without_caps)
{
  Call call;
  g_autoptr (GstPad) pad = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_PLAYING);
  pad = request (&call.sides[0], "sink_0", NULL);
  check_offer_error (&call.sides[0], "Trying to add transceiver at line 0 but "
      "there is a transceiver with a locked mline for this line which doesn't "
      "have caps");
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_against_preferences)
{
  Call call;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
  g_autoptr (GstCaps) preferences = gst_caps_from_string (VP8_CAPS_115);

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_PLAYING);
  pad = request (&call.sides[0], "sink_0", NULL);
  g_object_get (pad, "transceiver", &transceiver, NULL);
  send_caps (pad, VP8_CAPS);
  g_object_set (transceiver, "codec-preferences", preferences, NULL);
  check_offer_error (&call.sides[0],
      "Caps negotiation on pad sink_0 failed against codec preferences");
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_locked_to_another_kind)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstPad) pad_a = NULL;
  g_autoptr (GstPad) pad_b = NULL;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *name = NULL;
  g_autofree gchar *other = NULL;
  g_autofree gchar *expected = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_PLAYING);
  pad_a = request (a, "sink_0", NULL);
  send_caps (pad_a, OPUS_CAPS);
  pad_b = request (b, "sink_0", VP8_CAPS);
  offer = side_create (a, "offer", NULL);
  error = side_set (b, TRUE, offer);
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INTERNAL_FAILURE));
  name = dup_name (pad_b);
  expected = g_strdup_printf ("m-line 0 with transceiver <%s> was locked to "
      "video, but SDP has audio media", name);
  fail_unless_equals_string (error->message, expected);
  other = dup_name (pad_a);
  fail_unless_equals_int (atoi (name + strlen ("webrtctransceiver")),
      atoi (other + strlen ("webrtctransceiver")) + 1);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_more_sections_in_the_answer)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;
  g_autoptr (GError) error = NULL;
  GstSDPMedia *more;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (a, GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV,
      OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  offer = side_create (a, "offer", NULL);
  side_set_local (a, offer);
  side_set_remote (b, offer);
  answer = side_create (b, "answer", NULL);
  gst_sdp_media_copy (gst_sdp_message_get_media (answer->sdp, 0), &more);
  gst_sdp_message_add_media (answer->sdp, more);
  gst_sdp_media_free (more);
  error = side_set (a, TRUE, answer);
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_SDP_SYNTAX_ERROR));
  fail_unless_equals_string (error->message,
      "Answer doesn't have the same number of m-lines as the offer.");
  fail_unless_equals_int (side_get (a, "signaling-state"),
      GST_WEBRTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
texts_suite (void)
{
  Suite *s = suite_create ("texts");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_hole);
  tcase_add_test (tc, test_locked_without_caps);
  tcase_add_test (tc, test_against_preferences);
  tcase_add_test (tc, test_locked_to_another_kind);
  tcase_add_test (tc, test_more_sections_in_the_answer);
  return s;
}

GST_CHECK_MAIN (texts);
