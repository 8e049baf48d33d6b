/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Viewers come and go at random for some minutes, in tides: after each, when the
 * last one has been let go, the process is measured.  What is left must not
 * grow.  tests/soak/run says how to start it. */
#include "../check/rtcsink/sinkfixture.h"

#include <malloc.h>

#define MAX_PLAYERS 40
#define TIDE (10 * G_USEC_PER_SEC)
#define SEED 20
/* malloc counts as used what it keeps for each thread, and that grows slowly with
 * the threads that take turns; heaptrack finds nothing that stays for a viewer */
#define SLACK_BYTES_A_VIEWER 1024

typedef struct
{
  Sink sink;
  GRand *random;
  Player *players[MAX_PLAYERS];
  guint connects, leaves, deletes, kills, strays;
} Soak;

static guint
pick (Soak * soak, guint n)
{
  return g_rand_int_range (soak->random, 0, n);
}

static void
drop (Player ** player)
{
  player_clear (*player);
  g_clear_pointer (player, g_free);
}

/* An offer that is never followed up, or a viewer that comes to stay */
static void
come (Soak * soak, Player ** player)
{
  *player = g_new (Player, 1);
  player_init (*player, soak->sink.port);
  fail_unless_equals_int (player_offer (*player, "/whep"), 201);
  switch (pick (soak, 20)) {
    case 0:
      soak->strays++;
      drop (player);
      break;
    case 1:
      soak->leaves++;
      player_start (*player);
      drop (player);
      break;
    default:
      soak->connects++;
      player_start (*player);
      player_wait_connected (*player);
      break;
  }
}

static void
go (Soak * soak, Player ** player)
{
  switch (pick (soak, 20)) {
    case 0:
      soak->kills++;
      player_kill (*player);
      break;
    case 1:
    case 2:
    case 3:
    case 4:
      soak->deletes++;
      player_delete (*player);
      break;
    default:
      soak->leaves++;
      break;
  }
  drop (player);
}

static void
tide (Soak * soak)
{
  gint64 end = g_get_monotonic_time () + TIDE;

  while (g_get_monotonic_time () < end) {
    Player **player = &soak->players[pick (soak, MAX_PLAYERS)];

    if (*player == NULL)
      come (soak, player);
    else if (pick (soak, 2) == 0)
      go (soak, player);
    else
      player_wait_rtp (*player, 1 + pick (soak, 3));
  }
  for (guint i = 0; i < MAX_PLAYERS; i++)
    if (soak->players[i] != NULL)
      go (soak, &soak->players[i]);
  while (sink_count_viewers (&soak->sink) > 0)
    sink_wait_buffer (soak->sink.sink, "video_0");
  /* the fixture's own diary */
  g_mutex_lock (&soak->sink.lock);
  g_ptr_array_set_size (soak->sink.events, 0);
  g_mutex_unlock (&soak->sink.lock);
}

GST_START_TEST (test_soak)
{
  Soak soak = {.random = g_rand_new_with_seed (SEED) };
  gdouble minutes = g_ascii_strtod (g_getenv ("SOAK_MINUTES"), NULL);
  gint64 end = g_get_monotonic_time () + minutes * 60 * G_USEC_PER_SEC;
  gsize used = 0, first_used = 0;
  guint threads = 0, fds = 0, first_threads = 0, first_fds = 0, first = 0;
  gboolean ok;

  players_open ();
  sink_init (&soak.sink, SINK_LINE);
  sink_play (&soak.sink);
  for (guint n = 0; n < 3 || g_get_monotonic_time () < end; n++) {
    tide (&soak);
    used = mallinfo2 ().uordblks;
    threads = count_threads ();
    fds = count_fds ();
    g_print
        ("tide %u: %u connects, %u strays, %u kills, %u deletes, %u leaves; "
        "%" G_GSIZE_FORMAT " KiB resident, %" G_GSIZE_FORMAT " KiB allocated, "
        "%u threads, %u fds\n", n + 1, soak.connects, soak.strays, soak.kills,
        soak.deletes, soak.leaves, resident_kib (), used / 1024, threads, fds);
    /* the first one fills caches */
    if (n == 1) {
      first_used = used;
      first = soak.connects;
      first_threads = threads;
      first_fds = fds;
    }
  }
  ok = used <= first_used + (soak.connects - first) * SLACK_BYTES_A_VIEWER
      && threads <= first_threads + 1 && fds <= first_fds;
  sink_check_bus (&soak.sink);
  sink_clear (&soak.sink);
  players_close ();
  g_rand_free (soak.random);
  g_print ("%s\n", ok ? "good: nothing grows" : "BAD: something grows");
  fail_unless (ok);
}

GST_END_TEST;

static Suite *
soak_suite (void)
{
  Suite *suite = suite_create ("soak");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 0);
  tcase_add_test (tc, test_soak);
  return suite;
}

GST_CHECK_MAIN (soak);
