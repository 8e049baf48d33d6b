/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeergate.h"

/* A list takes less than a millisecond.  Beyond, somebody else has stopped the
 * loop, and may be waiting for who waits here. */
#define PATIENCE (20 * G_TIME_SPAN_MILLISECOND)

struct _RtcPeerGate
{
  gint refs;
  gint closed;                  /* atomic; changed under @lock */
  GThread *owner;               /* who has closed it; @lock */
  gboolean waiting;             /* somebody is; @lock */
  GMutex lock;                  /* leaf */
  GCond opened;
};

RtcPeerGate *
rtc_peer_gate_new (void)
{
  RtcPeerGate *gate = g_new0 (RtcPeerGate, 1);

  gate->refs = 1;
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->opened);
  return gate;
}

RtcPeerGate *
rtc_peer_gate_ref (RtcPeerGate * gate)
{
  g_atomic_int_inc (&gate->refs);
  return gate;
}

void
rtc_peer_gate_unref (RtcPeerGate * gate)
{
  if (!g_atomic_int_dec_and_test (&gate->refs))
    return;
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->opened);
  g_free (gate);
}

void
rtc_peer_gate_close (RtcPeerGate * gate)
{
  g_mutex_lock (&gate->lock);
  gate->owner = g_thread_self ();
  g_atomic_int_set (&gate->closed, TRUE);
  g_mutex_unlock (&gate->lock);
}

void
rtc_peer_gate_open (RtcPeerGate * gate)
{
  gboolean wake;

  g_mutex_lock (&gate->lock);
  g_atomic_int_set (&gate->closed, FALSE);
  wake = gate->waiting;
  gate->waiting = FALSE;
  g_mutex_unlock (&gate->lock);
  if (wake)
    g_cond_broadcast (&gate->opened);
}

void
rtc_peer_gate_pass (RtcPeerGate * gate)
{
  gint64 deadline;

  if (G_LIKELY (!g_atomic_int_get (&gate->closed)))
    return;
  deadline = g_get_monotonic_time () + PATIENCE;
  g_mutex_lock (&gate->lock);
  while (gate->closed && gate->owner != g_thread_self ()) {
    gate->waiting = TRUE;
    if (!g_cond_wait_until (&gate->opened, &gate->lock, deadline))
      break;
  }
  g_mutex_unlock (&gate->lock);
}

static GstPadProbeReturn
wait_for_list (GstPad * pad, GstPadProbeInfo * info, gpointer gate)
{
  rtc_peer_gate_pass (gate);
  return GST_PAD_PROBE_OK;
}

void
rtc_peer_gate_guard (RtcPeerGate * gate, GstPad * pad)
{
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, wait_for_list, rtc_peer_gate_ref (gate),
      (GDestroyNotify) rtc_peer_gate_unref);
}
