/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

#include <stdio.h>

#define CYCLES 200

typedef gboolean (*When) (Side * side);

/* what the hook of side 0 waits for before it frees its own agent */
static When when;
static gboolean freed;

static void
free_inside (gpointer data)
{
  Side *side = data;

  if (side->ice == NULL || !when (side))
    return;
  g_clear_pointer (&side->ice, rtc_ice_free);
  g_mutex_lock (&side->pair->lock);
  freed = TRUE;
  g_cond_broadcast (&side->pair->cond);
  g_mutex_unlock (&side->pair->lock);
}

static gboolean
when_gathered (Side * side)
{
  return side->gathered;
}

static gboolean
when_path (Side * side)
{
  return side->has_path;
}

static gboolean
when_connected (Side * side)
{
  return side->state == RTC_ICE_CONNECTED;
}

static gboolean
when_received (Side * side)
{
  return side->received->len > 0;
}

static void
free_when (When w)
{
  Pair pair;

  when = w;
  freed = FALSE;
  pair_init (&pair);
  pair.side[0].hook = free_inside;
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  if (w == when_received) {
    pair_wait_connected (&pair);
    side_send (&pair.side[1], "end");
  }
  g_mutex_lock (&pair.lock);
  while (!freed)
    g_cond_wait (&pair.cond, &pair.lock);
  g_mutex_unlock (&pair.lock);
  pair_clear (&pair);
}

GST_START_TEST (test_inside_each_callback)
{
  static const When all[] = {
    when_gathered, when_path, when_connected, when_received
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    free_when (all[i]);
}

GST_END_TEST;

static guint
cycle_gather (void)
{
  Pair pair;

  pair_init (&pair);
  pair_new_agents (&pair);
  pair_start (&pair);
  pair_clear (&pair);
  return count_fds ();
}

static guint
cycle_connect (void)
{
  Pair pair;

  pair_init (&pair);
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_connected (&pair);
  pair_clear (&pair);
  return count_fds ();
}

/* GLib's own pool grows when a task has to wait on a busy machine, and shrinks
 * when it likes */
static guint
count_own_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const gchar *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_strdup_printf ("/proc/self/task/%s/comm", name);
    g_autofree gchar *comm = NULL;

    if (g_file_get_contents (path, &comm, NULL, NULL))
      n += !g_str_has_prefix (comm, "pool-");
  }
  return n;
}

GST_START_TEST (test_nothing_is_left)
{
  guint fds = MAX (cycle_gather (), cycle_connect ());
  guint threads = count_own_threads ();

  for (guint i = 0; i < CYCLES; i++) {
    fail_unless (cycle_gather () <= fds, "fds after gathering %u", i);
    if (i % 4 == 0)
      fail_unless (cycle_connect () <= fds, "fds after connecting %u", i);
  }
  /* the kernel lists a thread a little longer than others wait for it; the
   * test's own limit of time ends this if one stays */
  while (count_own_threads () > threads)
    g_thread_yield ();
}

GST_END_TEST;

GST_START_TEST (test_cost_of_an_agent)
{
  enum
  { N = 50 };
  Pair *pairs = g_new (Pair, N);
  guint fds, fds_each;
  gsize kib;

  cycle_connect ();
  for (guint i = 0; i < N; i++)
    pair_init (&pairs[i]);
  fds = count_fds ();
  kib = resident_kib ();
  for (guint i = 0; i < N; i++) {
    pair_new_agents (&pairs[i]);
    pair_credentials (&pairs[i]);
    pair_start (&pairs[i]);
    pair_wait_connected (&pairs[i]);
  }
  fds_each = (count_fds () - fds) / (2 * N);
  g_print ("an agent: %u fds with the dup of its socket, %" G_GSIZE_FORMAT
      " KiB\n", fds_each, (resident_kib () - kib) / (2 * N));
  /* on a machine with more addresses there are more sockets */
  fail_unless (fds_each <= 3 + pairs[0].side[0].n_candidates);
  for (guint i = 0; i < N; i++)
    pair_clear (&pairs[i]);
  g_free (pairs);
}

GST_END_TEST;

static Suite *
free_suite (void)
{
  Suite *suite = suite_create ("free");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_inside_each_callback);
  tcase_add_test (tc, test_nothing_is_left);
  tcase_add_test (tc, test_cost_of_an_agent);
  return suite;
}

GST_CHECK_MAIN (free);
