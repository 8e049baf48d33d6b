/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* A gate behind jitterbuffers.  rtpbin takes a list apart, and a jitterbuffer
 * wakes its thread for each packet that is next: thread and media loop would then
 * take turns, packet by packet, at the jitterbuffer's lock.  While the loop is
 * pushing a list the gate is closed, so that the thread lets the rest come first. */
typedef struct _RtcPeerGate RtcPeerGate;

RtcPeerGate *rtc_peer_gate_new (void);
RtcPeerGate *rtc_peer_gate_ref (RtcPeerGate * gate);
void rtc_peer_gate_unref (RtcPeerGate * gate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcPeerGate, rtc_peer_gate_unref)

/* The one thread that pushes, in turns; neither waits */
void rtc_peer_gate_close (RtcPeerGate * gate);
void rtc_peer_gate_open (RtcPeerGate * gate);

/* Any other thread: returns once the gate is open, or after 20 ms whatever
 * happens. */
void rtc_peer_gate_pass (RtcPeerGate * gate);

/* Nothing passes @pad while @gate is closed.  Holds a reference. */
void rtc_peer_gate_guard (RtcPeerGate * gate, GstPad * pad);

G_END_DECLS
