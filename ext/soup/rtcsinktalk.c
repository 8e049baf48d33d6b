/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* rtcsink and what its viewers do over data channels: signals, messages on the
 * bus, and the pipeline.  A viewer's strand may outlive the sink's way to NULL,
 * so it holds the sink weakly. */
#include "rtcsink.h"

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
post (GstRtcSink * self, GstStructure * structure)
{
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_element (GST_OBJECT (self), structure));
}

/* On a viewer's strand, without locks, as the two below */
static void
on_chat (const gchar * viewer_id, const gchar * text, gpointer user_data)
{
  g_autoptr (GstRtcSink) self = g_weak_ref_get (user_data);

  if (self == NULL)
    return;
  post (self, gst_structure_new ("rtc-chat", "viewer", G_TYPE_STRING,
          viewer_id, "text", G_TYPE_STRING, text, NULL));
  g_signal_emit (self, gst_rtc_sink_signals[GST_RTC_SINK_CHAT_MESSAGE], 0,
      viewer_id, text);
}

static void
on_file (const gchar * viewer_id, const gchar * name, const gchar * location,
    guint64 size, gpointer user_data)
{
  g_autoptr (GstRtcSink) self = g_weak_ref_get (user_data);

  if (self == NULL)
    return;
  post (self, gst_structure_new ("rtc-file-received",
          "viewer", G_TYPE_STRING, viewer_id, "name", G_TYPE_STRING, name,
          "location", G_TYPE_STRING, location, "size", G_TYPE_UINT64, size,
          NULL));
  g_signal_emit (self, gst_rtc_sink_signals[GST_RTC_SINK_FILE_RECEIVED], 0,
      viewer_id, name, location, size);
}

static void
on_control (const gchar * viewer_id, const RtcControl * control,
    gpointer user_data)
{
  g_autoptr (GstRtcSink) self = g_weak_ref_get (user_data);

  if (self != NULL)
    gst_rtc_sink_control (self, control);
}

/* NULL: nothing of it is enabled, and data channels are refused.  Transfer full. */
RtcTalk *
gst_rtc_sink_make_talk (GstRtcSink * self)
{
  static const RtcTalkEvents events = { on_chat, on_file, on_control };
  g_autofree gchar *directory = NULL;
  RtcTalkConfig config;
  GWeakRef *weak;

  GST_OBJECT_LOCK (self);
  /* the working directory may change */
  if (self->settings.drop_directory != NULL)
    directory = g_canonicalize_filename (self->settings.drop_directory, NULL);
  config = (RtcTalkConfig) {
    self->settings.chat, directory, self->settings.max_drop_size,
    self->settings.control
  };
  GST_OBJECT_UNLOCK (self);
  if (!config.chat && directory == NULL && !config.control)
    return NULL;
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  return rtc_talk_new (&config, &events, weak, weak_free);
}

static gboolean
send_chat (GstRtcSink * self, const gchar * viewer_id, const gchar * text)
{
  g_autoptr (RtcTalk) talk = NULL;

  g_mutex_lock (&self->lock);
  if (self->talk != NULL)
    talk = rtc_talk_ref (self->talk);
  g_mutex_unlock (&self->lock);
  return talk != NULL && text != NULL
      && rtc_talk_send_chat (talk, viewer_id, text);
}

void
gst_rtc_sink_install_talk_signals (GType type)
{
  /**
   * GstRtcSink::chat-message:
   * @self: the sink
   * @viewer_id: the viewer's id, as in #GstRtcSink::viewer-added
   * @text: what it wrote
   *
   * A viewer has written something, which the others have been sent already.
   * Emitted on a thread for this viewer: blocking holds up only what it does.
   * On the bus as the element message "rtc-chat" (viewer, text).
   */
  gst_rtc_sink_signals[GST_RTC_SINK_CHAT_MESSAGE] =
      g_signal_new ("chat-message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * GstRtcSink::send-chat:
   * @self: the sink
   * @viewer_id: (nullable): whom to write to; %NULL: all, also who comes later
   * @text: at most 2000 characters
   *
   * Writes to viewers.  From any thread.
   *
   * Returns: %FALSE if enable-chat is not set, if there is no such viewer with
   * a chat, or if @text is empty or too long
   */
  gst_rtc_sink_signals[GST_RTC_SINK_SEND_CHAT] =
      g_signal_new_class_handler ("send-chat", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (send_chat), NULL, NULL,
      NULL, G_TYPE_BOOLEAN, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * GstRtcSink::file-received:
   * @self: the sink
   * @viewer_id: the viewer's id
   * @name: the file's name in #GstRtcSink:drop-directory
   * @location: its path
   * @size: its bytes
   *
   * A viewer has dropped a file, which is complete.  Emitted on a thread for
   * this viewer: blocking holds up only what it does.  On the bus as the element
   * message "rtc-file-received" (viewer, name, location, size).
   */
  gst_rtc_sink_signals[GST_RTC_SINK_FILE_RECEIVED] =
      g_signal_new ("file-received", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING,
      G_TYPE_UINT64);
}
