/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Several pads into one rtpbin session: rtpfunnel without what it does a packet.
 * Lists stay lists, nothing is queued.  Each source's caps go out once, with its
 * SSRC, so that rtpsession knows the clock rate of each; what rtpsession wants of
 * a source goes up at that source's pad.
 *
 *                .-----------.
 *   sink_%u   ---|           |--- src
 *                '-----------'
 */
#define RTC_TYPE_PEER_FUNNEL (rtc_peer_funnel_get_type ())
G_DECLARE_FINAL_TYPE (RtcPeerFunnel, rtc_peer_funnel, RTC, PEER_FUNNEL,
    GstElement)

typedef struct
{
  /* the first packet of @ssrc comes at @sink; before it goes on */
  void (*new_ssrc) (RtcPeerFunnel * funnel, GstPad * sink, guint32 ssrc,
      gpointer user_data);
  /* a NACK; rtpsession's thread */
  void (*retransmit) (RtcPeerFunnel * funnel, guint32 ssrc, guint16 seq,
      gpointer user_data);
} RtcPeerFunnelEvents;

/* @user_data must live as long as the funnel has pads that are linked */
RtcPeerFunnel *rtc_peer_funnel_new (const RtcPeerFunnelEvents * events,
    gpointer user_data);

G_END_DECLS
