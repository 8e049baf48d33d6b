/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every request passes here twice: once its headers are in, where it may be
 * refused before a byte of its body is kept, and once it is complete. */

#include "rtcserverprivate.h"

#include <string.h>

typedef enum
{
  ROUTE_NONE,
  ROUTE_PAGE,                   /* / */
  ROUTE_FAVICON,
  ROUTE_STREAMS,                /* /streams */
  ROUTE_ENDPOINT,               /* /whep, /whep/ID */
  ROUTE_SESSION,                /* /whep/ID/SESSION */
} RouteKind;

typedef struct
{
  RouteKind kind;
  RtcStream *stream;
  gchar *session;
} Route;

static void
route_clear (Route * route)
{
  g_free (route->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Route, route_clear);

static RtcStream *
find_stream (RtcServer * server, const gchar * id)
{
  for (guint i = 0; i < server->streams->len; i++) {
    RtcStream *stream = g_ptr_array_index (server->streams, i);

    if (g_strcmp0 (stream->id, id) == 0)
      return stream;
  }
  return NULL;
}

/* /whep: the stream without an id, else the first */
static RtcStream *
find_default_stream (RtcServer * server)
{
  RtcStream *stream = find_stream (server, NULL);

  if (stream == NULL && server->streams->len > 0)
    stream = g_ptr_array_index (server->streams, 0);
  return stream;
}

static void
route_whep (RtcServer * server, const gchar * path, Route * route)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 3);
  guint n = g_strv_length (parts);

  if (n == 0 || n > 2)
    return;
  route->stream = find_stream (server, g_str_equal (parts[0], "-") ? NULL :
      parts[0]);
  if (route->stream == NULL)
    return;
  route->kind = n == 1 ? ROUTE_ENDPOINT : ROUTE_SESSION;
  route->session = n == 2 ? g_strdup (parts[1]) : NULL;
}

static void
route_find (RtcServer * server, const gchar * path, Route * route)
{
  if (g_str_equal (path, "/")) {
    route->kind = ROUTE_PAGE;
  } else if (g_str_equal (path, "/favicon.ico")) {
    route->kind = ROUTE_FAVICON;
  } else if (g_str_equal (path, "/streams")) {
    route->kind = ROUTE_STREAMS;
  } else if (g_str_equal (path, "/whep")) {
    route->stream = find_default_stream (server);
    if (route->stream != NULL)
      route->kind = ROUTE_ENDPOINT;
  } else if (g_str_has_prefix (path, "/whep/")) {
    route_whep (server, path + strlen ("/whep/"), route);
  }
}

static const gchar *
request_header (SoupServerMessage * msg, const gchar * name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers
      (msg), name);
}

/* Host and Origin.  FALSE: answered. */
static gboolean
check_site (RtcServer * server, Route * route, SoupServerMessage * msg)
{
  const gchar *host = request_header (msg, "Host");
  const gchar *origin = request_header (msg, "Origin");
  const gchar *const *all = (const gchar * const *) server->origins->pdata;
  const gchar *const *origins = route->stream != NULL ?
      (const gchar * const *) route->stream->allowed_origins : all;

  if (!rtc_guard_host (host, server->loopback, all)) {
    rtc_http_reply (msg, SOUP_STATUS_FORBIDDEN,
        "This server does not go by that name: open it by its IP address%s.",
        server->loopback ? " or as localhost" : "");
    return FALSE;
  }
  switch (rtc_guard_origin (origin, host, origins)) {
    case RTC_ORIGIN_REFUSED:
      rtc_http_reply (msg, SOUP_STATUS_FORBIDDEN,
          "This site may not play the stream: its origin is not among "
          "allowed-origins.");
      return FALSE;
    case RTC_ORIGIN_ALLOWED:
      rtc_http_reply_cors (msg, origin);
      break;
    default:
      break;
  }
  return TRUE;
}

static const gchar *
route_methods (RouteKind kind)
{
  switch (kind) {
    case ROUTE_ENDPOINT:
      return "POST, OPTIONS";
    case ROUTE_SESSION:
      return "PATCH, DELETE, OPTIONS";
    default:
      return "GET, HEAD, OPTIONS";
  }
}

/* FALSE: answered */
static gboolean
check_method (Route * route, SoupServerMessage * msg)
{
  const gchar *methods = route_methods (route->kind);
  g_auto (GStrv) list = g_strsplit (methods, ", ", -1);
  const gchar *method = soup_server_message_get_method (msg);
  SoupMessageHeaders *h = soup_server_message_get_response_headers (msg);

  if (method == SOUP_METHOD_OPTIONS) {
    soup_message_headers_replace (h, "Allow", methods);
    rtc_whep_options (msg);
    return FALSE;
  }
  if (g_strv_contains ((const gchar * const *) list, method))
    return TRUE;
  soup_message_headers_replace (h, "Allow", methods);
  rtc_http_reply (msg, SOUP_STATUS_METHOD_NOT_ALLOWED,
      "This address takes %s only.", methods);
  return FALSE;
}

/* A wrong token is counted once a request, not once a stream */
static gboolean
may_guess (RtcServer * server, SoupServerMessage * msg)
{
  GSocketAddress *peer = soup_server_message_get_remote_address (msg);

  return G_IS_INET_SOCKET_ADDRESS (peer)
      && rtc_guard_wrong_token (&server->attempts,
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (peer)),
      rtc_loop_now ());
}

static void
reply_token (RtcServer * server, RtcTokenCheck check, SoupServerMessage * msg)
{
  if (check == RTC_TOKEN_WRONG && !may_guess (server, msg)) {
    rtc_http_reply_retry (msg, 429, 1,
        "The token is wrong, as many before it: wait a second.");
    return;
  }
  soup_message_headers_replace (soup_server_message_get_response_headers (msg),
      "WWW-Authenticate", check == RTC_TOKEN_WRONG ?
      "Bearer error=\"invalid_token\"" : "Bearer");
  rtc_http_reply (msg, SOUP_STATUS_UNAUTHORIZED, check == RTC_TOKEN_WRONG ?
      "The token is wrong." :
      "A token is needed: send Authorization: Bearer TOKEN.");
}

static RtcTokenCheck
check_token (RtcStream * stream, SoupServerMessage * msg)
{
  return rtc_guard_token (stream->token, request_header (msg, "Authorization"));
}

static void
early_handler (SoupServer * soup, SoupServerMessage * msg, const gchar * path,
    GHashTable * query, gpointer user_data)
{
  RtcServer *server = user_data;
  const gchar *method = soup_server_message_get_method (msg);
  g_auto (Route) route = { 0 };

  route_find (server, path, &route);
  if (!check_site (server, &route, msg)) {
    /* answered */
  } else if (route.kind == ROUTE_NONE) {
    rtc_http_reply (msg, SOUP_STATUS_NOT_FOUND,
        "Nothing here: the page is at /, a stream at /whep or /whep/ID.");
  } else if (check_method (&route, msg)) {
    RtcTokenCheck check = route.stream == NULL ? RTC_TOKEN_OK
        : check_token (route.stream, msg);

    if (check != RTC_TOKEN_OK)
      reply_token (server, check, msg);
    else if (method == SOUP_METHOD_POST || g_str_equal (method, "PATCH"))
      rtc_whep_check_headers (msg);
  }
  /* refused: what comes of its body is not kept */
  if (soup_server_message_get_status (msg) != 0) {
    soup_message_body_set_accumulate (soup_server_message_get_request_body
        (msg), FALSE);
    rtc_http_set_busy (msg, FALSE);
  }
}

/* Only the streams that the caller's token opens */
static void
serve_streams (RtcServer * server, SoupServerMessage * msg)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  RtcTokenCheck worst = RTC_TOKEN_OK;

  for (guint i = 0; i < server->streams->len; i++) {
    RtcStream *stream = g_ptr_array_index (server->streams, i);
    RtcTokenCheck check = check_token (stream, msg);

    if (check == RTC_TOKEN_OK)
      g_ptr_array_add (open, stream);
    else
      worst = MAX (worst, check);
  }
  if (open->len == 0 && worst != RTC_TOKEN_OK)
    reply_token (server, worst, msg);
  else
    rtc_page_serve_streams (server, msg, (RtcStream **) open->pdata, open->len);
}

static void
handler (SoupServer * soup, SoupServerMessage * msg, const gchar * path,
    GHashTable * query, gpointer user_data)
{
  RtcServer *server = user_data;
  g_auto (Route) route = { 0 };

  /* again: the stream may have gone while the body came in */
  route_find (server, path, &route);
  switch (route.kind) {
    case ROUTE_PAGE:
      rtc_page_serve (msg);
      break;
    case ROUTE_FAVICON:
      rtc_http_reply_headers (msg);
      soup_server_message_set_status (msg, SOUP_STATUS_NO_CONTENT, NULL);
      break;
    case ROUTE_STREAMS:
      serve_streams (server, msg);
      break;
    case ROUTE_ENDPOINT:
      rtc_whep_offer (route.stream, msg);
      break;
    case ROUTE_SESSION:
      if (soup_server_message_get_method (msg) == SOUP_METHOD_DELETE)
        rtc_whep_delete (route.stream, msg, route.session);
      else
        rtc_whep_trickle (route.stream, msg, route.session);
      break;
    default:
      rtc_http_reply (msg, SOUP_STATUS_NOT_FOUND, "The stream has gone.");
      break;
  }
}

/* Control loop */
void
rtc_router_attach (RtcServer * server)
{
  soup_server_add_early_handler (server->soup, NULL, early_handler, server,
      NULL);
  soup_server_add_handler (server->soup, NULL, handler, server, NULL);
}
