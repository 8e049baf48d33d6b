/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What users set for a data channel, also when it is no good */

#include "channels.h"

#include <glib/gstdio.h>
#include <unistd.h>

static void
expect_failure (const gchar * line, const gchar * text)
{
  GstElement *pipeline = pipeline_new ("%s", line);

  fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_PLAYING),
      GST_STATE_CHANGE_FAILURE);
  pipeline_expect_error (pipeline, GST_RESOURCE_ERROR_SETTINGS, text);
  pipeline_free (pipeline);
}

GST_START_TEST (test_bad_settings_say_what_to_do)
{
  expect_failure ("fakesrc ! rtcdatasink max-retransmits=1 "
      "max-packet-lifetime=1", "not both");
  expect_failure ("fakesrc ! rtcdatasink negotiated=true", "needs its id");
  expect_failure ("fakesrc ! rtcdatasink negotiated=true id=1 "
      "fakesrc ! rtcdatasink negotiated=true id=1", "id 1 already");
  expect_failure ("rtcdatasrc pwd=short ! fakesink", "pwd 22 to 256");
  expect_failure ("rtcdatasrc certificate=/nowhere.pem ! fakesink",
      "/nowhere.pem");
}

GST_END_TEST;

/* Keys of one's own have no way for data */
GST_START_TEST (test_data_needs_dtls)
{
  GstElement *pipeline = pipeline_new ("fakesrc ! rtcdatasink fakesrc ! "
      RTP_CAPS " ! rtcsrtpenc local-key=" KEY " ! fakesink");

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  pipeline_expect_error (pipeline, GST_RESOURCE_ERROR_NOT_AUTHORIZED,
      "local-key");
  pipeline_free (pipeline);
}

GST_END_TEST;

/* Nothing is sent to somebody else, and both hear of it */
GST_START_TEST (test_a_wrong_fingerprint_is_an_error)
{
  Ends ends;
  g_autofree gchar *a = NULL;
  g_autofree gchar *b = NULL;

  identities_init (&ends.who);
  a = channels_a (&ends.who);
  b = channels_b (&ends.who);
  ends.a = pipeline_new ("fakesrc sizetype=fixed sizemax=10 ! rtcdatasink "
      "name=sink %s", a);
  ends.b = pipeline_new ("rtcdatasrc name=src %s remote-fingerprint=\"%s\" ! "
      "fakesink", b, ends.who.fingerprint[1]);
  gst_element_set_state (ends.b, GST_STATE_PLAYING);
  gst_element_set_state (ends.a, GST_STATE_PLAYING);
  pipeline_expect_error (ends.b, GST_RESOURCE_ERROR_NOT_AUTHORIZED,
      "fingerprint");
  pipeline_expect_error (ends.a, GST_RESOURCE_ERROR_NOT_AUTHORIZED, "");
  fail_unless_equals_uint64 (stat_of (ends.a, "sink", "messages"), 0);
  ends_clear (&ends);
}

GST_END_TEST;

/* How far it is: bytes of all there are */
GST_START_TEST (test_progress)
{
  Ends ends;
  g_autofree gchar *name = NULL;
  g_autofree gchar *zeros = g_malloc0 (300000);
  g_autofree gchar *in = NULL;
  g_autoptr (GstMessage) message = NULL;
  GstProgressType type;
  guint64 bytes, total;
  gint fd = g_file_open_tmp (NULL, &name, NULL);

  fail_unless (g_file_set_contents (name, zeros, 300000, NULL));
  in = g_strdup_printf ("filesrc location=%s ! ", name);
  ends_init (&ends, in, "", "", "! fakesink");
  do {
    gst_clear_message (&message);
    message = pipeline_wait (ends.a, GST_MESSAGE_PROGRESS);
    gst_message_parse_progress (message, &type, NULL, NULL);
  } while (type != GST_PROGRESS_TYPE_COMPLETE);
  gst_structure_get (gst_message_get_structure (message), "bytes",
      G_TYPE_UINT64, &bytes, "total", G_TYPE_UINT64, &total, NULL);
  fail_unless_equals_uint64 (bytes, 300000);
  fail_unless_equals_uint64 (total, 300000);
  ends_clear (&ends);
  unlink (name);
  close (fd);
}

GST_END_TEST;

static Suite *
datasettings_suite (void)
{
  Suite *s = suite_create ("datasettings");
  TCase *tc = tcase_create ("datasettings");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_bad_settings_say_what_to_do);
  tcase_add_test (tc, test_data_needs_dtls);
  tcase_add_test (tc, test_a_wrong_fingerprint_is_an_error);
  tcase_add_test (tc, test_progress);
  return s;
}

GST_CHECK_MAIN (datasettings);
