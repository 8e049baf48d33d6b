/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sinkfixture.h"

#include <stdio.h>

static void
note (Sink * sink, gchar sign, const gchar * viewer_id)
{
  g_mutex_lock (&sink->lock);
  g_ptr_array_add (sink->events, g_strdup_printf ("%c%s", sign, viewer_id));
  g_cond_broadcast (&sink->cond);
  g_mutex_unlock (&sink->lock);
}

static void
on_added (GstElement * element, const gchar * viewer_id, gpointer user_data)
{
  note (user_data, '+', viewer_id);
}

static void
on_removed (GstElement * element, const gchar * viewer_id, gpointer user_data)
{
  note (user_data, '-', viewer_id);
}

void
sink_init (Sink * sink, const gchar * line)
{
  g_autoptr (GError) error = NULL;

  *sink = (Sink) {
    .events = g_ptr_array_new_with_free_func (g_free)
  };
  g_mutex_init (&sink->lock);
  g_cond_init (&sink->cond);
  sink->pipeline = gst_parse_launch (line, &error);
  fail_unless (error == NULL, "%s", error != NULL ? error->message : "");
  sink->sink = gst_bin_get_by_name (GST_BIN (sink->pipeline), "s");
  g_object_set (sink->sink, "local-addresses", "127.0.0.1", NULL);
  g_signal_connect (sink->sink, "viewer-added", G_CALLBACK (on_added), sink);
  g_signal_connect (sink->sink, "viewer-removed", G_CALLBACK (on_removed),
      sink);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean done;
} Once;

static GstPadProbeReturn
once_probe (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Once *once = user_data;

  g_mutex_lock (&once->lock);
  once->done = TRUE;
  g_cond_signal (&once->cond);
  g_mutex_unlock (&once->lock);
  return GST_PAD_PROBE_OK;
}

void
sink_wait_buffer (GstElement * element, const gchar * name)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, name);
  Once once = { 0 };
  gulong id;

  g_mutex_init (&once.lock);
  g_cond_init (&once.cond);
  id = gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, once_probe, &once,
      NULL);
  g_mutex_lock (&once.lock);
  while (!once.done)
    g_cond_wait (&once.cond, &once.lock);
  g_mutex_unlock (&once.lock);
  /* the probe may be running once more */
  GST_PAD_STREAM_LOCK (pad);
  gst_pad_remove_probe (pad, id);
  GST_PAD_STREAM_UNLOCK (pad);
  g_mutex_clear (&once.lock);
  g_cond_clear (&once.cond);
}

void
sink_play (Sink * sink)
{
  guint port = 0;

  fail_unless (gst_element_set_state (sink->pipeline, GST_STATE_PLAYING) !=
      GST_STATE_CHANGE_FAILURE);
  sink_wait_buffer (sink->sink, "video_0");
  g_object_get (sink->sink, "port", &port, NULL);
  sink->port = port;
}

void
sink_stop (Sink * sink)
{
  fail_unless (gst_element_set_state (sink->pipeline, GST_STATE_NULL) ==
      GST_STATE_CHANGE_SUCCESS);
}

void
sink_clear (Sink * sink)
{
  sink_stop (sink);
  gst_object_unref (sink->sink);
  gst_object_unref (sink->pipeline);
  g_ptr_array_unref (sink->events);
  g_mutex_clear (&sink->lock);
  g_cond_clear (&sink->cond);
}

guint
sink_count_viewers (Sink * sink)
{
  g_autoptr (GstStructure) stats = NULL;
  guint n = 0;

  g_object_get (sink->sink, "stats", &stats, NULL);
  gst_structure_get_uint (stats, "viewers", &n);
  return n;
}

void
sink_wait_viewers (Sink * sink, guint n)
{
  while (sink_count_viewers (sink) != n)
    g_thread_yield ();
}

void
sink_wait_events (Sink * sink, guint n)
{
  g_mutex_lock (&sink->lock);
  while (sink->events->len < n)
    g_cond_wait (&sink->cond, &sink->lock);
  g_mutex_unlock (&sink->lock);
}

void
sink_check_bus (Sink * sink)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (sink->pipeline);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus,
      GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;

  if (message != NULL)
    gst_message_parse_error (message, &error, NULL);
  fail_unless (message == NULL, "%s", error != NULL ? error->message : "");
}

/* --- the process ------------------------------------------------------------- */

void
wait_process (guint threads, guint fds)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (count_threads () > threads || count_fds () > fds) {
    fail_unless (g_get_monotonic_time () < deadline,
        "%u threads instead of %u, %u fds instead of %u", count_threads (),
        threads, count_fds (), fds);
    /* pools keep theirs for longer than we wait */
    g_thread_pool_stop_unused_threads ();
    g_thread_yield ();
  }
}
