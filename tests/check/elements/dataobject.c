/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The channel is an application's, of rtcpeerbin or (FACTORY) of webrtcbin */

#include "../peer/call.h"
#include "channels.h"

#define BYTES "application/octet-stream"
#define N 256                   /* 16 MiB */

typedef struct
{
  Call call;
  GMutex lock;
  GCond cond;
  GstWebRTCDataChannel *channels[2];    /* ours, and as the peer sees it */
  Ends ends;
} Copy;

/* As an application does: in the signal, so that no message is missed */
static void
on_channel (GstElement * peer, GstWebRTCDataChannel * channel, Copy * copy)
{
  g_autoptr (GstElement) src =
      gst_bin_get_by_name (GST_BIN (copy->ends.b), "src");

  g_object_set (src, "channel", channel, NULL);
  gst_element_set_state (copy->ends.b, GST_STATE_PLAYING);
  g_mutex_lock (&copy->lock);
  copy->channels[1] = g_object_ref (channel);
  g_cond_signal (&copy->cond);
  g_mutex_unlock (&copy->lock);
}

static GstElement *
pipeline_with (const gchar * line, const gchar * name,
    GstWebRTCDataChannel * channel)
{
  GstElement *pipeline = pipeline_new ("%s", line);
  g_autoptr (GstElement) element =
      gst_bin_get_by_name (GST_BIN (pipeline), name);

  g_object_set (element, "channel", channel, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  return pipeline;
}

/* The sink has its channel before that is open, the source when it comes */
static void
copy_init (Copy * copy, const gchar * in)
{
  /* webrtcbin 1.22 loses its last message when it is closed behind it */
  g_autofree gchar *line = g_strdup_printf ("%srtcdatasink name=sink "
      "close-on-eos=%d", in, g_str_equal (FACTORY, "rtcpeerbin"));

  memset (copy, 0, sizeof (*copy));
  copy->ends.b = pipeline_new ("rtcdatasrc name=src " OUT);
  call_init (&copy->call, FACTORY, "rtcpeerbin");
  g_signal_connect (copy->call.sides[1].element, "on-data-channel",
      G_CALLBACK (on_channel), copy);
  call_set_state (&copy->call, GST_STATE_READY);
  g_signal_emit_by_name (copy->call.sides[0].element, "create-data-channel",
      "file", NULL, &copy->channels[0]);
  copy->ends.a = pipeline_with (line, "sink", copy->channels[0]);
  call_set_state (&copy->call, GST_STATE_PLAYING);
  call_negotiate (&copy->call, 0);
  g_mutex_lock (&copy->lock);
  while (copy->channels[1] == NULL)
    g_cond_wait (&copy->cond, &copy->lock);
  g_mutex_unlock (&copy->lock);
}

static void
copy_clear (Copy * copy)
{
  g_clear_pointer (&copy->ends.a, pipeline_free);
  g_clear_pointer (&copy->ends.b, pipeline_free);
  call_set_state (&copy->call, GST_STATE_NULL);
  for (guint i = 0; i < 2; i++)
    g_object_unref (copy->channels[i]);
  call_clear (&copy->call);
}

GST_START_TEST (test_what_is_fed_arrives)
{
  Copy copy;

  copy_init (&copy, IN);
  feed_caps (copy.ends.a, "text/x-raw,format=utf8");
  feed (copy.ends.a, "grüße", 7);
  take_bytes (copy.ends.b, "text/x-raw,format=utf8", "grüße", 7);
  feed_caps (copy.ends.a, "application/x-thing");
  feed (copy.ends.a, "\0\1\2", 3);
  take_bytes (copy.ends.b, BYTES, "\0\1\2", 3);
  /* which webrtcbin 1.22 cannot send */
  if (g_str_equal (FACTORY, "rtcpeerbin")) {
    feed (copy.ends.a, "", 0);
    take_bytes (copy.ends.b, BYTES, "", 0);
  }
  feed_end (copy.ends.a);
  gst_message_unref (pipeline_wait (copy.ends.a, GST_MESSAGE_EOS));
  gst_webrtc_data_channel_close (copy.channels[0]);
  fail_unless (take (copy.ends.b) == NULL);
  copy_clear (&copy);
}

GST_END_TEST;

/* More than fits anywhere goes through, as it is taken */
GST_START_TEST (test_a_slow_reader_gets_it_all)
{
  Copy copy;

  copy_init (&copy, "fakesrc sizetype=fixed sizemax=65536 num-buffers=256 ! ");
  while (stat_of (copy.ends.b, "src", "buffered") < 1024 * 1024)
    g_usleep (1000);
  for (guint i = 0; i < N; i++) {
    g_autoptr (GstSample) sample = take (copy.ends.b);

    fail_unless (sample != NULL, "%u of %u", i, N);
    fail_unless (stat_of (copy.ends.b, "src", "buffered") < 5 * 1024 * 1024);
  }
  gst_message_unref (pipeline_wait (copy.ends.a, GST_MESSAGE_EOS));
  copy_clear (&copy);
}

GST_END_TEST;

static void
wait_open (GstWebRTCDataChannel * channel)
{
  GstWebRTCDataChannelState state;

  do {
    g_thread_yield ();
    g_object_get (channel, "ready-state", &state, NULL);
  } while (state != GST_WEBRTC_DATA_CHANNEL_STATE_OPEN);
}

/* The other way round: FACTORY's channel is what receives */
GST_START_TEST (test_the_other_way)
{
  Copy copy;
  g_autoptr (GBytes) bytes = g_bytes_new ("abc", 3);

  copy_init (&copy, IN);
  g_clear_pointer (&copy.ends.a, pipeline_free);
  copy.ends.a =
      pipeline_with ("rtcdatasrc name=src " OUT, "src", copy.channels[0]);
  wait_open (copy.channels[1]);
  fail_unless (gst_webrtc_data_channel_send_data_full (copy.channels[1], bytes,
          NULL));
  fail_unless (gst_webrtc_data_channel_send_string_full (copy.channels[1],
          "def", NULL));
  take_bytes (copy.ends.a, BYTES, "abc", 3);
  take_bytes (copy.ends.a, "text/x-raw,format=utf8", "def", 3);
  gst_webrtc_data_channel_close (copy.channels[1]);
  fail_unless (take (copy.ends.a) == NULL);
  copy_clear (&copy);
}

GST_END_TEST;

/* A connection that goes takes the channel along; our own objects tell */
GST_START_TEST (test_a_peer_that_goes_is_an_error)
{
  Copy copy;

  copy_init (&copy, IN);
  feed (copy.ends.a, "abc", 3);
  take_bytes (copy.ends.b, BYTES, "abc", 3);
  gst_element_set_state (copy.call.sides[0].element, GST_STATE_NULL);
  pipeline_expect_error (copy.ends.a, GST_RESOURCE_ERROR_FAILED, "lost");
  pipeline_expect_error (copy.ends.b, GST_RESOURCE_ERROR_FAILED, "lost");
  copy_clear (&copy);
}

GST_END_TEST;

static Suite *
dataobject_suite (void)
{
  Suite *s = suite_create ("dataobject");
  TCase *tc = tcase_create ("dataobject");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_what_is_fed_arrives);
  if (HAVE_TIME_FOR_MEGABYTES)
    tcase_add_test (tc, test_a_slow_reader_gets_it_all);
  tcase_add_test (tc, test_the_other_way);
  if (g_str_equal (FACTORY, "rtcpeerbin"))
    tcase_add_test (tc, test_a_peer_that_goes_is_an_error);
  return s;
}

GST_CHECK_MAIN (dataobject);
