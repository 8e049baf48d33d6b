/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Retransmission of what one session sends (RFC 4588), without a queue or a
 * thread: a probe remembers what passes, a NACK is answered in the thread that
 * it came in.  Any thread. */
typedef struct _RtcPeerRtx RtcPeerRtx;

/* RTX packets go to @sink, borrowed: the edge's rtp_sink */
RtcPeerRtx *rtc_peer_rtx_new (GstPad * sink);
void rtc_peer_rtx_free (RtcPeerRtx * rtx);

/* @pt_map: 128, payload types as they pass -> those of their RTX, -1: none.
 * Replaces what was there for @ssrc. */
void rtc_peer_rtx_set_stream (RtcPeerRtx * rtx, guint32 ssrc, guint32 rtx_ssrc,
    const gint8 * pt_map, guint8 transport_cc);
void rtc_peer_rtx_clear_stream (RtcPeerRtx * rtx, guint32 ssrc);

/* A GstPadProbeCallback for buffers and lists; @user_data: RtcPeerRtx */
GstPadProbeReturn rtc_peer_rtx_probe (GstPad * pad, GstPadProbeInfo * info,
    gpointer user_data);
void rtc_peer_rtx_request (RtcPeerRtx * rtx, guint32 ssrc, guint16 seq);

G_END_DECLS
