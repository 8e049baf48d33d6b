/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtclooppool.h"
#include "core/rtcstrand.h"
#include "data/rtcdata.h"
#include "jsep/rtcjsepplan.h"
#include "rtcpeeredge.h"
#include "transport/rtctransport.h"
#include "types/rtctypes.h"

G_BEGIN_DECLS

/* One transport of a peer connection: an RtcTransport on its media loop, the
 * edge element that packets pass to and from it, and the two objects that the
 * application sees of it.  Refcounted.  All calls on the owner's strand unless
 * said otherwise, all events there too; none after close. */
typedef struct _RtcPeerTransport RtcPeerTransport;

typedef struct
{
  /* NULL: no more */
  void (*candidate) (RtcPeerTransport * transport, const gchar * candidate,
      gpointer user_data);
  /* the state of the ICE or of the DTLS object has changed (they have notified
   * already); @reason: why, where something failed, or NULL */
  void (*state_changed) (RtcPeerTransport * transport, const gchar * reason,
      gpointer user_data);
} RtcPeerTransportEvents;

typedef struct
{
  RtcLoopPool *pool;
  RtcStrand *strand;
  RtcIceFactory factory;        /* NULL: libnice */
  RtcCertificate *certificate;
  const RtcIceAgentSettings *ice;
  gboolean relay_only;
} RtcPeerTransportConfig;

/* Nothing is sent and no socket opened until the plan says gather.  @user_data
 * must outlive close. */
RtcPeerTransport *rtc_peer_transport_new (guint id,
    const RtcPeerTransportConfig * config,
    const RtcPeerTransportEvents * events, gpointer user_data);
RtcPeerTransport *rtc_peer_transport_ref (RtcPeerTransport * transport);
void rtc_peer_transport_unref (RtcPeerTransport * transport);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcPeerTransport, rtc_peer_transport_unref)

/* Brings the transport to where @plan says, from wherever it is: makes the ICE
 * agent, gathers, hands over the remote side, restarts ICE (other local
 * credentials) or DTLS (other fingerprints).  Does not wait.  Twice the same: no
 * change. */
void rtc_peer_transport_apply (RtcPeerTransport * transport,
    const RtcJsepPlanTransport * plan);
void rtc_peer_transport_add_candidate (RtcPeerTransport * transport,
    const gchar * candidate);   /* NULL: the end */
/* From now on @data's association goes over this transport, as soon as DTLS is
 * connected; NULL: none does.  Of @link the ports and the size count, the rest is
 * filled in.  Nothing if @data is there already.  The strand; does not wait. */
void rtc_peer_transport_set_data (RtcPeerTransport * transport, RtcData * data,
    const RtcDataLink * link);
/* close_notify goes out, ICE ends.  Any thread; does not wait. */
void rtc_peer_transport_close (RtcPeerTransport * transport);

guint rtc_peer_transport_get_id (RtcPeerTransport * transport);
/* borrowed; any thread */
GstElement *rtc_peer_transport_get_edge (RtcPeerTransport * transport);
GstWebRTCICETransport *rtc_peer_transport_get_ice (RtcPeerTransport *
    transport);
GstWebRTCDTLSTransport *rtc_peer_transport_get_dtls (RtcPeerTransport *
    transport);

/* What get-stats wants, gathered on the loop; @done is called on the strand,
 * always, after a close too.  @stats lives for the call. */
typedef void (*RtcPeerTransportStatsFunc) (RtcPeerTransport * transport,
    const RtcTransportStats * stats, gpointer user_data);
void rtc_peer_transport_get_stats (RtcPeerTransport * transport,
    RtcPeerTransportStatsFunc done, gpointer user_data,
    GDestroyNotify notify);

G_END_DECLS
