/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* set_state (NULL) inside every signal of data channels: no deadlock, and every
 * channel is closed on both sides. */
#include "talk.h"

static const gchar *signals[] = {
  "notify::ready-state", "on-open", "on-close", "on-message-string",
  "on-message-data", "on-buffered-amount-low",
};

typedef struct
{
  Talk talk;
  const gchar *signal;          /* of a channel, or NULL */
  guint side;
  gboolean hit;                 /* under the call's lock */
} Test;

static void
to_null (Test * test)
{
  g_mutex_lock (&test->talk.call.lock);
  test->hit = TRUE;
  g_cond_broadcast (&test->talk.call.cond);
  g_mutex_unlock (&test->talk.call.lock);
  fail_unless_equals_int (gst_element_set_state (test->talk.call.
          sides[test->side].element, GST_STATE_NULL), GST_STATE_CHANGE_SUCCESS);
}

/* Whatever the signal's arguments are */
static void
on_signal (GClosure * closure, GValue * returned, guint n,
    const GValue * values, gpointer hint, gpointer data)
{
  to_null (closure->data);
}

static void
connect_null (Test * test, gpointer object, const gchar * signal)
{
  GClosure *closure = g_closure_new_simple (sizeof (GClosure), test);

  g_closure_set_marshal (closure, (GClosureMarshal) on_signal);
  g_signal_connect_closure (object, signal, closure, FALSE);
}

static void
on_prepare (GstElement * element, GstWebRTCDataChannel * channel,
    gboolean is_local, Test * test)
{
  connect_null (test, channel, test->signal);
}

/* Each message from both sides; what has failed by then may fail */
static void
say_everything (Ear * a, Ear * b)
{
  Ear *ears[] = { a, b };

  for (guint i = 0; i < 2; i++) {
    ear_wait (ears[i], "state=");
    gst_webrtc_data_channel_send_string_full (ears[i]->channel, "x", NULL);
    gst_webrtc_data_channel_send_data_full (ears[i]->channel, NULL, NULL);
  }
}

static void
wait_hit (Test * test)
{
  g_mutex_lock (&test->talk.call.lock);
  while (!test->hit)
    g_cond_wait (&test->talk.call.cond, &test->talk.call.lock);
  g_mutex_unlock (&test->talk.call.lock);
}

/* @early: it ends before the other side has heard of the channel, maybe */
static void
run (Test * test, gboolean early)
{
  Talk *talk = &test->talk;
  Ear *a, *b = NULL;

  call_set_state (&talk->call, GST_STATE_READY);
  a = talk_create (talk, 0, "chat", NULL);
  talk_start (talk);
  if (!early) {
    b = talk_get (talk, 1, 0);
    say_everything (a, b);
  }
  if (g_strcmp0 (test->signal, "on-close") == 0)
    gst_webrtc_data_channel_close (a->channel);
  wait_hit (test);
  ear_wait (a, "close");
  if (b != NULL)
    ear_wait (b, "close");
  for (guint i = 0; i < 2; i++)
    g_signal_handlers_disconnect_by_data (talk->call.sides[i].element, test);
  g_signal_handlers_disconnect_matched (a->channel, G_SIGNAL_MATCH_DATA, 0, 0,
      NULL, NULL, test);
  if (b != NULL)
    g_signal_handlers_disconnect_matched (b->channel, G_SIGNAL_MATCH_DATA, 0, 0,
        NULL, NULL, test);
  talk_clear (talk);
}

/* The loop's number: which signal, and on which side */
GST_START_TEST (test_channel)
{
  Test test = {.signal = signals[__i__ / 2],.side = __i__ % 2 };

  talk_init (&test.talk, "rtcpeerbin", "rtcpeerbin");
  g_signal_connect (test.talk.call.sides[test.side].element,
      "prepare-data-channel", G_CALLBACK (on_prepare), &test);
  run (&test, __i__ == 0 || __i__ == 2);
}

GST_END_TEST;

GST_START_TEST (test_element)
{
  Test test = {.side = 1 };

  talk_init (&test.talk, "rtcpeerbin", "rtcpeerbin");
  connect_null (&test, test.talk.call.sides[1].element,
      __i__ == 0 ? "on-data-channel" : "prepare-data-channel");
  run (&test, FALSE);
}

GST_END_TEST;

static void
on_blocked (GstWebRTCDataChannel * channel, GBytes * data, GMutex * gate)
{
  g_mutex_lock (gate);
  g_mutex_unlock (gate);
}

/* A sender that never looks at its amount, to a receiver that takes nothing: an
 * error at 16 MiB, and the way to NULL does not wait for them to arrive */
GST_START_TEST (test_queued)
{
  Talk talk;
  Ear *a, *b;
  GMutex gate;
  g_autoptr (GBytes) data = g_bytes_new_take (g_malloc0 (262144), 262144);
  g_autoptr (GError) error = NULL;
  guint64 buffered;

  talk_connect (&talk, &a, &b);
  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  g_signal_connect (b->channel, "on-message-data", G_CALLBACK (on_blocked),
      &gate);
  while (gst_webrtc_data_channel_send_data_full (a->channel, data, &error));
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_DATA_CHANNEL_FAILURE), "%s", error->message);
  g_object_get (a->channel, "buffered-amount", &buffered, NULL);
  fail_unless (buffered <= 16 * 1024 * 1024);
  fail_unless_equals_int (gst_element_set_state (talk.call.sides[0].element,
          GST_STATE_NULL), GST_STATE_CHANGE_SUCCESS);
  ear_wait (a, "close");
  g_mutex_unlock (&gate);
  ear_wait (b, "close");
  g_signal_handlers_disconnect_by_data (b->channel, &gate);
  talk_clear (&talk);
  g_mutex_clear (&gate);
}

GST_END_TEST;

static Suite *
datanull_suite (void)
{
  Suite *s = suite_create ("datanull");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_channel, 0, 2 * G_N_ELEMENTS (signals));
  tcase_add_loop_test (tc, test_element, 0, 2);
  tcase_add_test (tc, test_queued);
  return s;
}

GST_CHECK_MAIN (datanull);
