/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* "on-negotiation-needed": W3C webrtc-pc 4.7.3, "updating the negotiation-needed
 * flag". */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

static gboolean
may_ask (GstRtcPeerBin * self)
{
  return self->configured && !rtc_peer_is_closed (self)
      && rtc_negotiator_get_state (self->negotiator) == RTC_SIGNALING_STABLE;
}

/* Once what was asked for before has been done, which may have settled it */
static void
fire (GstRtcPeerBin * self, gpointer data)
{
  if (!self->negotiation_needed || !may_ask (self))
    return;
  self->negotiation_needed = rtc_negotiator_is_needed (self->negotiator);
  if (!self->negotiation_needed)
    return;
  GST_DEBUG_OBJECT (self, "negotiation is needed");
  g_signal_emit (self, rtc_peer_signals[RTC_PEER_ON_NEGOTIATION_NEEDED], 0);
}

/* On the strand, once it is open: nothing was asked for before, so what has come
 * since cannot have settled it. */
void
rtc_peer_begin_needed (GstRtcPeerBin * self)
{
  self->negotiation_needed = TRUE;
  fire (self, NULL);
}

/* On the strand.  The flag is raised once and stays until a description settles
 * it: the application is asked once, however much it adds meanwhile. */
void
rtc_peer_update_needed (GstRtcPeerBin * self)
{
  if (!may_ask (self))
    return;
  if (!rtc_negotiator_is_needed (self->negotiator)) {
    self->negotiation_needed = FALSE;
    return;
  }
  if (self->negotiation_needed)
    return;
  self->negotiation_needed = TRUE;
  rtc_peer_run (self, fire, NULL, NULL);
}

static void
check (GstRtcPeerBin * self, gpointer data)
{
  g_atomic_int_set (&self->check_queued, FALSE);
  rtc_peer_update_needed (self);
}

/* Any thread: caps have come, a transceiver was added or changed… */
void
rtc_peer_check_needed (GstRtcPeerBin * self)
{
  if (!rtc_peer_is_closed (self)
      && g_atomic_int_compare_and_exchange (&self->check_queued, FALSE, TRUE))
    rtc_peer_run (self, check, NULL, NULL);
}

/* On the strand, after a description: stable again, what is still open is asked
 * for anew. */
void
rtc_peer_renew_needed (GstRtcPeerBin * self)
{
  if (!may_ask (self))
    return;
  self->negotiation_needed = FALSE;
  rtc_peer_update_needed (self);
}
