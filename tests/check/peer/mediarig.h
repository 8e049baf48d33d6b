/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>

#include "peer/rtcpeermedia.h"

G_BEGIN_DECLS

/* rtcpeerbin without its peer: a bin with the media in it, plans made by hand,
 * and an edge that stands in for the network.  What the media sends is kept, what
 * it is to receive is pushed by the test. */
typedef struct
{
  GstElement *pipeline, *bin;
  GstRtcNegotiator *negotiator;
  RtcPeerMedia *media;
  RtcJsepPlan *plan;
  GstElement *edge;             /* of transport 0 */
  GstElement *aux[2];           /* what is asked for by request_aux, or NULL */

  GMutex lock;
  GCond cond;                   /* anything here has changed */
  GPtrArray *sent;              /* GstBuffer * */
  guint n_lists, n_rtcp;
  GHashTable *streams;          /* ssrc -> RtcEdgeStream */
  GArray *routes;               /* RtcRouterSection; numbers only */
  GHashTable *sources;          /* ssrc -> "mline rid" */
  GPtrArray *pads;              /* GstPad *, those that were added */
  guint32 left;                 /* what has said goodbye */
  gint n_shut;                  /* atomic */
  guint n_removed, n_received, n_key_requests;
} Rig;

void rig_init (Rig * rig);
void rig_clear (Rig * rig);
/* A section of the plan that is applied next; VP8 96 with RTX 97, or PCMU 0 */
RtcJsepPlanSection *rig_add_section (Rig * rig, RtcMediaKind kind, guint key,
    RtcDirection direction);
void rig_add_format (GPtrArray * formats, const gchar * name, guint rate,
    guint8 pt, const gchar * fmtp);
void rig_apply (Rig * rig);

/* A sink pad with caps, stream-start and segment; @caps may lack the ssrc.
 * transfer: full: what is pushed comes from here */
GstPad *rig_add_source (Rig * rig, const gchar * name, const gchar * caps);
/* @n packets of @ssrc from @seq on, as a list if there are several */
GstFlowReturn rig_push (GstPad * source, guint32 ssrc, guint8 pt, guint16 seq,
    guint n);
/* the same in a thread of its own; join it */
GThread *rig_push_later (GstPad * source, guint32 ssrc, guint8 pt,
    guint16 seq, guint n);

/* what the edge knows of a source: "0" and the name of its layer */
void rig_set_source (Rig * rig, guint32 ssrc, const gchar * mline_and_rid);
void rig_receive (Rig * rig, const guint8 * data, gsize size, gboolean rtcp);
void rig_receive_rtp (Rig * rig, guint32 ssrc, guint8 pt, guint16 seq, guint n);
/* until the counter has got there */
void rig_wait (Rig * rig, const guint * counter, guint n);
void rig_wait_sent (Rig * rig, guint n);
void rig_wait_pads (Rig * rig, guint n);
/* copied out of the @i-th packet sent */
guint8 rig_sent_pt (Rig * rig, guint i);
guint16 rig_sent_seq (Rig * rig, guint i);
guint32 rig_sent_ssrc (Rig * rig, guint i);

G_END_DECLS
