/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

#include <gst/webrtc/sctptransport.h>

/* GstRtcSCTPTransport: its place.  Data channels are not there yet, so it says
 * what libgstwebrtc says of one that has not begun. */

enum
{
  PROP_TRANSPORT = 1,
  PROP_STATE,
  PROP_MAX_MESSAGE_SIZE,
  PROP_MAX_CHANNELS,
};

static gint private_offset;

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  if (id == PROP_STATE)
    g_value_set_enum (value, GST_WEBRTC_SCTP_TRANSPORT_STATE_NEW);
}

static void
class_init (gpointer klass, gpointer class_data)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_type_class_adjust_private_offset (klass, &private_offset);
  object_class->get_property = get_property;
  g_object_class_override_property (object_class, PROP_TRANSPORT, "transport");
  g_object_class_override_property (object_class, PROP_STATE, "state");
  g_object_class_override_property (object_class, PROP_MAX_MESSAGE_SIZE,
      "max-message-size");
  g_object_class_override_property (object_class, PROP_MAX_CHANNELS,
      "max-channels");
}

GType
rtc_sctp_transport_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
        rtc_types_derive (gst_webrtc_sctp_transport_get_type (),
            "GstRtcSCTPTransport", class_init, NULL, sizeof (gpointer),
            &private_offset));
  return type;
}
