/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* W3C webrtc-stats, RTCDataChannelStats: to the message and to the byte.  And what a
 * channel is like on both sides, as it was asked for. */
#include "talk.h"

static GstStructure *
get_entry (Talk * talk, guint side)
{
  GstPromise *promise = gst_promise_new ();
  GstStructure *reply, *entry = NULL;

  g_signal_emit_by_name (talk->call.sides[side].element, "get-stats", NULL,
      promise);
  reply = promise_take (promise);
  fail_unless (gst_structure_get (reply, "data-channel-stats_0",
          GST_TYPE_STRUCTURE, &entry, NULL));
  gst_structure_free (reply);
  return entry;
}

static void
expect_count (const GstStructure * entry, const gchar * field, guint64 wanted)
{
  guint64 value;

  fail_unless (gst_structure_get_uint64 (entry, field, &value), "no %s", field);
  fail_unless (value == wanted, "%s: %" G_GUINT64_FORMAT ", not %"
      G_GUINT64_FORMAT, field, value, wanted);
}

static void
expect_entry (Talk * talk, guint side, guint64 sent, guint64 bytes_sent,
    guint64 received, guint64 bytes_received)
{
  GstStructure *entry = get_entry (talk, side);
  GstWebRTCStatsType type;
  gint id;

  fail_unless (gst_structure_get (entry, "type", GST_TYPE_WEBRTC_STATS_TYPE,
          &type, "data-channel-identifier", G_TYPE_INT, &id, NULL));
  fail_unless_equals_int (type, GST_WEBRTC_STATS_DATA_CHANNEL);
  fail_unless (id == 0 || id == 1);
  fail_unless_equals_string (gst_structure_get_string (entry, "label"), "chat");
  fail_unless_equals_string (gst_structure_get_string (entry, "protocol"), "");
  fail_unless_equals_string (gst_structure_get_string (entry, "state"), "open");
  expect_count (entry, "messages-sent", sent);
  expect_count (entry, "bytes-sent", bytes_sent);
  expect_count (entry, "messages-received", received);
  expect_count (entry, "bytes-received", bytes_received);
  gst_structure_free (entry);
}

GST_START_TEST (test_counts)
{
  Talk talk;
  Ear *a, *b;
  g_autoptr (GBytes) data = g_bytes_new_take (g_malloc0 (100000), 100000);

  talk_connect (&talk, &a, &b);
  expect_entry (&talk, 0, 0, 0, 0, 0);
  /* "Grüße" has seven bytes, an empty message none */
  gst_webrtc_data_channel_send_string_full (a->channel, "Gr\303\274\303\237e",
      NULL);
  gst_webrtc_data_channel_send_string_full (a->channel, NULL, NULL);
  gst_webrtc_data_channel_send_data_full (a->channel, data, NULL);
  ear_wait_messages (b, 3);
  gst_webrtc_data_channel_send_data_full (b->channel, NULL, NULL);
  ear_wait_messages (a, 1);
  expect_entry (&talk, 0, 3, 100007, 1, 0);
  expect_entry (&talk, 1, 1, 0, 3, 100007);
  talk_clear (&talk);
}

GST_END_TEST;

static const gchar *priorities[] = { "very-low", "low", "medium", "high" };

/* The loop's number: which of them; the rest goes with it */
GST_START_TEST (test_as_asked_for)
{
  Talk talk;
  Ear *a, *b;
  g_autofree gchar *options = g_strdup_printf ("options,protocol=soap,"
      "ordered=%s,%s=%d,priority=(GstWebRTCPriorityType)%s",
      __i__ % 2 ? "true" : "false",
      __i__ < 2 ? "max-retransmits" : "max-packet-lifetime", 7 + __i__,
      priorities[__i__]);

  /* by the name that is in the options */
  g_type_ensure (GST_TYPE_WEBRTC_PRIORITY_TYPE);
  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk.call, GST_STATE_READY);
  a = talk_create (&talk, 0, "chat", options);
  /* no id before there is an association */
  fail_unless_equals_int (ear_get (a, "id"), -1);
  talk_start (&talk);
  b = talk_get (&talk, 1, 0);
  ear_wait (a, "open");
  ear_wait (b, "open");
  for (guint i = 0; i < 2; i++) {
    Ear *ear = i == 0 ? a : b;
    g_autofree gchar *protocol = ear_dup_string (ear, "protocol");

    fail_unless_equals_string (protocol, "soap");
    fail_unless_equals_int (ear_get (ear, "ordered"), __i__ % 2);
    fail_unless_equals_int (ear_get (ear, "max-retransmits"),
        __i__ < 2 ? 7 + __i__ : -1);
    fail_unless_equals_int (ear_get (ear, "max-packet-lifetime"),
        __i__ < 2 ? -1 : 7 + __i__);
    fail_unless_equals_int (ear_get (ear, "priority"),
        GST_WEBRTC_PRIORITY_TYPE_VERY_LOW + __i__);
    fail_unless_equals_int (ear_get (ear, "negotiated"), FALSE);
    fail_unless_equals_int (ear_get (ear, "id"), ear_get (a, "id"));
    fail_unless (ear_get (ear, "id") >= 0);
  }
  talk_clear (&talk);
}

GST_END_TEST;

static Suite *
datastats_suite (void)
{
  Suite *s = suite_create ("datastats");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_counts);
  tcase_add_loop_test (tc, test_as_asked_for, 0, G_N_ELEMENTS (priorities));
  return s;
}

GST_CHECK_MAIN (datastats);
