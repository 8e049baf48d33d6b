/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtclisten.h"
#include "rtcserver.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define BACKLOG 128

/* Any thread.  An IPv6 address may stand in brackets, as in a URL.
 * RTC_SERVER_ERROR_ADDRESS when it is neither an IP address nor "localhost": a
 * name could mean several addresses. */
GInetAddress *
rtc_listen_parse_address (const gchar * address, GError ** error)
{
  g_autofree gchar *bare = NULL;
  GInetAddress *inet;

  if (g_strcmp0 (address, "localhost") == 0)
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  if (address != NULL && address[0] == '[' && g_str_has_suffix (address, "]"))
    bare = g_strndup (address + 1, strlen (address) - 2);
  else
    bare = g_strdup (address);
  inet = bare != NULL ? g_inet_address_new_from_string (bare) : NULL;
  if (inet == NULL)
    g_set_error (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_ADDRESS,
        "\"%s\" is not an IP address: set address=127.0.0.1 for this machine "
        "only, address=0.0.0.0 for all its networks", address ? address : "");
  return inet;
}

static void
explain (GError * cause, GInetAddress * inet, guint16 port, GError ** error)
{
  g_autofree gchar *address = g_inet_address_to_string (inet);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    g_set_error (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_IN_USE,
        "port %u on %s is in use by another program: set port=… to another "
        "one or port=0 for any free one", port, address);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_IN_USE,
        "port %u is kept for the system administrator: set port=… to one "
        "from 1024 up or port=0 for any free one", port);
  else
    g_set_error (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_ADDRESS,
        "cannot listen on %s (%s): set address=… to an address of this "
        "machine, 127.0.0.1 for itself only, 0.0.0.0 for all its networks",
        address, cause->message);
}

/* Any thread.  @port 0 picks one.  Transfer full. */
GSocket *
rtc_listen_open (GInetAddress * inet, guint16 port, GError ** error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (inet, port);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GSocket) socket = NULL;

  socket = g_socket_new (g_inet_address_get_family (inet),
      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &cause);
  if (socket != NULL) {
    g_socket_set_listen_backlog (socket, BACKLOG);
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
    /* SO_REUSEADDR: connections of the last run may still be in TIME_WAIT */
    if (g_socket_bind (socket, address, TRUE, &cause)
        && g_socket_listen (socket, &cause))
      return g_steal_pointer (&socket);
  }
  explain (cause, inet, port, error);
  return NULL;
}

guint16
rtc_listen_get_port (GSocket * socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket,
      NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/* The first address by which others on the network may know this machine */
static GInetAddress *
find_outer_address (GSocketFamily family)
{
  struct ifaddrs *list = NULL;
  GInetAddress *found = NULL;

  if (getifaddrs (&list) < 0)
    return NULL;
  for (struct ifaddrs * i = list; i != NULL && found == NULL; i = i->ifa_next) {
    g_autoptr (GSocketAddress) address = NULL;
    GInetAddress *inet;

    if (i->ifa_addr == NULL || i->ifa_addr->sa_family != (gint) family
        || !(i->ifa_flags & IFF_UP))
      continue;
    address = g_socket_address_new_from_native (i->ifa_addr,
        family == G_SOCKET_FAMILY_IPV6
        ? sizeof (struct sockaddr_in6) : sizeof (struct sockaddr_in));
    inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
    if (!g_inet_address_get_is_loopback (inet)
        && !g_inet_address_get_is_link_local (inet))
      found = g_object_ref (inet);
  }
  freeifaddrs (list);
  return found;
}

/* Any thread.  What to open in a browser, also where the address is "any". */
gchar *
rtc_listen_make_url (GInetAddress * address, guint16 port)
{
  GSocketFamily family = g_inet_address_get_family (address);
  g_autoptr (GInetAddress) shown = NULL;
  g_autofree gchar *text = NULL;

  if (g_inet_address_get_is_any (address))
    shown = find_outer_address (family);
  if (g_inet_address_get_is_any (address) && shown == NULL)
    shown = g_inet_address_new_loopback (family);
  text = g_inet_address_to_string (shown != NULL ? shown : address);
  return g_strdup_printf (family == G_SOCKET_FAMILY_IPV6
      ? "http://[%s]:%u/" : "http://%s:%u/", text, port);
}
