/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The states of the whole out of those of its transports: W3C webrtc-pc 4.3. */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

#define PEER(name) GST_WEBRTC_PEER_CONNECTION_STATE_##name
#define ICE(name) GST_WEBRTC_ICE_CONNECTION_STATE_##name
#define GATHERING(name) GST_WEBRTC_ICE_GATHERING_STATE_##name
#define DTLS(name) GST_WEBRTC_DTLS_TRANSPORT_STATE_##name
#define BIT(state) (1u << (state))

/* Which states there are among the transports */
typedef struct
{
  guint n;
  guint ice, gathering, dtls;   /* bits */
} Census;

static void
take_census (GstRtcPeerBin * self, Census * census)
{
  g_autoptr (GPtrArray) transports = rtc_peer_dup_transports (self);

  *census = (Census) { 0, };
  for (guint i = 0; i < transports->len; i++) {
    RtcPeerTransport *transport = g_ptr_array_index (transports, i);
    GstWebRTCICEConnectionState ice;
    GstWebRTCICEGatheringState gathering;
    GstWebRTCDTLSTransportState dtls;

    g_object_get (rtc_peer_transport_get_ice (transport), "state", &ice,
        "gathering-state", &gathering, NULL);
    g_object_get (rtc_peer_transport_get_dtls (transport), "state", &dtls,
        NULL);
    census->n++;
    census->ice |= BIT (ice);
    census->gathering |= BIT (gathering);
    census->dtls |= BIT (dtls);
  }
}

static gboolean
only (guint states, guint allowed)
{
  return (states & ~allowed) == 0;
}

/* 4.3.5 RTCIceConnectionState */
static GstWebRTCICEConnectionState
collate_ice (const Census * census)
{
  if (census->ice & BIT (ICE (FAILED)))
    return ICE (FAILED);
  if (census->ice & BIT (ICE (DISCONNECTED)))
    return ICE (DISCONNECTED);
  if (only (census->ice, BIT (ICE (NEW)) | BIT (ICE (CLOSED))))
    return ICE (NEW);
  if (census->ice & (BIT (ICE (NEW)) | BIT (ICE (CHECKING))))
    return ICE (CHECKING);
  if (only (census->ice, BIT (ICE (COMPLETED)) | BIT (ICE (CLOSED))))
    return ICE (COMPLETED);
  return ICE (CONNECTED);
}

/* 4.3.3 RTCIceGatheringState */
static GstWebRTCICEGatheringState
collate_gathering (const Census * census)
{
  if (census->gathering & BIT (GATHERING (GATHERING)))
    return GATHERING (GATHERING);
  if (census->n > 0 && only (census->gathering, BIT (GATHERING (COMPLETE))))
    return GATHERING (COMPLETE);
  return GATHERING (NEW);
}

/* 4.3.4 RTCPeerConnectionState.  There a transport whose DTLS the other side has
 * closed counts as connected; here as disconnected, because nothing will come
 * any more unless a new offer restarts it. */
static GstWebRTCPeerConnectionState
collate_connection (const Census * census)
{
  if (census->ice & BIT (ICE (FAILED)) || census->dtls & BIT (DTLS (FAILED)))
    return PEER (FAILED);
  if (census->ice & BIT (ICE (DISCONNECTED))
      || census->dtls & BIT (DTLS (CLOSED)))
    return PEER (DISCONNECTED);
  if (only (census->ice, BIT (ICE (NEW)) | BIT (ICE (CLOSED)))
      && only (census->dtls, BIT (DTLS (NEW))))
    return PEER (NEW);
  if (census->ice & (BIT (ICE (NEW)) | BIT (ICE (CHECKING)))
      || census->dtls & (BIT (DTLS (NEW)) | BIT (DTLS (CONNECTING))))
    return PEER (CONNECTING);
  return PEER (CONNECTED);
}

/* TRUE: it was another one */
static gboolean
store (GstRtcPeerBin * self, gint * field, gint state)
{
  gboolean changed;

  GST_OBJECT_LOCK (self);
  changed = *field != state;
  *field = state;
  GST_OBJECT_UNLOCK (self);
  return changed;
}

static void
store_and_notify (GstRtcPeerBin * self, gpointer field, gint state,
    const gchar * property)
{
  if (!store (self, field, state))
    return;
  GST_INFO_OBJECT (self, "%s is %d", property, state);
  g_object_notify (G_OBJECT (self), property);
}

/* On the strand: notifies.  Of what W3C 5.6 says to change together, the sum
 * comes last. */
void
rtc_peer_update_states (GstRtcPeerBin * self)
{
  gboolean closed;
  Census census;

  GST_OBJECT_LOCK (self);
  closed = self->closed_for_good;
  GST_OBJECT_UNLOCK (self);
  take_census (self, &census);
  if (!closed)
    store_and_notify (self, &self->gathering_state,
        collate_gathering (&census), "ice-gathering-state");
  store_and_notify (self, &self->ice_state,
      closed ? ICE (CLOSED) : collate_ice (&census), "ice-connection-state");
  store_and_notify (self, &self->connection_state,
      closed ? PEER (CLOSED) : collate_connection (&census),
      "connection-state");
}

/* On the strand: notifies */
void
rtc_peer_set_signaling_state (GstRtcPeerBin * self,
    GstWebRTCSignalingState state)
{
  store_and_notify (self, &self->signaling_state, state, "signaling-state");
}
