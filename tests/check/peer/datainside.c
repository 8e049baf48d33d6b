/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Inside each signal of a channel others are made and closed, the channel itself
 * is closed, and the application's last reference to it goes: no deadlock, and
 * what was made is there for the other side. */
#include "talk.h"

static const gchar *signals[] = {
  "notify::ready-state", "on-open", "on-close", "on-message-string",
  "on-message-data", "on-buffered-amount-low",
};

typedef struct
{
  Talk talk;
  const gchar *signal;
  Ear *ear;                     /* whose it is, until it is dropped */
  gboolean done;                /* under the call's lock */
} Test;

static void
act (Test * test)
{
  Ear *made = talk_create (&test->talk, 0, "made", NULL);
  Ear *closed = talk_create (&test->talk, 0, "closed", NULL);

  gst_webrtc_data_channel_send_string_full (test->ear->channel, "x", NULL);
  gst_webrtc_data_channel_close (closed->channel);
  talk_drop (&test->talk, 0, closed);
  gst_webrtc_data_channel_close (test->ear->channel);
  talk_drop (&test->talk, 0, g_steal_pointer (&test->ear));
  fail_unless (made != NULL);
  g_mutex_lock (&test->talk.call.lock);
  test->done = TRUE;
  g_cond_broadcast (&test->talk.call.cond);
  g_mutex_unlock (&test->talk.call.lock);
}

/* Whatever the signal's arguments are; once */
static void
on_signal (GClosure * closure, GValue * returned, guint n,
    const GValue * values, gpointer hint, gpointer data)
{
  Test *test = closure->data;

  if (test->ear != NULL)
    act (test);
}

static void
wait_done (Test * test)
{
  g_mutex_lock (&test->talk.call.lock);
  while (!test->done)
    g_cond_wait (&test->talk.call.cond, &test->talk.call.lock);
  g_mutex_unlock (&test->talk.call.lock);
}

static void
expect_label (Ear * ear, const gchar * label)
{
  g_autofree gchar *shown = ear_dup_string (ear, "label");

  fail_unless_equals_string (shown, label);
}

GST_START_TEST (test_inside)
{
  Test test = {.signal = signals[__i__] };
  Talk *talk = &test.talk;
  gboolean sends = g_str_equal (test.signal, "on-buffered-amount-low");
  GClosure *closure = g_closure_new_simple (sizeof (GClosure), &test);
  g_autoptr (GstWebRTCDataChannel) channel = NULL;
  Ear *far;

  talk_init (talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk->call, GST_STATE_READY);
  test.ear = talk_create (talk, 0, "chat", NULL);
  channel = g_object_ref (test.ear->channel);
  g_closure_set_marshal (closure, (GClosureMarshal) on_signal);
  g_signal_connect_closure (channel, test.signal, closure, FALSE);
  if (!sends)
    g_clear_object (&channel);
  talk_start (talk);
  far = talk_get (talk, 1, 0);
  ear_wait (far, "open");
  gst_webrtc_data_channel_send_string_full (far->channel, "x", NULL);
  gst_webrtc_data_channel_send_data_full (far->channel, NULL, NULL);
  /* lets its amount fall */
  while (sends && !gst_webrtc_data_channel_send_string_full (channel, "x",
          NULL))
    g_thread_yield ();
  g_clear_object (&channel);
  if (g_str_equal (test.signal, "on-close"))
    gst_webrtc_data_channel_close (far->channel);
  wait_done (&test);
  ear_wait (far, "close");
  /* "closed" never has got that far, or may have */
  for (guint n = 1;; n++) {
    g_autofree gchar *label = NULL;

    far = talk_get (talk, 1, n);
    label = ear_dup_string (far, "label");
    if (g_str_equal (label, "made"))
      break;
    expect_label (far, "closed");
  }
  ear_wait (far, "open");
  talk_clear (talk);
}

GST_END_TEST;

static Suite *
datainside_suite (void)
{
  Suite *s = suite_create ("datainside");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_inside, 0, G_N_ELEMENTS (signals));
  return s;
}

GST_CHECK_MAIN (datainside);
