/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* set_state (NULL), and the last unref, inside every callback: no deadlock, and
 * what was asked for is answered. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

static const gchar *signals[] = {
  "on-negotiation-needed", "on-ice-candidate", "on-new-transceiver",
  "notify::signaling-state", "notify::ice-gathering-state",
  "notify::ice-connection-state", "notify::connection-state",
};

typedef struct
{
  Call call;
  gboolean hit;                 /* under the call's lock */
} Test;

static void
to_null (Test * test, GstElement * element)
{
  g_mutex_lock (&test->call.lock);
  test->hit = TRUE;
  g_cond_broadcast (&test->call.cond);
  g_mutex_unlock (&test->call.lock);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_NULL),
      GST_STATE_CHANGE_SUCCESS);
}

/* Whatever the signal's arguments are */
static void
on_signal (GClosure * closure, GValue * returned, guint n,
    const GValue * values, gpointer hint, gpointer data)
{
  to_null (closure->data, g_value_get_object (&values[0]));
}

static void
connect (Test * test, GstElement * element, const gchar * signal)
{
  GClosure *closure = g_closure_new_simple (sizeof (GClosure), test);

  g_closure_set_marshal (closure, (GClosureMarshal) on_signal);
  g_signal_connect_closure (element, signal, closure, FALSE);
}

static void
ask (Side * side, const gchar * action, gpointer argument,
    GstPromise ** promise)
{
  *promise = gst_promise_new ();
  g_signal_emit_by_name (side->element, action, argument, *promise);
}

/* Asks for everything without minding errors; all is answered */
static void
negotiate_anyhow (Call * call)
{
  Side *a = &call->sides[0], *b = &call->sides[1];
  GstPromise *promises[5];
  GstStructure *reply;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  ask (a, "create-offer", NULL, &promises[0]);
  reply = promise_take (promises[0]);
  gst_structure_get (reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
      &offer, NULL);
  gst_structure_free (reply);
  if (offer == NULL)
    return;
  ask (a, "set-local-description", offer, &promises[0]);
  ask (b, "set-remote-description", offer, &promises[1]);
  ask (b, "create-answer", NULL, &promises[2]);
  for (guint i = 0; i < 2; i++) {
    reply = promise_take (promises[i]);
    g_clear_pointer (&reply, gst_structure_free);
  }
  reply = promise_take (promises[2]);
  gst_structure_get (reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
      &answer, NULL);
  gst_structure_free (reply);
  if (answer == NULL)
    return;
  ask (b, "set-local-description", answer, &promises[3]);
  ask (a, "set-remote-description", answer, &promises[4]);
  for (guint i = 3; i < 5; i++) {
    reply = promise_take (promises[i]);
    g_clear_pointer (&reply, gst_structure_free);
  }
}

static void
run (const gchar * signal, guint which)
{
  Test test = { 0, };
  Call *call = &test.call;

  call_init (call, "rtcpeerbin", "rtcpeerbin");
  connect (&test, call->sides[which].element, signal);
  call_set_state (call, GST_STATE_PLAYING);
  side_release_transceiver (&call->sides[0], SENDRECV, OPUS_CAPS);
  side_settle (&call->sides[0]);
  side_release_transceiver (&call->sides[1], SENDRECV, OPUS_CAPS);
  negotiate_anyhow (call);
  g_mutex_lock (&call->lock);
  while (!test.hit)
    g_cond_wait (&call->cond, &call->lock);
  g_mutex_unlock (&call->lock);
  side_settle (&call->sides[0]);
  side_settle (&call->sides[1]);
  g_signal_handlers_disconnect_matched (call->sides[which].element,
      G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, &test);
  call_clear (call);
}

GST_START_TEST (test_offerer)
{
  run (signals[__i__], 0);
}

GST_END_TEST;

GST_START_TEST (test_answerer)
{
  run (signals[__i__], 1);
}

GST_END_TEST;

/* --- promises -------------------------------------------------------------------- */

typedef struct
{
  GstElement *element;          /* the last reference */
  gint done;
} Last;

static void
drop (GstPromise * promise, gpointer data)
{
  Last *last = data;

  gst_element_set_state (last->element, GST_STATE_NULL);
  gst_object_unref (last->element);
  g_atomic_int_set (&last->done, TRUE);
}

GST_START_TEST (test_last_unref_in_a_promise)
{
  Last last = { NULL, };
  GstPromise *promise = gst_promise_new_with_change_func (drop, &last, NULL);
  GWeakRef gone;
  GstElement *left;

  last.element = gst_element_factory_make ("rtcpeerbin", NULL);
  gst_object_ref_sink (last.element);
  g_weak_ref_init (&gone, last.element);
  gst_element_set_state (last.element, GST_STATE_PLAYING);
  g_signal_emit_by_name (last.element, "create-offer", NULL, promise);
  while (!g_atomic_int_get (&last.done))
    g_thread_yield ();
  while ((left = g_weak_ref_get (&gone)) != NULL) {
    gst_object_unref (left);
    g_thread_yield ();
  }
  g_weak_ref_clear (&gone);
  gst_promise_unref (promise);
}

GST_END_TEST;

/* A handler may wait for an answer of another peer connection */
static void
wait_for_another (GstElement * element, Side * other)
{
  gst_webrtc_session_description_free (side_create (other, "offer", NULL));
}

GST_START_TEST (test_waiting_for_another)
{
  Call call;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (&call.sides[0], SENDRECV, OPUS_CAPS);
  g_signal_connect (call.sides[0].element, "on-negotiation-needed",
      G_CALLBACK (wait_for_another), &call.sides[1]);
  gst_element_set_state (call.sides[1].element, GST_STATE_READY);
  gst_element_set_state (call.sides[0].element, GST_STATE_READY);
  side_settle (&call.sides[0]);
  side_settle (&call.sides[0]);
  fail_unless_equals_int (call.sides[0].n_needed, 1);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
nullinside_suite (void)
{
  Suite *s = suite_create ("nullinside");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_offerer, 0, G_N_ELEMENTS (signals));
  /* what both sides have: their own transceiver asks for no offer */
  tcase_add_loop_test (tc, test_answerer, 1, G_N_ELEMENTS (signals));
  tcase_add_test (tc, test_last_unref_in_a_promise);
  tcase_add_test (tc, test_waiting_for_another);
  return s;
}

GST_CHECK_MAIN (nullinside);
