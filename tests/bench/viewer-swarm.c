/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The receiving side of the benchmarks, one thread for any number of viewers.
 * Commands come on stdin, a line each; each is answered by one line of JSON:
 *
 *   add N   N viewers connect at once     {"connected": [ms, ...], "failed": n}
 *   count   what came in so far           {"packets": n, "lost": n, ...}
 *   drop    all viewers leave             {"dropped": n}
 */

#include "swarm-plain.h"
#include "swarm-viewer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gchar *url;
static gchar *local_address;
static gint plain_port;

static GOptionEntry options[] = {
  {"url", 'u', 0, G_OPTION_ARG_STRING, &url, "WHEP endpoint", "URL"},
  {"local-address", 'a', 0, G_OPTION_ARG_STRING, &local_address,
      "The one address to gather a candidate on", "IP"},
  {"plain", 'p', 0, G_OPTION_ARG_INT, &plain_port,
      "No WebRTC: bind UDP ports from this one up", "PORT"},
  {NULL}
};

typedef struct
{
  RtcLoop *loop;
  GPtrArray *viewers;           /* SwarmViewer, or SwarmPlain */
  GString *times;               /* of the "add" under way */
  guint pending, failed;
} Swarm;

typedef struct
{
  Swarm *swarm;
  gchar *line;
} Command;

static void
say (const gchar * text)
{
  puts (text);
  fflush (stdout);
}

static void
added (Swarm * swarm)
{
  g_autofree gchar *reply = NULL;

  if (swarm->pending > 0)
    return;
  reply = g_strdup_printf ("{\"connected\": [%s], \"failed\": %u}",
      swarm->times->str, swarm->failed);
  say (reply);
}

static void
on_done (SwarmViewer * viewer, gdouble ms, const gchar * reason,
    gpointer user_data)
{
  Swarm *swarm = user_data;

  if (reason != NULL) {
    g_printerr ("viewer failed: %s\n", reason);
    swarm->failed++;
  } else {
    g_string_append_printf (swarm->times, "%s%.2f",
        swarm->times->len > 0 ? ", " : "", ms);
  }
  swarm->pending--;
  added (swarm);
}

static void
add_plain (Swarm * swarm)
{
  g_autoptr (GError) error = NULL;
  SwarmPlain *plain = swarm_plain_new (swarm->loop,
      plain_port + swarm->viewers->len, &error);

  if (plain != NULL) {
    g_ptr_array_add (swarm->viewers, plain);
  } else {
    g_printerr ("%s\n", error->message);
    swarm->failed++;
  }
}

static void
add (Swarm * swarm, guint n)
{
  g_string_truncate (swarm->times, 0);
  swarm->failed = 0;
  /* one more than there are, so that none of them ends it early */
  swarm->pending = n + 1;
  for (guint i = 0; i < n; i++) {
    if (plain_port != 0) {
      add_plain (swarm);
      swarm->pending--;
    } else {
      g_ptr_array_add (swarm->viewers, swarm_viewer_new (swarm->loop, url,
              local_address, on_done, swarm));
    }
  }
  swarm->pending--;
  added (swarm);
}

static void
count (Swarm * swarm)
{
  SwarmCount sum = { 0, };
  guint64 lost = 0;
  guint receiving = 0;
  const gchar *profile = "AEAD_AES_128_GCM";
  g_autofree gchar *reply = NULL;

  for (guint i = 0; i < swarm->viewers->len; i++) {
    gpointer viewer = g_ptr_array_index (swarm->viewers, i);
    const SwarmCount *one = plain_port != 0 ? swarm_plain_get_count (viewer)
        : swarm_viewer_get_count (viewer);

    swarm_count_add (&sum, &lost, one);
    receiving += one->packets > 0;
    if (plain_port == 0)
      profile = swarm_viewer_get_profile (viewer);
  }
  reply = g_strdup_printf ("{\"packets\": %" G_GUINT64_FORMAT
      ", \"bytes\": %" G_GUINT64_FORMAT ", \"lost\": %" G_GUINT64_FORMAT
      ", \"other\": %" G_GUINT64_FORMAT ", \"decrypted\": %" G_GUINT64_FORMAT
      ", \"undecryptable\": %" G_GUINT64_FORMAT ", \"receiving\": %u"
      ", \"profile\": \"%s\"}", sum.packets, sum.bytes, lost, sum.other,
      sum.decrypted, sum.undecryptable, receiving, profile);
  say (reply);
}

static void
drop (Swarm * swarm)
{
  g_autofree gchar *reply =
      g_strdup_printf ("{\"dropped\": %u}", swarm->viewers->len);

  g_ptr_array_set_size (swarm->viewers, 0);
  say (reply);
}

static void
command_run (gpointer data)
{
  Command *command = data;

  if (g_str_has_prefix (command->line, "add "))
    add (command->swarm, strtoul (command->line + 4, NULL, 10));
  else if (g_str_has_prefix (command->line, "count"))
    count (command->swarm);
  else if (g_str_has_prefix (command->line, "drop"))
    drop (command->swarm);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Swarm swarm = { 0, };
  gchar line[128];

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  if (url == NULL && plain_port == 0) {
    g_printerr ("give --url or --plain\n");
    return 1;
  }
  if (local_address == NULL)
    local_address = g_strdup ("127.0.0.1");

  swarm.loop = rtc_loop_new ("swarm");
  swarm.times = g_string_new (NULL);
  swarm.viewers = g_ptr_array_new_with_free_func (plain_port != 0 ?
      (GDestroyNotify) swarm_plain_free : (GDestroyNotify) swarm_viewer_free);
  while (fgets (line, sizeof (line), stdin) != NULL) {
    Command command = { &swarm, line };

    rtc_loop_call (swarm.loop, command_run, &command);
  }
  return 0;
}
