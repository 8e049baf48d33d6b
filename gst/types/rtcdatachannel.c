/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

#include <gio/gio.h>
#include <string.h>

/* GstRtcDataChannel: what the application sees of an RtcDataChannel.  Typed calls
 * of the library go through the three slots after GObjectClass, which
 * rtc_types_check () has found where they are expected; its action signals call
 * these as well. */

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

enum
{
  PROP_LABEL = 1,
  PROP_ORDERED,
  PROP_MAX_PACKET_LIFETIME,
  PROP_MAX_RETRANSMITS,
  PROP_PROTOCOL,
  PROP_NEGOTIATED,
  PROP_ID,
  PROP_PRIORITY,
  PROP_READY_STATE,
  PROP_BUFFERED_AMOUNT,
  PROP_BUFFERED_AMOUNT_LOW_THRESHOLD,
};

enum
{
  ON_OPEN,
  ON_CLOSE,
  ON_ERROR,
  ON_MESSAGE_DATA,
  ON_MESSAGE_STRING,
  ON_BUFFERED_AMOUNT_LOW,
  N_SIGNALS,
};

typedef struct
{
  RtcDataChannel *channel;      /* since it was made */
  GMutex lock;                  /* a leaf, over the rest */
  GstWebRTCDataChannelState state;      /* only ever rises */
  GstWebRTCDataChannelState told;       /* that was notified last */
  guint64 low_threshold;
} Private;

static gint private_offset;
static GObjectClass *parent_class;
static guint signals[N_SIGNALS];

static Private *
get_private (gpointer instance)
{
  return G_STRUCT_MEMBER_P (instance, private_offset);
}

/* --- sending: any thread -------------------------------------------------- */

static GstWebRTCError
convert_code (const GError * error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return GST_WEBRTC_ERROR_TYPE_ERROR;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return GST_WEBRTC_ERROR_INVALID_STATE;
  return GST_WEBRTC_ERROR_DATA_CHANNEL_FAILURE;
}

static gboolean
send_bytes (gpointer object, GBytes * data, gboolean is_string, GError ** error)
{
  Private *priv = get_private (object);
  g_autoptr (GError) why = NULL;

  if (!rtc_data_channel_send (priv->channel, data, is_string, &why)) {
    g_set_error_literal (error, GST_WEBRTC_ERROR, convert_code (why),
        why->message);
    return FALSE;
  }
  if (g_bytes_get_size (data) > 0)
    g_object_notify (object, "buffered-amount");
  return TRUE;
}

static gboolean
send_data (GstWebRTCDataChannel * object, GBytes * data, GError ** error)
{
  g_autoptr (GBytes) empty = NULL;

  if (data == NULL)
    data = empty = g_bytes_new_static (NULL, 0);
  return send_bytes (object, data, FALSE, error);
}

static gboolean
send_string (GstWebRTCDataChannel * object, const gchar * text, GError ** error)
{
  g_autoptr (GBytes) data = g_bytes_new (text, text != NULL ? strlen (text)
      : 0);

  return send_bytes (object, data, TRUE, error);
}

/* W3C 6.2: "closing" from the moment of the call; what is told of it comes in
 * its turn */
static void
close_channel (GstWebRTCDataChannel * object)
{
  Private *priv = get_private (object);

  g_mutex_lock (&priv->lock);
  priv->state = MAX (priv->state, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSING);
  g_mutex_unlock (&priv->lock);
  rtc_data_channel_close (priv->channel);
}

/* --- properties ------------------------------------------------------------ */

/* RFC 8831 section 6.4 */
static GstWebRTCPriorityType
priority_of (guint16 priority)
{
  if (priority <= 128)
    return GST_WEBRTC_PRIORITY_TYPE_VERY_LOW;
  if (priority <= 256)
    return GST_WEBRTC_PRIORITY_TYPE_LOW;
  return priority <= 512 ? GST_WEBRTC_PRIORITY_TYPE_MEDIUM
      : GST_WEBRTC_PRIORITY_TYPE_HIGH;
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  Private *priv = get_private (object);
  guint64 threshold;

  /* the others are construct-only: they come with the RtcDataChannel */
  if (id != PROP_BUFFERED_AMOUNT_LOW_THRESHOLD)
    return;
  threshold = g_value_get_uint64 (value);
  g_mutex_lock (&priv->lock);
  priv->low_threshold = threshold;
  g_mutex_unlock (&priv->lock);
  rtc_data_channel_set_low_threshold (priv->channel, threshold);
}

static void
get_changing (Private * priv, guint id, GValue * value)
{
  g_mutex_lock (&priv->lock);
  if (id == PROP_READY_STATE)
    g_value_set_enum (value, priv->state);
  else
    g_value_set_uint64 (value, priv->low_threshold);
  g_mutex_unlock (&priv->lock);
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  Private *priv = get_private (object);
  const RtcDataChannelConfig *config =
      rtc_data_channel_get_config (priv->channel);

  switch (id) {
    case PROP_LABEL:
      g_value_set_string (value, config->label);
      break;
    case PROP_ORDERED:
      g_value_set_boolean (value, config->ordered);
      break;
    case PROP_MAX_PACKET_LIFETIME:
      g_value_set_int (value, config->max_packet_lifetime);
      break;
    case PROP_MAX_RETRANSMITS:
      g_value_set_int (value, config->max_retransmits);
      break;
    case PROP_PROTOCOL:
      g_value_set_string (value, config->protocol);
      break;
    case PROP_NEGOTIATED:
      g_value_set_boolean (value, config->negotiated);
      break;
    case PROP_ID:
      g_value_set_int (value, rtc_data_channel_get_id (priv->channel));
      break;
    case PROP_PRIORITY:
      g_value_set_enum (value, priority_of (config->priority));
      break;
    case PROP_BUFFERED_AMOUNT:
      g_value_set_uint64 (value,
          rtc_data_channel_get_buffered_amount (priv->channel));
      break;
    default:
      get_changing (priv, id, value);
      break;
  }
}

/* --- class ------------------------------------------------------------------- */

static void
finalize (GObject * object)
{
  Private *priv = get_private (object);

  g_clear_pointer (&priv->channel, rtc_data_channel_unref);
  g_mutex_clear (&priv->lock);
  parent_class->finalize (object);
}

static void
install_properties (GObjectClass * object_class)
{
  static const gchar *const properties[] = {
    [PROP_LABEL] = "label",
    [PROP_ORDERED] = "ordered",
    [PROP_MAX_PACKET_LIFETIME] = "max-packet-lifetime",
    [PROP_MAX_RETRANSMITS] = "max-retransmits",
    [PROP_PROTOCOL] = "protocol",
    [PROP_NEGOTIATED] = "negotiated",
    [PROP_ID] = "id",
    [PROP_PRIORITY] = "priority",
    [PROP_READY_STATE] = "ready-state",
    [PROP_BUFFERED_AMOUNT] = "buffered-amount",
    [PROP_BUFFERED_AMOUNT_LOW_THRESHOLD] = "buffered-amount-low-threshold",
  };

  for (guint i = PROP_LABEL; i < G_N_ELEMENTS (properties); i++)
    g_object_class_override_property (object_class, i, properties[i]);
}

static void
find_signals (GType type)
{
  static const gchar *const names[N_SIGNALS] = {
    [ON_OPEN] = "on-open",
    [ON_CLOSE] = "on-close",
    [ON_ERROR] = "on-error",
    [ON_MESSAGE_DATA] = "on-message-data",
    [ON_MESSAGE_STRING] = "on-message-string",
    [ON_BUFFERED_AMOUNT_LOW] = "on-buffered-amount-low",
  };

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_lookup (names[i], type);
}

static void
class_init (gpointer klass, gpointer class_data)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ChannelSlots *slots = klass;

  g_type_class_adjust_private_offset (klass, &private_offset);
  parent_class = g_type_class_peek_parent (klass);
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  slots->send_data = send_data;
  slots->send_string = send_string;
  slots->close = close_channel;
  install_properties (object_class);
  find_signals (G_TYPE_FROM_CLASS (klass));
}

static void
instance_init (GTypeInstance * instance, gpointer klass)
{
  Private *priv = get_private (instance);

  g_mutex_init (&priv->lock);
  priv->state = priv->told = GST_WEBRTC_DATA_CHANNEL_STATE_CONNECTING;
}

GType
rtc_data_channel_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
        rtc_types_derive (GST_TYPE_WEBRTC_DATA_CHANNEL, "GstRtcDataChannel",
            class_init, instance_init, sizeof (Private), &private_offset));
  return type;
}

/* --- for the owner ------------------------------------------------------------- */

GstWebRTCDataChannel *
rtc_data_channel_object_new (RtcDataChannel * channel)
{
  GstWebRTCDataChannel *object =
      g_object_new (rtc_data_channel_get_type (), NULL);

  get_private (object)->channel = rtc_data_channel_ref (channel);
  return object;
}

RtcDataChannel *
rtc_data_channel_object_get_channel (GstWebRTCDataChannel * object)
{
  return get_private (object)->channel;
}

gboolean
rtc_data_channel_object_set_state (GstWebRTCDataChannel * object,
    GstWebRTCDataChannelState state)
{
  Private *priv = get_private (object);
  gboolean changed;

  g_mutex_lock (&priv->lock);
  changed = state > priv->told && state >= priv->state;
  if (changed)
    priv->state = priv->told = state;
  g_mutex_unlock (&priv->lock);
  if (changed)
    g_object_notify (G_OBJECT (object), "ready-state");
  return changed;
}

void
rtc_data_channel_object_tell_open (GstWebRTCDataChannel * object)
{
  Private *priv = get_private (object);
  gboolean open;

  g_mutex_lock (&priv->lock);
  open = priv->state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN;
  g_mutex_unlock (&priv->lock);
  if (open)
    g_signal_emit (object, signals[ON_OPEN], 0);
}

void
rtc_data_channel_object_tell_closed (GstWebRTCDataChannel * object)
{
  g_signal_emit (object, signals[ON_CLOSE], 0);
}

void
rtc_data_channel_object_tell_error (GstWebRTCDataChannel * object,
    const GError * error)
{
  g_autoptr (GError) own = g_error_new_literal (GST_WEBRTC_ERROR,
      GST_WEBRTC_ERROR_DATA_CHANNEL_FAILURE, error->message);

  g_signal_emit (object, signals[ON_ERROR], 0, own);
}

void
rtc_data_channel_object_tell_low (GstWebRTCDataChannel * object)
{
  g_object_notify (G_OBJECT (object), "buffered-amount");
  g_signal_emit (object, signals[ON_BUFFERED_AMOUNT_LOW], 0);
}

void
rtc_data_channel_object_tell_message (GstWebRTCDataChannel * object,
    GBytes * data, gboolean is_string)
{
  gsize size;
  const gchar *bytes = g_bytes_get_data (data, &size);

  if (!is_string) {
    g_signal_emit (object, signals[ON_MESSAGE_DATA], 0, size > 0 ? data : NULL);
  } else if (size == 0) {
    g_signal_emit (object, signals[ON_MESSAGE_STRING], 0, NULL);
  } else {
    /* what is no UTF-8 would be an exception in other languages' bindings */
    g_autofree gchar *text = g_utf8_validate_len (bytes, size, NULL)
        ? g_strndup (bytes, size) : g_utf8_make_valid (bytes, size);

    g_signal_emit (object, signals[ON_MESSAGE_STRING], 0, text);
  }
}
