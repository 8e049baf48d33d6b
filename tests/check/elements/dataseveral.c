/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Elements of one transport: who gets which channel */

#include "channels.h"

#define BYTES "application/octet-stream"

/* "@" stands for what makes an element one of its transport */
static GstElement *
line_new (const gchar * line, const gchar * settings)
{
  g_auto (GStrv) parts = g_strsplit (line, "@", -1);
  g_autofree gchar *text = g_strjoinv (settings, parts);

  return pipeline_new ("%s", text);
}

static void
start (Ends * ends, const gchar * a, const gchar * b)
{
  g_autofree gchar *settings_a = NULL;
  g_autofree gchar *settings_b = NULL;

  identities_init (&ends->who);
  settings_a = channels_a (&ends->who);
  settings_b = channels_b (&ends->who);
  ends->a = line_new (a, settings_a);
  ends->b = line_new (b, settings_b);
  gst_element_set_state (ends->b, GST_STATE_PLAYING);
  gst_element_set_state (ends->a, GST_STATE_PLAYING);
}

static void
talk (Ends * ends)
{
  feed (ends->a, "ping", 4);
  take_bytes (ends->b, BYTES, "ping", 4);
  feed (ends->b, "pong", 4);
  take_bytes (ends->a, BYTES, "pong", 4);
  /* it is one: its end is that of both directions */
  feed_end (ends->a);
  fail_unless (take (ends->a) == NULL);
  fail_unless (take (ends->b) == NULL);
}

GST_START_TEST (test_both_ways_on_one_channel)
{
  Ends ends;

  start (&ends,
      "rtcdatasrc @ label=chat " OUT " " IN "rtcdatasink @ label=chat",
      "rtcdatasrc @ label=chat " OUT " " IN "rtcdatasink @ label=chat");
  talk (&ends);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_negotiated)
{
  Ends ends;

  start (&ends, "rtcdatasrc @ negotiated=true id=7 " OUT " " IN
      "rtcdatasink @ negotiated=true id=7", "rtcdatasrc @ negotiated=true id=7 "
      OUT " " IN "rtcdatasink @ negotiated=true id=7");
  talk (&ends);
  ends_clear (&ends);
}

GST_END_TEST;

/* The exact label before any */
GST_START_TEST (test_labels)
{
  Ends ends;

  start (&ends, "fakesrc num-buffers=3 sizetype=fixed sizemax=1 ! rtcdatasink "
      "@ label=two " IN "rtcdatasink @ label=one",
      "rtcdatasrc name=any @ ! fakesink rtcdatasrc name=src @ label=one " OUT);
  feed (ends.a, "abc", 3);
  take_bytes (ends.b, BYTES, "abc", 3);
  while (stat_of (ends.b, "any", "messages") < 3)
    g_thread_yield ();
  fail_unless_equals_uint64 (stat_of (ends.b, "src", "messages"), 1);
  ends_clear (&ends);
}

GST_END_TEST;

/* Both sides hear of it */
GST_START_TEST (test_a_label_that_nobody_waits_for)
{
  Ends ends;
  g_autoptr (GstMessage) warning = NULL;
  g_autoptr (GError) error = NULL;

  ends_init (&ends, "fakesrc sizetype=fixed sizemax=1000 ! ", "label=fiel",
      "label=file", OUT);
  warning = pipeline_wait (ends.b, GST_MESSAGE_WARNING);
  gst_message_parse_warning (warning, &error, NULL);
  fail_unless (strstr (error->message, "\"fiel\"") != NULL);
  gst_message_unref (pipeline_wait (ends.a, GST_MESSAGE_EOS));
  ends_clear (&ends);
}

GST_END_TEST;

static Suite *
dataseveral_suite (void)
{
  Suite *s = suite_create ("dataseveral");
  TCase *tc = tcase_create ("dataseveral");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_both_ways_on_one_channel);
  tcase_add_test (tc, test_negotiated);
  tcase_add_test (tc, test_labels);
  tcase_add_test (tc, test_a_label_that_nobody_waits_for);
  return s;
}

GST_CHECK_MAIN (dataseveral);
