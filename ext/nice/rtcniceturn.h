/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcniceprivate.h"

G_BEGIN_DECLS

/* Relays of one agent, asked for late: most sessions never need one, and an
 * agent that has one too early settles for it.  All on the loop's thread. */
RtcNiceTurn *rtc_nice_turn_new (RtcNice * nice, const gchar * const *uris,
    GError ** error);
void rtc_nice_turn_free (RtcNiceTurn * turn);

/* each may be called any number of times */
void rtc_nice_turn_schedule (RtcNiceTurn * turn);
void rtc_nice_turn_start (RtcNiceTurn * turn);
void rtc_nice_turn_stop (RtcNiceTurn * turn);
void rtc_nice_turn_restart (RtcNiceTurn * turn);

G_END_DECLS
