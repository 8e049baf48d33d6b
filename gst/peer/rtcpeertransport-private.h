/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcpeertransport.h"

G_BEGIN_DECLS

/* What a plan says of one transport, kept */
typedef struct
{
  gchar *local_ufrag, *local_pwd;
  gchar *remote_ufrag, *remote_pwd;     /* NULL: not known yet */
  gchar **fingerprints;
  gchar **candidates;
  gboolean end_of_candidates;
  gint remote_mline;
  gboolean controlling, has_role, dtls_client, gather;
} RtcPeerPicture;

/* The credentials that one ICE session works with */
typedef struct
{
  gchar *local_ufrag, *local_pwd;
  gchar *remote_ufrag, *remote_pwd;     /* NULL: not handed over yet */
} RtcPeerIceSession;

struct _RtcPeerTransport
{
  gint refs;                    /* atomic */
  guint id;
  RtcPeerTransportEvents events;
  gpointer user_data;
  gint closed;                  /* atomic */

  RtcLoopPool *pool;
  guint loop_index;
  RtcLoop *loop;
  RtcStrand *strand;
  RtcEdge *edge;
  GstWebRTCICETransport *ice;   /* their properties: the strand's */
  GstWebRTCDTLSTransport *dtls;

  RtcIceFactory factory;
  RtcCertificate *certificate;
  RtcIceAgentSettings settings;
  gboolean relay_only;

  /* the loop's: rtcpeertransport-loop.c */
  RtcTransport *transport;      /* NULL: nothing gathers yet, or closed */
  RtcPeerPicture *picture;      /* of the plan that was applied last */
  RtcPeerIceSession now, before;
  GHashTable *given;            /* remote candidates that @now has */
  gboolean end_given;
  gboolean moved;               /* another section speaks for the peer's end */
  GQueue early;                 /* gchar *, cannot be given yet; "": the end */
  RtcData *data;                /* NULL: none goes over this one */
  RtcDataLink data_link;
  gboolean data_connected;
  GPtrArray *data_out;          /* packets that wait for the flush, or NULL */
};

/* rtcpeertransport-picture.c */
RtcPeerPicture *rtc_peer_picture_new (const RtcJsepPlanTransport * plan);
void rtc_peer_picture_free (RtcPeerPicture * picture);
void rtc_peer_ice_session_clear (RtcPeerIceSession * session);

/* rtcpeertransport-notice.c: the loop tells, the strand hears; any thread.
 * @text is a candidate or a reason, may be NULL */
typedef enum
{
  RTC_PEER_NOTICE_CANDIDATE,
  RTC_PEER_NOTICE_GATHERING,
  RTC_PEER_NOTICE_ICE,          /* @state: RtcIceState */
  RTC_PEER_NOTICE_PAIR,
  RTC_PEER_NOTICE_DTLS,         /* @state: RtcDtlsState, @pem: the peer's */
  RTC_PEER_NOTICE_DATA,         /* @text: why there is no association */
  RTC_PEER_NOTICE_CLOSED,
} RtcPeerNoticeKind;
void rtc_peer_transport_notify (RtcPeerTransport * self,
    RtcPeerNoticeKind kind, gint state, const gchar * text, gchar * pem);

/* rtcpeertransport-loop.c, on the loop */
void rtc_peer_transport_loop_apply (RtcPeerTransport * self,
    RtcPeerPicture * picture);
void rtc_peer_transport_loop_candidate (RtcPeerTransport * self,
    const gchar * candidate);
void rtc_peer_transport_loop_close (RtcPeerTransport * self);

/* rtcpeertransport-data.c, on the loop */
void rtc_peer_transport_loop_set_data (RtcPeerTransport * self, RtcData * data,
    const RtcDataLink * link);
/* DTLS has come or gone */
void rtc_peer_transport_loop_dtls_changed (RtcPeerTransport * self,
    RtcDtlsState state);
void rtc_peer_transport_loop_data (RtcPeerTransport * self,
    const guint8 * data, gsize size);
void rtc_peer_transport_loop_flush_data (RtcPeerTransport * self);

G_END_DECLS
