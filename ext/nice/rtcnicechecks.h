/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stun/stunagent.h>

#include "rtcniceprivate.h"

G_BEGIN_DECLS

/* Connectivity checks of our own beside the agent's: it prunes unchecked pairs
 * of higher priority once a relay is nominated, and only an incoming check
 * brings one back.  Both sides sending some makes sure that one comes in.  All
 * on the loop's thread. */
/* Writes a Binding request for the peer of @nice to @buffer and lets @agent know
 * it; 0: it did not fit.  The peer's password must stay while @agent is used. */
gsize rtc_nice_make_check (RtcNice * nice, StunAgent * agent, guint index,
    guint8 * buffer, gsize size);

RtcNiceChecks *rtc_nice_checks_new (RtcNice * nice);
void rtc_nice_checks_free (RtcNiceChecks * checks);
void rtc_nice_checks_add (RtcNiceChecks * checks,
    const NiceCandidate * remote);
void rtc_nice_checks_stop (RtcNiceChecks * checks);
void rtc_nice_checks_restart (RtcNiceChecks * checks);

G_END_DECLS
