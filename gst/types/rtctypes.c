/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

/* A channel's class: GObjectClass, then send_data, send_string and close, then
 * padding.  rtcdatachannel.c writes to these three slots. */
#define CHANNEL_CLASS_SIZE \
  (sizeof (GObjectClass) + (3 + GST_PADDING) * sizeof (gpointer))

/* 0: any size will do, nothing of the struct is touched */
typedef struct
{
  GType (*get_type) (void);
  gsize class_size, instance_size;
} Expected;

static const Expected expected[] = {
  {gst_webrtc_rtp_transceiver_get_type, 0, 0},
  {gst_webrtc_rtp_sender_get_type, 0, 0},
  {gst_webrtc_rtp_receiver_get_type, 0, 0},
  {gst_webrtc_dtls_transport_get_type, 0, 0},
  {gst_webrtc_sctp_transport_get_type, 0, 0},
  {gst_webrtc_data_channel_get_type, CHANNEL_CLASS_SIZE, 0},
  {gst_webrtc_ice_transport_get_type, sizeof (GstWebRTCICETransportClass),
      sizeof (GstWebRTCICETransport)},
  {gst_webrtc_ice_get_type, sizeof (GstWebRTCICEClass),
      sizeof (GstWebRTCICE)},
};

static gboolean
check_size (const GTypeQuery * query, const gchar * what, gsize size,
    gsize wanted, GError ** error)
{
  if (wanted == 0 || size == wanted)
    return TRUE;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "the %s of %s has %" G_GSIZE_FORMAT " bytes in this libgstwebrtc-1.0, %"
      G_GSIZE_FORMAT " were expected: rebuild gst-rtc against the GStreamer "
      "that is installed (built against %d.%d)", what, query->type_name, size,
      wanted, GST_VERSION_MAJOR, GST_VERSION_MINOR);
  return FALSE;
}

gboolean
rtc_types_check (GError ** error)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    GTypeQuery query;

    g_type_query (expected[i].get_type (), &query);
    if (!check_size (&query, "class", query.class_size, expected[i].class_size,
            error)
        || !check_size (&query, "instance", query.instance_size,
            expected[i].instance_size, error))
      return FALSE;
  }
  return TRUE;
}

GType
rtc_types_derive (GType parent, const gchar * name, GClassInitFunc class_init,
    GInstanceInitFunc instance_init, gsize private_size, gint * private_offset)
{
  GTypeInfo info = { 0, };
  GTypeQuery query;
  GType type;

  g_type_query (parent, &query);
  info.class_size = query.class_size;
  info.class_init = class_init;
  info.instance_size = query.instance_size;
  info.instance_init = instance_init;
  type = g_type_register_static (parent, name, &info, 0);
  *private_offset = g_type_add_instance_private (type, private_size);
  return type;
}

gboolean
rtc_types_replace (gpointer owner, gpointer slot, gpointer object)
{
  GstObject **place = slot, *old;

  GST_OBJECT_LOCK (owner);
  old = *place;
  *place = object != NULL ? gst_object_ref (object) : NULL;
  GST_OBJECT_UNLOCK (owner);
  /* not under the lock: it may be the last reference */
  if (old != NULL)
    gst_object_unref (old);
  return old != object;
}
