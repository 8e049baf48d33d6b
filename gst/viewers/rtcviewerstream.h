/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcfanout-private.h"
#include "rtp/rtclossrate.h"
#include "rtp/rtcnack.h"
#include "rtp/rtcpacer.h"
#include "rtp/rtcsender.h"
#include "transport/rtctransport.h"

G_BEGIN_DECLS

/* One track on its way to one viewer: where in the shared stream it is, and the
 * sender that makes the viewer's packets.  Lives on the viewer's media loop. */
struct _RtcViewerStream
{
  struct _RtcViewer *viewer;    /* not owned */
  RtcFanout *fanout;
  RtcFanoutBranch *branch;
  gboolean paced;               /* video */
  gboolean waiting;             /* for a frame to begin with */
  gboolean wants_keyframe;      /* asked for once no lock is held */
  guint64 cursor;               /* shared index of the next packet to send */
  RtcSender sender;
  RtcNackLimiter nack;
  RtcLossRate loss_rate;        /* under the fan-out's lock */
  gboolean reported;            /* a loss to vote with, once no lock is held */
  gchar *codec;
};

RtcViewerStream *rtc_viewer_stream_new (struct _RtcViewer *viewer,
    RtcFanout * fanout, guint loop, const RtcSenderConfig * config,
    const gchar * codec, gboolean paced);
void rtc_viewer_stream_free (RtcViewerStream * stream, guint loop);

/* The fan-out's post: a new frame is in the history */
void rtc_viewer_stream_frame (RtcViewerStream * stream, RtcFrame * frame);
/* Sends of the backlog what @pacer allows, between rtc_transport_send_begin ()
 * and _end ().  FALSE: more is waiting. */
gboolean rtc_viewer_stream_pump (RtcViewerStream * stream,
    RtcTransport * transport, RtcBatch * batch, RtcPacer * pacer,
    guint16 * transport_seq, gint64 now);
void rtc_viewer_stream_resend (RtcViewerStream * stream,
    RtcTransport * transport, RtcBatch * batch, guint16 seq,
    guint16 * transport_seq, gint64 now);

G_END_DECLS
