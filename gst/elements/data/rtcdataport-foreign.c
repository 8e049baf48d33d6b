/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A port on any GstWebRTCDataChannel, such as webrtcbin's: by libgstwebrtc's
 * calls and signals alone.  A message that comes while too many wait holds up
 * the thread that tells of it. */
#include "rtcdataport.h"

#include <string.h>

typedef struct
{
  GstWebRTCDataChannel *channel;
  gulong handlers[7];
  guint n_handlers;
} Foreign;

static gboolean
foreign_send (gpointer channel, GBytes * bytes, gboolean is_string,
    GError ** error)
{
  Foreign *foreign = channel;
  gsize size;
  const gchar *data = g_bytes_get_data (bytes, &size);
  g_autofree gchar *text = NULL;

  if (!is_string)
    return gst_webrtc_data_channel_send_data_full (foreign->channel,
        size > 0 ? bytes : NULL, error);
  text = size > 0 ? g_strndup (data, size) : NULL;
  return gst_webrtc_data_channel_send_string_full (foreign->channel, text,
      error);
}

static guint64
foreign_get_buffered (gpointer channel)
{
  guint64 buffered;

  g_object_get (((Foreign *) channel)->channel, "buffered-amount", &buffered,
      NULL);
  return buffered;
}

static void
foreign_set_low_threshold (gpointer channel, guint64 bytes)
{
  g_object_set (((Foreign *) channel)->channel,
      "buffered-amount-low-threshold", bytes, NULL);
}

static void
foreign_close (gpointer channel)
{
  gst_webrtc_data_channel_close (((Foreign *) channel)->channel);
}

static void
foreign_release (gpointer channel, gsize size)
{
}

static void
foreign_stop (gpointer channel)
{
  Foreign *foreign = channel;

  while (foreign->n_handlers > 0)
    g_signal_handler_disconnect (foreign->channel,
        foreign->handlers[--foreign->n_handlers]);
}

static void
foreign_clear (gpointer channel)
{
  g_object_unref (((Foreign *) channel)->channel);
}

static const RtcDataPortClass foreign_class = {
  foreign_send, foreign_get_buffered, foreign_set_low_threshold, foreign_close,
  foreign_release, foreign_stop, foreign_clear
};

/* --- signals, on the implementation's threads -------------------------------------- */

static void
on_ready_state (GstWebRTCDataChannel * channel, GParamSpec * pspec,
    RtcDataPort * port)
{
  GstWebRTCDataChannelState state;

  g_object_get (channel, "ready-state", &state, NULL);
  if (state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN)
    rtc_data_port_opened (port);
  else if (state == GST_WEBRTC_DATA_CHANNEL_STATE_CLOSING)
    rtc_data_port_closing (port);
}

/* What was wrong has been told before */
static void
on_close (GstWebRTCDataChannel * channel, RtcDataPort * port)
{
  rtc_data_port_closed (port, !rtc_data_port_has_failed (port));
}

static void
on_error (GstWebRTCDataChannel * channel, const GError * error,
    RtcDataPort * port)
{
  rtc_data_port_fail (port, GST_RESOURCE_ERROR_FAILED,
      error != NULL ? error->message : "the channel has failed");
}

static void
on_low (GstWebRTCDataChannel * channel, RtcDataPort * port)
{
  rtc_data_port_wake (port);
}

static void
receive (RtcDataPort * port, GBytes * bytes, gboolean is_string)
{
  rtc_data_port_received (port, bytes, is_string, TRUE);
  g_bytes_unref (bytes);
}

static void
on_data (GstWebRTCDataChannel * channel, GBytes * data, RtcDataPort * port)
{
  receive (port, data != NULL ? g_bytes_ref (data) :
      g_bytes_new_static (NULL, 0), FALSE);
}

static void
on_string (GstWebRTCDataChannel * channel, const gchar * text,
    RtcDataPort * port)
{
  receive (port, g_bytes_new (text, text != NULL ? strlen (text) : 0), TRUE);
}

static void
forget (gpointer port, GClosure * closure)
{
  rtc_data_port_unref (port);
}

/* The closures hold the port */
static void
listen (Foreign * foreign, const gchar * signal, GCallback callback,
    RtcDataPort * port)
{
  foreign->handlers[foreign->n_handlers++] =
      g_signal_connect_data (foreign->channel, signal, callback,
      rtc_data_port_ref (port), forget, 0);
}

void
rtc_data_port_attach_foreign (RtcDataPort * port,
    GstWebRTCDataChannel * channel)
{
  Foreign *foreign = g_atomic_rc_box_new0 (Foreign);
  GstWebRTCDataChannelState state;

  rtc_data_port_begin (port);
  foreign->channel = g_object_ref (channel);
  listen (foreign, "notify::ready-state", G_CALLBACK (on_ready_state), port);
  listen (foreign, "on-close", G_CALLBACK (on_close), port);
  listen (foreign, "on-error", G_CALLBACK (on_error), port);
  if (rtc_data_port_receives (port)) {
    listen (foreign, "on-message-data", G_CALLBACK (on_data), port);
    listen (foreign, "on-message-string", G_CALLBACK (on_string), port);
  } else {
    listen (foreign, "on-buffered-amount-low", G_CALLBACK (on_low), port);
  }
  rtc_data_port_attach (port, &foreign_class, foreign);
  on_ready_state (channel, NULL, port);
  g_object_get (channel, "ready-state", &state, NULL);
  if (state == GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED)
    rtc_data_port_closed (port, TRUE);
}
