/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcpeeredge.h"

G_BEGIN_DECLS

#define RTC_EDGE_MAX_STREAMS 512
/* An RTP header that is longer passes without extensions of ours */
#define RTC_EDGE_MAX_HEADER 256
/* What a header may grow by: two elements of 2 + 32 bytes, 4 of RFC 8285, a byte
 * for each of 16 that were there, padding */
#define RTC_EDGE_MAX_GROWTH 92

/* One element of RFC 8285 */
typedef struct
{
  guint8 id, size;
  const guint8 *data;
} RtcEdgeElement;

typedef struct
{
  RtcEdgeStream config;
  gboolean known;               /* reported on: MID and RID have done their job */
} RtcEdgeSent;

#define RTC_TYPE_EDGE_SOURCE (rtc_edge_source_get_type ())
G_DECLARE_FINAL_TYPE (RtcEdgeSource, rtc_edge_source, RTC, EDGE_SOURCE,
    GstElement)

struct _RtcEdge
{
  GstElement parent;
  GstElement *source;           /* has the src pads */
  GstPad *rtp_sink, *rtcp_sink, *rtp_src, *rtcp_src;

  /* rtcpeeredge-send.c */
  GMutex lock;                  /* held while a list is sent: the transport's
                                 * send_lock is taken under it, nothing else */
  RtcTransport *transport;
  guint32 *ssrcs;               /* of @streams, to be searched */
  RtcEdgeSent **streams;
  guint n_streams, last;
  guint n_unknown;              /* streams that nobody has reported on */
  guint64 rtp_dropped;
  RtcBatch *rtcp_batch;

  /* rtcpeeredge-receive.c */
  RtcPeerGate *gate;
  GMutex router_lock;           /* a leaf */
  RtcRouter *router;
  guint64 unrouted;
  GstBufferList *rtp_list, *rtcp_list;  /* the loop's; NULL: nothing waits */
  GArray *shut;                 /* guint32; router_lock */
  GMutex push_lock;             /* held by the loop while it pushes */
};

/* rtcpeeredge-header.c: any thread */
gsize rtc_edge_header_size (const guint8 * data, gsize size);
gsize rtc_edge_write_header (const guint8 * in, gsize size,
    const RtcEdgeElement * add, guint n_add, guint8 * out);

/* rtcpeeredge-send.c */
void rtc_edge_send_init (RtcEdge * edge);
void rtc_edge_send_clear (RtcEdge * edge);
GstFlowReturn rtc_edge_chain_rtp (GstPad * pad, GstObject * parent,
    GstBuffer * buffer);
GstFlowReturn rtc_edge_chain_rtp_list (GstPad * pad, GstObject * parent,
    GstBufferList * list);
GstFlowReturn rtc_edge_chain_rtcp (GstPad * pad, GstObject * parent,
    GstBuffer * buffer);
GstFlowReturn rtc_edge_chain_rtcp_list (GstPad * pad, GstObject * parent,
    GstBufferList * list);
void rtc_edge_read_reports (RtcEdge * edge, const guint8 * data, gsize size);

/* rtcpeeredge-ending.c: the loop */
void rtc_edge_read_byes (RtcEdge * edge, const guint8 * data, gsize size);
void rtc_edge_drop_shut (RtcEdge * edge, GstBufferList * list, gboolean rtcp);

/* rtcpeeredge-receive.c */
void rtc_edge_receive_init (RtcEdge * edge);
void rtc_edge_receive_clear (RtcEdge * edge);

G_END_DECLS
