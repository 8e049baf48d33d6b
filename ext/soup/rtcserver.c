/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcserverprivate.h"

#include "rtclisten.h"

#include <string.h>

G_DEFINE_QUARK (rtc-server-error-quark, rtc_server_error)

/* The servers of this process.  Only the control loop touches it, and there is
 * one of those at a time: no lock. */
static GPtrArray *registry;

static void
stream_free (gpointer data)
{
  RtcStream *stream = data;

  g_free (stream->id);
  g_free (stream->token);
  g_strfreev (stream->allowed_origins);
  g_free (stream->stun_uri);
  rtc_audience_unref (stream->audience);
  g_free (stream);
}

static RtcServer *
registry_find (GInetAddress * address, guint16 port)
{
  for (guint i = 0; registry != NULL && i < registry->len; i++) {
    RtcServer *server = g_ptr_array_index (registry, i);

    if (server->port == port && g_inet_address_equal (server->address, address))
      return server;
  }
  return NULL;
}

static void
registry_add (RtcServer * server)
{
  if (registry == NULL)
    registry = g_ptr_array_new ();
  g_ptr_array_add (registry, server);
}

static void
registry_remove (RtcServer * server)
{
  g_ptr_array_remove (registry, server);
  if (registry->len == 0)
    g_clear_pointer (&registry, g_ptr_array_unref);
}

/* The allowed origins of every stream: their hosts are names of ours too */
static void
collect_origins (RtcServer * server)
{
  g_ptr_array_set_size (server->origins, 0);
  for (guint i = 0; i < server->streams->len; i++) {
    RtcStream *stream = g_ptr_array_index (server->streams, i);

    for (gchar ** o = stream->allowed_origins; o != NULL && *o != NULL; o++)
      g_ptr_array_add (server->origins, *o);
  }
  g_ptr_array_add (server->origins, NULL);
}

/* Without clients nor socket; the pool's reference is left to the caller, who
 * may wait for the loop's end */
static void
server_free (RtcServer * server)
{
  rtc_http_acceptor_close (server->acceptor);
  soup_server_disconnect (server->soup);
  g_clear_object (&server->soup);
  g_clear_pointer (&server->limiter, rtc_http_limiter_unref);
  g_ptr_array_unref (server->streams);
  g_ptr_array_unref (server->origins);
  g_object_unref (server->address);
  g_free (server);
}

static RtcServer *
server_open (RtcLoopPool * pool, GInetAddress * address, guint16 port,
    GError ** error)
{
  g_autoptr (GSocket) socket = rtc_listen_open (address, port, error);
  const RtcHttpLimits *limits;
  RtcServer *server;

  if (socket == NULL)
    return NULL;

  server = g_new0 (RtcServer, 1);
  server->pool = pool;
  server->loop = rtc_loop_pool_get_control (pool);
  server->address = g_object_ref (address);
  server->port = rtc_listen_get_port (socket);
  server->loopback = g_inet_address_get_is_loopback (address);
  server->streams = g_ptr_array_new_with_free_func (stream_free);
  server->origins = g_ptr_array_new ();
  collect_origins (server);

  server->soup = soup_server_new ("server-header", "gst-rtc", NULL);
  server->limiter = rtc_http_limiter_new (server->loop, server->soup);
  rtc_router_attach (server);
  limits = rtc_http_limits_get_default ();
  server->acceptor = rtc_http_acceptor_new (server->loop, server->soup,
      socket, limits->max_connections, limits->request_time);
  return server;
}

typedef struct
{
  RtcLoopPool *pool;
  GInetAddress *address;
  guint16 port;
  RtcServer *server;
  GError **error;
} Acquire;

static void
acquire_on_loop (gpointer data)
{
  Acquire *call = data;

  if (call->port != 0)
    call->server = registry_find (call->address, call->port);
  if (call->server == NULL) {
    call->server = server_open (call->pool, call->address, call->port,
        call->error);
    if (call->server == NULL)
      return;
    registry_add (call->server);
  }
  call->server->refcount++;
}

/* From any thread but a loop's.  The server of this process for @address and
 * @port, opened if it is not there yet; @port 0 opens one on a free port.
 * @address is an IP address or "localhost".  Transfer full; errors:
 * RTC_SERVER_ERROR_IN_USE, RTC_SERVER_ERROR_ADDRESS. */
RtcServer *
rtc_server_acquire (RtcLoopPool * pool, const gchar * address, guint16 port,
    GError ** error)
{
  g_autoptr (GInetAddress) inet = rtc_listen_parse_address (address, error);
  Acquire call = { pool, inet, port, NULL, error };

  if (inet == NULL)
    return NULL;
  rtc_loop_call (rtc_loop_pool_get_control (pool), acquire_on_loop, &call);
  if (call.server != NULL)
    rtc_loop_pool_ref (pool);
  return call.server;
}

static void
release_on_loop (gpointer data)
{
  RtcServer *server = data;

  if (--server->refcount > 0)
    return;
  registry_remove (server);
  server_free (server);
}

/* From any thread but a loop's.  With the last reference the port is free and
 * every connection closed when this returns. */
void
rtc_server_release (RtcServer * server)
{
  RtcLoopPool *pool = server->pool;

  rtc_loop_call (server->loop, release_on_loop, server);
  rtc_loop_pool_unref (pool);
}

/* Any thread */
guint16
rtc_server_get_port (RtcServer * server)
{
  return server->port;
}

/* Any thread.  Transfer full. */
gchar *
rtc_server_get_url (RtcServer * server)
{
  return rtc_listen_make_url (server->address, server->port);
}

typedef struct
{
  RtcServer *server;
  const RtcServerStream *stream;
  RtcAudience *audience;
  GError **error;
  gboolean ok;
} AddStream;

static gboolean
check_stream (RtcServer * server, const RtcServerStream * stream,
    GError ** error)
{
  if (stream->stream_id != NULL && !rtc_guard_stream_id (stream->stream_id)) {
    g_set_error (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_STREAM_ID,
        "\"%s\" cannot be a stream-id: set stream-id to 1 to 64 of A-Z a-z "
        "0-9 . _ - (but not \"-\", \".\" or \"..\")", stream->stream_id);
    return FALSE;
  }
  if (!server->loopback && !stream->insecure
      && (stream->token == NULL || *stream->token == '\0')) {
    g_set_error (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_ACCESS,
        "others on the network could watch: set token=… to a secret that "
        "viewers must enter, insecure=true to let everybody watch, or "
        "address=127.0.0.1 to stay on this machine");
    return FALSE;
  }
  for (guint i = 0; i < server->streams->len; i++) {
    RtcStream *other = g_ptr_array_index (server->streams, i);

    if (g_strcmp0 (other->id, stream->stream_id) == 0) {
      g_set_error (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_STREAM_ID,
          "another sink on port %u has %s%s%s: set stream-id=… to a name of "
          "its own, or port=… to another port", server->port,
          stream->stream_id ? "stream-id \"" : "no stream-id either",
          stream->stream_id ? stream->stream_id : "",
          stream->stream_id ? "\"" : "");
      return FALSE;
    }
  }
  return TRUE;
}

static void
add_stream_on_loop (gpointer data)
{
  AddStream *call = data;
  RtcStream *stream;

  if (!check_stream (call->server, call->stream, call->error))
    return;
  stream = g_new0 (RtcStream, 1);
  stream->id = g_strdup (call->stream->stream_id);
  if (call->stream->token != NULL && *call->stream->token != '\0')
    stream->token = g_strdup (call->stream->token);
  stream->allowed_origins =
      g_strdupv ((gchar **) call->stream->allowed_origins);
  stream->stun_uri = rtc_server_make_stun_uri (call->stream->stun_server);
  stream->chat = call->stream->chat;
  stream->control = call->stream->control;
  stream->files = call->stream->files;
  stream->audience = rtc_audience_ref (call->audience);
  g_ptr_array_add (call->server->streams, stream);
  collect_origins (call->server);
  call->ok = TRUE;
}

/* From any thread but a media loop's; copies @stream and holds @audience.
 * Errors: RTC_SERVER_ERROR_STREAM_ID, RTC_SERVER_ERROR_ACCESS. */
gboolean
rtc_server_add_stream (RtcServer * server, const RtcServerStream * stream,
    RtcAudience * audience, GError ** error)
{
  AddStream call = { server, stream, audience, error, FALSE };

  rtc_loop_call (server->loop, add_stream_on_loop, &call);
  return call.ok;
}

typedef struct
{
  RtcServer *server;
  RtcAudience *audience;
  RtcStream *removed;
} RemoveStream;

static void
remove_stream_on_loop (gpointer data)
{
  RemoveStream *call = data;
  GPtrArray *streams = call->server->streams;

  for (guint i = 0; i < streams->len && call->removed == NULL; i++) {
    RtcStream *stream = g_ptr_array_index (streams, i);

    if (stream->audience == call->audience)
      call->removed = g_ptr_array_steal_index (streams, i);
  }
  collect_origins (call->server);
}

/* From any thread but a media loop's.  No request reaches @audience after
 * this; an answer that is under way may still come from it.  Its viewers go
 * on: rtc_audience_close () ends them. */
void
rtc_server_remove_stream (RtcServer * server, RtcAudience * audience)
{
  RemoveStream call = { server, audience, NULL };

  rtc_loop_call (server->loop, remove_stream_on_loop, &call);
  g_clear_pointer (&call.removed, stream_free);
}
