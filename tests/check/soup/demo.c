/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The server with an audience that is not there, to look at its answers and
 * its page by hand:
 *   soup-demo PORT [ID[:TOKEN]] … */

#include "soup/rtcserver.h"
#include "fakeaudience.h"

int
main (int argc, char **argv)
{
  g_autoptr (RtcLoopPool) pool = rtc_loop_pool_acquire ();
  g_autoptr (GError) error = NULL;
  g_autofree gchar *url = NULL;
  RtcServer *server;

  server = rtc_server_acquire (pool, "127.0.0.1",
      argc > 1 ? atoi (argv[1]) : 0, &error);
  for (gint i = 2; server != NULL && i < argc; i++) {
    g_auto (GStrv) parts = g_strsplit (argv[i], ":", 2);
    RtcServerStream stream = {.stream_id = *parts[0] ? parts[0] : NULL,
      .token = parts[1]
    };

    if (!rtc_server_add_stream (server, &stream, fake_audience_new (pool, 1, 1),
            &error))
      break;
  }
  if (error != NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  url = rtc_server_get_url (server);
  g_print ("%s\n", url);
  g_main_loop_run (g_main_loop_new (NULL, FALSE));
  return 0;
}
