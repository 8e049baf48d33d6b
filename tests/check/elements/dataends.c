/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a stream ends: whole, or with an error */

#include "channels.h"

static void
expect_end (GstElement * pipeline, GstMessageType type)
{
  g_autoptr (GstMessage) message = pipeline_wait (pipeline,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);

  fail_unless_equals_int (GST_MESSAGE_TYPE (message), type);
}

static gint
state_of (GstElement * pipeline, const gchar * name)
{
  g_autoptr (GstElement) found = gst_bin_get_by_name (GST_BIN (pipeline), name);
  gint state;

  g_object_get (found, "state", &state, NULL);
  return state;
}

/* The sink's EOS waits for the channel's end, so that nothing is lost when the
 * pipeline stops then; the source has everything before its own. */
GST_START_TEST (test_the_end_comes_last)
{
  Ends ends;
  guint8 data[1000] = { 1 };

  ends_init (&ends, IN, "label=file", "label=file", OUT);
  for (guint i = 0; i < 100; i++)
    feed (ends.a, data, sizeof (data));
  feed_end (ends.a);
  expect_end (ends.a, GST_MESSAGE_EOS);
  fail_unless_equals_int (state_of (ends.a, "sink"),
      GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  g_clear_pointer (&ends.a, pipeline_free);
  for (guint i = 0; i < 100; i++)
    take_bytes (ends.b, "application/octet-stream", data, sizeof (data));
  fail_unless (take (ends.b) == NULL);
  expect_end (ends.b, GST_MESSAGE_EOS);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_nothing_is_a_stream_too)
{
  Ends ends;

  ends_init (&ends, "filesrc location=/dev/null ! ", "", "", "! fakesink");
  expect_end (ends.a, GST_MESSAGE_EOS);
  expect_end (ends.b, GST_MESSAGE_EOS);
  ends_clear (&ends);
}

GST_END_TEST;

/* ... and the channel stays for another stream */
GST_START_TEST (test_an_end_without_closing)
{
  Ends ends;

  ends_init (&ends, IN, "close-on-eos=false", "", OUT);
  feed (ends.a, "abc", 3);
  feed_end (ends.a);
  expect_end (ends.a, GST_MESSAGE_EOS);
  fail_unless_equals_uint64 (stat_of (ends.a, "sink", "buffered"), 0);
  take_bytes (ends.b, "application/octet-stream", "abc", 3);
  fail_unless_equals_int (state_of (ends.a, "sink"),
      GST_WEBRTC_DATA_CHANNEL_STATE_OPEN);
  ends_clear (&ends);
}

GST_END_TEST;

/* Stopped in the middle: not half a file as if it were a whole one */
GST_START_TEST (test_a_sender_that_goes_is_an_error)
{
  Ends ends;

  ends_init (&ends, IN, "", "", OUT);
  feed (ends.a, "abc", 3);
  take_bytes (ends.b, "application/octet-stream", "abc", 3);
  g_clear_pointer (&ends.a, pipeline_free);
  pipeline_expect_error (ends.b, GST_RESOURCE_ERROR_FAILED, "lost");
  ends_clear (&ends);
}

GST_END_TEST;

/* ... nor one that the receiver has cut short, which says so */
GST_START_TEST (test_a_receiver_that_goes_ends_the_stream)
{
  Ends ends;

  ends_init (&ends, "fakesrc sizetype=fixed sizemax=1000 ! ", "", "",
      "! identity eos-after=100 ! fakesink");
  expect_end (ends.b, GST_MESSAGE_EOS);
  g_clear_pointer (&ends.b, pipeline_free);
  gst_message_unref (pipeline_wait (ends.a, GST_MESSAGE_WARNING));
  expect_end (ends.a, GST_MESSAGE_EOS);
  ends_clear (&ends);
}

GST_END_TEST;

static void
wait_open (GstElement * pipeline)
{
  gint64 limit = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (state_of (pipeline, "sink") != GST_WEBRTC_DATA_CHANNEL_STATE_OPEN) {
    fail_unless (g_get_monotonic_time () < limit);
    g_usleep (1000);
  }
}

/* A sink hears of it also while it has nothing to send */
GST_START_TEST (test_a_connection_that_goes_is_an_error)
{
  Ends ends;
  g_autofree gchar *a = NULL;
  g_autofree gchar *b = NULL;

  identities_init (&ends.who);
  a = channels_a (&ends.who);
  b = channels_b (&ends.who);
  ends.a = pipeline_new (IN "rtcdatasink name=sink negotiated=true id=1 %s", a);
  ends.b = pipeline_new (IN "rtcdatasink name=sink negotiated=true id=1 %s", b);
  gst_element_set_state (ends.b, GST_STATE_PLAYING);
  gst_element_set_state (ends.a, GST_STATE_PLAYING);
  wait_open (ends.a);
  wait_open (ends.b);
  g_clear_pointer (&ends.b, pipeline_free);
  pipeline_expect_error (ends.a, GST_RESOURCE_ERROR_FAILED, "lost");
  ends_clear (&ends);
}

GST_END_TEST;

static Suite *
dataends_suite (void)
{
  Suite *s = suite_create ("dataends");
  TCase *tc = tcase_create ("dataends");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_the_end_comes_last);
  tcase_add_test (tc, test_nothing_is_a_stream_too);
  tcase_add_test (tc, test_an_end_without_closing);
  tcase_add_test (tc, test_a_sender_that_goes_is_an_error);
  tcase_add_test (tc, test_a_receiver_that_goes_ends_the_stream);
  tcase_add_test (tc, test_a_connection_that_goes_is_an_error);
  return s;
}

GST_CHECK_MAIN (dataends);
