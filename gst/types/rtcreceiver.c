/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

/* GstRtcReceiver */

enum
{
  PROP_TRANSPORT = 1,
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
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
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
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  g_object_class_override_property (object_class, PROP_TRANSPORT, "transport");
}

GType
rtc_receiver_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
        rtc_types_derive (GST_TYPE_WEBRTC_RTP_RECEIVER, "GstRtcReceiver",
            class_init, NULL, sizeof (Private), &private_offset));
  return type;
}

void
rtc_receiver_set_transport (GstWebRTCRTPReceiver * receiver,
    GstWebRTCDTLSTransport * transport)
{
  if (rtc_types_replace (receiver, &get_private (receiver)->transport,
          transport))
    g_object_notify (G_OBJECT (receiver), "transport");
}
