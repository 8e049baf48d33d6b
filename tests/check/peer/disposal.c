/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The end at any point of a negotiation: every promise is answered, nothing is
 * left. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define N_POINTS 12

typedef struct
{
  GPtrArray *promises;
} Asked;

static void
ask (Asked * asked, Side * side, const gchar * action, gpointer argument)
{
  GstPromise *promise = gst_promise_new ();

  g_ptr_array_add (asked->promises, promise);
  g_signal_emit_by_name (side->element, action, argument, promise);
}

/* Up to @steps of a negotiation, without waiting for most of them */
static void
go (Call * call, Asked * asked, guint steps)
{
  Side *a = &call->sides[0], *b = &call->sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  if (steps-- == 0)
    return;
  ask (asked, a, "create-offer", NULL);
  if (steps-- == 0)
    return;
  offer = side_create (a, "offer", NULL);
  ask (asked, a, "set-local-description", offer);
  if (steps-- == 0)
    return;
  ask (asked, b, "set-remote-description", offer);
  if (steps-- == 0)
    return;
  ask (asked, b, "create-answer", NULL);
  ask (asked, b, "get-stats", NULL);
  if (steps-- == 0)
    return;
  answer = side_create (b, "answer", NULL);
  ask (asked, b, "set-local-description", answer);
  if (steps-- == 0)
    return;
  ask (asked, a, "set-remote-description", answer);
  if (steps-- == 0)
    return;
  ask (asked, a, "get-stats", NULL);
  ask (asked, a, "create-offer", NULL);
  while (steps-- > 0)
    g_thread_yield ();
}

static void
end_at (guint steps, GstState state)
{
  Call call;
  Asked asked = { g_ptr_array_new () };

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call.sides[i], SENDRECV, OPUS_CAPS);
  call_set_state (&call, state);
  go (&call, &asked, steps);
  call_clear (&call);
  for (guint i = 0; i < asked.promises->len; i++) {
    GstStructure *reply = promise_take (g_ptr_array_index (asked.promises, i));

    g_clear_pointer (&reply, gst_structure_free);
  }
  g_ptr_array_unref (asked.promises);
}

GST_START_TEST (test_end_anywhere)
{
  end_at (__i__, GST_STATE_READY);
  end_at (__i__, GST_STATE_PLAYING);
}

GST_END_TEST;

/* Never left NULL */
GST_START_TEST (test_unused)
{
  GstElement *element = gst_element_factory_make ("rtcpeerbin", NULL);

  gst_object_unref (element);
}

GST_END_TEST;

/* While two threads ask and close */
static gpointer
ask_on (gpointer data)
{
  Side *side = data;

  for (guint i = 0; i < 200; i++) {
    GstPromise *promise = gst_promise_new ();
    GstStructure *reply;

    g_signal_emit_by_name (side->element, "create-offer", NULL, promise);
    reply = promise_take (promise);
    fail_unless (reply != NULL);
    gst_structure_free (reply);
  }
  return NULL;
}

GST_START_TEST (test_closed_while_asked)
{
  Call call;
  GThread *thread;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (&call.sides[0], SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_PLAYING);
  thread = g_thread_new ("asks", ask_on, &call.sides[0]);
  for (guint i = 0; i < 50; i++) {
    gst_element_set_state (call.sides[0].element, GST_STATE_NULL);
    gst_element_set_state (call.sides[0].element, GST_STATE_PLAYING);
  }
  g_thread_join (thread);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
disposal_suite (void)
{
  Suite *s = suite_create ("disposal");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_end_anywhere, 0, N_POINTS);
  tcase_add_test (tc, test_unused);
  tcase_add_test (tc, test_closed_while_asked);
  return s;
}

GST_CHECK_MAIN (disposal);
