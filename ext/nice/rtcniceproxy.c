/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An HTTP proxy, which TURN over TCP and TLS goes through (CONNECT).  Bridges
 * use it; the agent's own way would lead bridges through it too. */
#include "rtcniceprivate.h"

#define DEFAULT_PORT 80

/* @text may be NULL; it is never repeated in a message: it may hold a password.
 * Only what a proxy needs of it is kept. */
gboolean
rtc_nice_proxy_init (RtcNice * nice, const gchar * text, GError ** error)
{
  g_autoptr (GUri) uri = NULL;

  if (text == NULL || *text == '\0')
    return TRUE;
  uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "http") != 0
      || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0') {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "not the address of an HTTP proxy: write "
        "http://user:password@host:port, special characters "
        "percent-encoded");
    return FALSE;
  }
  nice->proxy = g_uri_join_with_user (G_URI_FLAGS_NONE, "http",
      g_uri_get_user (uri), g_uri_get_password (uri), NULL,
      g_uri_get_host (uri),
      g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : DEFAULT_PORT, "", NULL,
      NULL);
  return TRUE;
}
