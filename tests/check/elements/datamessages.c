/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Buffers become messages, messages become buffers */

#include "channels.h"

#define BYTES "application/octet-stream"
#define TEXT "text/x-raw,format=utf8"

/* One buffer a message, also an empty one and one as large as can be */
GST_START_TEST (test_a_buffer_is_a_message)
{
  Ends ends;
  const gsize large = 256 * 1024;
  g_autofree guint8 *data = g_malloc0 (large);

  ends_init (&ends, IN, "label=file", "label=file", OUT);
  feed_caps (ends.a, "application/x-thing");
  for (gsize i = 0; i < large; i++)
    data[i] = i ^ (i >> 8);
  fail_unless_equals_int (feed (ends.a, data, 1), GST_FLOW_OK);
  fail_unless_equals_int (feed (ends.a, data, 0), GST_FLOW_OK);
  fail_unless_equals_int (feed (ends.a, data, large), GST_FLOW_OK);
  take_bytes (ends.b, BYTES, data, 1);
  take_bytes (ends.b, BYTES, data, 0);
  take_bytes (ends.b, BYTES, data, large);
  fail_unless_equals_uint64 (stat_of (ends.a, "sink", "messages"), 3);
  fail_unless_equals_uint64 (stat_of (ends.a, "sink", "bytes"), large + 1);
  fail_unless_equals_uint64 (stat_of (ends.b, "src", "messages"), 3);
  fail_unless_equals_uint64 (stat_of (ends.b, "src", "bytes"), large + 1);
  ends_clear (&ends);
}

GST_END_TEST;

/* A stream of bytes has no boundaries: in parts, without caps and with */
GST_START_TEST (test_a_stream_goes_in_parts)
{
  guint8 data[2500];

  memset (data, 'x', sizeof (data));
  for (guint i = 0; i < 2; i++) {
    Ends ends;

    ends_init (&ends, IN, "max-message-size=1000", "", OUT);
    feed_caps (ends.a, i == 0 ? NULL : BYTES);
    feed (ends.a, data, sizeof (data));
    take_bytes (ends.b, BYTES, data, 1000);
    take_bytes (ends.b, BYTES, data, 1000);
    take_bytes (ends.b, BYTES, data, 500);
    ends_clear (&ends);
  }
}

GST_END_TEST;

/* Text is text at the other end, whatever its size; caps follow */
GST_START_TEST (test_text_is_a_string)
{
  Ends ends;
  g_autofree gchar *text = g_strnfill (100000, 'x');

  ends_init (&ends, IN, "label=chat", "label=chat", OUT);
  feed_caps (ends.a, TEXT);
  feed (ends.a, "grüße", 7);
  feed (ends.a, "", 0);
  feed (ends.a, text, strlen (text));
  take_bytes (ends.b, TEXT, "grüße", 7);
  take_bytes (ends.b, TEXT, "", 0);
  take_bytes (ends.b, TEXT, text, strlen (text));
  feed_caps (ends.a, BYTES);
  feed (ends.a, "abc", 3);
  take_bytes (ends.b, BYTES, "abc", 3);
  feed_caps (ends.a, TEXT);
  feed (ends.a, "def", 3);
  take_bytes (ends.b, TEXT, "def", 3);
  ends_clear (&ends);
}

GST_END_TEST;

/* A filter behind the source says what it wants it to be */
GST_START_TEST (test_downstream_chooses)
{
  static const gchar *const filters[] = { BYTES, TEXT, "video/x-thing,a=1" };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autofree gchar *out = g_strdup_printf ("! %s " OUT, filters[i]);
    Ends ends;

    ends_init (&ends, IN, "", "", out);
    feed_caps (ends.a, i == 0 ? TEXT : BYTES);
    feed (ends.a, "abc", 3);
    take_bytes (ends.b, filters[i], "abc", 3);
    ends_clear (&ends);
  }
}

GST_END_TEST;

static void
expect_stream_error (GstElement * pipeline, const gchar * text)
{
  g_autoptr (GstMessage) message = pipeline_wait (pipeline, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  fail_unless (strstr (error->message, text) != NULL, "another text: %s",
      error->message);
}

/* What has boundaries is not cut: too large is an error, no loss */
GST_START_TEST (test_a_packet_is_not_cut)
{
  Ends ends;
  const gsize size = 256 * 1024 + 1;
  g_autofree guint8 *data = g_malloc0 (size);

  ends_init (&ends, IN, "", "", OUT);
  feed_caps (ends.a, "application/x-thing");
  feed (ends.a, data, size);
  expect_stream_error (ends.a, "262145");
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_text_has_to_be_utf8)
{
  Ends ends;

  ends_init (&ends, IN, "", "", OUT);
  feed_caps (ends.a, TEXT);
  feed (ends.a, "\xff\xfe", 2);
  expect_stream_error (ends.a, "UTF-8");
  ends_clear (&ends);
}

GST_END_TEST;

static Suite *
datamessages_suite (void)
{
  Suite *s = suite_create ("datamessages");
  TCase *tc = tcase_create ("datamessages");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_a_buffer_is_a_message);
  tcase_add_test (tc, test_a_stream_goes_in_parts);
  tcase_add_test (tc, test_text_is_a_string);
  tcase_add_test (tc, test_downstream_chooses);
  tcase_add_test (tc, test_a_packet_is_not_cut);
  tcase_add_test (tc, test_text_has_to_be_utf8);
  return s;
}

GST_CHECK_MAIN (datamessages);
