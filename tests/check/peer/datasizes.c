/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* RFC 8841 section 6.1: what the other side's last description says of
 * max-message-size is what goes there. */
#include "talk.h"

#include <string.h>

#define MOST (256 * 1024)       /* that we send to anybody */

/* Its line becomes @line, "" for none; transfer: full */
static GstWebRTCSessionDescription *
with_size (const GstWebRTCSessionDescription * description, const gchar * line)
{
  g_autofree gchar *text = gst_sdp_message_as_text (description->sdp);
  g_autofree gchar *changed = NULL;
  gchar *old = strstr (text, "a=max-message-size:");
  gchar *rest;

  fail_unless (old != NULL);
  rest = strchr (old, '\n') + 1;
  *old = '\0';
  changed = g_strconcat (text, line, rest, NULL);
  return description_from_text (description->type, changed);
}

/* @offerer offers; the first side hears @line of the other */
static void
negotiate (Call * call, guint offerer, const gchar * line)
{
  Side *a = &call->sides[offerer], *b = &call->sides[1 - offerer];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;
  g_autoptr (GstWebRTCSessionDescription) changed = NULL;

  offer = side_create (a, "offer", NULL);
  side_set_local (a, offer);
  if (offerer == 1)
    changed = with_size (offer, line);
  side_set_remote (b, changed != NULL ? changed : offer);
  answer = side_create (b, "answer", NULL);
  side_set_local (b, answer);
  if (offerer == 0)
    changed = with_size (answer, line);
  side_set_remote (a, offerer == 0 ? changed : answer);
}

static gboolean
try_send (Ear * ear, gsize size)
{
  g_autoptr (GBytes) data = g_bytes_new_take (g_malloc0 (size), size);
  g_autoptr (GError) error = NULL;

  if (gst_webrtc_data_channel_send_data_full (ear->channel, data, &error))
    return TRUE;
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_TYPE_ERROR), "%s", error->message);
  return FALSE;
}

static void
expect_limit (Talk * talk, Ear * ear, guint64 limit)
{
  g_autoptr (GObject) sctp = NULL;
  guint64 shown;

  g_object_get (talk->call.sides[0].element, "sctp-transport", &sctp, NULL);
  g_object_get (sctp, "max-message-size", &shown, NULL);
  fail_unless_equals_uint64 (shown, limit);
  fail_if (try_send (ear, limit + 1));
  fail_unless (try_send (ear, limit));
}

static const struct
{
  const gchar *line;
  guint64 limit;
} sizes[] = {
  {"", 64 * 1024},
  {"a=max-message-size:0\r\n", MOST},
  {"a=max-message-size:1000\r\n", 1000},
  {"a=max-message-size:1073741824\r\n", MOST},
};

GST_START_TEST (test_answered)
{
  Talk talk;
  Ear *a, *b;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk.call, GST_STATE_PLAYING);
  a = talk_create (&talk, 0, "chat", NULL);
  negotiate (&talk.call, 0, sizes[__i__].line);
  b = talk_get (&talk, 1, 0);
  ear_wait (a, "open");
  expect_limit (&talk, a, sizes[__i__].limit);
  ear_wait_messages (b, 1);
  fail_unless_equals_uint64 (g_bytes_get_size (b->last), sizes[__i__].limit);
  talk_clear (&talk);
}

GST_END_TEST;

/* The association goes on, with the new limit */
GST_START_TEST (test_offered_again)
{
  Talk talk;
  Ear *a, *b;

  talk_connect (&talk, &a, &b);
  expect_limit (&talk, a, MOST);
  negotiate (&talk.call, 1, "a=max-message-size:500\r\n");
  expect_limit (&talk, a, 500);
  negotiate (&talk.call, 0, "");
  expect_limit (&talk, a, 64 * 1024);
  ear_wait_messages (b, 3);
  talk_clear (&talk);
}

GST_END_TEST;

static Suite *
datasizes_suite (void)
{
  Suite *s = suite_create ("datasizes");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_answered, 0, G_N_ELEMENTS (sizes));
  tcase_add_test (tc, test_offered_again);
  return s;
}

GST_CHECK_MAIN (datasizes);
