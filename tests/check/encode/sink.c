/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* rtcsink's own behaviour, with a server and an audience that only pretend */
#include <gst/check/gstcheck.h>
#include "soup/rtcsink.h"

#include <string.h>

static GstElement *
make_sink (void)
{
  GstElement *sink = g_object_new (GST_TYPE_RTC_SINK, NULL);

  return gst_object_ref_sink (sink);
}

static gchar *
start_error (GstElement * sink)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  gst_element_set_bus (sink, bus);
  fail_unless_equals_int (gst_element_set_state (sink, GST_STATE_PAUSED),
      GST_STATE_CHANGE_FAILURE);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  fail_unless (message != NULL);
  gst_message_parse_error (message, &error, NULL);
  gst_element_set_state (sink, GST_STATE_NULL);
  gst_element_set_bus (sink, NULL);
  return g_strdup (error->message);
}

static const struct
{
  const gchar *property;
  const gchar *value;
  const gchar *says;
} wrong[] = {
  {"port", "1", "or to 0"},
  {"stun-server", "stun.example.org", "stun://host:port"},
  {"turn-server", "user:secret@host", "turn://user:password@host:port"},
  {"ice-transport-policy", "relay", "turn-server"},
  {"video-caps", "video/x-theora", "video/x-vp8"},
  {"audio-caps", "audio/x-vorbis", "audio/x-opus"},
  {"min-bitrate", "9000000", "max-bitrate"},
  {"turn-server", "turns://", "turns://"},
  {"address", "", "127.0.0.1"},
};

GST_START_TEST (test_a_wrong_setting_says_what_to_write)
{
  GstElement *sink = make_sink ();
  g_autofree gchar *text = NULL;

  gst_util_set_object_arg (G_OBJECT (sink), wrong[__i__].property,
      wrong[__i__].value);
  text = start_error (sink);
  fail_unless (strstr (text, wrong[__i__].says) != NULL, "%s", text);
  fail_unless (strstr (text, "secret") == NULL, "%s", text);
  gst_object_unref (sink);
}

GST_END_TEST;

GST_START_TEST (test_the_url_is_announced_once)
{
  GstElement *sink = make_sink ();
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autofree gchar *url = NULL;
  guint infos = 0, urls = 0, port;
  GstMessage *message;

  gst_element_set_bus (sink, bus);
  g_object_set (sink, "port", 0, "stream-id", "door cam", NULL);
  gst_element_set_state (sink, GST_STATE_PLAYING);
  g_object_get (sink, "url", &url, "port", &port, NULL);
  fail_unless_equals_string (url, "http://127.0.0.1:40000/?stream=door%20cam");
  fail_unless_equals_int (port, 40000);
  while ((message = gst_bus_pop (bus)) != NULL) {
    infos += GST_MESSAGE_TYPE (message) == GST_MESSAGE_INFO;
    urls += gst_message_has_name (message, "rtc-url");
    gst_message_unref (message);
  }
  fail_unless_equals_int (infos, 1);
  fail_unless_equals_int (urls, 1);
  gst_element_set_state (sink, GST_STATE_NULL);
  g_object_get (sink, "port", &port, NULL);
  fail_unless_equals_int (port, 0);
  gst_element_set_bus (sink, NULL);
  gst_object_unref (sink);
}

GST_END_TEST;

GST_START_TEST (test_pads_come_and_go_while_it_plays)
{
  GstElement *pipeline = gst_pipeline_new (NULL);
  GstElement *sink = g_object_new (GST_TYPE_RTC_SINK, NULL);

  gst_bin_add (GST_BIN (pipeline), sink);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (guint i = 0; i < 20; i++) {
    GstElement *source = gst_element_factory_make (i % 2 != 0 ?
        "audiotestsrc" : "videotestsrc", NULL);
    g_autoptr (GstPad) pad = NULL, src = NULL;

    g_object_set (source, "is-live", TRUE, NULL);
    gst_bin_add (GST_BIN (pipeline), source);
    fail_unless (gst_element_link (source, sink));
    src = gst_element_get_static_pad (source, "src");
    pad = gst_pad_get_peer (src);
    fail_unless (g_str_has_prefix (GST_PAD_NAME (pad), i % 2 != 0 ? "audio_" :
            "video_"));
    gst_element_sync_state_with_parent (source);
    if (i % 3 == 0) {
      gst_element_set_state (source, GST_STATE_NULL);
      gst_bin_remove (GST_BIN (pipeline), source);
      gst_element_release_request_pad (sink, pad);
    }
  }
  fail_unless_equals_int (sink->numsinkpads, 13);
  /* twice, so that what a run leaves behind shows in the next */
  gst_element_set_state (pipeline, GST_STATE_READY);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

GST_END_TEST;

GST_START_TEST (test_a_pad_name_is_taken_once)
{
  GstElement *sink = make_sink ();
  GstPad *pad = gst_element_request_pad_simple (sink, "video_5");
  GstPad *next = gst_element_request_pad_simple (sink, "video_%u");

  fail_unless_equals_string (GST_PAD_NAME (pad), "video_5");
  fail_unless_equals_string (GST_PAD_NAME (next), "video_6");
  gst_element_release_request_pad (sink, pad);
  gst_element_release_request_pad (sink, next);
  fail_unless_equals_int (GST_BIN_NUMCHILDREN (sink), 0);
  gst_object_unref (pad);
  gst_object_unref (next);
  gst_object_unref (sink);
}

GST_END_TEST;

static Suite *
sink_suite (void)
{
  Suite *suite = suite_create ("sink");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_a_wrong_setting_says_what_to_write, 0,
      G_N_ELEMENTS (wrong));
  tcase_add_test (tc, test_the_url_is_announced_once);
  tcase_add_test (tc, test_pads_come_and_go_while_it_plays);
  tcase_add_test (tc, test_a_pad_name_is_taken_once);
  return suite;
}

GST_CHECK_MAIN (sink);
