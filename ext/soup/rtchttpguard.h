/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who may talk to the server: rules as functions of strings and of time.  No
 * socket and no HTTP library here. */

typedef enum
{
  RTC_ORIGIN_NONE,              /* not a browser's script, or a plain GET */
  RTC_ORIGIN_SAME,              /* our own page */
  RTC_ORIGIN_ALLOWED,           /* another site that the user has named */
  RTC_ORIGIN_REFUSED,
} RtcOrigin;

typedef enum
{
  RTC_TOKEN_OK,
  RTC_TOKEN_MISSING,
  RTC_TOKEN_WRONG,
} RtcTokenCheck;

/* Line and headers of a request, as far as they are there */
typedef enum
{
  RTC_HEAD_INCOMPLETE,
  RTC_HEAD_FINE,
  RTC_HEAD_BAD,
  RTC_HEAD_TOO_LARGE,
} RtcHeadCheck;

#define RTC_HEAD_LIMIT (16 * 1024)

#define RTC_ATTEMPTS_PEERS 64

/* Who has guessed wrong lately: a bucket a peer, for as many peers at a time */
typedef struct
{
  guint8 peer[16];              /* IPv4 mapped, or the first half of IPv6 */
  gdouble left;
  gint64 updated;               /* us; 0: free */
} RtcAttempt;

typedef struct
{
  RtcAttempt peers[RTC_ATTEMPTS_PEERS];
} RtcAttempts;

gboolean rtc_guard_host (const gchar * host, gboolean loopback,
    const gchar * const *allowed_origins);
RtcOrigin rtc_guard_origin (const gchar * origin, const gchar * host,
    const gchar * const *allowed_origins);
RtcTokenCheck rtc_guard_token (const gchar * token,
    const gchar * authorization);
gboolean rtc_guard_wrong_token (RtcAttempts * attempts, GInetAddress * peer,
    gint64 now);
RtcHeadCheck rtc_guard_head (const gchar * data, gsize size);
gboolean rtc_guard_stream_id (const gchar * stream_id);

G_END_DECLS
