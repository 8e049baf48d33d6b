/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "channels.h"

#define COMMON "certificate=\"%s\" remote-fingerprint=\"%s\" " \
    "local-address=127.0.0.1 min-port=%u max-port=%u "

gchar *
channels_a (const Identities * who)
{
  return g_strdup_printf ("transport-id=a dtls-client=true controlling=true "
      COMMON "ufrag=aaaa pwd=aaaaaaaaaaaaaaaaaaaaaa remote-ufrag=bbbb "
      "remote-pwd=bbbbbbbbbbbbbbbbbbbbbb remote-candidates=\"candidate:1 1 UDP "
      "2130706431 127.0.0.1 %u typ host\"", who->pem[0], who->fingerprint[1],
      who->port[0], who->port[0], who->port[1]);
}

gchar *
channels_b (const Identities * who)
{
  return g_strdup_printf ("transport-id=b " COMMON "ufrag=bbbb "
      "pwd=bbbbbbbbbbbbbbbbbbbbbb remote-ufrag=aaaa "
      "remote-pwd=aaaaaaaaaaaaaaaaaaaaaa", who->pem[1], who->fingerprint[0],
      who->port[1], who->port[1]);
}

void
ends_init (Ends * ends, const gchar * in, const gchar * sink,
    const gchar * src, const gchar * out)
{
  g_autofree gchar *a = NULL;
  g_autofree gchar *b = NULL;

  identities_init (&ends->who);
  a = channels_a (&ends->who);
  b = channels_b (&ends->who);
  ends->a = pipeline_new ("%srtcdatasink name=sink %s %s", in, a, sink);
  ends->b = pipeline_new ("rtcdatasrc name=src %s %s %s", b, src, out);
  gst_element_set_state (ends->b, GST_STATE_PLAYING);
  gst_element_set_state (ends->a, GST_STATE_PLAYING);
}

void
ends_clear (Ends * ends)
{
  g_clear_pointer (&ends->a, pipeline_free);
  g_clear_pointer (&ends->b, pipeline_free);
  identities_clear (&ends->who);
}

/* --- in ------------------------------------------------------------------------ */

void
feed_caps (GstElement * pipeline, const gchar * text)
{
  g_autoptr (GstElement) in = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  g_autoptr (GstCaps) caps = text != NULL ? gst_caps_from_string (text) : NULL;

  g_object_set (in, "caps", caps, NULL);
}

GstFlowReturn
feed (GstElement * pipeline, gconstpointer data, gsize size)
{
  g_autoptr (GstElement) in = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  g_autoptr (GstBuffer) buffer = gst_buffer_new_and_alloc (size);
  GstFlowReturn ret;

  gst_buffer_fill (buffer, 0, data, size);
  g_signal_emit_by_name (in, "push-buffer", buffer, &ret);
  return ret;
}

void
feed_end (GstElement * pipeline)
{
  g_autoptr (GstElement) in = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  GstFlowReturn ret;

  g_signal_emit_by_name (in, "end-of-stream", &ret);
}

/* --- out ------------------------------------------------------------------------- */

/* An error is the end of a stream as well */
static void
expect_no_error (GstElement * pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GstMessage *message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  GError *error = NULL;

  if (message == NULL)
    return;
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &error, NULL);
    fail ("%s", error->message);
  }
  /* for whoever waits for it */
  gst_bus_post (bus, message);
}

GstSample *
take (GstElement * pipeline)
{
  g_autoptr (GstElement) out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  GstSample *sample;
  gboolean ended;

  g_signal_emit_by_name (out, "try-pull-sample", 60 * GST_SECOND, &sample);
  g_object_get (out, "eos", &ended, NULL);
  fail_unless (sample != NULL || ended, "no message within 60 s");
  if (sample == NULL)
    expect_no_error (pipeline);
  return sample;
}

void
take_bytes (GstElement * pipeline, const gchar * text, gconstpointer data,
    gsize size)
{
  g_autoptr (GstSample) sample = take (pipeline);
  g_autoptr (GstCaps) caps = gst_caps_from_string (text);
  GstBuffer *buffer;

  fail_unless (sample != NULL, "the end of the stream");
  fail_unless (gst_caps_is_equal (gst_sample_get_caps (sample), caps),
      "other caps: %" GST_PTR_FORMAT, gst_sample_get_caps (sample));
  buffer = gst_sample_get_buffer (sample);
  fail_unless_equals_uint64 (gst_buffer_get_size (buffer), size);
  fail_unless (gst_buffer_memcmp (buffer, 0, data, size) == 0);
}
