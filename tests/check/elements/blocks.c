/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "blocks.h"

#include <gio/gio.h>
#include <gmodule.h>
#include "openssl/rtccertificate.h"

#ifdef __SANITIZE_ADDRESS__
/* GLib's table of quarks is made while it is loaded, and left behind when it
 * grows beyond 2048, which is where a machine's plugins bring it.  No stack
 * tells of it, so no suppression does: we hold on to it. */
#define QUARK_TABLE_SIZE (2048 * sizeof (gchar *))

G_MODULE_EXPORT void __sanitizer_malloc_hook (const volatile void *data,
    size_t size);
const volatile void *first_quark_table;

void
__sanitizer_malloc_hook (const volatile void *data, size_t size)
{
  if (size == QUARK_TABLE_SIZE && first_quark_table == NULL)
    first_quark_table = data;
}
#endif

static guint
free_port (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4,
      G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress) any =
      g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;

  fail_unless (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

void
identities_init (Identities * identities)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (RtcCertificate) certificate = rtc_certificate_new (NULL);

    identities->pem[i] = rtc_certificate_to_pem (certificate);
    identities->fingerprint[i] =
        g_strdup (rtc_certificate_get_fingerprint (certificate));
    identities->port[i] = free_port ();
  }
}

void
identities_clear (Identities * identities)
{
  for (guint i = 0; i < 2; i++) {
    g_free (identities->pem[i]);
    g_free (identities->fingerprint[i]);
  }
}

GstElement *
pipeline_new (const gchar * format, ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = NULL;
  GstElement *pipeline;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  pipeline = gst_parse_launch_full (text, NULL, GST_PARSE_FLAG_FATAL_ERRORS |
      GST_PARSE_FLAG_PLACE_IN_BIN, &error);
  fail_unless (pipeline != NULL, "%s: %s", text,
      error != NULL ? error->message : "");
  if (!GST_IS_PIPELINE (pipeline)) {
    GstElement *bin = pipeline;

    pipeline = gst_pipeline_new (NULL);
    gst_bin_add (GST_BIN (pipeline), bin);
  }
  return pipeline;
}

void
pipeline_free (GstElement * pipeline)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

/* Transfer full */
GstMessage *
pipeline_wait (GstElement * pipeline, GstMessageType types)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GstMessage *message =
      gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, types);

  fail_unless (message != NULL, "no message within 60 s");
  return message;
}

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean ended;
} End;

static GstPadProbeReturn
note_end (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  End *end = user_data;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_EOS)
    return GST_PAD_PROBE_OK;
  g_mutex_lock (&end->lock);
  end->ended = TRUE;
  g_cond_signal (&end->cond);
  g_mutex_unlock (&end->lock);
  return GST_PAD_PROBE_OK;
}

void
pipeline_wait_end (GstElement * pipeline, const gchar * name)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), name);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
  gint64 limit = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  End end = { .ended = FALSE };
  gulong probe = gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      note_end, &end, NULL);

  g_mutex_lock (&end.lock);
  while (!end.ended && !GST_PAD_IS_EOS (pad)) {
    fail_unless (g_cond_wait_until (&end.cond, &end.lock, limit),
        "no end within 60 s");
  }
  g_mutex_unlock (&end.lock);
  /* the probe may be running still: its end is that of the push */
  GST_PAD_STREAM_LOCK (pad);
  gst_pad_remove_probe (pad, probe);
  GST_PAD_STREAM_UNLOCK (pad);
}

void
pipeline_expect_error (GstElement * pipeline, gint code, const gchar * text)
{
  g_autoptr (GstMessage) message = pipeline_wait (pipeline, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  fail_unless (g_error_matches (error, GST_RESOURCE_ERROR, code),
      "another error: %s", error->message);
  fail_unless (strstr (error->message, text) != NULL, "another text: %s",
      error->message);
}

guint64
stat_of (GstElement * pipeline, const gchar * element, const gchar * name)
{
  g_autoptr (GstElement) found = GST_IS_BIN (pipeline) ?
      gst_bin_get_by_name (GST_BIN (pipeline), element) :
      gst_object_ref (pipeline);
  g_autoptr (GstStructure) stats = NULL;
  guint64 value;

  g_object_get (found, "stats", &stats, NULL);
  fail_unless (gst_structure_get_uint64 (stats, name, &value));
  return value;
}

GstBuffer *
rtp_new (guint16 number, guint size)
{
  GstBuffer *buffer = gst_buffer_new_and_alloc (12 + size);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  memset (map.data, number, map.size);
  map.data[0] = 0x80;
  map.data[1] = 96;
  GST_WRITE_UINT16_BE (map.data + 2, number);
  GST_WRITE_UINT32_BE (map.data + 4, 1000);
  GST_WRITE_UINT32_BE (map.data + 8, 0x12345678);
  gst_buffer_unmap (buffer, &map);
  return buffer;
}

GstBufferList *
rtp_list_new (guint n, guint size)
{
  GstBufferList *list = gst_buffer_list_new ();

  for (guint i = 0; i < n; i++)
    gst_buffer_list_add (list, rtp_new (i, size));
  return list;
}
