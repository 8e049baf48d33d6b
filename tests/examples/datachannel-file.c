/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A file over a data channel of its own: "SIZE\nNAME", then the bytes; the
 * other side says "done", or why not, and the sender closes.  The channel owns
 * the Transfer. */

#include "datachannel-file.h"

#include <gio/gio.h>
#include <string.h>

#define PIECE (64 * 1024)
#define ENOUGH (1024 * 1024)    /* waits in a channel: the rest stays on disk */

struct _Transfer
{
  const gchar *folder;
  GFile *file;
  gchar *name;
  gint64 size, done;
  GInputStream *in;             /* one of them */
  GOutputStream *out;
};

static void
transfer_free (Transfer * transfer)
{
  if (transfer->out) {          /* a part is of no use */
    g_clear_object (&transfer->out);
    g_file_delete (transfer->file, NULL, NULL);
  }
  g_clear_object (&transfer->in);
  g_clear_object (&transfer->file);
  g_free (transfer->name);
  g_free (transfer);
}

/* A line for each tenth */
static void
transfer_moved (Transfer * transfer, const gchar * what, gsize size)
{
  gint64 before = transfer->done;

  transfer->done += size;
  if (transfer->size > 0
      && transfer->done * 10 / transfer->size > before * 10 / transfer->size)
    g_print ("%s %s %d %%\n", what, transfer->name,
        (gint) (transfer->done * 100 / transfer->size));
}

/* As much as the channel takes; again when a part of that has gone */
static void
send_more (GstWebRTCDataChannel * channel, Transfer * transfer)
{
  guint64 waiting = 0;

  while (transfer->done < transfer->size && waiting < ENOUGH) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) piece =
        g_input_stream_read_bytes (transfer->in, PIECE, NULL, &error);

    if (piece == NULL || g_bytes_get_size (piece) == 0
        || !gst_webrtc_data_channel_send_data_full (channel, piece, &error)) {
      g_printerr ("%s: %s\n", transfer->name,
          error ? error->message : "has become shorter");
      gst_webrtc_data_channel_close (channel);
      return;
    }
    transfer_moved (transfer, "sent", g_bytes_get_size (piece));
    g_object_get (channel, "buffered-amount", &waiting, NULL);
  }
}

static void
on_open (GstWebRTCDataChannel * channel, Transfer * transfer)
{
  g_autofree gchar *text = g_strdup_printf ("%" G_GINT64_FORMAT "\n%s",
      transfer->size, transfer->name);

  gst_webrtc_data_channel_send_string_full (channel, text, NULL);
  send_more (channel, transfer);
}

static void
on_done (GstWebRTCDataChannel * channel, const gchar * text,
    Transfer * transfer)
{
  g_print ("%s %s\n", transfer->name, text);
  gst_webrtc_data_channel_close (channel);
}

/* NULL if it cannot be read */
Transfer *
transfer_open (const gchar * path, GError ** error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) in = g_file_read (file, NULL, error);
  g_autoptr (GFileInfo) info = in ? g_file_input_stream_query_info (in,
      G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, error) : NULL;
  Transfer *transfer;

  if (info == NULL)
    return NULL;
  transfer = g_new0 (Transfer, 1);
  transfer->name = g_file_get_basename (file);
  transfer->size = g_file_info_get_size (info);
  transfer->in = G_INPUT_STREAM (g_steal_pointer (&in));
  return transfer;
}

/* Over a channel that is not open yet, which takes @transfer */
void
transfer_send (Transfer * transfer, GstWebRTCDataChannel * channel)
{
  g_object_set (channel, "buffered-amount-low-threshold",
      (guint64) ENOUGH / 4, NULL);
  g_signal_connect (channel, "on-open", G_CALLBACK (on_open), transfer);
  g_signal_connect (channel, "on-buffered-amount-low", G_CALLBACK (send_more),
      transfer);
  g_signal_connect (channel, "on-message-string", G_CALLBACK (on_done),
      transfer);
  g_object_set_data_full (G_OBJECT (channel), "transfer", transfer,
      (GDestroyNotify) transfer_free);
}

static void
on_data (GstWebRTCDataChannel * channel, GBytes * data, Transfer * transfer)
{
  g_autoptr (GError) error = NULL;

  if (transfer->out == NULL)
    return;
  if (data && !g_output_stream_write_all (transfer->out,
          g_bytes_get_data (data, NULL), g_bytes_get_size (data), NULL, NULL,
          &error)) {
    gst_webrtc_data_channel_send_string_full (channel, error->message, NULL);
    return;
  }
  transfer_moved (transfer, "received", data ? g_bytes_get_size (data) : 0);
  if (transfer->done >= transfer->size) {
    g_clear_object (&transfer->out);
    g_print ("stored %s\n", g_file_peek_path (transfer->file));
    gst_webrtc_data_channel_send_string_full (channel, "done", NULL);
  }
}

/* The first message; the file must not be there yet */
static void
on_name (GstWebRTCDataChannel * channel, const gchar * text,
    Transfer * transfer)
{
  const gchar *name = strchr (text, '\n');
  g_autoptr (GFile) folder = g_file_new_for_path (transfer->folder);
  g_autoptr (GError) error = NULL;

  if (name == NULL || transfer->file != NULL)
    return;
  transfer->size = g_ascii_strtoll (text, NULL, 10);
  transfer->name = g_path_get_basename (name + 1);      /* no way out */
  transfer->file = g_file_get_child (folder, transfer->name);
  transfer->out = G_OUTPUT_STREAM (g_file_create (transfer->file,
          G_FILE_CREATE_NONE, NULL, &error));
  if (transfer->out)
    on_data (channel, NULL, transfer);
  else
    gst_webrtc_data_channel_send_string_full (channel, error->message, NULL);
}

/* Whatever comes over @channel, into @folder */
void
transfer_receive (GstWebRTCDataChannel * channel, const gchar * folder)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->folder = folder;
  g_signal_connect (channel, "on-message-string", G_CALLBACK (on_name),
      transfer);
  g_signal_connect (channel, "on-message-data", G_CALLBACK (on_data), transfer);
  g_object_set_data_full (G_OBJECT (channel), "transfer", transfer,
      (GDestroyNotify) transfer_free);
}
