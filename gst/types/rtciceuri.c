/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

static gboolean
check_query (const gchar * query)
{
  static const gchar *const known[] =
      { "transport=udp", "transport=tcp", "transport=tls", NULL };

  return query == NULL || g_strv_contains (known, query);
}

static gboolean
check_authority (GUri * uri, gboolean turn)
{
  const gchar *host = g_uri_get_host (uri), *user = g_uri_get_user (uri);
  const gchar *password = g_uri_get_password (uri);

  if (host == NULL || *host == '\0')
    return FALSE;
  return !turn || (user != NULL && *user != '\0' && password != NULL);
}

static gboolean
check_scheme (GUri * uri, gboolean turn)
{
  const gchar *scheme = g_uri_get_scheme (uri);

  if (turn)
    return g_str_equal (scheme, "turn") || g_str_equal (scheme, "turns");
  return g_str_equal (scheme, "stun");
}

gboolean
rtc_ice_uri_check (const gchar * text, gboolean turn, GError ** error)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (uri != NULL && check_scheme (uri, turn) && check_authority (uri, turn)
      && check_query (g_uri_get_query (uri)))
    return TRUE;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "not the address of a %s server: write %s, special characters "
      "percent-encoded", turn ? "TURN" : "STUN", turn
      ? "turn://user:password@host:port?transport=udp (or tcp; turns:// for "
      "TLS)" : "stun://host:port");
  return FALSE;
}
