/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Rollback, pranswer, glare, restart of ICE, more tracks: what comes after, or
 * instead of, the first offer and answer. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define STABLE GST_WEBRTC_SIGNALING_STATE_STABLE

static void
start (Call * call)
{
  call_init (call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call->sides[i], SENDRECV, OPUS_CAPS);
  call_set_state (call, GST_STATE_READY);
}

static guint
count_transceivers (Side * side)
{
  GArray *all = NULL;
  guint n;

  g_signal_emit_by_name (side->element, "get-transceivers", &all);
  n = all->len;
  g_array_unref (all);
  return n;
}

GST_START_TEST (test_rollback_local)
{
  Call call;
  Side *a = &call.sides[0];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;

  start (&call);
  offer = side_create (a, "offer", NULL);
  side_set_local (a, offer);
  side_rollback (a, FALSE);
  fail_unless_equals_int (side_get (a, "signaling-state"), STABLE);
  fail_unless (side_get_description (a, "pending-local-description") == NULL);
  call_negotiate (&call, 0);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

/* The transceiver that only the offer had made goes again */
GST_START_TEST (test_rollback_remote)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;

  start (&call);
  side_release_transceiver (a, SENDRECV, VP8_CAPS);
  offer = side_create (a, "offer", NULL);
  side_set_remote (b, offer);
  fail_unless_equals_int (count_transceivers (b), 2);
  side_rollback (b, TRUE);
  fail_unless_equals_int (side_get (b, "signaling-state"), STABLE);
  fail_unless_equals_int (count_transceivers (b), 1);
  call_negotiate (&call, 1);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_rollback_when_stable)
{
  Call call;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstWebRTCSessionDescription) rollback =
      description_from_text (GST_WEBRTC_SDP_TYPE_ROLLBACK, "");

  start (&call);
  error = side_set (&call.sides[0], FALSE, rollback);
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INVALID_STATE));
  call_clear (&call);
}

GST_END_TEST;

/* The connection is there before the final answer is */
GST_START_TEST (test_pranswer)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  start (&call);
  offer = side_create (a, "offer", NULL);
  side_set_local (a, offer);
  side_set_remote (b, offer);
  answer = side_create (b, "answer", NULL);
  answer->type = GST_WEBRTC_SDP_TYPE_PRANSWER;
  side_set_local (b, answer);
  side_set_remote (a, answer);
  fail_unless_equals_int (side_get (a, "signaling-state"),
      GST_WEBRTC_SIGNALING_STATE_HAVE_REMOTE_PRANSWER);
  fail_unless_equals_int (side_get (b, "signaling-state"),
      GST_WEBRTC_SIGNALING_STATE_HAVE_LOCAL_PRANSWER);
  call_wait_connected (&call);
  answer->type = GST_WEBRTC_SDP_TYPE_ANSWER;
  side_set_local (b, answer);
  side_set_remote (a, answer);
  fail_unless_equals_int (side_get (a, "signaling-state"), STABLE);
  fail_unless_equals_int (side_get (b, "signaling-state"), STABLE);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

/* Both offer at once; the impolite one (a) does not listen, the polite one's own
 * offer is rolled back by that which it sets (W3C 4.4.1.5) */
GST_START_TEST (test_glare)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer_a = NULL;
  g_autoptr (GstWebRTCSessionDescription) offer_b = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  start (&call);
  offer_a = side_create (a, "offer", NULL);
  offer_b = side_create (b, "offer", NULL);
  side_set_local (a, offer_a);
  side_set_local (b, offer_b);
  side_set_remote (b, offer_a);
  answer = side_create (b, "answer", NULL);
  side_set_local (b, answer);
  side_set_remote (a, answer);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

static gchar *
get_ufrag (Side * side)
{
  g_autofree gchar *text = side_get_description (side, "local-description");
  const gchar *at = strstr (text, "a=ice-ufrag:");

  fail_unless (at != NULL, "%s", text);
  return g_strndup (at, strcspn (at, "\r\n"));
}

/* New credentials, the same connection; from either side */
GST_START_TEST (test_ice_restart)
{
  Call call;
  g_autofree gchar *before = NULL;
  g_autofree gchar *after = NULL;

  call_connect (&call, "rtcpeerbin", "rtcpeerbin");
  before = get_ufrag (&call.sides[__i__]);
  side_clear_log (&call.sides[0]);
  call_negotiate_full (&call, __i__, gst_structure_new ("options",
          "ice-restart", G_TYPE_BOOLEAN, TRUE, NULL));
  after = get_ufrag (&call.sides[__i__]);
  fail_if (g_str_equal (before, after));
  call_wait_connected (&call);
  call_clear (&call);
}

GST_END_TEST;

/* A second and a third exchange change nothing that works */
GST_START_TEST (test_again)
{
  Call call;
  g_autofree gchar *before = NULL;
  g_autofree gchar *after = NULL;

  call_connect (&call, "rtcpeerbin", "rtcpeerbin");
  before = get_ufrag (&call.sides[0]);
  call_negotiate (&call, 1);
  call_negotiate (&call, 0);
  side_release_transceiver (&call.sides[0], SENDRECV, VP8_CAPS);
  call_negotiate (&call, 0);
  after = get_ufrag (&call.sides[0]);
  fail_unless_equals_string (before, after);
  fail_unless_equals_int (side_get (&call.sides[0], "connection-state"),
      GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
renegotiate_suite (void)
{
  Suite *s = suite_create ("renegotiate");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_rollback_local);
  tcase_add_test (tc, test_rollback_remote);
  tcase_add_test (tc, test_rollback_when_stable);
  tcase_add_test (tc, test_pranswer);
  tcase_add_test (tc, test_glare);
  tcase_add_loop_test (tc, test_ice_restart, 0, 2);
  tcase_add_test (tc, test_again);
  return s;
}

GST_CHECK_MAIN (renegotiate);
