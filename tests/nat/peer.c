/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One side of a connection for nat.py: peer controlling|controlled STUN TURN
 * [AUTHORITY], signalling over standard input and output, a line a message.
 * AUTHORITY is a file of certificates to trust. */

#include <stdio.h>
#include <string.h>
#include <gst/gst.h>
#include "ice/rtcice.h"
#include "nice/rtcnice.h"

typedef struct
{
  RtcLoop *loop;
  RtcIceConfig config;
  RtcIce *ice;
  gchar *line;
} Peer;

static void
on_state (RtcIce * ice, RtcIceState state, gpointer user_data)
{
  static const gchar *const names[] = {
    "new", "checking", "connected", "failed", "closed"
  };
  GOutputVector hello = { "hello", 5 };

  printf ("state %s\n", names[state]);
  fflush (stdout);
  if (state == RTC_ICE_CONNECTED)
    ice->klass->send (ice, &hello, 1);
}

static void
on_candidate (RtcIce * ice, const gchar * candidate, gpointer user_data)
{
  if (candidate != NULL)
    printf ("candidate %s\n", candidate);
  else
    printf ("end\n");
  fflush (stdout);
}

static void
on_path (RtcIce * ice, const RtcIcePath * path, gpointer user_data)
{
  printf ("path %s %s %s\n", path->local_type, path->remote_type,
      path->direct ? "direct" : "agent");
  fflush (stdout);
}

static void
on_received (RtcIce * ice, guint8 * data, gsize size, gpointer user_data)
{
  printf ("got %.*s\n", (gint) size, (gchar *) data);
  fflush (stdout);
}

static void
start (gpointer data)
{
  static const RtcIceEvents events = {
    on_state, on_candidate, on_path, on_received
  };
  Peer *peer = data;
  GError *error = NULL;

  peer->ice = rtc_nice_new (peer->loop, &peer->config, &events, NULL, &error);
  if (peer->ice == NULL)
    g_error ("%s", error->message);
  printf ("credentials %s %s\n",
      peer->ice->klass->get_local_ufrag (peer->ice),
      peer->ice->klass->get_local_pwd (peer->ice));
  fflush (stdout);
  peer->ice->klass->gather (peer->ice, NULL);
}

static void
take_line (gpointer data)
{
  Peer *peer = data;
  const RtcIceClass *klass = peer->ice->klass;
  g_auto (GStrv) words = g_strsplit (g_strstrip (peer->line), " ", 2);

  if (words[0] == NULL)
    return;
  if (strcmp (words[0], "candidate") == 0) {
    klass->add_remote_candidate (peer->ice, words[1]);
  } else if (strcmp (words[0], "credentials") == 0) {
    g_auto (GStrv) pair = g_strsplit (words[1], " ", 2);

    klass->set_remote_credentials (peer->ice, pair[0], pair[1]);
  } else if (strcmp (words[0], "end") == 0) {
    klass->end_of_candidates (peer->ice);
  }
}

static void
stop (gpointer data)
{
  rtc_ice_free (((Peer *) data)->ice);
}

int
main (int argc, char **argv)
{
  Peer peer = { 0 };
  gchar line[1024];
  const gchar *turn[2] = { NULL, NULL };

  gst_init (NULL, NULL);
  if (argc != 4 && argc != 5)
    return 2;
  if (argc == 5) {
    g_autoptr (GTlsDatabase) trusted = g_tls_file_database_new (argv[4], NULL);

    g_tls_backend_set_default_database (g_tls_backend_get_default (), trusted);
  }
  turn[0] = argv[3];
  peer.config.controlling = strcmp (argv[1], "controlling") == 0;
  peer.config.stun_server = argv[2];
  peer.config.turn_servers = turn;
  peer.loop = rtc_loop_new ("peer");
  rtc_loop_call (peer.loop, start, &peer);
  while (fgets (line, sizeof (line), stdin) != NULL) {
    peer.line = line;
    rtc_loop_call (peer.loop, take_line, &peer);
  }
  rtc_loop_call (peer.loop, stop, &peer);
  rtc_loop_unref (peer.loop);
  return 0;
}
