/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two peer connections find each other: whoever offers, with trickled candidates
 * and with those of the description, with webrtcbin on either side. */
#include "call.h"

static const gchar *pairs[][2] = {
  {"rtcpeerbin", "rtcpeerbin"},
  {"rtcpeerbin", "webrtcbin"},
  {"webrtcbin", "rtcpeerbin"},
};

static void
connect (guint which, GstState state, gboolean trickle)
{
  Call call;

  call_init (&call, pairs[which][0], pairs[which][1]);
  call.trickle = trickle;
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call.sides[i],
        GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV, OPUS_CAPS);
  call_set_state (&call, state);
  call_negotiate (&call, 0);
  call_wait_connected (&call);
  call_clear (&call);
}

GST_START_TEST (test_trickle)
{
  connect (__i__, GST_STATE_PLAYING, TRUE);
}

GST_END_TEST;

GST_START_TEST (test_no_trickle)
{
  connect (__i__, GST_STATE_PLAYING, FALSE);
}

GST_END_TEST;

/* A bare element, without pipeline and clock, no further than READY */
GST_START_TEST (test_ready_is_enough)
{
  connect (0, GST_STATE_READY, TRUE);
}

GST_END_TEST;

static Suite *
connect_suite (void)
{
  Suite *s = suite_create ("connect");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_trickle, 0, G_N_ELEMENTS (pairs));
  tcase_add_loop_test (tc, test_no_trickle, 0, G_N_ELEMENTS (pairs));
  tcase_add_test (tc, test_ready_is_enough);
  return s;
}

GST_CHECK_MAIN (connect);
