/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The states, in their order, on the way to a connection and to its end. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

static void
check_states (Side * side, gint signaling, gint gathering, gint ice,
    gint connection)
{
  fail_unless_equals_int (side_get (side, "signaling-state"), signaling);
  fail_unless_equals_int (side_get (side, "ice-gathering-state"), gathering);
  fail_unless_equals_int (side_get (side, "ice-connection-state"), ice);
  fail_unless_equals_int (side_get (side, "connection-state"), connection);
}

GST_START_TEST (test_first)
{
  Call call;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  check_states (&call.sides[0], GST_WEBRTC_SIGNALING_STATE_STABLE,
      GST_WEBRTC_ICE_GATHERING_STATE_NEW, GST_WEBRTC_ICE_CONNECTION_STATE_NEW,
      GST_WEBRTC_PEER_CONNECTION_STATE_NEW);
  call_set_state (&call, GST_STATE_READY);
  check_states (&call.sides[0], GST_WEBRTC_SIGNALING_STATE_STABLE,
      GST_WEBRTC_ICE_GATHERING_STATE_NEW, GST_WEBRTC_ICE_CONNECTION_STATE_NEW,
      GST_WEBRTC_PEER_CONNECTION_STATE_NEW);
  call_clear (&call);
}

GST_END_TEST;

/* What was logged of one property: "signaling-state=2 signaling-state=0 " */
static gchar *
history (Side * side, const gchar * property)
{
  g_autofree gchar *log = side_dup_log (side);
  g_auto (GStrv) words = g_strsplit (log, " ", -1);
  GString *found = g_string_new (NULL);
  gsize n = strlen (property);

  for (guint i = 0; words[i] != NULL; i++) {
    if (strncmp (words[i], property, n) == 0 && words[i][n] == '=')
      g_string_append_printf (found, "%s ", words[i] + n + 1);
  }
  return g_string_free (found, FALSE);
}

static void
check_history (Side * side, const gchar * property, const gchar * expected)
{
  g_autofree gchar *found = history (side, property);

  fail_unless_equals_string (found, expected);
}

GST_START_TEST (test_order)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];

  call_connect (&call, "rtcpeerbin", "rtcpeerbin");
  check_history (a, "signaling-state", "2 0 ");
  check_history (b, "signaling-state", "3 0 ");
  for (guint i = 0; i < 2; i++) {
    side_wait (&call.sides[i], "ice-gathering-state",
        GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
    /* the state is there a moment before the notice of it */
    side_settle (&call.sides[i]);
    check_history (&call.sides[i], "ice-gathering-state", "1 2 ");
    check_history (&call.sides[i], "connection-state", "1 2 ");
  }
  call_clear (&call);
}

GST_END_TEST;

/* Each promise is answered once the state is what it has brought */
GST_START_TEST (test_signaling_before_the_reply)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (a, SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  offer = side_create (a, "offer", NULL);
  fail_unless_equals_int (side_get (a, "signaling-state"),
      GST_WEBRTC_SIGNALING_STATE_STABLE);
  side_set_local (a, offer);
  check_history (a, "signaling-state", "2 ");
  side_set_remote (b, offer);
  check_history (b, "signaling-state", "3 ");
  {
    g_autofree gchar *log = side_dup_log (b);

    fail_unless (g_str_has_prefix (log, "transceiver signaling-state=3"),
        "%s", log);
  }
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_null_closes)
{
  Call call;
  Side *a = &call.sides[0];

  call_connect (&call, "rtcpeerbin", "rtcpeerbin");
  fail_unless_equals_int (gst_element_set_state (a->element, GST_STATE_NULL),
      GST_STATE_CHANGE_SUCCESS);
  side_wait (a, "connection-state", GST_WEBRTC_PEER_CONNECTION_STATE_CLOSED);
  fail_unless_equals_int (side_get (a, "signaling-state"),
      GST_WEBRTC_SIGNALING_STATE_CLOSED);
  fail_unless_equals_int (side_get (a, "ice-connection-state"),
      GST_WEBRTC_ICE_CONNECTION_STATE_CLOSED);
  call_clear (&call);
}

GST_END_TEST;

/* The sinks of our kind never preroll, so that a pipeline counts as live */
GST_START_TEST (test_state_changes)
{
  Call call;
  GstElement *element;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  element = call.sides[0].element;
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_READY),
      GST_STATE_CHANGE_SUCCESS);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PAUSED),
      GST_STATE_CHANGE_NO_PREROLL);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PLAYING),
      GST_STATE_CHANGE_SUCCESS);
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_NULL),
      GST_STATE_CHANGE_SUCCESS);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
states_suite (void)
{
  Suite *s = suite_create ("states");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_first);
  tcase_add_test (tc, test_order);
  tcase_add_test (tc, test_signaling_before_the_reply);
  tcase_add_test (tc, test_null_closes);
  tcase_add_test (tc, test_state_changes);
  return s;
}

GST_CHECK_MAIN (states);
