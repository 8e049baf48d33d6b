/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One data channel of a peer connection: from what gst/data tells to the object
 * that the application sees.  The peer holds it until it is closed. */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

struct _RtcPeerChannel
{
  gint refs;                    /* atomic */
  GstRtcPeerBin *peer;          /* borrowed: it outlives the strand's calls */
  GstWebRTCDataChannel *object;
  guint number;

  /* the strand's */
  gboolean open;                /* counts as opened */
};

static RtcPeerChannel *
channel_ref (RtcPeerChannel * self)
{
  g_atomic_int_inc (&self->refs);
  return self;
}

void
rtc_peer_channel_unref (RtcPeerChannel * self)
{
  if (!g_atomic_int_dec_and_test (&self->refs))
    return;
  g_object_unref (self->object);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcPeerChannel, rtc_peer_channel_unref)
     RtcPeerChannel *rtc_peer_channel_list (GstRtcPeerBin * peer,
    GstWebRTCDataChannel * object, gboolean is_local)
{
  RtcPeerChannel *self = NULL;

  GST_OBJECT_LOCK (peer);
  if (!peer->closed) {
    self = g_new0 (RtcPeerChannel, 1);
    self->refs = 2;
    self->peer = peer;
    self->object = g_object_ref (object);
    self->number = peer->data_counts.requested + peer->data_counts.accepted;
    g_ptr_array_add (peer->channels, self);
    if (is_local)
      peer->data_counts.requested++;
    else
      peer->data_counts.accepted++;
  }
  GST_OBJECT_UNLOCK (peer);
  return self;
}

GPtrArray *
rtc_peer_dup_channels (GstRtcPeerBin * peer)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)
      rtc_peer_channel_unref);

  GST_OBJECT_LOCK (peer);
  for (guint i = 0; i < peer->channels->len; i++)
    g_ptr_array_add (all, channel_ref (g_ptr_array_index (peer->channels, i)));
  GST_OBJECT_UNLOCK (peer);
  return all;
}

GstWebRTCDataChannel *
rtc_peer_channel_get (RtcPeerChannel * self, guint * number)
{
  *number = self->number;
  return self->object;
}

/* --- what gst/data tells, on the strand ---------------------------------------- */

static void
note_open (RtcPeerChannel * self, gboolean open)
{
  if (self->open == open)
    return;
  self->open = open;
  GST_OBJECT_LOCK (self->peer);
  if (open)
    self->peer->data_counts.opened++;
  else
    self->peer->data_counts.closed++;
  GST_OBJECT_UNLOCK (self->peer);
}

static void
unlist (RtcPeerChannel * self)
{
  gboolean listed;
  guint index;

  GST_OBJECT_LOCK (self->peer);
  listed = g_ptr_array_find (self->peer->channels, self, &index);
  if (listed)
    g_ptr_array_steal_index (self->peer->channels, index);
  GST_OBJECT_UNLOCK (self->peer);
  if (listed)
    rtc_peer_channel_unref (self);
}

/* Twice is once.  The application may hold the object for ever, but it is not
 * ours any more. */
static void
finish (RtcPeerChannel * self)
{
  g_autoptr (RtcPeerChannel) alive = channel_ref (self);

  unlist (self);
  rtc_data_channel_unwatch (rtc_data_channel_object_get_channel (self->object));
  note_open (self, FALSE);
  if (rtc_data_channel_object_set_state (self->object,
          GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED))
    rtc_data_channel_object_tell_closed (self->object);
}

static void
on_state (RtcDataChannel * channel, RtcDataChannelState state,
    gpointer user_data)
{
  RtcPeerChannel *self = user_data;
  g_autoptr (GstRtcPeerBin) peer = gst_object_ref (self->peer);
  g_autoptr (RtcPeerChannel) alive = channel_ref (self);

  switch (state) {
    case RTC_DATA_CHANNEL_OPEN:
      if (!rtc_data_channel_object_set_state (self->object,
              GST_WEBRTC_DATA_CHANNEL_STATE_OPEN))
        break;
      note_open (self, TRUE);
      rtc_data_channel_object_tell_open (self->object);
      break;
    case RTC_DATA_CHANNEL_CLOSING:
      note_open (self, FALSE);
      rtc_data_channel_object_set_state (self->object,
          GST_WEBRTC_DATA_CHANNEL_STATE_CLOSING);
      break;
    case RTC_DATA_CHANNEL_CLOSED:
      finish (self);
      break;
    default:
      break;
  }
}

static void
on_message (RtcDataChannel * channel, GBytes * data, gboolean is_string,
    gpointer user_data)
{
  RtcPeerChannel *self = user_data;

  rtc_data_channel_object_tell_message (self->object, data, is_string);
}

static void
on_buffered_low (RtcDataChannel * channel, gpointer user_data)
{
  RtcPeerChannel *self = user_data;

  rtc_data_channel_object_tell_low (self->object);
}

static void
on_error (RtcDataChannel * channel, const GError * error, gpointer user_data)
{
  RtcPeerChannel *self = user_data;

  GST_INFO_OBJECT (self->peer, "data channel %d: %s",
      rtc_data_channel_get_id (channel), error->message);
  rtc_data_channel_object_tell_error (self->object, error);
}

static void
watch (RtcPeerChannel * self)
{
  static const RtcDataChannelEvents events = {
    .state_changed = on_state,
    .message = on_message,
    .buffered_low = on_buffered_low,
    .error = on_error,
  };

  rtc_data_channel_watch (rtc_data_channel_object_get_channel (self->object),
      &events, channel_ref (self), (GDestroyNotify) rtc_peer_channel_unref);
}

static gboolean
is_listed (RtcPeerChannel * self)
{
  gboolean listed;

  GST_OBJECT_LOCK (self->peer);
  listed = g_ptr_array_find (self->peer->channels, self, NULL);
  GST_OBJECT_UNLOCK (self->peer);
  return listed;
}

/* On the strand.  Closed meanwhile: it has been told already. */
void
rtc_peer_channel_begin (RtcPeerChannel * self)
{
  if (is_listed (self))
    watch (self);
}

/* On the strand.  W3C 6.2, "announcing a data channel instance": the
 * application gets to know of it before that it is open. */
void
rtc_peer_channel_accept (GstRtcPeerBin * peer, RtcDataChannel * channel)
{
  g_autoptr (GstWebRTCDataChannel) object =
      rtc_data_channel_object_new (channel);
  g_autoptr (RtcPeerChannel) self = rtc_peer_channel_list (peer, object, FALSE);

  if (self == NULL)
    return;
  watch (self);
  g_signal_emit (peer, rtc_peer_signals[RTC_PEER_PREPARE_DATA_CHANNEL], 0,
      object, FALSE);
  if (rtc_data_channel_object_set_state (object,
          GST_WEBRTC_DATA_CHANNEL_STATE_OPEN))
    note_open (self, TRUE);
  g_signal_emit (peer, rtc_peer_signals[RTC_PEER_ON_DATA_CHANNEL], 0, object);
  rtc_data_channel_object_tell_open (object);
}

/* On the strand, when nothing will be told any more */
void
rtc_peer_channels_close (GstRtcPeerBin * peer)
{
  g_autoptr (GPtrArray) all = NULL;

  GST_OBJECT_LOCK (peer);
  all = g_steal_pointer (&peer->channels);
  peer->channels = g_ptr_array_new_with_free_func ((GDestroyNotify)
      rtc_peer_channel_unref);
  GST_OBJECT_UNLOCK (peer);
  for (guint i = 0; i < all->len; i++)
    finish (g_ptr_array_index (all, i));
}
