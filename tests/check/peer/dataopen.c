/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Data channels open before, during and after a negotiation, on both sides, and
 * show what they were made with. */
#include "talk.h"

#include <gst/webrtc/sctptransport.h>

#define OPEN GST_WEBRTC_DATA_CHANNEL_STATE_OPEN

GST_START_TEST (test_before)
{
  Talk talk;
  Ear *local, *remote;

  talk_connect (&talk, &local, &remote);
  fail_unless (local->is_local);
  fail_if (remote->is_local);
  g_mutex_lock (&talk.call.lock);
  fail_unless_equals_string (local->log->str, "state=2 open");
  fail_unless_equals_string (remote->log->str, "state=2 announced open");
  g_mutex_unlock (&talk.call.lock);
  fail_unless_equals_int (talk.call.sides[0].n_needed, 1);
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_shown)
{
  Talk talk;
  Ear *made, *seen;
  g_autofree gchar *label = NULL, *protocol = NULL;

  talk_connect (&talk, &made, &seen);
  made = talk_create (&talk, 0, "Grüße", "options,ordered=false,"
      "max-packet-lifetime=500,protocol=(string)soap,"
      "priority=(GstWebRTCPriorityType)high");
  seen = talk_get (&talk, 1, 1);
  ear_wait (seen, "open");
  for (guint i = 0; i < 2; i++) {
    Ear *ear = i == 0 ? made : seen;

    fail_unless_equals_int (ear_get (ear, "ordered"), FALSE);
    fail_unless_equals_int (ear_get (ear, "max-packet-lifetime"), 500);
    fail_unless_equals_int (ear_get (ear, "max-retransmits"), -1);
    fail_unless_equals_int (ear_get (ear, "negotiated"), FALSE);
    fail_unless_equals_int (ear_get (ear, "priority"),
        GST_WEBRTC_PRIORITY_TYPE_HIGH);
  }
  fail_unless_equals_int (ear_get (made, "id"), ear_get (seen, "id"));
  label = ear_dup_string (seen, "label");
  protocol = ear_dup_string (seen, "protocol");
  fail_unless_equals_string (label, "Grüße");
  fail_unless_equals_string (protocol, "soap");
  /* no more than the first has asked for an offer */
  fail_unless_equals_int (talk.call.sides[0].n_needed, 1);
  talk_clear (&talk);
}

GST_END_TEST;

/* The other side is the one with odd ids */
GST_START_TEST (test_from_the_answerer)
{
  Talk talk;
  Ear *made, *seen;

  talk_connect (&talk, &made, &seen);
  seen = talk_create (&talk, 1, "back", NULL);
  ear_wait (seen, "open");
  ear_wait (talk_get (&talk, 0, 1), "open");
  fail_if ((ear_get (seen, "id") ^ ear_get (made, "id")) % 2 == 0);
  fail_unless_equals_int (talk.call.sides[1].n_needed, 0);
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_during)
{
  Talk talk;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk.call, GST_STATE_PLAYING);
  talk_create (&talk, 0, "a", NULL);
  offer = side_create (&talk.call.sides[0], "offer", NULL);
  talk_create (&talk, 0, "b", NULL);
  side_set_local (&talk.call.sides[0], offer);
  talk_create (&talk, 0, "c", NULL);
  side_set_remote (&talk.call.sides[1], offer);
  answer = side_create (&talk.call.sides[1], "answer", NULL);
  side_set_local (&talk.call.sides[1], answer);
  side_set_remote (&talk.call.sides[0], answer);
  for (guint i = 0; i < 3; i++) {
    ear_wait (talk_get (&talk, 0, i), "open");
    ear_wait (talk_get (&talk, 1, i), "open");
  }
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_negotiated)
{
  static const gchar options[] = "options,negotiated=true,id=7";
  Talk talk;
  Ear *a, *b;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk.call, GST_STATE_PLAYING);
  a = talk_create (&talk, 0, "a", options);
  b = talk_create (&talk, 1, "b", options);
  fail_unless_equals_int (ear_get (a, "id"), 7);
  call_negotiate (&talk.call, 0);
  ear_wait (a, "open");
  ear_wait (b, "open");
  g_signal_emit_by_name (a->channel, "send-string", "hello");
  ear_wait (b, "string=hello");
  /* neither was announced by the other */
  fail_unless_equals_int (talk.ears[0]->len + talk.ears[1]->len, 2);
  talk_clear (&talk);
}

GST_END_TEST;

/* Media first, the data section in a second offer of the other side */
GST_START_TEST (test_later_section)
{
  Talk talk;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (&talk.call.sides[0],
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV, OPUS_CAPS);
  talk_start (&talk);
  call_wait_connected (&talk.call);
  talk_create (&talk, 1, "late", NULL);
  side_settle (&talk.call.sides[1]);
  side_settle (&talk.call.sides[1]);
  fail_unless_equals_int (talk.call.sides[1].n_needed, 1);
  call_negotiate (&talk.call, 1);
  ear_wait (talk_get (&talk, 1, 0), "open");
  ear_wait (talk_get (&talk, 0, 0), "open");
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_transport)
{
  Talk talk;
  Ear *local, *remote;
  g_autoptr (GObject) sctp = NULL;
  g_autoptr (GObject) dtls = NULL;
  GstWebRTCSCTPTransportState state;
  guint64 size;
  guint channels;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  g_object_get (talk.call.sides[0].element, "sctp-transport", &sctp, NULL);
  fail_unless (sctp == NULL);
  talk_clear (&talk);

  talk_connect (&talk, &local, &remote);
  g_object_get (talk.call.sides[0].element, "sctp-transport", &sctp, NULL);
  g_object_get (sctp, "transport", &dtls, "state", &state, "max-message-size",
      &size, "max-channels", &channels, NULL);
  fail_unless (GST_IS_WEBRTC_DTLS_TRANSPORT (dtls));
  fail_unless_equals_int (state, GST_WEBRTC_SCTP_TRANSPORT_STATE_CONNECTED);
  fail_unless_equals_uint64 (size, 256 * 1024);
  fail_unless (channels > 0);
  talk_clear (&talk);
  g_object_get (sctp, "state", &state, NULL);
  fail_unless_equals_int (state, GST_WEBRTC_SCTP_TRANSPORT_STATE_CLOSED);
}

GST_END_TEST;

GST_START_TEST (test_hundred)
{
  Talk talk;
  Ear *local, *remote;

  talk_connect (&talk, &local, &remote);
  for (guint i = 1; i < 100; i++)
    talk_create (&talk, i % 2, "one", NULL);
  for (guint i = 0; i < 100; i++) {
    ear_wait (talk_get (&talk, 0, i), "open");
    ear_wait (talk_get (&talk, 1, i), "open");
  }
  talk_clear (&talk);
}

GST_END_TEST;

static Suite *
dataopen_suite (void)
{
  Suite *s = suite_create ("dataopen");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_before);
  tcase_add_test (tc, test_shown);
  tcase_add_test (tc, test_from_the_answerer);
  tcase_add_test (tc, test_during);
  tcase_add_test (tc, test_negotiated);
  tcase_add_test (tc, test_later_section);
  tcase_add_test (tc, test_transport);
  tcase_add_test (tc, test_hundred);
  return s;
}

GST_CHECK_MAIN (dataopen);
