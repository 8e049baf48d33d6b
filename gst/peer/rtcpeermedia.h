/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "negotiator/rtcnegotiator.h"
#include "rtcpeertransport.h"

G_BEGIN_DECLS

/* Everything between the pads of rtcpeerbin and its transports: rtpbin and what
 * hangs on it.
 *
 *  sink_%u ─► negotiator ─► [FEC, RED] ─► funnel ─► rtpbin ─► [aux] ─► edge
 *                                                   session = transport's id
 *  src_%u ◄─ [RED, FEC] ◄─ rtpbin (jitterbuffer a source) ◄─ [RTX] ◄── edge
 *
 * No queue and no thread beyond rtpbin's own.  On the owner's strand unless said
 * otherwise. */
typedef struct _RtcPeerMedia RtcPeerMedia;

typedef struct
{
  /* "request-aux-sender" and "request-post-rtp-aux-sender"; transfer: full, or
   * NULL.  Any thread. */
  GstElement *(*request_aux) (RtcPeerMedia * media,
      GstWebRTCDTLSTransport * dtls, gboolean post_rtp, gpointer user_data);
  /* A transport by its id; borrowed; NULL: gone.  Any thread. */
  RtcPeerTransport *(*get_transport) (RtcPeerMedia * media, guint id,
      gpointer user_data);
} RtcPeerMediaEvents;

/* Puts a GstRtpBin named "rtpbin" into @bin; @bin is borrowed and must outlive
 * it. */
RtcPeerMedia *rtc_peer_media_new (GstBin * bin, GstRtcNegotiator * negotiator,
    const RtcPeerMediaEvents * events, gpointer user_data);
void rtc_peer_media_free (RtcPeerMedia * media);

/* The pads: GstRtcPeerPad, with the properties "transceiver" and "msid" */
GType rtc_peer_pad_get_type (void);
/* transfer: full; NULL: it has none */
GstWebRTCRTPTransceiver *rtc_peer_pad_get_transceiver (GstPad * pad);
gint rtc_peer_pad_get_mline (GstPad * pad);

/* For request_new_pad and release_pad; any thread.  NULL: no such name is left,
 * or its m-line is locked to another one (a warning says so). */
GstPad *rtc_peer_media_request_sink (RtcPeerMedia * media,
    GstPadTemplate * templ, const gchar * name, const GstCaps * caps);
void rtc_peer_media_release_sink (RtcPeerMedia * media, GstPad * pad);

/* Brings wiring, streams, routes, payload types and pads to where @plan says.
 * Those of a session that carries nothing any more stay. */
void rtc_peer_media_apply (RtcPeerMedia * media, const RtcJsepPlan * plan);

void rtc_peer_media_set_latency (RtcPeerMedia * media, guint ms);
void rtc_peer_media_set_reuse_pads (RtcPeerMedia * media, gboolean reuse);
/* the src pads go, with EOS before that */
void rtc_peer_media_stop (RtcPeerMedia * media);
/* rtpbin's session of a transport; transfer: full; NULL: none yet */
GObject *rtc_peer_media_get_session (RtcPeerMedia * media, guint id);
/* What get-stats has to know of a section's streams: m-line of an SSRC that is
 * sent or received; -1: unknown */
gint rtc_peer_media_find_mline (RtcPeerMedia * media, guint32 ssrc,
    gboolean received);
/* The src pads of a transceiver; GstPad *, transfer: full; any thread */
GPtrArray *rtc_peer_media_get_outputs (RtcPeerMedia * media, guint key);

G_END_DECLS
