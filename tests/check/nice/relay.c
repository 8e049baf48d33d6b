/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* coturn on loopback, with the ports that the kernel had free a moment ago */
static GPid turn_pid;
static gchar *turn_dir;
static guint turn_port;

static guint
free_port (void)
{
  g_autoptr (GInetAddress) ip = g_inet_address_new_from_string ("127.0.0.1");
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (ip, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4,
      G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);

  fail_unless (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

/* It listens on TCP as well, and answers there once it is up */
static gboolean
listens (void)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", turn_port, NULL,
      NULL);

  return connection != NULL;
}

static gboolean
turn_start (void)
{
  g_autofree gchar *binary = g_find_program_in_path ("turnserver");
  g_autofree gchar *port = NULL;
  g_autofree gchar *pid_file = NULL;
  g_autofree gchar *db = NULL;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  if (binary == NULL)
    return FALSE;
  turn_dir = g_dir_make_tmp ("rtc-turn-XXXXXX", NULL);
  turn_port = free_port ();
  port = g_strdup_printf ("%u", turn_port);
  pid_file = g_build_filename (turn_dir, "pid", NULL);
  db = g_build_filename (turn_dir, "db", NULL);
  {
    const gchar *argv[] =
        { binary, "-n", "-L", "127.0.0.1", "-E", "127.0.0.1", "-p",
      port, "--allow-loopback-peers", "--no-tls", "--no-dtls", "--no-cli",
      "--lt-cred-mech", "-u", "user:pass word", "-r", "test", "--log-file",
      "stdout", "--pidfile", pid_file, "--userdb", db, NULL
    };

    fail_unless (g_spawn_async (turn_dir, (gchar **) argv, NULL,
            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
            G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &turn_pid, NULL));
  }
  while (!listens ())
    fail_unless (g_get_monotonic_time () < end, "turnserver does not start");
  return TRUE;
}

static void
turn_stop (void)
{
  g_autoptr (GDir) dir = NULL;
  const gchar *name;

  if (turn_pid == 0)
    return;
  kill (turn_pid, SIGKILL);
  waitpid (turn_pid, NULL, 0);
  dir = g_dir_open (turn_dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_build_filename (turn_dir, name, NULL);

    g_unlink (path);
  }
  g_rmdir (turn_dir);
  g_clear_pointer (&turn_dir, g_free);
  turn_pid = 0;
}

static void
relayed (const gchar * transport)
{
  const gchar *addresses[] = { "127.0.0.1", NULL };
  g_autofree gchar *uri = NULL;
  const gchar *uris[] = { NULL, NULL };
  Pair pair;

  if (!turn_start ()) {
    g_print ("skipped: no turnserver (package coturn)\n");
    return;
  }
  uri = g_strdup_printf ("turn://user:pass%%20word@127.0.0.1:%u?transport=%s",
      turn_port, transport);
  uris[0] = uri;
  pair_init (&pair);
  for (guint i = 0; i < 2; i++) {
    pair.side[i].config.relay_only = TRUE;
    pair.side[i].config.local_addresses = addresses;
    pair.side[i].config.turn_servers = uris;
  }
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_connected (&pair);
  for (guint i = 0; i < 2; i++) {
    Side *side = &pair.side[i];

    fail_unless (side_send (side, "by the relay"));
    pair_wait_received (&pair, !i, 1);
    g_mutex_lock (&pair.lock);
    fail_if (side->direct);
    fail_unless_equals_string (side->local_type, "relay");
    fail_unless_equals_int (side->n_candidates, side->n_relayed);
    g_mutex_unlock (&pair.lock);
  }
  pair_clear (&pair);
}

GST_START_TEST (test_udp_relay_only)
{
  relayed ("udp");
}

GST_END_TEST;

GST_START_TEST (test_tcp_relay_only)
{
  relayed ("tcp");
}

GST_END_TEST;

/* Gathering ends without the relay; a candidate that leads nowhere brings it */
GST_START_TEST (test_late_relay)
{
  const gchar *addresses[] = { "127.0.0.1", NULL };
  g_autofree gchar *uri = NULL;
  const gchar *uris[] = { NULL, NULL };
  Pair pair;
  Side *side = &pair.side[1];

  if (!turn_start ())
    return;
  uri = g_strdup_printf ("turn:user:pass%%20word@127.0.0.1:%u", turn_port);
  uris[0] = uri;
  pair_init (&pair);
  pair.side[0].mute = TRUE;
  side->mute_direct = TRUE;
  side->config.turn_servers = uris;
  pair.side[0].config.local_addresses = addresses;
  side->config.local_addresses = addresses;
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_gathered (&pair, 1);
  fail_unless_equals_int (side->n_relayed, 0);

  side_add_candidate (side, "candidate:1 1 UDP 1 127.0.0.1 9 typ host");
  pair_wait_connected (&pair);
  fail_unless_equals_int (side->n_relayed, 1);
  fail_unless (side_send (side, "by the relay"));
  pair_wait_received (&pair, 0, 1);
  pair_clear (&pair);
}

GST_END_TEST;

/* Where a direct path works the relay is never asked */
GST_START_TEST (test_no_relay_without_need)
{
  const gchar *uris[] = { "turn://user:pass@127.0.0.1:1", NULL };
  Pair pair;

  pair_init (&pair);
  pair.side[0].config.turn_servers = uris;
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_connected (&pair);
  pair_wait_gathered (&pair, 0);
  fail_unless_equals_int (pair.side[0].n_relayed, 0);
  fail_unless (pair.side[0].direct);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
relay_suite (void)
{
  Suite *suite = suite_create ("relay");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, NULL, turn_stop);
  tcase_add_test (tc, test_udp_relay_only);
  tcase_add_test (tc, test_tcp_relay_only);
  tcase_add_test (tc, test_late_relay);
  tcase_add_test (tc, test_no_relay_without_need);
  return suite;
}

GST_CHECK_MAIN (relay);
