/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

GST_DEBUG_CATEGORY_STATIC (rtc_transceiver_debug);
#define GST_CAT_DEFAULT rtc_transceiver_debug

#define DEFAULT_FEC_PERCENTAGE 100

enum
{
  PROP_MLINE = 1,
  PROP_MID,
  PROP_DIRECTION,
  PROP_CURRENT_DIRECTION,
  PROP_KIND,
  PROP_CODEC_PREFERENCES,
  PROP_FEC_TYPE,
  PROP_FEC_PERCENTAGE,
  PROP_DO_NACK,
};

/* Refcounted: a call may be on its way while another one is set */
typedef struct
{
  RtcTransceiverChanged changed;
  gpointer user_data;
  GDestroyNotify notify;
} Watch;

typedef struct
{
  /* since it was made */
  GstWebRTCRTPSender *sender;
  GstWebRTCRTPReceiver *receiver;

  /* GST_OBJECT_LOCK */
  RtcTransceiverState state;
  Watch *watch;
} Private;

static gint private_offset;
static GObjectClass *parent_class;

static Private *
get_private (gpointer instance)
{
  return G_STRUCT_MEMBER_P (instance, private_offset);
}

static void
watch_clear (gpointer data)
{
  Watch *watch = data;

  if (watch->notify != NULL)
    watch->notify (watch->user_data);
}

static void
watch_unref (Watch * watch)
{
  if (watch != NULL)
    g_atomic_rc_box_release_full (watch, watch_clear);
}

/* The application has changed something that negotiation depends on */
static void
tell (GstWebRTCRTPTransceiver * transceiver)
{
  Private *priv = get_private (transceiver);
  Watch *watch = NULL;

  GST_OBJECT_LOCK (transceiver);
  if (priv->watch != NULL)
    watch = g_atomic_rc_box_acquire (priv->watch);
  GST_OBJECT_UNLOCK (transceiver);
  if (watch != NULL)
    watch->changed (transceiver, watch->user_data);
  watch_unref (watch);
}

void
rtc_transceiver_set_changed (GstWebRTCRTPTransceiver * transceiver,
    RtcTransceiverChanged changed, gpointer user_data, GDestroyNotify notify)
{
  Private *priv = get_private (transceiver);
  Watch *watch = NULL, *old;

  if (changed != NULL) {
    watch = g_atomic_rc_box_new0 (Watch);
    watch->changed = changed;
    watch->user_data = user_data;
    watch->notify = notify;
  }
  GST_OBJECT_LOCK (transceiver);
  old = priv->watch;
  priv->watch = watch;
  GST_OBJECT_UNLOCK (transceiver);
  watch_unref (old);
}

static gboolean
set_enum (gpointer object, gint * field, gint value)
{
  gboolean changed;

  GST_OBJECT_LOCK (object);
  changed = *field != value;
  *field = value;
  GST_OBJECT_UNLOCK (object);
  return changed;
}

static gboolean
set_codec_preferences (GstWebRTCRTPTransceiver * transceiver,
    const GstCaps * caps)
{
  Private *priv = get_private (transceiver);
  gboolean changed;

  if (caps != NULL && gst_caps_is_any (caps))
    caps = NULL;
  GST_OBJECT_LOCK (transceiver);
  changed = gst_caps_replace (&priv->state.codec_preferences, (GstCaps *) caps);
  GST_OBJECT_UNLOCK (transceiver);
  return changed;
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstWebRTCRTPTransceiver *self = GST_WEBRTC_RTP_TRANSCEIVER (object);
  RtcTransceiverState *state = &get_private (self)->state;

  switch (id) {
    case PROP_MLINE:
      state->mline = (gint) g_value_get_uint (value);
      break;
    case PROP_DIRECTION:
      if (set_enum (self, (gint *) & state->direction,
              g_value_get_enum (value)))
        tell (self);
      break;
    case PROP_CODEC_PREFERENCES:
      if (set_codec_preferences (self, gst_value_get_caps (value)))
        tell (self);
      break;
    case PROP_FEC_TYPE:
      set_enum (self, (gint *) & state->fec_type, g_value_get_enum (value));
      break;
    case PROP_FEC_PERCENTAGE:
      set_enum (self, (gint *) & state->fec_percentage,
          (gint) g_value_get_uint (value));
      break;
    case PROP_DO_NACK:
      set_enum (self, &state->do_nack, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  RtcTransceiverState *state = &get_private (object)->state;

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_MLINE:
      g_value_set_uint (value, (guint) state->mline);
      break;
    case PROP_MID:
      g_value_set_string (value, state->mid);
      break;
    case PROP_DIRECTION:
      g_value_set_enum (value, state->direction);
      break;
    case PROP_CURRENT_DIRECTION:
      g_value_set_enum (value, state->current_direction);
      break;
    case PROP_KIND:
      g_value_set_enum (value, state->kind);
      break;
    case PROP_CODEC_PREFERENCES:
      gst_value_set_caps (value, state->codec_preferences);
      break;
    case PROP_FEC_TYPE:
      g_value_set_enum (value, state->fec_type);
      break;
    case PROP_FEC_PERCENTAGE:
      g_value_set_uint (value, state->fec_percentage);
      break;
    case PROP_DO_NACK:
      g_value_set_boolean (value, state->do_nack);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

/* the action signal; RFC 9429 section 4.2.2: its section goes with the next
 * offer */
static void
stop (GstWebRTCRTPTransceiver * self)
{
  if (set_enum (self, &get_private (self)->state.stopping, TRUE))
    tell (self);
}

static void
finalize (GObject * object)
{
  Private *priv = get_private (object);

  watch_unref (priv->watch);
  gst_clear_object (&priv->sender);
  gst_clear_object (&priv->receiver);
  rtc_transceiver_state_clear (&priv->state);
  parent_class->finalize (object);
}

static void
install_overrides (GObjectClass * object_class)
{
  static const struct
  {
    guint id;
    const gchar *name;
  } properties[] = {
    {PROP_MLINE, "mlineindex"},
    {PROP_MID, "mid"},
    {PROP_DIRECTION, "direction"},
    {PROP_CURRENT_DIRECTION, "current-direction"},
    {PROP_KIND, "kind"},
    {PROP_CODEC_PREFERENCES, "codec-preferences"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_object_class_override_property (object_class, properties[i].id,
        properties[i].name);
}

static void
class_init (gpointer klass, gpointer class_data)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (rtc_transceiver_debug, "rtctransceiver", 0,
      "WebRTC transceivers");
  g_type_class_adjust_private_offset (klass, &private_offset);
  parent_class = g_type_class_peek_parent (klass);
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  install_overrides (object_class);

  g_object_class_install_property (object_class, PROP_FEC_TYPE,
      g_param_spec_enum ("fec-type", "FEC type",
          "Forward error correction that is offered for what is sent",
          GST_TYPE_WEBRTC_FEC_TYPE, GST_WEBRTC_FEC_TYPE_NONE,
          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_FEC_PERCENTAGE,
      g_param_spec_uint ("fec-percentage", "FEC percentage",
          "How much forward error correction is sent, of the media", 0, 100,
          DEFAULT_FEC_PERCENTAGE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_DO_NACK,
      g_param_spec_boolean ("do-nack", "Do NACK",
          "Offer to ask for lost packets, and to send them again (RFC 4588)",
          FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));

  /**
   * GstRtcTransceiver::stop:
   * @transceiver: the transceiver
   *
   * Ends it for good: the next offer has its section with port 0, and another
   * transceiver may use it after that.
   *
   * Since: 1.22
   */
  g_signal_new_class_handler ("stop", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (stop), NULL, NULL, NULL,
      G_TYPE_NONE, 0);
}

static void
instance_init (GTypeInstance * instance, gpointer klass)
{
  RtcTransceiverState *state = &get_private (instance)->state;

  state->mline = -1;
  state->fec_percentage = DEFAULT_FEC_PERCENTAGE;
}

GType
rtc_transceiver_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
        rtc_types_derive (GST_TYPE_WEBRTC_RTP_TRANSCEIVER, "GstRtcTransceiver",
            class_init, instance_init, sizeof (Private), &private_offset));
  return type;
}

GstWebRTCRTPTransceiver *
rtc_transceiver_new (guint key, gint mline, GstWebRTCKind kind,
    GstWebRTCRTPTransceiverDirection direction)
{
  /* of the whole process, as GstObject counts for webrtcbin's */
  static gint count;
  g_autofree gchar *name = g_strdup_printf ("webrtctransceiver%d",
      g_atomic_int_add (&count, 1));
  GstWebRTCRTPSender *sender = g_object_new (rtc_sender_get_type (), NULL);
  GstWebRTCRTPReceiver *receiver =
      g_object_new (rtc_receiver_get_type (), NULL);
  GstWebRTCRTPTransceiver *self = g_object_new (rtc_transceiver_get_type (),
      "name", name, "sender", sender, "receiver", receiver, "mlineindex",
      (guint) mline, NULL);
  Private *priv = get_private (self);

  /* these references were floating, and the library sank them when it made
   * itself their parent; it drops only those that it took itself */
  priv->sender = sender;
  priv->receiver = receiver;
  priv->state.key = key;
  priv->state.kind = kind;
  priv->state.direction = direction;
  return self;
}

void
rtc_transceiver_get_state (GstWebRTCRTPTransceiver * transceiver,
    RtcTransceiverState * state)
{
  GST_OBJECT_LOCK (transceiver);
  *state = get_private (transceiver)->state;
  state->mid = g_strdup (state->mid);
  if (state->codec_preferences != NULL)
    gst_caps_ref (state->codec_preferences);
  GST_OBJECT_UNLOCK (transceiver);
}

void
rtc_transceiver_state_clear (RtcTransceiverState * state)
{
  g_clear_pointer (&state->mid, g_free);
  gst_clear_caps (&state->codec_preferences);
}

guint
rtc_transceiver_get_key (GstWebRTCRTPTransceiver * transceiver)
{
  return get_private (transceiver)->state.key;
}

GstWebRTCRTPSender *
rtc_transceiver_get_sender (GstWebRTCRTPTransceiver * transceiver)
{
  return get_private (transceiver)->sender;
}

GstWebRTCRTPReceiver *
rtc_transceiver_get_receiver (GstWebRTCRTPTransceiver * transceiver)
{
  return get_private (transceiver)->receiver;
}

void
rtc_transceiver_set_mline (GstWebRTCRTPTransceiver * transceiver, gint mline,
    const gchar * mid)
{
  RtcTransceiverState *state = &get_private (transceiver)->state;
  gboolean new_mline, new_mid;

  GST_OBJECT_LOCK (transceiver);
  new_mline = state->mline != mline;
  state->mline = mline;
  new_mid = g_strcmp0 (state->mid, mid) != 0;
  if (new_mid) {
    g_free (state->mid);
    state->mid = g_strdup (mid);
  }
  GST_OBJECT_UNLOCK (transceiver);
  if (new_mline)
    g_object_notify (G_OBJECT (transceiver), "mlineindex");
  if (new_mid)
    g_object_notify (G_OBJECT (transceiver), "mid");
}

void
rtc_transceiver_set_kind (GstWebRTCRTPTransceiver * transceiver,
    GstWebRTCKind kind)
{
  if (set_enum (transceiver, (gint *) & get_private (transceiver)->state.kind,
          kind))
    g_object_notify (G_OBJECT (transceiver), "kind");
}

void
rtc_transceiver_set_current_direction (GstWebRTCRTPTransceiver * transceiver,
    GstWebRTCRTPTransceiverDirection direction)
{
  RtcTransceiverState *state = &get_private (transceiver)->state;

  if (set_enum (transceiver, (gint *) & state->current_direction, direction))
    g_object_notify (G_OBJECT (transceiver), "current-direction");
}

void
rtc_transceiver_set_direction (GstWebRTCRTPTransceiver * transceiver,
    GstWebRTCRTPTransceiverDirection direction)
{
  RtcTransceiverState *state = &get_private (transceiver)->state;

  if (set_enum (transceiver, (gint *) & state->direction, direction))
    g_object_notify (G_OBJECT (transceiver), "direction");
}

void
rtc_transceiver_set_stopped (GstWebRTCRTPTransceiver * transceiver)
{
  RtcTransceiverState *state = &get_private (transceiver)->state;

  GST_OBJECT_LOCK (transceiver);
  state->stopping = state->stopped = TRUE;
  GST_OBJECT_UNLOCK (transceiver);
}
