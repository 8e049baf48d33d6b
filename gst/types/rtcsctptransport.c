/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

/* GstRtcSCTPTransport: what the application sees of the association */

enum
{
  PROP_TRANSPORT = 1,
  PROP_STATE,
  PROP_MAX_MESSAGE_SIZE,
  PROP_MAX_CHANNELS,
};

typedef struct
{
  /* GST_OBJECT_LOCK */
  GstWebRTCDTLSTransport *transport;
  GstWebRTCSCTPTransportState state;
  guint64 max_message_size;
  guint max_channels;
} Private;

static gint private_offset;
static GObjectClass *parent_class;

static Private *
get_private (gpointer instance)
{
  return G_STRUCT_MEMBER_P (instance, private_offset);
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  Private *priv = get_private (object);

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_TRANSPORT:
      g_value_set_object (value, priv->transport);
      break;
    case PROP_STATE:
      g_value_set_enum (value, priv->state);
      break;
    case PROP_MAX_MESSAGE_SIZE:
      g_value_set_uint64 (value, priv->max_message_size);
      break;
    case PROP_MAX_CHANNELS:
      g_value_set_uint (value, priv->max_channels);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
finalize (GObject * object)
{
  gst_clear_object (&get_private (object)->transport);
  parent_class->finalize (object);
}

static void
class_init (gpointer klass, gpointer class_data)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_type_class_adjust_private_offset (klass, &private_offset);
  parent_class = g_type_class_peek_parent (klass);
  object_class->get_property = get_property;
  object_class->finalize = finalize;
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
            "GstRtcSCTPTransport", class_init, NULL, sizeof (Private),
            &private_offset));
  return type;
}

GstWebRTCSCTPTransport *
rtc_sctp_transport_new (void)
{
  return gst_object_ref_sink (g_object_new (rtc_sctp_transport_get_type (),
          NULL));
}

void
rtc_sctp_transport_set_transport (GstWebRTCSCTPTransport * sctp,
    GstWebRTCDTLSTransport * transport)
{
  if (rtc_types_replace (sctp, &get_private (sctp)->transport, transport))
    g_object_notify (G_OBJECT (sctp), "transport");
}

void
rtc_sctp_transport_set_state (GstWebRTCSCTPTransport * sctp,
    GstWebRTCSCTPTransportState state)
{
  rtc_types_set (sctp, get_private (sctp)->state, state, "state");
}

void
rtc_sctp_transport_set_max_message_size (GstWebRTCSCTPTransport * sctp,
    guint64 bytes)
{
  rtc_types_set (sctp, get_private (sctp)->max_message_size, bytes,
      "max-message-size");
}

void
rtc_sctp_transport_set_max_channels (GstWebRTCSCTPTransport * sctp, guint n)
{
  rtc_types_set (sctp, get_private (sctp)->max_channels, n, "max-channels");
}
