/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtchttplimit.h"

#include "rtchttpaccept.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* What is read and thrown away after a 413, so that the client sees the answer
 * rather than a reset connection */
#define LINGER_BYTES (1 << 20)
#define LINGER_TIME (2 * G_USEC_PER_SEC)

#define LIMITER_KEY "rtc-limiter"

struct _RtcHttpLimiter
{
  RtcLoop *loop;
  RtcHttpLimits limits;
};

/* One request, or the wait for one: libsoup starts a message as soon as it has
 * a connection */
typedef struct
{
  RtcHttpLimiter *limiter;
  SoupServerMessage *msg;       /* owns this */
  RtcTimer *timer;
  gsize received;
  gboolean refused;
} Request;

static const RtcHttpLimits usual_limits = {
  .max_body = 64 * 1024,
  .max_connections = 256,
  .request_time = 10 * G_USEC_PER_SEC,
  .answer_time = 20 * G_USEC_PER_SEC,
};

static RtcHttpLimits default_limits = usual_limits;

void
rtc_http_limits_set_default (const RtcHttpLimits * limits)
{
  default_limits = limits != NULL ? *limits : usual_limits;
}

const RtcHttpLimits *
rtc_http_limits_get_default (void)
{
  return &default_limits;
}

static void
limiter_clear (gpointer data)
{
  RtcHttpLimiter *limiter = data;

  rtc_loop_unref (limiter->loop);
}

void
rtc_http_limiter_unref (RtcHttpLimiter * limiter)
{
  g_rc_box_release_full (limiter, limiter_clear);
}

/* libsoup sees the end of the stream and cleans up by itself */
void
rtc_http_disconnect (SoupServerMessage * msg)
{
  GSocket *socket = rtc_http_get_socket (msg);

  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

/* While a message is paused nobody reads its socket, so ask the kernel */
gboolean
rtc_http_peer_is_gone (SoupServerMessage * msg)
{
  GSocket *socket = rtc_http_get_socket (msg);
  gchar byte;
  gssize n;

  if (socket == NULL || g_socket_is_closed (socket))
    return TRUE;
  n = recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

static void
deadline_passed (gpointer data)
{
  Request *request = data;

  rtc_http_disconnect (request->msg);
}

static void
set_deadline (Request * request, gint64 duration)
{
  rtc_timer_set (request->timer, rtc_loop_now () + duration);
}

/* libsoup answers only after the whole body: too late for a body that may be
 * endless.  So the answer goes out past it and what comes in is dropped. */
static void
refuse_body (Request * request)
{
  GSocket *socket = rtc_http_get_socket (request->msg);
  SoupMessageBody *body = soup_server_message_get_request_body (request->msg);
  g_autofree gchar *text = g_strdup_printf ("The body is too large: %"
      G_GSIZE_FORMAT " bytes are the limit.\n",
      request->limiter->limits.max_body);
  g_autofree gchar *answer = g_strdup_printf ("HTTP/1.1 413 Content Too Large"
      "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
      "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", strlen (text), text);

  request->refused = TRUE;
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  soup_server_message_set_status (request->msg,
      SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL);
  set_deadline (request, LINGER_TIME);
  if (socket != NULL) {
    g_socket_send (socket, answer, strlen (answer), NULL, NULL);
    g_socket_shutdown (socket, FALSE, TRUE, NULL);
  }
}

static void
got_headers (SoupServerMessage * msg, Request * request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);

  rtc_http_set_busy (msg, TRUE);
  if (soup_message_headers_get_encoding (headers) ==
      SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) >
      (goffset) request->limiter->limits.max_body)
    refuse_body (request);
}

static void
got_chunk (SoupServerMessage * msg, GBytes * chunk, Request * request)
{
  request->received += g_bytes_get_size (chunk);
  if (request->received <= request->limiter->limits.max_body)
    return;
  if (!request->refused)
    refuse_body (request);
  else if (request->received > LINGER_BYTES)
    rtc_http_disconnect (msg);
}

static void
got_body (SoupServerMessage * msg, Request * request)
{
  if (request->refused)
    rtc_http_disconnect (msg);
  else
    set_deadline (request, request->limiter->limits.answer_time);
}

static void
finished (SoupServerMessage * msg, Request * request)
{
  rtc_timer_set (request->timer, RTC_NEVER);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  rtc_timer_free (request->timer);
  rtc_http_limiter_unref (request->limiter);
  g_free (request);
}

static void
request_started (SoupServer * soup, SoupServerMessage * msg,
    RtcHttpLimiter * limiter)
{
  Request *request = g_new0 (Request, 1);

  request->limiter = g_rc_box_acquire (limiter);
  request->msg = msg;
  request->timer = rtc_timer_new (limiter->loop, deadline_passed, request);
  g_object_set_data_full (G_OBJECT (msg), LIMITER_KEY, request, request_free);
  g_signal_connect (msg, "got-headers", G_CALLBACK (got_headers), request);
  g_signal_connect (msg, "got-chunk", G_CALLBACK (got_chunk), request);
  g_signal_connect (msg, "got-body", G_CALLBACK (got_body), request);
  g_signal_connect (msg, "finished", G_CALLBACK (finished), request);
  set_deadline (request, limiter->limits.request_time);
}

/* Control loop.  Watches @soup until that is gone; give the reference back
 * after it. */
RtcHttpLimiter *
rtc_http_limiter_new (RtcLoop * loop, SoupServer * soup)
{
  RtcHttpLimiter *limiter = g_rc_box_new0 (RtcHttpLimiter);

  limiter->loop = rtc_loop_ref (loop);
  limiter->limits = default_limits;
  g_signal_connect (soup, "request-started", G_CALLBACK (request_started),
      limiter);
  return limiter;
}
