/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcniceprivate.h"

G_BEGIN_DECLS

/* Notices that nothing comes back on the selected pair, before consent is lost
 * (RFC 7675), which is all that libnice tells.  The agent swallows answers to
 * requests that are not its own, so the kernel is asked when the socket has last
 * received anything.  Only where packets go out directly.  All on the loop's
 * thread. */
RtcNiceProbe *rtc_nice_probe_new (RtcNice * nice);
void rtc_nice_probe_free (RtcNiceProbe * probe);
/* a new pair, on @socket, or NULL: through a relay */
void rtc_nice_probe_start (RtcNiceProbe * probe, GSocket * socket);
void rtc_nice_probe_stop (RtcNiceProbe * probe);

G_END_DECLS
