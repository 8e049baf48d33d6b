/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include "rtcpeergate.h"
#include "rtp/rtcrouter.h"
#include "transport/rtctransport.h"

G_BEGIN_DECLS

/* The edge of the pipeline: packets go in here and leave as SRTP, what came as
 * SRTP comes out of its source.  Elements of rtcpeerbin's own, not factories.
 *
 *                 .-----------.   .--------.
 *   rtp_sink   ---|           |   |        |--- rtp_src
 *                 |  RtcEdge  |...| source |
 *   rtcp_sink  ---|           |   |        |--- rtcp_src
 *                 '-----------'   '--------'
 *                  RtcTransport
 *
 * Sent: in the caller's thread, a list is one batch.  On the way each packet gets
 * what its stream has been given: the negotiated payload type, MID and RID.
 * Received: on the media loop, one list for all datagrams of a dispatch; packets
 * that belong to no section (RFC 9143 section 9.2) are dropped and counted.
 * Packets before the keys are there are dropped; when they come, an upstream
 * force-key-unit event is sent once. */

#define RTC_TYPE_EDGE (rtc_edge_get_type ())
G_DECLARE_FINAL_TYPE (RtcEdge, rtc_edge, RTC, EDGE, GstElement)

RtcEdge *rtc_edge_new (guint id);
/* The element that has rtp_src and rtcp_src, to be put beside the edge: one with
 * both ways would make a loop with rtpbin, which GstBin warns of */
GstElement *rtc_edge_get_source (RtcEdge * edge);

/* --- the loop's side (rtcpeertransport.c) -------------------------------------- */

/* NULL: none any more; waits for the sender that is inside */
void rtc_edge_set_transport (RtcEdge * edge, RtcTransport * transport);
void rtc_edge_connected (RtcEdge * edge);
void rtc_edge_receive_rtp (RtcEdge * edge, const guint8 * data, gsize size);
void rtc_edge_receive_rtcp (RtcEdge * edge, const guint8 * data, gsize size);
/* the datagrams at hand are through: push what has come */
void rtc_edge_flush (RtcEdge * edge);

/* --- the media's side (rtcpeermedia.c), any thread ------------------------------ */

/* How one outgoing SSRC is to look */
typedef struct
{
  guint32 ssrc;
  guint8 mid_id, rid_id, repaired_rid_id;       /* extension ids, 0: none */
  gchar mid[33], rid[33];       /* "": none */
  gint8 pt_map[128];            /* -1: as it is */
} RtcEdgeStream;
/* Adds it, or replaces what was there for its ssrc */
void rtc_edge_set_stream (RtcEdge * edge, const RtcEdgeStream * stream);
void rtc_edge_clear_stream (RtcEdge * edge, guint32 ssrc);
/* Only streams that are set may pass (a section that is inactive sends nothing) */

/* What the sections of this transport take; the edge copies it */
void rtc_edge_set_routes (RtcEdge * edge, const RtcRouterSection * sections,
    guint n_sections);
/* Which section, and which simulcast layer, a received SSRC belongs to.  FALSE:
 * it has not come yet. @rid must have 33 bytes. */
gboolean rtc_edge_find_source (RtcEdge * edge, guint32 ssrc, guint * mline,
    gchar * rid);
/* It has said BYE, and nothing has come of it since */
gboolean rtc_edge_has_left (RtcEdge * edge, guint32 ssrc);
/* What it sends goes no further until it is opened again; what was on its way
 * before is behind the pads once rtc_edge_wait_pushed () is through. */
void rtc_edge_shut_source (RtcEdge * edge, guint32 ssrc);
void rtc_edge_open_source (RtcEdge * edge, guint32 ssrc);
void rtc_edge_wait_pushed (RtcEdge * edge);
/* Closed while a list of received RTP is being pushed; the edge's */
RtcPeerGate *rtc_edge_get_gate (RtcEdge * edge);

typedef struct
{
  guint64 rtp_dropped;          /* sent while not connected, or inactive */
  guint64 unrouted;             /* received for nobody */
} RtcEdgeStats;
void rtc_edge_get_stats (RtcEdge * edge, RtcEdgeStats * stats);

G_END_DECLS
