/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bench-source.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FRAMES_PER_KEY_FRAME (2 * BENCH_FPS)

/* RFC 6386 section 9.1.  Zeros behind it are the plainest frame header there
 * is: one partition, no segmentation, no filter. */
static void
write_vp8_header (guint8 * data, gboolean key_frame)
{
  const guint32 first_partition_size = 1000;
  guint32 tag = (key_frame ? 0 : 1) | 1 << 4 | first_partition_size << 5;

  data[0] = tag;
  data[1] = tag >> 8;
  data[2] = tag >> 16;
  if (key_frame) {
    memcpy (data + 3, "\x9d\x01\x2a", 3);
    GST_WRITE_UINT16_LE (data + 6, 1280);
    GST_WRITE_UINT16_LE (data + 8, 720);
  }
}

static gpointer
source_thread (gpointer data)
{
  GstElement *source = data;
  gint64 start = g_get_monotonic_time ();
  GstFlowReturn flow = GST_FLOW_OK;

  for (guint64 n = 0; flow == GST_FLOW_OK; n++) {
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, BENCH_FRAME_SIZE, NULL);
    gboolean key_frame = n % FRAMES_PER_KEY_FRAME == 0;
    gint64 due = start + n * G_USEC_PER_SEC / BENCH_FPS;
    guint8 header[10] = { 0, };

    gst_buffer_memset (buffer, 0, 0, BENCH_FRAME_SIZE);
    write_vp8_header (header, key_frame);
    gst_buffer_fill (buffer, 0, header, sizeof (header));
    if (!key_frame)
      GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);

    g_usleep (MAX (due - g_get_monotonic_time (), 0));
    g_signal_emit_by_name (source, "push-buffer", buffer, &flow);
    gst_buffer_unref (buffer);
  }
  gst_object_unref (source);
  return NULL;
}

static void
source_start (GstElement * pipeline)
{
  GstElement *source = gst_bin_get_by_name (GST_BIN (pipeline), "source");

  g_thread_unref (g_thread_new ("bench-source", source_thread, source));
}

/* Nobody reads the bus: say what went wrong, keep nothing */
static GstBusSyncReply
on_message (GstBus * bus, GstMessage * message, gpointer user_data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    g_autoptr (GError) error = NULL;

    gst_message_parse_error (message, &error, NULL);
    g_printerr ("%s: %s\n", GST_MESSAGE_SRC_NAME (message), error->message);
  }
  /* the bus leaves it to us */
  gst_message_unref (message);
  return GST_BUS_DROP;
}

gboolean
bench_start (GstElement * pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  gst_bus_set_sync_handler (bus, on_message, NULL, NULL);
  if (gst_element_set_state (pipeline, GST_STATE_PLAYING)
      == GST_STATE_CHANGE_FAILURE)
    return FALSE;
  source_start (pipeline);
  return TRUE;
}

void
bench_run (const gchar * whep_url)
{
  gchar byte;

  printf ("{\"url\": \"%s\"}\n", whep_url);
  fflush (stdout);
  while (read (STDIN_FILENO, &byte, 1) > 0);
}
