/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtclooppool.h"
#include "core/rtcstrand.h"
#include "negotiator/rtcnegotiator.h"
#include "rtcpeerbin.h"
#include "rtcpeermedia.h"
#include "rtcpeertransport.h"

G_BEGIN_DECLS

/* Inside the room.  What has no remark belongs to the strand. */
struct _GstRtcPeerBin
{
  GstBin parent;

  RtcStrand *strand;            /* for life */
  RtcLoopPool *pool;            /* while not in NULL */
  GstRtcNegotiator *negotiator; /* child, for life */
  RtcPeerMedia *media;          /* for life */
  RtcCertificate *certificate;
  gint closed;                  /* atomic: no new call is taken */

  GMutex transports_lock;       /* leaf, over the table only */
  GHashTable *transports;       /* id -> RtcPeerTransport */
  RtcJsepPlan *plan;            /* the last one carried out, or NULL */
  GQueue early_candidates;      /* came before their description */

  /* GST_OBJECT_LOCK */
  GstWebRTCPeerConnectionState connection_state;
  GstWebRTCSignalingState signaling_state;
  GstWebRTCICEGatheringState gathering_state;
  GstWebRTCICEConnectionState ice_state;
  GstWebRTCICE *ice_agent;
  GstWebRTCSCTPTransport *sctp;
  GstWebRTCBundlePolicy bundle_policy;
  GstWebRTCICETransportPolicy ice_policy;
  gboolean dtls_passive;
  gchar *certificate_pem;       /* as set, or NULL */
  guint latency;
  gboolean reuse_pads;
};

/* rtcpeertasks.c: calls of the application, in order, on the strand.  Each task
 * holds a reference on the bin; a promise in it is always answered. */
typedef void (*RtcPeerTaskFunc) (GstRtcPeerBin * self, gpointer data);
void rtc_peer_run (GstRtcPeerBin * self, RtcPeerTaskFunc func, gpointer data,
    GDestroyNotify notify);

/* rtcpeerstats.c: "get-stats"; @pad or NULL: of all.  Replies to @promise,
 * always. */
void rtc_peer_get_stats (GstRtcPeerBin * self, GstPad * pad,
    GstPromise * promise);

/* rtcpeerdata.c: data channels, their place */
GObject *rtc_peer_create_data_channel (GstRtcPeerBin * self,
    const gchar * label, const GstStructure * options);

G_END_DECLS
