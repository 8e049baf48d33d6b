/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What users set, also when it is no good */

#include "blocks.h"

static void
expect_failure (GstElement * pipeline, gint code, const gchar * text)
{
  fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_PLAYING),
      GST_STATE_CHANGE_FAILURE);
  pipeline_expect_error (pipeline, code, text);
  pipeline_free (pipeline);
}

GST_START_TEST (test_bad_settings_say_what_to_do)
{
  expect_failure (pipeline_new ("rtcicesrc ! fakesink rtcicesrc ! fakesink"),
      GST_RESOURCE_ERROR_BUSY, "transport-id");
  expect_failure (pipeline_new ("rtcicesrc pwd=short ! fakesink"),
      GST_RESOURCE_ERROR_SETTINGS, "pwd 22 to 256");
  expect_failure (pipeline_new ("rtcicesrc remote-ufrag=u remote-pwd=p ! "
          "fakesink"), GST_RESOURCE_ERROR_SETTINGS, "remote-pwd 22 to 256");
  expect_failure (pipeline_new ("rtcicesrc remote-candidates=nonsense ! "
          "fakesink"), GST_RESOURCE_ERROR_SETTINGS, "\"nonsense\"");
  expect_failure (pipeline_new ("rtcicesrc local-address=192.0.2.x ! "
          "fakesink"), GST_RESOURCE_ERROR_SETTINGS, "192.0.2.x");
  expect_failure (pipeline_new ("rtcicesrc stun-server=stuns:x ! fakesink"),
      GST_RESOURCE_ERROR_SETTINGS, "");
  expect_failure (pipeline_new ("fakesrc ! rtcsrtpdec "
          "remote-fingerprint=AA:BB ! fakesink"), GST_RESOURCE_ERROR_SETTINGS,
      "");
  expect_failure (pipeline_new ("fakesrc ! rtcsrtpdec "
          "certificate=/nowhere.pem ! fakesink"), GST_RESOURCE_ERROR_SETTINGS,
      "/nowhere.pem");
}

GST_END_TEST;

/* a port that stays taken is told, though later */
GST_START_TEST (test_a_taken_port_is_an_error)
{
  Identities who;
  GstElement *first, *second;

  identities_init (&who);
  first = pipeline_new ("rtcicesrc transport-id=1 local-address=127.0.0.1 "
      "min-port=%u max-port=%u ! fakesink", who.port[0], who.port[0]);
  second = pipeline_new ("rtcicesrc transport-id=2 local-address=127.0.0.1 "
      "min-port=%u max-port=%u ! fakesink", who.port[0], who.port[0]);
  gst_element_set_state (first, GST_STATE_PLAYING);
  gst_element_set_state (second, GST_STATE_PLAYING);
  pipeline_expect_error (second, GST_RESOURCE_ERROR_OPEN_READ_WRITE, "port");
  pipeline_free (first);
  pipeline_free (second);
  identities_clear (&who);
}

GST_END_TEST;

/* Neither blocks nor fails: the packets are lost, and that is counted */
GST_START_TEST (test_without_a_path_packets_are_counted_as_dropped)
{
  GstElement *pipeline = pipeline_new ("fakesrc num-buffers=5 sizetype=fixed "
      "sizemax=100 ! rtcicesink name=sink");

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_message_unref (pipeline_wait (pipeline, GST_MESSAGE_EOS));
  fail_unless_equals_uint64 (stat_of (pipeline, "sink", "packets"), 0);
  fail_unless_equals_uint64 (stat_of (pipeline, "sink", "dropped"), 5);
  pipeline_free (pipeline);
}

GST_END_TEST;

GST_START_TEST (test_late_nonsense_is_a_warning)
{
  GstElement *pipeline = pipeline_new ("rtcicesrc name=src ! fakesink");
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_object_set (src, "remote-candidates", "nonsense", NULL);
  gst_message_unref (pipeline_wait (pipeline, GST_MESSAGE_WARNING));
  pipeline_free (pipeline);
}

GST_END_TEST;

/* Credentials are the other element's as well, and there from READY on */
GST_START_TEST (test_elements_of_an_end_share_their_settings)
{
  GstElement *pipeline = pipeline_new ("rtcicesrc name=src ufrag=mine ! "
      "fakesink fakesrc ! rtcicesink name=sink");
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstElement) sink =
      gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autofree gchar *ufrag = NULL;
  g_autofree gchar *pwd = NULL;
  g_autofree gchar *same = NULL;

  gst_element_set_state (pipeline, GST_STATE_READY);
  g_object_get (sink, "ufrag", &ufrag, "pwd", &pwd, NULL);
  g_object_get (src, "pwd", &same, NULL);
  fail_unless_equals_string (ufrag, "mine");
  fail_unless (strlen (pwd) >= 22);
  fail_unless_equals_string (pwd, same);
  pipeline_free (pipeline);
}

GST_END_TEST;

GST_START_TEST (test_the_fingerprint_is_the_certificates)
{
  Identities who;
  GstElement *dec = gst_element_factory_make ("rtcsrtpdec", NULL);
  g_autofree gchar *ours = NULL;
  g_autofree gchar *other = NULL;

  identities_init (&who);
  g_object_get (dec, "fingerprint", &other, NULL);
  g_object_set (dec, "certificate", who.pem[0], NULL);
  g_object_get (dec, "fingerprint", &ours, NULL);
  fail_unless_equals_string (ours, who.fingerprint[0]);
  fail_unless (g_str_has_prefix (other, "sha-256 "));
  fail_if (g_str_equal (ours, other));
  gst_object_unref (dec);
  identities_clear (&who);
}

GST_END_TEST;

static Suite *
settings_suite (void)
{
  Suite *s = suite_create ("settings");
  TCase *tc = tcase_create ("settings");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_bad_settings_say_what_to_do);
  tcase_add_test (tc, test_a_taken_port_is_an_error);
  tcase_add_test (tc, test_without_a_path_packets_are_counted_as_dropped);
  tcase_add_test (tc, test_late_nonsense_is_a_warning);
  tcase_add_test (tc, test_elements_of_an_end_share_their_settings);
  tcase_add_test (tc, test_the_fingerprint_is_the_certificates);
  return s;
}

GST_CHECK_MAIN (settings);
