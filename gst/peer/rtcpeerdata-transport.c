/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The association under the data channels: which transport it goes over, and the
 * object that the application sees of it. */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

/* --- what gst/data tells, on the strand ------------------------------------------ */

static void
on_channel (RtcData * data, RtcDataChannel * channel, gpointer user_data)
{
  g_autoptr (GstRtcPeerBin) self = gst_object_ref (user_data);

  rtc_peer_channel_accept (self, channel);
}

static void
on_connected (RtcData * data, guint max_channels, gpointer user_data)
{
  g_autoptr (GstRtcPeerBin) self = gst_object_ref (user_data);

  if (self->sctp == NULL)
    return;
  rtc_sctp_transport_set_max_channels (self->sctp, max_channels);
  rtc_sctp_transport_set_state (self->sctp,
      GST_WEBRTC_SCTP_TRANSPORT_STATE_CONNECTED);
}

static void
on_closed (RtcData * data, const gchar * reason, gpointer user_data)
{
  g_autoptr (GstRtcPeerBin) self = gst_object_ref (user_data);

  if (reason != NULL)
    rtc_peer_post_failure (self, self->data_transport, reason);
  if (self->sctp != NULL)
    rtc_sctp_transport_set_state (self->sctp,
        GST_WEBRTC_SCTP_TRANSPORT_STATE_CLOSED);
}

RtcData *
rtc_peer_dup_data (GstRtcPeerBin * self)
{
  static const RtcDataEvents events = {
    .channel = on_channel,
    .connected = on_connected,
    .closed = on_closed,
  };
  RtcData *data = NULL;

  GST_OBJECT_LOCK (self);
  if (!self->closed) {
    if (self->data == NULL)
      self->data = rtc_data_new (self->strand, &events, self);
    data = rtc_data_ref (self->data);
  }
  GST_OBJECT_UNLOCK (self);
  return data;
}

/* --- the plan ---------------------------------------------------------------------- */

static void
set_sctp (GstRtcPeerBin * self, GstWebRTCSCTPTransport * sctp)
{
  GstWebRTCSCTPTransport *old;

  GST_OBJECT_LOCK (self);
  old = self->sctp;
  self->sctp = sctp;
  GST_OBJECT_UNLOCK (self);
  gst_clear_object (&old);
  g_object_notify (G_OBJECT (self), "sctp-transport");
}

static void
leave_transport (GstRtcPeerBin * self)
{
  RtcPeerTransport *transport = self->data_transport >= 0 ?
      rtc_peer_find_transport (self, self->data_transport) : NULL;

  self->data_transport = -1;
  if (transport != NULL)
    rtc_peer_transport_set_data (transport, NULL, NULL);
}

static const RtcJsepPlanSection *
find_section (const RtcJsepPlan * plan)
{
  for (guint i = 0; i < plan->sections->len; i++) {
    const RtcJsepPlanSection *section = g_ptr_array_index (plan->sections, i);

    if (section->kind == RTC_MEDIA_APPLICATION && !section->rejected)
      return section;
  }
  return NULL;
}

static void
show (GstRtcPeerBin * self, const RtcJsepPlanSection * section,
    RtcPeerTransport * transport)
{
  guint64 size = RTC_DATA_MAX_MESSAGE;

  if (section->max_message_size > 0)
    size = MIN (size, (guint64) section->max_message_size);
  if (self->sctp == NULL)
    set_sctp (self, rtc_sctp_transport_new ());
  rtc_sctp_transport_set_transport (self->sctp,
      rtc_peer_transport_get_dtls (transport));
  rtc_sctp_transport_set_max_message_size (self->sctp, size);
}

/* Offered and answered: the association may begin as soon as DTLS is there */
static void
enter_transport (GstRtcPeerBin * self, const RtcJsepPlanSection * section,
    RtcPeerTransport * transport)
{
  const RtcDataLink link = {
    .local_port = RTC_DATA_SCTP_PORT,
    .remote_port = section->sctp_port,
    .remote_max_message_size = section->max_message_size,
  };
  g_autoptr (RtcData) data = rtc_peer_dup_data (self);

  if (data == NULL)
    return;
  if (self->data_transport != (gint) section->transport) {
    leave_transport (self);
    rtc_sctp_transport_set_state (self->sctp,
        GST_WEBRTC_SCTP_TRANSPORT_STATE_CONNECTING);
  }
  self->data_transport = section->transport;
  rtc_peer_transport_set_data (transport, data, &link);
  /* the association may be there already */
  rtc_data_set_remote_max_message_size (data, section->max_message_size);
}

/* On the strand.  Before the transports hear of the plan: what they receive then
 * must find its way. */
void
rtc_peer_data_apply (GstRtcPeerBin * self, const RtcJsepPlan * plan)
{
  const RtcJsepPlanSection *section = find_section (plan);
  RtcPeerTransport *transport = section != NULL ?
      rtc_peer_find_transport (self, section->transport) : NULL;

  if (transport == NULL) {
    leave_transport (self);
    if (self->sctp != NULL)
      set_sctp (self, NULL);
    return;
  }
  show (self, section, transport);
  if (section->sctp_port != 0)
    enter_transport (self, section, transport);
}

/* On the strand: the connection is closed */
void
rtc_peer_data_close (GstRtcPeerBin * self)
{
  g_autoptr (RtcData) data = NULL;

  GST_OBJECT_LOCK (self);
  data = g_steal_pointer (&self->data);
  GST_OBJECT_UNLOCK (self);
  self->data_transport = -1;
  if (data != NULL)
    rtc_data_close (data);
  rtc_peer_channels_close (self);
  if (self->sctp != NULL)
    rtc_sctp_transport_set_state (self->sctp,
        GST_WEBRTC_SCTP_TRANSPORT_STATE_CLOSED);
}
