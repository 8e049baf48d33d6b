/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A channel closes on both sides, whoever closes it, and is nobody's then. */
#include "talk.h"

#define CLOSED GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED

static void
expect_gone (GstWebRTCDataChannel * channel)
{
  GWeakRef weak;
  GObject *left;

  g_weak_ref_init (&weak, channel);
  g_object_unref (channel);
  while ((left = g_weak_ref_get (&weak)) != NULL) {
    g_object_unref (left);
    g_thread_yield ();
  }
  g_weak_ref_clear (&weak);
}

static void
run_close (guint closer)
{
  Talk talk;
  Ear *ears[2];
  GstWebRTCDataChannel *channels[2];

  talk_connect (&talk, &ears[0], &ears[1]);
  gst_webrtc_data_channel_close (ears[closer]->channel);
  fail_unless (ear_get (ears[closer], "ready-state") >=
      GST_WEBRTC_DATA_CHANNEL_STATE_CLOSING);
  for (guint i = 0; i < 2; i++) {
    ear_wait (ears[i], "state=4 close");
    fail_unless_equals_int (ear_get (ears[i], "ready-state"), CLOSED);
    channels[i] = g_object_ref (ears[i]->channel);
    talk_drop (&talk, i, ears[i]);
    expect_gone (channels[i]);
  }
  talk_clear (&talk);
}

GST_START_TEST (test_by_one_side)
{
  run_close (__i__);
}

GST_END_TEST;

GST_START_TEST (test_by_both_at_once)
{
  Talk talk;
  Ear *a, *b;

  talk_connect (&talk, &a, &b);
  g_signal_emit_by_name (a->channel, "close");
  g_signal_emit_by_name (b->channel, "close");
  g_signal_emit_by_name (a->channel, "close");
  ear_wait (a, "close");
  ear_wait (b, "close");
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_drained)
{
  Talk talk;
  Ear *a, *b;
  g_autoptr (GBytes) data = g_bytes_new_take (g_malloc0 (65536), 65536);

  talk_connect (&talk, &a, &b);
  for (guint i = 0; i < 50; i++)
    fail_unless (gst_webrtc_data_channel_send_data_full (a->channel, data,
            NULL));
  gst_webrtc_data_channel_close (a->channel);
  ear_wait (b, "close");
  fail_unless_equals_int (b->n_messages, 50);
  talk_clear (&talk);
}

GST_END_TEST;

/* What the closer has queued arrives; what is queued towards it may, as long as it
 * is open */
GST_START_TEST (test_drained_from_both)
{
  Talk talk;
  Ear *ears[2];
  g_autoptr (GBytes) data = g_bytes_new_take (g_malloc0 (65536), 65536);

  talk_connect (&talk, &ears[0], &ears[1]);
  for (guint i = 0; i < 80; i++)
    fail_unless (gst_webrtc_data_channel_send_data_full (ears[i % 2]->channel,
            data, NULL));
  gst_webrtc_data_channel_close (ears[__i__]->channel);
  ear_wait (ears[0], "close");
  ear_wait (ears[1], "close");
  fail_unless_equals_int (ears[1 - __i__]->n_messages, 40);
  fail_unless (ears[__i__]->n_messages <= 40);
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_id_again)
{
  Talk talk;
  Ear *a, *b;
  gint id;

  talk_connect (&talk, &a, &b);
  id = ear_get (a, "id");
  for (guint i = 0; i < 20; i++) {
    gst_webrtc_data_channel_close (a->channel);
    ear_wait (a, "close");
    ear_wait (b, "close");
    talk_drop (&talk, 0, a);
    talk_drop (&talk, 1, b);
    a = talk_create (&talk, 0, "next", NULL);
    b = talk_get (&talk, 1, 0);
    ear_wait (a, "open");
    ear_wait (b, "open");
    fail_unless_equals_int (ear_get (a, "id"), id);
  }
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_before_it_is_open)
{
  Talk talk;
  Ear *ear;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk.call, GST_STATE_READY);
  ear = talk_create (&talk, 0, "never", NULL);
  gst_webrtc_data_channel_close (ear->channel);
  ear_wait (ear, "close");
  talk_create (&talk, 0, "other", NULL);
  talk_start (&talk);
  ear_wait (talk_get (&talk, 1, 0), "open");
  talk_clear (&talk);
}

GST_END_TEST;

/* The whole connection goes: what is left of it is closed */
GST_START_TEST (test_with_the_element)
{
  Talk talk;
  Ear *a, *b;

  talk_connect (&talk, &a, &b);
  gst_element_set_state (talk.call.sides[__i__].element, GST_STATE_NULL);
  ear_wait (a, "close");
  ear_wait (b, "close");
  talk_clear (&talk);
}

GST_END_TEST;

/* The last reference may go at any time, with the channel open */
GST_START_TEST (test_unwatched)
{
  Talk talk;
  Ear *a, *b;

  talk_connect (&talk, &a, &b);
  talk_drop (&talk, 0, a);
  gst_webrtc_data_channel_send_string_full (b->channel, "nobody hears", NULL);
  gst_webrtc_data_channel_close (b->channel);
  ear_wait (b, "close");
  talk_clear (&talk);
}

GST_END_TEST;

static void
count_stats (Side * side, guint * opened, guint * closed, guint * listed)
{
  GstPromise *promise = gst_promise_new ();
  GstStructure *reply;
  GstStructure *peer = NULL;

  g_signal_emit_by_name (side->element, "get-stats", NULL, promise);
  reply = promise_take (promise);
  fail_unless (gst_structure_get (reply, "peer-connection-stats",
          GST_TYPE_STRUCTURE, &peer, NULL));
  fail_unless (gst_structure_get (peer, "data-channels-opened", G_TYPE_UINT,
          opened, "data-channels-closed", G_TYPE_UINT, closed, NULL));
  *listed = gst_structure_has_field (reply, "data-channel-stats_0");
  gst_structure_free (peer);
  gst_structure_free (reply);
}

GST_START_TEST (test_counted)
{
  Talk talk;
  Ear *a, *b;
  guint opened, closed, listed;

  talk_connect (&talk, &a, &b);
  for (guint i = 0; i < 2; i++) {
    count_stats (&talk.call.sides[i], &opened, &closed, &listed);
    fail_unless_equals_int (opened, 1);
    fail_unless_equals_int (closed, 0);
    fail_unless_equals_int (listed, 1);
  }
  gst_webrtc_data_channel_close (a->channel);
  ear_wait (a, "close");
  ear_wait (b, "close");
  for (guint i = 0; i < 2; i++) {
    count_stats (&talk.call.sides[i], &opened, &closed, &listed);
    fail_unless_equals_int (opened, 1);
    fail_unless_equals_int (closed, 1);
    fail_unless_equals_int (listed, 0);
  }
  talk_clear (&talk);
}

GST_END_TEST;

static Suite *
dataclose_suite (void)
{
  Suite *s = suite_create ("dataclose");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_by_one_side, 0, 2);
  tcase_add_test (tc, test_by_both_at_once);
  tcase_add_test (tc, test_drained);
  tcase_add_loop_test (tc, test_drained_from_both, 0, 2);
  tcase_add_test (tc, test_id_again);
  tcase_add_test (tc, test_before_it_is_open);
  tcase_add_loop_test (tc, test_with_the_element, 0, 2);
  tcase_add_test (tc, test_unwatched);
  tcase_add_test (tc, test_counted);
  return s;
}

GST_CHECK_MAIN (dataclose);
