/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An HTTP proxy, which TURN over TCP goes through (CONNECT) */
#include "rtcniceprivate.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

static RtcNiceServer *
parse (const gchar * text, GError ** error)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL);
  RtcNiceServer *server;

  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "http") != 0
      || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0') {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "not the address of an HTTP proxy: write "
        "http://user:password@host:port, special characters "
        "percent-encoded");
    return NULL;
  }
  server = g_new0 (RtcNiceServer, 1);
  server->host = g_strdup (g_uri_get_host (uri));
  server->port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 80;
  server->user = g_strdup (g_uri_get_user (uri));
  server->password = g_strdup (g_uri_get_password (uri));
  return server;
}

static void
on_resolved (RtcNiceServer * proxy, const gchar * ip, gpointer user_data)
{
  RtcNice *nice = user_data;

  if (ip != NULL && !nice->closed)
    g_object_set (nice->agent, "proxy-type", NICE_PROXY_TYPE_HTTP,
        "proxy-ip", ip, "proxy-port", (guint) proxy->port,
        "proxy-username", proxy->user, "proxy-password", proxy->password, NULL);
  rtc_nice_lookup_end (nice);
}

/* Gathering waits for the name.  @uri may be NULL; it is never repeated in a
 * message: it may hold a password. */
gboolean
rtc_nice_proxy_init (RtcNice * nice, const gchar * uri, GError ** error)
{
  if (uri == NULL || *uri == '\0')
    return TRUE;
  nice->proxy = parse (uri, error);
  if (nice->proxy == NULL)
    return FALSE;
  rtc_nice_lookup_begin (nice);
  rtc_nice_server_resolve (nice->proxy, on_resolved, nice);
  return TRUE;
}
