/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

GST_DEBUG_CATEGORY_STATIC (rtc_dtls_transport_debug);
#define GST_CAT_DEFAULT rtc_dtls_transport_debug

enum
{
  PROP_TRANSPORT = 1,
  PROP_STATE,
  PROP_CLIENT,
  PROP_CERTIFICATE,
  PROP_REMOTE_CERTIFICATE,
};

typedef struct
{
  /* since it was made */
  GstWebRTCICETransport *ice;

  /* GST_OBJECT_LOCK */
  GstWebRTCDTLSTransportState state;
  gboolean client;
  gchar *certificate, *remote_certificate;
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
  /* libgstwebrtc lets everybody write client and certificate */
  GST_WARNING_OBJECT (object, "%s comes of the negotiation here: what was set "
      "is ignored. A certificate of one's own is a property of rtcpeerbin",
      pspec->name);
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  Private *priv = get_private (object);

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_TRANSPORT:
      g_value_set_object (value, priv->ice);
      break;
    case PROP_STATE:
      g_value_set_enum (value, priv->state);
      break;
    case PROP_CLIENT:
      g_value_set_boolean (value, priv->client);
      break;
    case PROP_CERTIFICATE:
      g_value_set_string (value, priv->certificate);
      break;
    case PROP_REMOTE_CERTIFICATE:
      g_value_set_string (value, priv->remote_certificate);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
constructed (GObject * object)
{
  GObjectClass *element_free =
      g_type_class_peek (g_type_parent (GST_TYPE_WEBRTC_DTLS_TRANSPORT));

  /* The library's own makes a dtlssrtpenc and a dtlssrtpdec: it is left out */
  element_free->constructed (object);
}

static void
finalize (GObject * object)
{
  Private *priv = get_private (object);

  gst_clear_object (&priv->ice);
  g_free (priv->certificate);
  g_free (priv->remote_certificate);
  parent_class->finalize (object);
}

static void
class_init (gpointer klass, gpointer class_data)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const gchar *const properties[] = {
    [PROP_TRANSPORT] = "transport",
    [PROP_STATE] = "state",
    [PROP_CLIENT] = "client",
    [PROP_CERTIFICATE] = "certificate",
    [PROP_REMOTE_CERTIFICATE] = "remote-certificate",
  };

  GST_DEBUG_CATEGORY_INIT (rtc_dtls_transport_debug, "rtcdtlstransport", 0,
      "WebRTC DTLS transports");
  g_type_class_adjust_private_offset (klass, &private_offset);
  parent_class = g_type_class_peek_parent (klass);
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->constructed = constructed;
  object_class->finalize = finalize;
  for (guint i = PROP_TRANSPORT; i < G_N_ELEMENTS (properties); i++)
    g_object_class_override_property (object_class, i, properties[i]);
}

GType
rtc_dtls_transport_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
        rtc_types_derive (GST_TYPE_WEBRTC_DTLS_TRANSPORT,
            "GstRtcDTLSTransport", class_init, NULL, sizeof (Private),
            &private_offset));
  return type;
}

GstWebRTCDTLSTransport *
rtc_dtls_transport_new (guint session, GstWebRTCICETransport * ice)
{
  GstWebRTCDTLSTransport *self =
      gst_object_ref_sink (g_object_new (rtc_dtls_transport_get_type (),
          "session-id", session, NULL));
  Private *priv = get_private (self);

  priv->ice = gst_object_ref (ice);
  priv->state = GST_WEBRTC_DTLS_TRANSPORT_STATE_NEW;
  return self;
}

void
rtc_dtls_transport_set_state (GstWebRTCDTLSTransport * transport,
    GstWebRTCDTLSTransportState state)
{
  rtc_types_set (transport, get_private (transport)->state, state, "state");
}

void
rtc_dtls_transport_set_client (GstWebRTCDTLSTransport * transport,
    gboolean client)
{
  rtc_types_set (transport, get_private (transport)->client, client, "client");
}

/* under @transport's lock */
static gboolean
replace_text (gchar ** field, const gchar * text)
{
  if (g_strcmp0 (*field, text) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (text);
  return TRUE;
}

void
rtc_dtls_transport_set_certificates (GstWebRTCDTLSTransport * transport,
    const gchar * certificate, const gchar * remote_certificate)
{
  Private *priv = get_private (transport);
  gboolean local, remote;

  GST_OBJECT_LOCK (transport);
  local = replace_text (&priv->certificate, certificate);
  remote = replace_text (&priv->remote_certificate, remote_certificate);
  GST_OBJECT_UNLOCK (transport);
  if (local)
    g_object_notify (G_OBJECT (transport), "certificate");
  if (remote)
    g_object_notify (G_OBJECT (transport), "remote-certificate");
}
