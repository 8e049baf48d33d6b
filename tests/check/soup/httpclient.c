/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "httpclient.h"

#include <stdlib.h>
#include <string.h>

static GSocketConnection *
try_connect (const gchar * host, guint16 port, GError ** error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new_from_string (host, port);

  g_socket_client_set_enable_proxy (client, FALSE);
  return g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL,
      error);
}

GSocketConnection *
http_connect_to (const gchar * host, guint16 port)
{
  return try_connect (host, port, NULL);
}

GSocketConnection *
http_connect (guint16 port)
{
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = try_connect ("127.0.0.1", port, &error);

  g_assert_no_error (error);
  return connection;
}

void
http_write (GSocketConnection * connection, const gchar * text)
{
  /* a server that hangs up early is for http_read () to see */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM
          (connection)), text, strlen (text), NULL, NULL, NULL);
}

/* Until the server closes */
HttpAnswer
http_read (GSocketConnection * connection)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString *text = g_string_new (NULL);
  HttpAnswer answer = { 0 };
  gchar buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (in, buffer, sizeof (buffer), NULL,
              NULL)) > 0)
    g_string_append_len (text, buffer, n);
  if (g_str_has_prefix (text->str, "HTTP/1."))
    answer.status = atoi (text->str + strlen ("HTTP/1.1 "));
  answer.text = g_string_free (text, FALSE);
  return answer;
}

HttpAnswer
http_request (guint16 port, const gchar * method, const gchar * path,
    const gchar * headers, const gchar * body)
{
  g_autoptr (GSocketConnection) connection =
      try_connect ("127.0.0.1", port, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (connection == NULL)
    return (HttpAnswer) {
      0, g_strdup ("")
    };
  if (headers == NULL)
    headers = "";
  g_string_append_printf (text, "%s %s HTTP/1.1\r\nConnection: close\r\n%s",
      method, path, headers);
  if (strstr (headers, "Host:") == NULL)
    g_string_append_printf (text, "Host: localhost:%u\r\n", port);
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n",
        strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  http_write (connection, text->str);
  return http_read (connection);
}

gboolean
http_has (HttpAnswer * answer, const gchar * text)
{
  return strstr (answer->text, text) != NULL;
}

void
http_clear (HttpAnswer * answer)
{
  g_clear_pointer (&answer->text, g_free);
}

guint
http_status (guint16 port, const gchar * method, const gchar * path,
    const gchar * headers, const gchar * body)
{
  HttpAnswer answer = http_request (port, method, path, headers, body);

  http_clear (&answer);
  return answer.status;
}
