/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages arrive whole, in order and as what they were sent; what cannot be
 * sent is an error. */
#include "talk.h"

#include <string.h>

#define LIMIT (256 * 1024)

static GBytes *
make_data (gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = i * 7 + (i >> 8);
  return g_bytes_new_take (data, size);
}

static void
send_data (Ear * ear, GBytes * data)
{
  g_autoptr (GError) error = NULL;

  fail_unless (gst_webrtc_data_channel_send_data_full (ear->channel, data,
          &error), "%s", error != NULL ? error->message : "?");
}

static void
send_string (Ear * ear, const gchar * text)
{
  g_autoptr (GError) error = NULL;

  fail_unless (gst_webrtc_data_channel_send_string_full (ear->channel, text,
          &error), "%s", error != NULL ? error->message : "?");
}

GST_START_TEST (test_both_ways)
{
  Talk talk;
  Ear *a, *b;
  g_autoptr (GBytes) data = make_data (3);

  talk_connect (&talk, &a, &b);
  send_string (a, "to b");
  send_data (b, data);
  g_signal_emit_by_name (a->channel, "send-string", "again");
  g_signal_emit_by_name (b->channel, "send-data", data);
  ear_wait (b, "string=to b string=again");
  ear_wait (a, "data=3 data=3");
  ear_wait_messages (a, 2);
  fail_unless (g_bytes_equal (a->last, data));
  talk_clear (&talk);
}

GST_END_TEST;

/* NULL and "" are messages without content, received as NULL */
GST_START_TEST (test_empty)
{
  Talk talk;
  Ear *a, *b;
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);

  talk_connect (&talk, &a, &b);
  send_string (a, NULL);
  send_string (a, "");
  send_data (a, NULL);
  send_data (a, none);
  ear_wait_messages (b, 4);
  ear_wait (b, "open string= string= data=0 data=0");
  fail_unless (b->last == NULL);
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_sizes)
{
  static const gsize sizes[] = { 1, 1199, 1200, 16384, 65535, 65536, LIMIT };
  Talk talk;
  Ear *a, *b;

  talk_connect (&talk, &a, &b);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) data = make_data (sizes[i]);

    send_data (a, data);
    ear_wait_messages (b, i + 1);
    fail_unless (g_bytes_equal (b->last, data), "%" G_GSIZE_FORMAT, sizes[i]);
  }
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_order)
{
  Talk talk;
  Ear *a, *b;

  talk_connect (&talk, &a, &b);
  for (guint i = 0; i < 1000; i++) {
    g_autofree gchar *text = g_strdup_printf ("%u", i);

    send_string (a, text);
  }
  ear_wait_messages (b, 1000);
  g_mutex_lock (&talk.call.lock);
  {
    const gchar *place = b->log->str;

    for (guint i = 0; i < 1000; i++) {
      g_autofree gchar *text = g_strdup_printf ("string=%u", i);

      place = strstr (place, text);
      fail_unless (place != NULL, "%u is out of order", i);
    }
  }
  g_mutex_unlock (&talk.call.lock);
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_unreliable)
{
  Talk talk;
  Ear *a, *b;

  talk_connect (&talk, &a, &b);
  a = talk_create (&talk, 0, "lossy", "options,ordered=false,"
      "max-retransmits=0");
  b = talk_get (&talk, 1, 1);
  ear_wait (a, "open");
  ear_wait (b, "open");
  send_string (a, "no loss here");
  ear_wait (b, "string=no loss here");
  talk_clear (&talk);
}

GST_END_TEST;

static void
expect_error (Ear * ear, GBytes * data, const gchar * text, GstWebRTCError code)
{
  g_autoptr (GError) error = NULL;

  if (text != NULL)
    fail_if (gst_webrtc_data_channel_send_string_full (ear->channel, text,
            &error));
  else
    fail_if (gst_webrtc_data_channel_send_data_full (ear->channel, data,
            &error));
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR, code), "%s",
      error->message);
}

/* ... and nothing is lost: what was sent before and after is there */
GST_START_TEST (test_too_large)
{
  Talk talk;
  Ear *a, *b;
  g_autoptr (GBytes) data = make_data (LIMIT + 1);
  g_autofree gchar *text = g_strnfill (LIMIT + 1, 'x');

  talk_connect (&talk, &a, &b);
  send_string (a, "before");
  expect_error (a, data, NULL, GST_WEBRTC_ERROR_TYPE_ERROR);
  expect_error (a, NULL, text, GST_WEBRTC_ERROR_TYPE_ERROR);
  /* without a place for an error it is only not sent */
  g_signal_emit_by_name (a->channel, "send-data", data);
  send_string (a, "after");
  ear_wait (b, "string=before string=after");
  fail_unless_equals_int (ear_get (a, "ready-state"),
      GST_WEBRTC_DATA_CHANNEL_STATE_OPEN);
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_not_open)
{
  Talk talk;
  Ear *a, *b;

  talk_init (&talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk.call, GST_STATE_READY);
  a = talk_create (&talk, 0, "chat", NULL);
  expect_error (a, NULL, "early", GST_WEBRTC_ERROR_INVALID_STATE);
  talk_start (&talk);
  b = talk_get (&talk, 1, 0);
  ear_wait (a, "open");
  ear_wait (b, "open");
  gst_webrtc_data_channel_close (a->channel);
  expect_error (a, NULL, "late", GST_WEBRTC_ERROR_INVALID_STATE);
  talk_clear (&talk);
}

GST_END_TEST;

GST_START_TEST (test_low)
{
  Talk talk;
  Ear *a, *b;
  g_autoptr (GBytes) data = make_data (LIMIT);
  guint64 buffered = 1;

  talk_connect (&talk, &a, &b);
  g_object_set (a->channel, "buffered-amount-low-threshold", (guint64) 1000,
      NULL);
  for (guint i = 0; i < 8; i++)
    send_data (a, data);
  ear_wait_messages (b, 8);
  ear_wait_low (a);
  g_object_get (a->channel, "buffered-amount", &buffered, NULL);
  fail_unless_equals_uint64 (buffered, 0);
  talk_clear (&talk);
}

GST_END_TEST;

static Suite *
datasend_suite (void)
{
  Suite *s = suite_create ("datasend");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_both_ways);
  tcase_add_test (tc, test_empty);
  tcase_add_test (tc, test_sizes);
  tcase_add_test (tc, test_order);
  tcase_add_test (tc, test_unreliable);
  tcase_add_test (tc, test_too_large);
  tcase_add_test (tc, test_not_open);
  tcase_add_test (tc, test_low);
  return s;
}

GST_CHECK_MAIN (datasend);
