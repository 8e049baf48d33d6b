/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcnicebridge.h"

#include <string.h>
#include <sys/socket.h>

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

/* One for each local address of the agent's; they stay once they have ended */
#define MAX_LINKS 32

struct _RtcNiceBridge
{
  RtcNice *nice;                /* its owner */
  RtcNiceServer *server;        /* of the owner */
  GSocket *socket;
  GSource *source;
  gchar *ip;
  guint16 port;
  GPtrArray *links;             /* RtcNiceLink */
};

gboolean
rtc_nice_bridge_check_tls (GError ** error)
{
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
      "TLS to a TURN server (turns:) needs GLib's TLS: install the package "
      "glib-networking");
  return FALSE;
}

/* Does @fd lead to where @accepted comes from? */
static gboolean
is_other_end (gint fd, GSocket * accepted)
{
  struct sockaddr_storage own = { 0 }, other = { 0 };
  socklen_t own_size = sizeof (own), other_size = sizeof (other);

  return getsockname (fd, (struct sockaddr *) &own, &own_size) == 0
      && getpeername (g_socket_get_fd (accepted), (struct sockaddr *) &other,
      &other_size) == 0 && own_size == other_size
      && memcmp (&own, &other, own_size) == 0
      && getpeername (fd, (struct sockaddr *) &own, &own_size) == 0;
}

/* The port is open to every process of this machine, and only this one knows
 * whom it is for.  The agent does not tell its TCP sockets. */
static gboolean
is_of_this_process (GSocket * accepted)
{
  g_autoptr (GDir) fds = g_dir_open ("/proc/self/fd", 0, NULL);
  const gchar *name;

  while (fds != NULL && (name = g_dir_read_name (fds)) != NULL) {
    gint fd = g_ascii_strtoll (name, NULL, 10);

    if (fd != g_socket_get_fd (accepted) && is_other_end (fd, accepted))
      return TRUE;
  }
  return FALSE;
}

static void
on_link_failed (RtcNiceLink * link, const GError * error, gpointer user_data)
{
  RtcNiceBridge *bridge = user_data;
  RtcNice *nice = bridge->nice;
  RtcNiceServer *server = bridge->server;

  if (!nice->closed) {
    GST_WARNING ("%p: TURN server %s, port %u%s: %s", nice, server->host,
        server->port, server->tls ? " (TLS)" : "", error->message);
    g_free (nice->ice.problem);
    nice->ice.problem = g_strdup_printf ("TURN server %s, port %u%s: %s",
        server->host, server->port, server->tls ? " (TLS)" : "",
        error->message);
  }
}

static gboolean
on_connection (GSocket * socket, GIOCondition condition, gpointer user_data)
{
  RtcNiceBridge *bridge = user_data;
  g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, NULL);

  if (accepted == NULL)
    return G_SOURCE_CONTINUE;
  if (bridge->links->len >= MAX_LINKS || !is_of_this_process (accepted)) {
    GST_WARNING ("%p: a connection that is not the agent's is closed",
        bridge->nice);
    return G_SOURCE_CONTINUE;
  }
  g_ptr_array_add (bridge->links, rtc_nice_link_new (bridge->nice->ice.loop,
          accepted, bridge->server, bridge->nice->proxy, on_link_failed,
          bridge));
  return G_SOURCE_CONTINUE;
}

/* At a port that the system chooses */
static gboolean
listen_at_loopback (RtcNiceBridge * bridge, GSocketFamily family,
    GError ** error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  bridge->socket = g_socket_new (family, G_SOCKET_TYPE_STREAM,
      G_SOCKET_PROTOCOL_TCP, error);
  if (bridge->socket == NULL)
    return FALSE;
  g_socket_set_blocking (bridge->socket, FALSE);
  if (!g_socket_bind (bridge->socket, any, FALSE, error)
      || !g_socket_listen (bridge->socket, error))
    return FALSE;
  bound = g_socket_get_local_address (bridge->socket, error);
  if (bound == NULL)
    return FALSE;
  bridge->ip = g_inet_address_to_string (loopback);
  bridge->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return TRUE;
}

/* @server must live as long.  The agent's own addresses, not the server's,
 * choose the family: the agent asks no server of another one. */
RtcNiceBridge *
rtc_nice_bridge_new (RtcNice * nice, RtcNiceServer * server, GError ** error)
{
  RtcNiceBridge *bridge = g_new0 (RtcNiceBridge, 1);

  bridge->nice = nice;
  bridge->server = server;
  bridge->links =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_nice_link_free);
  if (!listen_at_loopback (bridge, nice->has_ipv4 ? G_SOCKET_FAMILY_IPV4 :
          G_SOCKET_FAMILY_IPV6, error)) {
    rtc_nice_bridge_free (bridge);
    return NULL;
  }
  bridge->source = g_socket_create_source (bridge->socket, G_IO_IN, NULL);
  g_source_set_callback (bridge->source, G_SOURCE_FUNC (on_connection), bridge,
      NULL);
  g_source_attach (bridge->source, rtc_loop_get_context (nice->ice.loop));
  return bridge;
}

void
rtc_nice_bridge_free (RtcNiceBridge * bridge)
{
  if (bridge->source != NULL) {
    g_source_destroy (bridge->source);
    g_source_unref (bridge->source);
  }
  g_ptr_array_unref (bridge->links);
  g_clear_object (&bridge->socket);
  g_free (bridge->ip);
  g_free (bridge);
}

const gchar *
rtc_nice_bridge_get_ip (RtcNiceBridge * bridge)
{
  return bridge->ip;
}

guint16
rtc_nice_bridge_get_port (RtcNiceBridge * bridge)
{
  return bridge->port;
}
