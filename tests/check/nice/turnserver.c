/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "turnserver.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>
#include <signal.h>
#include <sys/wait.h>

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

/* Where TLS is wanted nothing but that is there */
static gboolean
start (const gchar * certificate, const gchar * key)
{
  g_autofree gchar *binary = g_find_program_in_path ("turnserver");
  g_autofree gchar *port = NULL;
  g_autofree gchar *pid_file = NULL;
  g_autofree gchar *db = NULL;
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  if (binary == NULL)
    return FALSE;
  turn_dir = g_dir_make_tmp ("rtc-turn-XXXXXX", NULL);
  turn_port = free_port ();
  port = g_strdup_printf ("%u", turn_port);
  pid_file = g_build_filename (turn_dir, "pid", NULL);
  db = g_build_filename (turn_dir, "db", NULL);
  {
    const gchar *plain[] = { "-p", port, "--no-tls", NULL };
    const gchar *tls[] = { "--tls-listening-port", port, "--no-udp",
      "--no-tcp", "--cert", certificate, "--pkey", key, NULL
    };
    const gchar *rest[] = { "-n", "-L", "127.0.0.1", "-E", "127.0.0.1",
      "--allow-loopback-peers", "--no-dtls", "--no-cli", "--lt-cred-mech",
      "-u", "user:pass word", "-r", "test", "--log-file", "stdout",
      "--pidfile", pid_file, "--userdb", db, NULL
    };
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) argv = NULL;

    g_strv_builder_add (builder, binary);
    g_strv_builder_addv (builder, certificate != NULL ? tls : plain);
    g_strv_builder_addv (builder, rest);
    argv = g_strv_builder_end (builder);
    fail_unless (g_spawn_async (turn_dir, argv, NULL,
            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
            G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &turn_pid, NULL));
  }
  while (!listens ()) {
    fail_unless (g_get_monotonic_time () < end, "turnserver does not start");
    /* tried without a pause, a connection would meet itself at that port */
    g_usleep (20 * 1000);
  }
  return TRUE;
}

gboolean
turn_start (void)
{
  return start (NULL, NULL);
}

gboolean
turn_start_tls (const gchar * certificate, const gchar * key)
{
  return start (certificate, key);
}

guint
turn_get_port (void)
{
  return turn_port;
}

void
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
