/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceserver.h"

#include <gst/gst.h>
#include <string.h>

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

#define DEFAULT_PORT 3478
#define DEFAULT_TLS_PORT 5349

typedef struct
{
  RtcNiceServer *server;
  RtcNiceServerFunc func;
  gpointer user_data;
} Lookup;

static gboolean
parse_scheme (RtcNiceServer * server, const gchar * scheme, GError ** error)
{
  if (g_ascii_strcasecmp (scheme, "stuns") == 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
        "TLS to a STUN server is not there (%s:): it tells no address that UDP "
        "could use; write stun://host:port", scheme);
    return FALSE;
  }
  server->tls = g_ascii_strcasecmp (scheme, "turns") == 0;
  server->turn = server->tls || g_ascii_strcasecmp (scheme, "turn") == 0;
  return server->turn || g_ascii_strcasecmp (scheme, "stun") == 0;
}

/* "transport=tls" is GStreamer's (RFC 7065 knows udp and tcp) */
static gboolean
parse_query (RtcNiceServer * server, const gchar * query, GError ** error)
{
  gboolean udp = query != NULL
      && g_ascii_strcasecmp (query, "transport=udp") == 0;

  if (server->tls && udp) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
        "TURN over DTLS (turns: with transport=udp) is not there: write "
        "turns://user:password@host:port?transport=tcp");
    return FALSE;
  }
  if (query != NULL && server->turn
      && g_ascii_strcasecmp (query, "transport=tls") == 0)
    server->tls = TRUE;
  server->tcp = server->tls || (query != NULL
      && g_ascii_strcasecmp (query, "transport=tcp") == 0);
  return query == NULL || udp || (server->tcp && server->turn);
}

/* "turn:host" has no authority for GUri to take apart, "turn://host" has */
static GUri *
parse_uri (const gchar * text)
{
  const gchar *colon = strchr (text, ':');
  g_autofree gchar *full = NULL;

  if (colon == NULL)
    return NULL;
  if (!g_str_has_prefix (colon, "://")) {
    full = g_strdup_printf ("%.*s//%s", (gint) (colon + 1 - text), text,
        colon + 1);
    text = full;
  }
  return g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL);
}

/* Any thread; transfer full.  The message never repeats the URI: it may hold a
 * password. */
RtcNiceServer *
rtc_nice_server_parse (const gchar * text, GError ** error)
{
  g_autoptr (RtcNiceServer) server = g_new0 (RtcNiceServer, 1);
  g_autoptr (GUri) uri = parse_uri (text);
  g_autoptr (GError) local = NULL;

  if (uri == NULL || !parse_scheme (server, g_uri_get_scheme (uri), &local)
      || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || !parse_query (server, g_uri_get_query (uri), &local)) {
    if (local != NULL)
      g_propagate_error (error, g_steal_pointer (&local));
    else
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          "not the address of a STUN or TURN server: write stun://host:port or "
          "turn://user:password@host:port?transport=udp (or tcp; turns:// for "
          "TLS), special characters percent-encoded");
    return NULL;
  }

  server->host = g_strdup (g_uri_get_host (uri));
  server->port = server->tls ? DEFAULT_TLS_PORT : DEFAULT_PORT;
  if (g_uri_get_port (uri) > 0)
    server->port = g_uri_get_port (uri);
  server->user = g_strdup (g_uri_get_user (uri) ? g_uri_get_user (uri) : "");
  server->password =
      g_strdup (g_uri_get_password (uri) ? g_uri_get_password (uri) : "");
  return g_steal_pointer (&server);
}

void
rtc_nice_server_free (RtcNiceServer * server)
{
  g_free (server->host);
  g_free (server->user);
  g_free (server->password);
  g_free (server);
}

static void
on_resolved (GObject * source, GAsyncResult * result, gpointer user_data)
{
  g_autofree Lookup *lookup = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *ip = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source),
      result, &error);

  if (addresses != NULL)
    ip = g_inet_address_to_string (addresses->data);
  else
    GST_WARNING ("no address for %s: %s", lookup->server->host, error->message);
  lookup->func (lookup->server, ip, lookup->user_data);
  g_resolver_free_addresses (addresses);
}

/* The loop's thread, where @func is called later, or at once if the host is an
 * address already.  @server must live until then. */
void
rtc_nice_server_resolve (RtcNiceServer * server, RtcNiceServerFunc func,
    gpointer user_data)
{
  g_autoptr (GResolver) resolver = NULL;
  Lookup *lookup;

  if (g_hostname_is_ip_address (server->host)) {
    func (server, server->host, user_data);
    return;
  }
  lookup = g_new (Lookup, 1);
  *lookup = (Lookup) {
  server, func, user_data};
  resolver = g_resolver_get_default ();
  g_resolver_lookup_by_name_async (resolver, server->host, NULL, on_resolved,
      lookup);
}
