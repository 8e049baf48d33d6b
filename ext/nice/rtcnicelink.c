/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two connections joined: bytes of one go out by the other.  Each way reads no
 * more before what it has read is written. */
#include "rtcnicebridge.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define BUFFER 16384            /* a record of TLS */
#define CONNECT_SECONDS 10

typedef struct
{
  RtcNiceLink *link;
  GInputStream *from;           /* borrowed of the connection */
  GOutputStream *to;
  guint8 buffer[BUFFER];
} Way;

/* Everything under way holds a reference, and that holds the loop. */
struct _RtcNiceLink
{
  guint refcount;
  RtcLoop *loop;
  RtcNiceLinkFunc failed;       /* NULL: told already, or not wanted */
  gpointer user_data;
  GCancellable *cancellable;
  GSocketConnection *agent, *server;    /* server: NULL until connected */
  Way out, in;
};

static void read_some (Way * way);

static RtcNiceLink *
link_ref (RtcNiceLink * link)
{
  link->refcount++;
  return link;
}

static void
link_unref (RtcNiceLink * link)
{
  if (--link->refcount > 0)
    return;
  g_clear_object (&link->agent);
  g_clear_object (&link->server);
  g_object_unref (link->cancellable);
  rtc_loop_unref (link->loop);
  g_free (link);
}

/* What has been written still leaves.  Nothing more does, so that a goodbye of
 * TLS cannot keep the loop waiting for a server that takes no more. */
static void
shut_down (GSocketConnection * connection)
{
  if (connection != NULL)
    g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE,
        NULL);
}

static void
stop (RtcNiceLink * link)
{
  link->failed = NULL;
  g_cancellable_cancel (link->cancellable);
  shut_down (link->agent);
  shut_down (link->server);
}

static void
tell (RtcNiceLink * link, const GError * error)
{
  if (link->failed != NULL && error != NULL)
    link->failed (link, error, link->user_data);
}

/* @error: NULL where one side has closed */
static void
end (RtcNiceLink * link, const GError * error)
{
  tell (link, error);
  stop (link);
}

static void
on_written (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Way *way = user_data;
  g_autoptr (GError) error = NULL;

  if (g_output_stream_write_all_finish (way->to, result, NULL, &error))
    read_some (way);
  else
    end (way->link, error);
  link_unref (way->link);
}

static void
on_read (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Way *way = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (way->from, result, &error);

  if (n > 0) {
    link_ref (way->link);
    g_output_stream_write_all_async (way->to, way->buffer, n,
        G_PRIORITY_DEFAULT, way->link->cancellable, on_written, way);
  } else {
    end (way->link, error);
  }
  link_unref (way->link);
}

static void
read_some (Way * way)
{
  link_ref (way->link);
  g_input_stream_read_async (way->from, way->buffer, sizeof (way->buffer),
      G_PRIORITY_DEFAULT, way->link->cancellable, on_read, way);
}

static void
join (Way * way, RtcNiceLink * link, GSocketConnection * from,
    GSocketConnection * to)
{
  way->link = link;
  way->from = g_io_stream_get_input_stream (G_IO_STREAM (from));
  way->to = g_io_stream_get_output_stream (G_IO_STREAM (to));
  g_socket_set_option (g_socket_connection_get_socket (to), IPPROTO_TCP,
      TCP_NODELAY, TRUE, NULL);
  read_some (way);
}

static void
on_connected (GObject * source, GAsyncResult * result, gpointer user_data)
{
  RtcNiceLink *link = user_data;
  g_autoptr (GError) error = NULL;

  link->server = g_socket_client_connect_finish (G_SOCKET_CLIENT (source),
      result, &error);
  if (link->server == NULL) {
    /* an agent whose connection is closed waits for its relay for ever; one
     * that gets no answer ends gathering */
    tell (link, error);
  } else if (link->failed == NULL) {
    shut_down (link->server);
  } else {
    /* silence is no failure from now on */
    g_socket_set_timeout (g_socket_connection_get_socket (link->server), 0);
    join (&link->out, link, link->agent, link->server);
    join (&link->in, link, link->server, link->agent);
  }
  link_unref (link);
}

/* Names, both families of addresses, the proxy and the certificate, checked
 * against the name and what this system trusts, are GIO's. */
static void
connect_server (RtcNiceLink * link, const RtcNiceServer * server,
    const gchar * proxy)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address =
      g_network_address_new (server->host, server->port);

  g_socket_client_set_timeout (client, CONNECT_SECONDS);
  g_socket_client_set_tls (client, server->tls);
  g_socket_client_set_enable_proxy (client, proxy != NULL);
  if (proxy != NULL) {
    g_autoptr (GProxyResolver) resolver =
        g_simple_proxy_resolver_new (proxy, NULL);

    g_socket_client_set_proxy_resolver (client, resolver);
  }
  g_socket_client_connect_async (client, address, link->cancellable,
      on_connected, link_ref (link));
}

/* @failed is called where an error ends it, unless it is freed before.
 * Transfer full. */
RtcNiceLink *
rtc_nice_link_new (RtcLoop * loop, GSocket * agent_end,
    const RtcNiceServer * server, const gchar * proxy, RtcNiceLinkFunc failed,
    gpointer user_data)
{
  RtcNiceLink *link = g_new0 (RtcNiceLink, 1);

  link->refcount = 1;
  link->loop = rtc_loop_ref (loop);
  link->failed = failed;
  link->user_data = user_data;
  link->cancellable = g_cancellable_new ();
  link->agent = g_socket_connection_factory_create_connection (agent_end);
  connect_server (link, server, proxy);
  return link;
}

void
rtc_nice_link_free (RtcNiceLink * link)
{
  stop (link);
  link_unref (link);
}
