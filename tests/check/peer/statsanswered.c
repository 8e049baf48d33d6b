/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* get-stats answers at any time, and of a pad only what is that pad's */
#include "duo.h"

GST_START_TEST (test_before_negotiation)
{
  GstElement *peer = gst_element_factory_make ("rtcpeerbin", NULL);
  g_autoptr (GstPromise) promise = gst_promise_new ();
  GstStructure *stats;

  gst_object_ref_sink (peer);
  g_signal_emit_by_name (peer, "get-stats", NULL, promise);
  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);

  gst_element_set_state (peer, GST_STATE_READY);
  stats = duo_get_stats (peer, NULL);
  fail_unless (stats != NULL);
  fail_unless (duo_find_stats (stats, GST_WEBRTC_STATS_PEER_CONNECTION));
  fail_if (duo_find_stats (stats, GST_WEBRTC_STATS_TRANSPORT));
  gst_structure_free (stats);
  gst_element_set_state (peer, GST_STATE_NULL);
  gst_object_unref (peer);
}

GST_END_TEST;

static void
count_answer (GstPromise * promise, gpointer user_data)
{
  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    g_atomic_int_inc ((gint *) user_data);
  gst_promise_unref (promise);
}

#define N_ASKED 50

/* Some are under way when the peer goes */
GST_START_TEST (test_while_and_after_closing)
{
  g_autoptr (GstPromise) last = gst_promise_new ();
  gint n = 0;
  Duo duo;

  duo_init (&duo, "rtcpeerbin", "rtcpeerbin", DUO_SOUND);
  duo_play (&duo);
  duo_negotiate (&duo);
  for (guint i = 0; i < N_ASKED; i++) {
    if (i == N_ASKED / 2)
      gst_element_set_state (duo.pipeline, GST_STATE_NULL);
    g_signal_emit_by_name (duo.peers[0], "get-stats", NULL,
        gst_promise_new_with_change_func (count_answer, &n, NULL));
  }
  while (g_atomic_int_get (&n) < N_ASKED)
    g_thread_yield ();
  g_signal_emit_by_name (duo.peers[0], "get-stats", NULL, last);
  fail_unless_equals_int (gst_promise_wait (last), GST_PROMISE_RESULT_REPLIED);
  duo_clear (&duo);
}

GST_END_TEST;

static guint
count_entries (const GstStructure * stats, GstWebRTCStatsType type)
{
  guint n = 0;

  for (gint i = 0; i < gst_structure_n_fields (stats); i++) {
    const gchar *id = gst_structure_nth_field_name (stats, i);
    GstWebRTCStatsType found;

    n += gst_structure_get (duo_get_entry (stats, id), "type",
        GST_TYPE_WEBRTC_STATS_TYPE, &found, NULL) && found == type;
  }
  return n;
}

GST_START_TEST (test_of_one_pad)
{
  g_autoptr (GstPad) pad = NULL;
  const GstStructure *entry;
  GstStructure *stats;
  Duo duo;

  duo_init (&duo, "rtcpeerbin", "rtcpeerbin", DUO_SOUND DUO_PICTURE);
  duo_play (&duo);
  duo_negotiate (&duo);
  duo_wait_connected (&duo);
  duo_wait_buffers (&duo, 20);
  stats = duo_get_stats (duo.peers[0], NULL);
  fail_unless_equals_int (count_entries (stats,
          GST_WEBRTC_STATS_OUTBOUND_RTP), 2);
  gst_structure_free (stats);

  pad = gst_element_get_static_pad (duo.peers[0], "sink_1");
  stats = duo_get_stats (duo.peers[0], pad);
  fail_unless_equals_int (count_entries (stats,
          GST_WEBRTC_STATS_OUTBOUND_RTP), 1);
  fail_unless_equals_int (count_entries (stats, GST_WEBRTC_STATS_CODEC), 1);
  entry = duo_find_stats (stats, GST_WEBRTC_STATS_OUTBOUND_RTP);
  fail_unless_equals_string (gst_structure_get_string (entry, "codec-id"),
      "codec-stats-sink_1");
  fail_unless_equals_string (gst_structure_get_string (entry, "kind"), "video");
  gst_structure_free (stats);
  duo_clear (&duo);
}

GST_END_TEST;

static Suite *
stats_answered_suite (void)
{
  Suite *s = suite_create ("statsanswered");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_before_negotiation);
  tcase_add_test (tc, test_while_and_after_closing);
  tcase_add_test (tc, test_of_one_pad);
  return s;
}

GST_CHECK_MAIN (stats_answered);
