/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

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
  RTC_TOKEN_TOO_MANY,           /* too many wrong ones lately: not compared */
} RtcTokenCheck;

/* A bucket of wrong guesses, shared by everybody */
typedef struct
{
  gdouble tokens;
  gint64 updated;               /* us; 0: never */
} RtcAttempts;

gboolean rtc_guard_host (const gchar * host, gboolean loopback,
    const gchar * const *allowed_origins);
RtcOrigin rtc_guard_origin (const gchar * origin, const gchar * host,
    const gchar * const *allowed_origins);
RtcTokenCheck rtc_guard_token (const gchar * token,
    const gchar * authorization, RtcAttempts * attempts, gint64 now);
gboolean rtc_guard_stream_id (const gchar * stream_id);

G_END_DECLS
