/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtclooppool.h"
#include "core/rtcstrand.h"
#include "ice/rtccandidaterules.h"
#include "negotiator/rtcnegotiator.h"
#include "rtcpeerbin.h"
#include "rtcpeermedia.h"
#include "rtcpeertransport.h"

G_BEGIN_DECLS

#define RTC_PEER_DEFAULT_LATENCY 200

typedef enum
{
  RTC_PEER_ON_NEGOTIATION_NEEDED,
  RTC_PEER_ON_ICE_CANDIDATE,
  RTC_PEER_ON_NEW_TRANSCEIVER,
  RTC_PEER_ON_DATA_CHANNEL,
  RTC_PEER_PREPARE_DATA_CHANNEL,
  RTC_PEER_REQUEST_AUX_SENDER,
  RTC_PEER_REQUEST_POST_RTP_AUX_SENDER,
  RTC_PEER_N_SIGNALS,
} RtcPeerSignal;
extern guint rtc_peer_signals[RTC_PEER_N_SIGNALS];

/* W3C webrtc-stats, RTCPeerConnectionStats */
typedef struct
{
  guint requested, accepted, opened, closed;
} RtcPeerDataCounts;

/* Inside the room.  What has no remark belongs to the strand. */
struct _GstRtcPeerBin
{
  GstBin parent;

  RtcStrand *strand;            /* for life */
  GstRtcNegotiator *negotiator; /* child, for life */
  RtcPeerMedia *media;          /* for life */
  GstWebRTCICE *ice_agent;      /* for life */
  RtcIceFactory ice_factory;
  gint closed;                  /* atomic: no new call is taken; changed under
                                 * GST_OBJECT_LOCK */

  RtcCertificate *certificate;
  gboolean configured;          /* the negotiator has its config */
  gboolean negotiation_needed;  /* W3C's [[NegotiationNeeded]] */
  gint check_queued;            /* atomic: it will be looked at */

  GMutex transports_lock;       /* leaf, over the table only */
  GHashTable *transports;       /* id -> RtcPeerTransport */
  RtcJsepPlan *plan;            /* the last one carried out, or NULL */
  GQueue early_candidates;      /* came before their description */
  gint data_transport;          /* id of that of the data channels, -1: none */
  GHashTable *stats_numbers;    /* in ids of "get-stats", see rtc_stats_id () */

  /* GST_OBJECT_LOCK */
  gboolean closed_for_good;     /* closed, and not to be opened any more */
  gboolean used;                /* a description was set */
  RtcLoopPool *pool;            /* while open; set by the strand */
  GstWebRTCPeerConnectionState connection_state;
  GstWebRTCSignalingState signaling_state;
  GstWebRTCICEGatheringState gathering_state;
  GstWebRTCICEConnectionState ice_state;
  GstWebRTCSCTPTransport *sctp;
  RtcData *data;                /* NULL: no channel was wanted yet */
  GPtrArray *channels;          /* RtcPeerChannel *, until they are closed */
  RtcPeerDataCounts data_counts;
  GstWebRTCBundlePolicy bundle_policy;
  GstWebRTCICETransportPolicy ice_policy;
  GstWebRTCDTLSSetup dtls_setup;        /* active or passive */
  gchar *certificate_pem;       /* as set, or NULL */
  RtcCandidateKinds candidate_kinds;
  gchar *interface_filter;      /* NULL: every interface */
  gchar **external_addresses;   /* of a NAT 1:1, or NULL */
  guint latency;
  gboolean reuse_pads;
};

/* rtcpeerbin.c */
GST_DEBUG_CATEGORY_EXTERN (gst_rtc_peer_bin_debug);

/* rtcpeerproperties.c */
void rtc_peer_install_properties (GObjectClass * klass);

/* rtcpeerrules.c */
GType rtc_peer_candidate_filter_get_type (void);
void rtc_peer_set_interface_filter (GstRtcPeerBin * self,
    const gchar * patterns);
void rtc_peer_set_external_address (GstRtcPeerBin * self, const gchar * text);
gchar *rtc_peer_dup_external_address (GstRtcPeerBin * self);
gchar *rtc_peer_tell_candidate (GstRtcPeerBin * self, const gchar * candidate);
gboolean rtc_peer_hears_candidate (GstRtcPeerBin * self,
    const gchar * candidate);
void rtc_peer_limit_interfaces (GstRtcPeerBin * self,
    RtcIceAgentSettings * settings);

/* rtcpeersignals.c */
void rtc_peer_install_signals (GType type);

/* rtcpeertasks.c: calls of the application, in order, on the strand.  Each task
 * holds a reference on the bin; a promise in it is always answered. */
typedef void (*RtcPeerTaskFunc) (GstRtcPeerBin * self, gpointer data);
void rtc_peer_run (GstRtcPeerBin * self, RtcPeerTaskFunc func, gpointer data,
    GDestroyNotify notify);

gboolean rtc_peer_is_closed (GstRtcPeerBin * self);
gboolean rtc_peer_is_down (GstRtcPeerBin * self);

/* rtcpeerlife.c */
gboolean rtc_peer_open (GstRtcPeerBin * self);
void rtc_peer_close (GstRtcPeerBin * self, gboolean for_good);

/* rtcpeerpromise.c */
void rtc_peer_reply (GstPromise * promise, GstStructure * reply);
void rtc_peer_reply_description (GstPromise * promise, const gchar * field,
    GstWebRTCSessionDescription * description);
void rtc_peer_reply_error (GstRtcPeerBin * self, GstPromise * promise,
    GError * error);
void rtc_peer_reply_closed (GstRtcPeerBin * self, GstPromise * promise,
    const gchar * what);

/* rtcpeernegotiate.c: the actions; any thread */
void rtc_peer_create_description (GstRtcPeerBin * self, GstWebRTCSDPType type,
    const GstStructure * options, GstPromise * promise);
void rtc_peer_set_description (GstRtcPeerBin * self, gboolean remote,
    const GstWebRTCSessionDescription * description, GstPromise * promise);

/* rtcpeerapply.c */
void rtc_peer_apply (GstRtcPeerBin * self, RtcNegotiatorChange * change);
RtcPeerTransport *rtc_peer_find_transport (GstRtcPeerBin * self, guint id);
GPtrArray *rtc_peer_dup_transports (GstRtcPeerBin * self);
/* tells the bus, to whom it is no error */
void rtc_peer_post_failure (GstRtcPeerBin * self, guint transport,
    const gchar * reason);

/* rtcpeercandidates.c */
void rtc_peer_add_candidate (GstRtcPeerBin * self, guint mline,
    const gchar * candidate, GstPromise * promise);
void rtc_peer_add_early_candidates (GstRtcPeerBin * self);
void rtc_peer_clear_early_candidates (GstRtcPeerBin * self);
void rtc_peer_local_candidate (GstRtcPeerBin * self, guint transport,
    const gchar * candidate);

/* rtcpeerstates.c */
void rtc_peer_update_states (GstRtcPeerBin * self);
void rtc_peer_set_signaling_state (GstRtcPeerBin * self,
    GstWebRTCSignalingState state);

/* rtcpeerneeded.c */
void rtc_peer_check_needed (GstRtcPeerBin * self);
void rtc_peer_begin_needed (GstRtcPeerBin * self);
void rtc_peer_update_needed (GstRtcPeerBin * self);
void rtc_peer_renew_needed (GstRtcPeerBin * self);

/* rtcpeerstats.c: "get-stats"; @pad or NULL: of all.  Replies to @promise,
 * always. */
void rtc_peer_get_stats (GstRtcPeerBin * self, GstPad * pad,
    GstPromise * promise);

/* rtcpeerdata.c: the action; any thread */
GstWebRTCDataChannel *rtc_peer_create_data_channel (GstRtcPeerBin * self,
    const gchar * label, const GstStructure * options);

/* rtcpeerdata-transport.c, on the strand */
void rtc_peer_data_apply (GstRtcPeerBin * self, const RtcJsepPlan * plan);
void rtc_peer_data_close (GstRtcPeerBin * self);
/* Any thread.  transfer: full; NULL: the connection is closed */
RtcData *rtc_peer_dup_data (GstRtcPeerBin * self);

/* rtcpeerdata-channel.c: one channel and what it tells.  It is listed until it
 * is closed. */
typedef struct _RtcPeerChannel RtcPeerChannel;
void rtc_peer_channel_unref (RtcPeerChannel * channel);
/* Any thread.  transfer: full; NULL: the connection is closed */
RtcPeerChannel *rtc_peer_channel_list (GstRtcPeerBin * self,
    GstWebRTCDataChannel * object, gboolean is_local);
/* Any thread: from now on it tells what happens */
void rtc_peer_channel_begin (RtcPeerChannel * channel);
/* on the strand: */
void rtc_peer_channel_accept (GstRtcPeerBin * self, RtcDataChannel * channel);
void rtc_peer_channels_close (GstRtcPeerBin * self);
/* Any thread.  transfer: full, of RtcPeerChannel */
GPtrArray *rtc_peer_dup_channels (GstRtcPeerBin * self);
/* borrowed; *@number: counted in the peer connection */
GstWebRTCDataChannel *rtc_peer_channel_get (RtcPeerChannel * channel,
    guint * number);

G_END_DECLS
