/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A fingerprint that is wrong, missing or weak: no connection, soon. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

/* @replacement: a line without its end; NULL: the line goes */
static GstWebRTCSessionDescription *
with_fingerprint (const GstWebRTCSessionDescription * description,
    const gchar * replacement)
{
  g_autofree gchar *text = gst_sdp_message_as_text (description->sdp);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autoptr (GString) changed = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    const gchar *line = lines[i];

    if (g_str_has_prefix (line, "a=fingerprint:"))
      line = replacement;
    if (line != NULL)
      g_string_append_printf (changed, "%s\r\n", line);
  }
  return description_from_text (description->type, changed->str);
}

static gchar *
get_failure (Side * side)
{
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (side->bus,
      5 * GST_SECOND, GST_MESSAGE_ELEMENT);
  const GstStructure *structure;

  fail_unless (message != NULL);
  structure = gst_message_get_structure (message);
  fail_unless_equals_string (gst_structure_get_name (structure),
      "rtc-peer-failure");
  return g_strdup (gst_structure_get_string (structure, "reason"));
}

#define WRONG "a=fingerprint:sha-256 00:00:00:00:00:00:00:00:00:00:00:00:00:" \
    "00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00"
#define WEAK "a=fingerprint:sha-1 00:00:00:00:00:00:00:00:00:00:00:00:00:00:" \
    "00:00:00:00:00:00"

static void
negotiate (Call * call, const gchar * replacement)
{
  Side *a = &call->sides[0], *b = &call->sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) changed = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;
  g_autoptr (GError) error = NULL;

  call_init (call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call->sides[i], SENDRECV, OPUS_CAPS);
  call_set_state (call, GST_STATE_PLAYING);
  offer = side_create (a, "offer", NULL);
  side_set_local (a, offer);
  changed = with_fingerprint (offer, replacement);
  error = side_set (b, TRUE, changed);
  if (error != NULL)
    return;
  answer = side_create (b, "answer", NULL);
  side_set_local (b, answer);
  side_set_remote (a, answer);
}

GST_START_TEST (test_wrong)
{
  Call call;
  g_autofree gchar *reason = NULL;

  negotiate (&call, WRONG);
  side_wait (&call.sides[1], "connection-state",
      GST_WEBRTC_PEER_CONNECTION_STATE_FAILED);
  reason = get_failure (&call.sides[1]);
  fail_unless (strstr (reason, "fingerprint") != NULL, "%s", reason);
  fail_if (side_get (&call.sides[0], "connection-state") ==
      GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED);
  call_clear (&call);
}

GST_END_TEST;

/* Refused as a description, or failed as a connection: never connected */
GST_START_TEST (test_missing_or_weak)
{
  Call call;
  Side *b = &call.sides[1];

  negotiate (&call, __i__ == 0 ? NULL : WEAK);
  if (side_get (b, "signaling-state") ==
      GST_WEBRTC_SIGNALING_STATE_STABLE
      && side_get (b, "ice-gathering-state") !=
      GST_WEBRTC_ICE_GATHERING_STATE_NEW)
    side_wait (b, "connection-state", GST_WEBRTC_PEER_CONNECTION_STATE_FAILED);
  else
    fail_unless_equals_int (side_get (b, "connection-state"),
        GST_WEBRTC_PEER_CONNECTION_STATE_NEW);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
fingerprint_suite (void)
{
  Suite *s = suite_create ("fingerprint");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_wrong);
  tcase_add_loop_test (tc, test_missing_or_weak, 0, 2);
  return s;
}

GST_CHECK_MAIN (fingerprint);
