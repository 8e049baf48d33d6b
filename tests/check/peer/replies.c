/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What promises are told: shapes, errors, and that each is told something. */
#include "call.h"

#define REPLY "application/x-gst-promise"

typedef enum
{
  CREATE_OFFER,
  CREATE_ANSWER,
  SET_LOCAL,
  SET_REMOTE,
  ADD_CANDIDATE,
  GET_STATS,
  N_ACTIONS,
} Action;

static void
emit (GstElement * element, Action action, GstPromise * promise)
{
  g_autoptr (GstWebRTCSessionDescription) d =
      description_from_text (GST_WEBRTC_SDP_TYPE_OFFER,
      "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n");

  switch (action) {
    case CREATE_OFFER:
      g_signal_emit_by_name (element, "create-offer", NULL, promise);
      break;
    case CREATE_ANSWER:
      g_signal_emit_by_name (element, "create-answer", NULL, promise);
      break;
    case SET_LOCAL:
      g_signal_emit_by_name (element, "set-local-description", d, promise);
      break;
    case SET_REMOTE:
      g_signal_emit_by_name (element, "set-remote-description", d, promise);
      break;
    case ADD_CANDIDATE:
      g_signal_emit_by_name (element, "add-ice-candidate-full", 0,
          "candidate:1 1 UDP 1 127.0.0.1 9 typ host", promise);
      break;
    default:
      g_signal_emit_by_name (element, "get-stats", NULL, promise);
  }
}

static void
check_closed (GstElement * element, Action action)
{
  GstPromise *promise = gst_promise_new ();
  g_autoptr (GstStructure) reply = NULL;
  g_autoptr (GError) error = NULL;

  emit (element, action, promise);
  reply = promise_take (promise);
  fail_unless (reply != NULL, "action %d has an empty reply", action);
  fail_unless_equals_string (gst_structure_get_name (reply), REPLY);
  fail_unless (gst_structure_get (reply, "error", G_TYPE_ERROR, &error, NULL));
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INVALID_STATE));
  fail_unless (strstr (error->message, "closed"), "%s", error->message);
}

/* Nothing is under way before READY */
GST_START_TEST (test_null_is_closed)
{
  Call call;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  check_closed (call.sides[0].element, __i__);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_closed_for_good)
{
  Call call;
  GstPromise *promise = gst_promise_new ();
  GstElement *element;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  element = call.sides[0].element;
  call_set_state (&call, GST_STATE_READY);
  g_signal_emit_by_name (element, "close", promise);
  fail_unless (promise_take (promise) == NULL);
  fail_unless_equals_int (side_get (&call.sides[0], "signaling-state"),
      GST_WEBRTC_SIGNALING_STATE_CLOSED);
  fail_unless_equals_int (side_get (&call.sides[0], "connection-state"),
      GST_WEBRTC_PEER_CONNECTION_STATE_CLOSED);
  check_closed (element, __i__);
  gst_element_set_state (element, GST_STATE_NULL);
  gst_element_set_state (element, GST_STATE_READY);
  check_closed (element, __i__);
  call_clear (&call);
}

GST_END_TEST;

/* Back and forth before any description: as if it were new */
GST_START_TEST (test_unused_opens_again)
{
  Call call;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 5; i++) {
    call_set_state (&call, GST_STATE_PLAYING);
    call_set_state (&call, GST_STATE_NULL);
  }
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call.sides[i],
        GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_PLAYING);
  call_negotiate (&call, 0);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

static GstStructure *
reply_of (Side * side, const gchar * action, gpointer argument)
{
  GstPromise *promise = gst_promise_new ();

  g_signal_emit_by_name (side->element, action, argument, promise);
  return promise_take (promise);
}

static GstWebRTCSessionDescription *
take_description (GstStructure * reply, const gchar * field)
{
  GstWebRTCSessionDescription *description = NULL;

  fail_unless_equals_string (gst_structure_get_name (reply), REPLY);
  fail_unless_equals_int (gst_structure_n_fields (reply), 1);
  fail_unless (gst_structure_get (reply, field,
          GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL));
  gst_structure_free (reply);
  return description;
}

GST_START_TEST (test_shapes)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  GstWebRTCSessionDescription *offer, *answer;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (a, GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV,
      OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  offer = take_description (reply_of (a, "create-offer", NULL), "offer");
  fail_unless_equals_int (offer->type, GST_WEBRTC_SDP_TYPE_OFFER);
  fail_unless (reply_of (a, "set-local-description", offer) == NULL);
  fail_unless (reply_of (b, "set-remote-description", offer) == NULL);
  answer = take_description (reply_of (b, "create-answer", NULL), "answer");
  fail_unless_equals_int (answer->type, GST_WEBRTC_SDP_TYPE_ANSWER);
  fail_unless (reply_of (b, "set-local-description", answer) == NULL);
  fail_unless (reply_of (a, "set-remote-description", answer) == NULL);
  gst_webrtc_session_description_free (offer);
  gst_webrtc_session_description_free (answer);
  call_clear (&call);
}

GST_END_TEST;

/* Nobody has to want to know */
GST_START_TEST (test_no_promise)
{
  Call call;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_READY);
  for (Action action = 0; action < N_ACTIONS; action++)
    emit (call.sides[0].element, action, NULL);
  side_settle (&call.sides[0]);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_answer_needs_an_offer)
{
  Call call;
  g_autoptr (GError) error = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_READY);
  error = side_create_error (&call.sides[0], "answer");
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INVALID_STATE));
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_nothing_is_no_remote_description)
{
  Call call;
  g_autoptr (GError) error = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_READY);
  error = side_set (&call.sides[0], TRUE, NULL);
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_TYPE_ERROR));
  call_clear (&call);
}

GST_END_TEST;

/* W3C 4.4.1.6: the state says which it is */
GST_START_TEST (test_implicit_local_description)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (a, GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV,
      OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  side_set_local (a, NULL);
  g_object_get (a->element, "local-description", &offer, NULL);
  fail_unless_equals_int (offer->type, GST_WEBRTC_SDP_TYPE_OFFER);
  side_set_remote (b, offer);
  side_set_local (b, NULL);
  g_object_get (b->element, "local-description", &answer, NULL);
  fail_unless_equals_int (answer->type, GST_WEBRTC_SDP_TYPE_ANSWER);
  side_set_remote (a, answer);
  fail_unless_equals_int (side_get (a, "signaling-state"),
      GST_WEBRTC_SIGNALING_STATE_STABLE);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
replies_suite (void)
{
  Suite *s = suite_create ("replies");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_null_is_closed, 0, N_ACTIONS);
  tcase_add_loop_test (tc, test_closed_for_good, 0, N_ACTIONS);
  tcase_add_test (tc, test_unused_opens_again);
  tcase_add_test (tc, test_shapes);
  tcase_add_test (tc, test_no_promise);
  tcase_add_test (tc, test_answer_needs_an_offer);
  tcase_add_test (tc, test_nothing_is_no_remote_description);
  tcase_add_test (tc, test_implicit_local_description);
  return s;
}

GST_CHECK_MAIN (replies);
