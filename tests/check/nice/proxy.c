/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* TURN over TCP through an HTTP proxy */
#include "pair.h"

#include "turnserver.h"

static gint n_asked;            /* atomic: with the right user */

static gpointer
copy (gpointer data)
{
  GIOStream **ends = data;

  g_output_stream_splice (g_io_stream_get_output_stream (ends[1]),
      g_io_stream_get_input_stream (ends[0]),
      G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  return NULL;
}

/* transfer: full; where the request wants to go */
static gchar *
read_request (GIOStream * client, gboolean * known)
{
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (client));
  gchar *target = NULL, *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (input),
      FALSE);
  while ((line = g_data_input_stream_read_line (input, NULL, NULL, NULL))) {
    g_auto (GStrv) words = g_strsplit (line, " ", 3);

    g_free (line);
    if (words[0] == NULL || *g_strstrip (words[0]) == '\0')
      break;
    if (g_str_equal (words[0], "CONNECT"))
      target = g_strdup (words[1]);
    /* user:pass word */
    if (g_ascii_strcasecmp (words[0], "Proxy-Authorization:") == 0)
      *known = strstr (words[2], "dXNlcjpwYXNzIHdvcmQ=") != NULL;
  }
  return target;
}

static gboolean
on_run (GThreadedSocketService * service, GSocketConnection * client,
    GObject * source, gpointer user_data)
{
  static const gchar welcome[] = "HTTP/1.0 200 There\r\n\r\n";
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) server = NULL;
  g_autofree gchar *target = NULL;
  gboolean known = FALSE;
  GIOStream *there[2], *back[2];
  GThread *thread;

  target = read_request (G_IO_STREAM (client), &known);
  if (target == NULL || !known)
    return TRUE;
  g_atomic_int_inc (&n_asked);
  server = g_socket_client_connect_to_host (connector, target, 0, NULL, NULL);
  if (server == NULL)
    return TRUE;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM
          (client)), welcome, strlen (welcome), NULL, NULL, NULL);
  there[0] = back[1] = G_IO_STREAM (client);
  there[1] = back[0] = G_IO_STREAM (server);
  thread = g_thread_new ("proxy", copy, there);
  copy (back);
  g_socket_shutdown (g_socket_connection_get_socket (client), TRUE, TRUE, NULL);
  g_thread_join (thread);
  return TRUE;
}

/* Two users may share it.  transfer: full */
static GSocketService *
start_proxy (guint * port)
{
  GSocketService *service = g_threaded_socket_service_new (8);

  *port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service),
      NULL, NULL);
  fail_unless (*port != 0);
  g_signal_connect (service, "run", G_CALLBACK (on_run), NULL);
  g_socket_service_start (service);
  return service;
}

static gpointer
run_loop (gpointer data)
{
  g_main_loop_run (data);
  return NULL;
}

GST_START_TEST (test_turn_over_tcp)
{
  const gchar *addresses[] = { "127.0.0.1", NULL };
  const gchar *uris[] = { NULL, NULL };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GSocketService) service = NULL;
  g_autofree gchar *uri = NULL;
  g_autofree gchar *proxy = NULL;
  GThread *thread;
  guint port;
  Pair pair;

  if (!turn_start ()) {
    g_print ("skipped: no turnserver (package coturn)\n");
    return;
  }
  service = start_proxy (&port);
  thread = g_thread_new ("accept", run_loop, loop);
  uri = g_strdup_printf ("turn://user:pass%%20word@127.0.0.1:%u?transport=tcp",
      turn_get_port ());
  proxy = g_strdup_printf ("http://user:pass%%20word@127.0.0.1:%u", port);
  uris[0] = uri;
  pair_init (&pair);
  for (guint i = 0; i < 2; i++) {
    pair.side[i].config.relay_only = TRUE;
    pair.side[i].config.http_proxy = proxy;
    pair.side[i].config.local_addresses = addresses;
    pair.side[i].config.turn_servers = uris;
  }
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_connected (&pair);
  for (guint i = 0; i < 2; i++) {
    fail_unless (side_send (&pair.side[i], "by the relay"));
    pair_wait_received (&pair, !i, 1);
  }
  fail_unless_equals_int (g_atomic_int_get (&n_asked), 2);
  pair_clear (&pair);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_main_loop_quit (loop);
  g_thread_join (thread);
}

GST_END_TEST;

static Suite *
proxy_suite (void)
{
  Suite *suite = suite_create ("proxy");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, NULL, turn_stop);
  tcase_add_test (tc, test_turn_over_tcp);
  return suite;
}

GST_CHECK_MAIN (proxy);
