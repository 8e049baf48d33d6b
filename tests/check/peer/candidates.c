/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Candidates: early ones, garbage, the end of them, those in descriptions. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define CANDIDATE "candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host"

static void
start (Call * call)
{
  call_init (call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call->sides[i], SENDRECV, OPUS_CAPS);
  call_set_state (call, GST_STATE_READY);
}

static GError *
add (Side * side, guint mline, const gchar * candidate)
{
  GstPromise *promise = gst_promise_new ();
  g_autoptr (GstStructure) reply = NULL;
  GError *error = NULL;

  g_signal_emit_by_name (side->element, "add-ice-candidate-full", mline,
      candidate, promise);
  reply = promise_take (promise);
  if (reply != NULL)
    gst_structure_get (reply, "error", G_TYPE_ERROR, &error, NULL);
  return error;
}

/* All of a's candidates reach b before a's offer does */
GST_START_TEST (test_early)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  start (&call);
  offer = side_create (a, "offer", NULL);
  side_set_local (a, offer);
  side_wait (a, "ice-gathering-state", GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  fail_unless (a->candidates->len > 0);
  side_settle (b);
  /* nothing of b's goes to a: what comes early must do */
  call.trickle = FALSE;
  side_set_remote (b, offer);
  answer = side_create (b, "answer", NULL);
  side_set_local (b, answer);
  side_set_remote (a, answer);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

static const gchar *garbage[] = {
  "x", "a=", "candidate:", "candidate:1", "candidate:1 1 UDP",
  "candidate:1 1 UDP -1 127.0.0.1 9 typ host",
  "candidate:1 1 UDP 99999999999 127.0.0.1 9 typ host",
  "candidate:1 1 UDP 1 127.0.0.1 70000 typ host",
  "candidate:1 1 UDP 1 127.0.0.1 9 typ",
  "candidate:1 1 UDP 1 127.0.0.1 9 typ host\r\na=evil:1",
  "\xff\xfe\xfd", "candidate:\xff 1 UDP 1 127.0.0.1 9 typ host",
  "candidate:%s%s%s%n 1 UDP 1 %s 9 typ host",
};

/* Before and after the descriptions; it connects nevertheless */
GST_START_TEST (test_garbage)
{
  Call call;

  start (&call);
  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    g_signal_emit_by_name (call.sides[1].element, "add-ice-candidate", i,
        garbage[i]);
  call_negotiate (&call, 0);
  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    g_signal_emit_by_name (call.sides[0].element, "add-ice-candidate", 0,
        garbage[i]);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_full_says_why)
{
  Call call;
  Side *b = &call.sides[1];
  g_autoptr (GError) bad = NULL;
  g_autoptr (GError) nowhere = NULL;

  start (&call);
  call_negotiate (&call, 0);
  fail_unless (add (b, 0, CANDIDATE) == NULL);
  fail_unless (add (b, 0, "a=" CANDIDATE) == NULL);
  bad = add (b, 0, "candidate:1 1 UDP");
  fail_unless (bad != NULL && bad->domain == GST_WEBRTC_ERROR);
  nowhere = add (b, 7, CANDIDATE);
  fail_unless (nowhere != NULL && nowhere->domain == GST_WEBRTC_ERROR);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_end)
{
  Call call;
  Side *b = &call.sides[1];

  start (&call);
  call_negotiate (&call, 0);
  fail_unless (add (b, 0, "") == NULL);
  {
    g_autofree gchar *remote = side_get_description (b, "remote-description");

    fail_unless (strstr (remote, "a=end-of-candidates") != NULL);
  }
  call_clear (&call);
}

GST_END_TEST;

/* A flood before the description is kept within bounds and answered */
GST_START_TEST (test_many_early)
{
  Call call;
  Side *b = &call.sides[1];
  guint kept = 0;

  start (&call);
  for (guint i = 0; i < 2000; i++) {
    g_autoptr (GError) error = add (b, 0, CANDIDATE);

    kept += error == NULL;
  }
  fail_unless (kept > 100 && kept < 1000, "%u were kept", kept);
  call_negotiate (&call, 0);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

/* What was gathered stands in the description, and what was added too */
GST_START_TEST (test_in_descriptions)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autofree gchar *local = NULL;
  g_autofree gchar *remote = NULL;

  start (&call);
  call_negotiate (&call, 0);
  side_wait (a, "ice-gathering-state", GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  side_settle (b);
  local = side_get_description (a, "local-description");
  remote = side_get_description (b, "remote-description");
  fail_unless (strstr (local, "a=end-of-candidates") != NULL, "%s", local);
  fail_unless (a->candidates->len > 0);
  for (guint i = 0; i < a->candidates->len; i++) {
    const gchar *text = g_ptr_array_index (a->candidates, i);

    fail_unless (g_str_has_prefix (text, "0 candidate:"), "%s", text);
    fail_unless (strstr (local, text + 2) != NULL, "%s\n%s", text, local);
    fail_unless (strstr (remote, text + 2) != NULL, "%s\n%s", text, remote);
  }
  call_clear (&call);
}

GST_END_TEST;

static Suite *
candidates_suite (void)
{
  Suite *s = suite_create ("candidates");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_early);
  tcase_add_test (tc, test_garbage);
  tcase_add_test (tc, test_full_says_why);
  tcase_add_test (tc, test_end);
  tcase_add_test (tc, test_many_early);
  tcase_add_test (tc, test_in_descriptions);
  return s;
}

GST_CHECK_MAIN (candidates);
