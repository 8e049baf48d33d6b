/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeerpad.h"

#include "rtcpeermedia.h"

/* GstRtcPeerPad: a ghost pad that knows its transceiver.  Fields are under
 * GST_OBJECT_LOCK. */
#define RTC_TYPE_PEER_PAD (rtc_peer_pad_get_type ())
#define RTC_PEER_PAD(object) \
  G_TYPE_CHECK_INSTANCE_CAST (object, RTC_TYPE_PEER_PAD, GstRtcPeerPad)

typedef struct
{
  GstGhostPad parent;

  GWeakRef transceiver;
  gchar *msid;
} GstRtcPeerPad;

typedef struct
{
  GstGhostPadClass parent_class;
} GstRtcPeerPadClass;

G_DEFINE_TYPE (GstRtcPeerPad, rtc_peer_pad, GST_TYPE_GHOST_PAD);

enum
{
  PROP_TRANSCEIVER = 1,
  PROP_MSID,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rtc_peer_pad_init (GstRtcPeerPad * self)
{
  g_weak_ref_init (&self->transceiver, NULL);
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  GstRtcPeerPad *self = RTC_PEER_PAD (object);

  switch (id) {
    case PROP_TRANSCEIVER:
      g_value_take_object (value, g_weak_ref_get (&self->transceiver));
      break;
    case PROP_MSID:
      GST_OBJECT_LOCK (self);
      g_value_set_string (value, self->msid);
      GST_OBJECT_UNLOCK (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
}

static void
tell_negotiator (GstRtcPeerPad * self, const gchar * msid)
{
  g_autoptr (GstPad) sink = gst_ghost_pad_get_target (GST_GHOST_PAD (self));

  if (sink != NULL)
    rtc_negotiator_set_pad_msid (sink, msid);
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstRtcPeerPad *self = RTC_PEER_PAD (object);

  switch (id) {
    case PROP_MSID:
      /* that of a src pad is what the other side says */
      if (GST_PAD_DIRECTION (object) == GST_PAD_SRC)
        break;
      GST_OBJECT_LOCK (self);
      g_free (self->msid);
      self->msid = g_value_dup_string (value);
      GST_OBJECT_UNLOCK (self);
      tell_negotiator (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
}

static void
finalize (GObject * object)
{
  GstRtcPeerPad *self = RTC_PEER_PAD (object);

  g_weak_ref_clear (&self->transceiver);
  g_free (self->msid);
  G_OBJECT_CLASS (rtc_peer_pad_parent_class)->finalize (object);
}

static void
rtc_peer_pad_class_init (GstRtcPeerPadClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize = finalize;
  properties[PROP_TRANSCEIVER] =
      g_param_spec_object ("transceiver", "Transceiver",
      "The transceiver of this pad", GST_TYPE_WEBRTC_RTP_TRANSCEIVER,
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MSID] = g_param_spec_string ("msid", "MediaStream id",
      "The MediaStream that this pad's track is in", NULL,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

GstPad *
rtc_peer_pad_new (const gchar * name, GstPadTemplate * templ,
    GstWebRTCRTPTransceiver * transceiver, const gchar * msid)
{
  GstRtcPeerPad *self = g_object_new (RTC_TYPE_PEER_PAD, "name", name,
      "direction", GST_PAD_TEMPLATE_DIRECTION (templ), "template", templ, NULL);

  g_weak_ref_set (&self->transceiver, transceiver);
  self->msid = g_strdup (msid);
  return GST_PAD (self);
}

void
rtc_peer_pad_set_msid (GstPad * pad, const gchar * msid)
{
  GstRtcPeerPad *self = RTC_PEER_PAD (pad);
  gboolean changed;

  GST_OBJECT_LOCK (self);
  changed = g_strcmp0 (self->msid, msid) != 0;
  if (changed) {
    g_free (self->msid);
    self->msid = g_strdup (msid);
  }
  GST_OBJECT_UNLOCK (self);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MSID]);
}

/* transfer: full; NULL: it has none (any more).  Any thread. */
GstWebRTCRTPTransceiver *
rtc_peer_pad_get_transceiver (GstPad * pad)
{
  return g_weak_ref_get (&RTC_PEER_PAD (pad)->transceiver);
}

/* -1: not known yet.  Any thread. */
gint
rtc_peer_pad_get_mline (GstPad * pad)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver =
      rtc_peer_pad_get_transceiver (pad);
  RtcTransceiverState state;
  gint mline;

  if (transceiver == NULL)
    return -1;
  rtc_transceiver_get_state (transceiver, &state);
  mline = state.mline;
  rtc_transceiver_state_clear (&state);
  return mline;
}
