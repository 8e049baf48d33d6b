/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcserverprivate.h"

#include <string.h>

#define DEFAULT_PORT 3478

/* The host goes into a header and into JSON as it is, and a browser throws at
 * one that is no name or address, as one with a zone is */
static gboolean
is_plain_host (const gchar * host)
{
  gboolean ip = g_hostname_is_ip_address (host);

  for (const gchar * c = host; *c != '\0'; c++) {
    if (!g_ascii_isalnum (*c) && *c != '.' && *c != '-' && !(ip && *c == ':'))
      return FALSE;
  }
  return *host != '\0';
}

/* "stun:host:port" (RFC 7064) of stun://host:port or turn://user:password@…,
 * which answers STUN too: without user, password and transport.  NULL if
 * @server is neither.  Any thread; transfer full. */
gchar *
rtc_server_make_stun_uri (const gchar * server)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree gchar *host = NULL;
  const gchar *scheme;
  gint port;

  if (server == NULL)
    return NULL;
  uri = g_uri_parse (server, G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  scheme = g_uri_get_scheme (uri);
  if (!g_str_equal (scheme, "stun") && !g_str_equal (scheme, "turn"))
    return NULL;
  host = g_hostname_to_ascii (g_uri_get_host (uri));
  if (host == NULL || !is_plain_host (host))
    return NULL;
  port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : DEFAULT_PORT;
  return g_strdup_printf (strchr (host, ':') != NULL ? "stun:[%s]:%d"
      : "stun:%s:%d", host, port);
}
