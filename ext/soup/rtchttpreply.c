/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcserverprivate.h"

#include <string.h>

/* On every answer */
void
rtc_http_reply_headers (SoupServerMessage * msg)
{
  SoupMessageHeaders *h = soup_server_message_get_response_headers (msg);

  soup_message_headers_replace (h, "X-Content-Type-Options", "nosniff");
  /* not "no-referrer": that makes some browsers send "Origin: null" */
  soup_message_headers_replace (h, "Referrer-Policy", "same-origin");
  soup_message_headers_replace (h, "Cache-Control", "no-store");
  /* see rtchttpaccept.c */
  soup_message_headers_replace (h, "Connection", "close");
}

/* One line of plain text that says what to do */
void
rtc_http_reply (SoupServerMessage * msg, guint status, const gchar * format,
    ...)
{
  gchar *line, *text;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  g_strdelimit (line, "\r\n", ' ');
  text = g_strconcat (line, "\n", NULL);
  g_free (line);

  rtc_http_reply_headers (msg);
  soup_server_message_set_status (msg, status, NULL);
  soup_server_message_set_response (msg, "text/plain; charset=utf-8",
      SOUP_MEMORY_TAKE, text, strlen (text));
}

void
rtc_http_reply_retry (SoupServerMessage * msg, guint status, guint seconds,
    const gchar * reason)
{
  g_autofree gchar *after = g_strdup_printf ("%u", seconds);

  soup_message_headers_replace (soup_server_message_get_response_headers (msg),
      "Retry-After", after);
  rtc_http_reply (msg, status, "%s", reason);
}

/* The Fetch standard's CORS protocol, for an origin that the user has allowed */
void
rtc_http_reply_cors (SoupServerMessage * msg, const gchar * origin)
{
  SoupMessageHeaders *h = soup_server_message_get_response_headers (msg);

  soup_message_headers_replace (h, "Access-Control-Allow-Origin", origin);
  soup_message_headers_replace (h, "Vary", "Origin");
  soup_message_headers_replace (h, "Access-Control-Expose-Headers",
      "Location, ETag, Link, Accept-Patch, Retry-After");
  if (soup_server_message_get_method (msg) != SOUP_METHOD_OPTIONS)
    return;
  soup_message_headers_replace (h, "Access-Control-Allow-Methods",
      "GET, POST, PATCH, DELETE, OPTIONS");
  soup_message_headers_replace (h, "Access-Control-Allow-Headers",
      "Authorization, Content-Type, If-Match");
  soup_message_headers_replace (h, "Access-Control-Max-Age", "600");
  if (soup_message_headers_get_one (soup_server_message_get_request_headers
          (msg), "Access-Control-Request-Private-Network") != NULL)
    soup_message_headers_replace (h, "Access-Control-Allow-Private-Network",
        "true");
}
