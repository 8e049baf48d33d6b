/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* create-data-channel with what cannot be: NULL, and the bus says why. */
#include "talk.h"

#include <string.h>

static void
expect_refusal (Talk * talk, const gchar * label, const gchar * options,
    const gchar * why)
{
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  fail_unless (talk_try (talk, 0, label, options) == NULL);
  message = gst_bus_pop_filtered (talk->call.sides[0].bus, GST_MESSAGE_WARNING);
  fail_unless (message != NULL);
  gst_message_parse_warning (message, &error, NULL);
  fail_unless (strstr (error->message, why) != NULL, "%s", error->message);
}

GST_START_TEST (test_refused)
{
  g_autofree gchar *long_label = g_strnfill (65536, 'x');
  Talk talk;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  expect_refusal (&talk, "early", NULL, "READY");
  call_set_state (&talk.call, GST_STATE_READY);
  expect_refusal (&talk, NULL, NULL, "label");
  expect_refusal (&talk, long_label, NULL, "label");
  expect_refusal (&talk, "x", "options,max-retransmits=1,max-packet-lifetime=1",
      "only one");
  expect_refusal (&talk, "x", "options,negotiated=true", "id");
  expect_refusal (&talk, "x", "options,negotiated=true,id=65535", "id");
  talk_create (&talk, 0, "x", "options,negotiated=true,id=1");
  expect_refusal (&talk, "x", "options,negotiated=true,id=1", "1");
  fail_unless_equals_int (talk.ears[0]->len, 1);
  gst_element_set_state (talk.call.sides[0].element, GST_STATE_NULL);
  expect_refusal (&talk, "late", NULL, "closed");
  talk_clear (&talk);
}

GST_END_TEST;

/* An id is for negotiated ones only, as in webrtcbin and W3C 6.1 */
GST_START_TEST (test_defaults)
{
  Talk talk;
  Ear *ear;
  g_autofree gchar *protocol = NULL;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk.call, GST_STATE_READY);
  ear = talk_create (&talk, 0, "x", "options,id=4");
  fail_unless_equals_int (ear_get (ear, "id"), -1);
  fail_unless_equals_int (ear_get (ear, "ordered"), TRUE);
  fail_unless_equals_int (ear_get (ear, "max-retransmits"), -1);
  fail_unless_equals_int (ear_get (ear, "max-packet-lifetime"), -1);
  fail_unless_equals_int (ear_get (ear, "negotiated"), FALSE);
  fail_unless_equals_int (ear_get (ear, "priority"),
      GST_WEBRTC_PRIORITY_TYPE_LOW);
  protocol = ear_dup_string (ear, "protocol");
  fail_unless_equals_string (protocol, "");
  talk_clear (&talk);
}

GST_END_TEST;

static Suite *
dataoptions_suite (void)
{
  Suite *s = suite_create ("dataoptions");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_refused);
  tcase_add_test (tc, test_defaults);
  return s;
}

GST_CHECK_MAIN (dataoptions);
