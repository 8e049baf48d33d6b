/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

/* GstRtcDataChannel: its place.  Typed calls of the library go through the three
 * slots after GObjectClass, which rtc_types_check () has found where they are
 * expected; what carries data will stand behind them. */

typedef gboolean (*SendData) (GstWebRTCDataChannel * channel, GBytes * data,
    GError ** error);
typedef gboolean (*SendString) (GstWebRTCDataChannel * channel,
    const gchar * text, GError ** error);

typedef struct
{
  GObjectClass parent_class;
  SendData send_data;
  SendString send_string;
  void (*close) (GstWebRTCDataChannel * channel);
} ChannelSlots;

static gint private_offset;

static gboolean
not_open (GError ** error)
{
  g_set_error_literal (error, GST_WEBRTC_ERROR, GST_WEBRTC_ERROR_INVALID_STATE,
      "the data channel is not open");
  return FALSE;
}

static gboolean
send_data (GstWebRTCDataChannel * channel, GBytes * data, GError ** error)
{
  return not_open (error);
}

static gboolean
send_string (GstWebRTCDataChannel * channel, const gchar * text,
    GError ** error)
{
  return not_open (error);
}

static void
close_channel (GstWebRTCDataChannel * channel)
{
}

static void
class_init (gpointer klass, gpointer class_data)
{
  ChannelSlots *slots = klass;

  g_type_class_adjust_private_offset (klass, &private_offset);
  slots->send_data = send_data;
  slots->send_string = send_string;
  slots->close = close_channel;
}

GType
rtc_data_channel_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
        rtc_types_derive (GST_TYPE_WEBRTC_DATA_CHANNEL, "GstRtcDataChannel",
            class_init, NULL, sizeof (gpointer), &private_offset));
  return type;
}
