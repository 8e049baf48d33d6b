/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* "on-negotiation-needed": once, when there is something to negotiate, and
 * again when a description has left something open. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define RECVONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY

/* What is queued on the strand has happened after this */
static guint
count (Side * side)
{
  side_settle (side);
  side_settle (side);
  side_settle (side);
  return g_atomic_int_get (&side->n_needed);
}

GST_START_TEST (test_not_in_null)
{
  Call call;
  Side *a = &call.sides[0];

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (a, SENDRECV, OPUS_CAPS);
  fail_unless_equals_int (count (a), 0);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_once_for_all)
{
  Call call;
  Side *a = &call.sides[0];

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (a, SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  fail_unless_equals_int (count (a), 1);
  side_release_transceiver (a, RECVONLY, VP8_CAPS);
  side_release_transceiver (a, RECVONLY, VP8_CAPS);
  fail_unless_equals_int (count (a), 1);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_added_in_ready)
{
  Call call;
  Side *a = &call.sides[0];

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_READY);
  side_release_transceiver (a, SENDRECV, OPUS_CAPS);
  fail_unless_equals_int (count (a), 1);
  call_clear (&call);
}

GST_END_TEST;

/* A description settles it; what comes then is asked for anew */
GST_START_TEST (test_after_stable)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (a, SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  call_negotiate (&call, 0);
  fail_unless_equals_int (count (a), 1);
  fail_unless_equals_int (count (b), 0);
  side_release_transceiver (a, SENDRECV, VP8_CAPS);
  fail_unless_equals_int (count (a), 2);
  call_clear (&call);
}

GST_END_TEST;

/* Not before it is stable again */
GST_START_TEST (test_waits_for_stable)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (a, SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  offer = side_create (a, "offer", NULL);
  side_set_local (a, offer);
  side_release_transceiver (a, SENDRECV, VP8_CAPS);
  fail_unless_equals_int (count (a), 1);
  side_set_remote (b, offer);
  answer = side_create (b, "answer", NULL);
  side_set_local (b, answer);
  side_set_remote (a, answer);
  fail_unless_equals_int (count (a), 2);
  call_clear (&call);
}

GST_END_TEST;

/* A direction that is not what was agreed */
GST_START_TEST (test_direction)
{
  Call call;
  Side *a = &call.sides[0];
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  transceiver = side_add_transceiver (a, SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  call_negotiate (&call, 0);
  fail_unless_equals_int (count (a), 1);
  g_object_set (transceiver, "direction",
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE, NULL);
  fail_unless_equals_int (count (a), 2);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
needed_suite (void)
{
  Suite *s = suite_create ("needed");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_not_in_null);
  tcase_add_test (tc, test_once_for_all);
  tcase_add_test (tc, test_added_in_ready);
  tcase_add_test (tc, test_after_stable);
  tcase_add_test (tc, test_waits_for_stable);
  tcase_add_test (tc, test_direction);
  return s;
}

GST_CHECK_MAIN (needed);
