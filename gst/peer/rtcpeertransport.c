/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeertransport.h"

struct _RtcPeerTransport
{
  gatomicrefcount refs;
  guint id;
  RtcEdge *edge;
};

RtcPeerTransport *
rtc_peer_transport_new (guint id, const RtcPeerTransportConfig * config,
    const RtcPeerTransportEvents * events, gpointer user_data)
{
  RtcPeerTransport *self = g_new0 (RtcPeerTransport, 1);

  g_atomic_ref_count_init (&self->refs);
  self->id = id;
  self->edge = gst_object_ref_sink (rtc_edge_new (id));
  return self;
}

RtcPeerTransport *
rtc_peer_transport_ref (RtcPeerTransport * self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
rtc_peer_transport_unref (RtcPeerTransport * self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  gst_object_unref (self->edge);
  g_free (self);
}

void
rtc_peer_transport_apply (RtcPeerTransport * self,
    const RtcJsepPlanTransport * plan)
{
}

void
rtc_peer_transport_add_candidate (RtcPeerTransport * self,
    const gchar * candidate)
{
}

void
rtc_peer_transport_close (RtcPeerTransport * self)
{
}

guint
rtc_peer_transport_get_id (RtcPeerTransport * self)
{
  return self->id;
}

GstElement *
rtc_peer_transport_get_edge (RtcPeerTransport * self)
{
  return GST_ELEMENT (self->edge);
}

GstWebRTCICETransport *
rtc_peer_transport_get_ice (RtcPeerTransport * self)
{
  return NULL;
}

GstWebRTCDTLSTransport *
rtc_peer_transport_get_dtls (RtcPeerTransport * self)
{
  return NULL;
}

void
rtc_peer_transport_get_stats (RtcPeerTransport * self,
    RtcPeerTransportStatsFunc done, gpointer user_data, GDestroyNotify notify)
{
  RtcTransportStats stats = {.rtt = -1 };

  done (self, &stats, user_data);
  if (notify != NULL)
    notify (user_data);
}
