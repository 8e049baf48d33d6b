/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

/* GstRtcSender.  Its priority stays where gst_webrtc_rtp_sender_set_priority ()
 * puts it: in the library's own part.  The library's property of it can neither
 * be read nor written: it takes the enum for a guint.  So it is asked for one. */

enum
{
  PROP_TRANSPORT = 1,
  PROP_PRIORITY,
};

typedef struct
{
  GstWebRTCDTLSTransport *transport;    /* GST_OBJECT_LOCK */
} Private;

static gint private_offset;
static GObjectClass *parent_class;

static Private *
get_private (gpointer instance)
{
  return G_STRUCT_MEMBER_P (instance, private_offset);
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  gst_webrtc_rtp_sender_set_priority (GST_WEBRTC_RTP_SENDER (object),
      g_value_get_enum (value));
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  if (id == PROP_PRIORITY) {
    g_value_set_enum (value,
        rtc_sender_get_priority (GST_WEBRTC_RTP_SENDER (object)));
    return;
  }
  GST_OBJECT_LOCK (object);
  g_value_set_object (value, get_private (object)->transport);
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
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  g_object_class_override_property (object_class, PROP_TRANSPORT, "transport");
  g_object_class_override_property (object_class, PROP_PRIORITY, "priority");
}

static void
instance_init (GTypeInstance * instance, gpointer klass)
{
  /* 0, what the library begins with, is not in the enum */
  gst_webrtc_rtp_sender_set_priority ((gpointer) instance,
      GST_WEBRTC_PRIORITY_TYPE_LOW);
}

GType
rtc_sender_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
        rtc_types_derive (GST_TYPE_WEBRTC_RTP_SENDER, "GstRtcSender",
            class_init, instance_init, sizeof (Private), &private_offset));
  return type;
}

void
rtc_sender_set_transport (GstWebRTCRTPSender * sender,
    GstWebRTCDTLSTransport * transport)
{
  if (rtc_types_replace (sender, &get_private (sender)->transport, transport))
    g_object_notify (G_OBJECT (sender), "transport");
}

GstWebRTCPriorityType
rtc_sender_get_priority (GstWebRTCRTPSender * sender)
{
  GParamSpec *pspec = g_object_class_find_property (parent_class, "priority");
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_UINT);
  parent_class->get_property (G_OBJECT (sender), pspec->param_id, &value,
      pspec);
  return g_value_get_uint (&value);
}
