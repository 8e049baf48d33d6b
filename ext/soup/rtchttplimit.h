/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>
#include "core/rtcloop.h"

G_BEGIN_DECLS

/* Bounds on what a client may use up: bytes, time, connections.  libsoup has
 * none of its own. */
typedef struct _RtcHttpLimiter RtcHttpLimiter;

typedef struct
{
  gsize max_body;               /* bytes: 413 above it */
  guint max_connections;        /* above it the longest idle one is closed */
  gint64 request_time;          /* us until a request is complete */
  gint64 answer_time;           /* us from there until the answer is out */
} RtcHttpLimits;

/* For tests: what servers made after this begin with; NULL: the usual ones */
void rtc_http_limits_set_default (const RtcHttpLimits * limits);
const RtcHttpLimits *rtc_http_limits_get_default (void);

RtcHttpLimiter *rtc_http_limiter_new (RtcLoop * loop, SoupServer * soup);
void rtc_http_limiter_unref (RtcHttpLimiter * limiter);

/* The client has gone, or nothing more can reach it */
gboolean rtc_http_peer_is_gone (SoupServerMessage * msg);
void rtc_http_disconnect (SoupServerMessage * msg);

G_END_DECLS
