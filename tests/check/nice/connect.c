/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

#include <sys/socket.h>

#define ROUNDS 21

/* Returns microseconds from gathering to both sides connected */
static gint64
connect_pair (Pair * pair)
{
  gint64 begin;

  pair_new_agents (pair);
  fail_unless (pair->side[0].ice != NULL && pair->side[1].ice != NULL);
  begin = g_get_monotonic_time ();
  pair_credentials (pair);
  pair_start (pair);
  pair_wait_connected (pair);
  return g_get_monotonic_time () - begin;
}

static void
check_received (Side * side, guint index, const gchar * text)
{
  GBytes *bytes = g_ptr_array_index (side->received, index);

  fail_unless_equals_int (g_bytes_get_size (bytes), strlen (text));
  fail_unless (memcmp (g_bytes_get_data (bytes, NULL), text,
          strlen (text)) == 0);
}

static void
send_by_fd (Side * side, const gchar * text)
{
  struct sockaddr_storage to = { 0 };
  gssize size = g_socket_address_get_native_size (side->remote);

  fail_unless (g_socket_address_to_native (side->remote, &to, sizeof (to),
          NULL));
  fail_unless_equals_int (sendto (side->fd, text, strlen (text), 0,
          (struct sockaddr *) &to, size), strlen (text));
}

GST_START_TEST (test_both_ways_and_by_fd)
{
  Pair pair;

  pair_init (&pair);
  connect_pair (&pair);
  for (guint i = 0; i < 2; i++) {
    Side *to = &pair.side[!i];

    fail_unless (side_send (&pair.side[i], "by the agent"));
    pair_wait_received (&pair, !i, 1);
    check_received (to, 0, "by the agent");

    g_mutex_lock (&pair.lock);
    fail_unless (pair.side[i].has_path && pair.side[i].direct);
    send_by_fd (&pair.side[i], "by the socket");
    g_mutex_unlock (&pair.lock);
    pair_wait_received (&pair, !i, 2);
    check_received (to, 1, "by the socket");
  }
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_loopback_when_forced)
{
  const gchar *addresses[] = { "127.0.0.1", NULL };
  Pair pair;

  pair_init (&pair);
  pair.side[0].config.local_addresses = addresses;
  pair.side[1].config.local_addresses = addresses;
  connect_pair (&pair);
  pair_wait_gathered (&pair, 0);
  fail_unless_equals_int (pair.side[0].n_candidates, 1);
  g_mutex_lock (&pair.lock);
  fail_unless (pair.side[0].direct);
  fail_unless_equals_string (pair.side[0].local_type, "host");
  g_mutex_unlock (&pair.lock);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_given_credentials)
{
  Pair pair;
  RtcIce *ice;

  pair_init (&pair);
  pair.side[1].config.local_ufrag = "given";
  pair.side[1].config.local_pwd = "givengivengivengivengiven";
  connect_pair (&pair);
  ice = pair.side[1].ice;
  fail_unless_equals_string (ice->klass->get_local_ufrag (ice), "given");
  fail_unless_equals_string (ice->klass->get_local_pwd (ice),
      "givengivengivengivengiven");
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_candidates_before_credentials)
{
  Pair pair;

  pair_init (&pair);
  pair_new_agents (&pair);
  pair_start (&pair);
  pair_wait_gathered (&pair, 0);
  pair_wait_gathered (&pair, 1);
  pair_credentials (&pair);
  pair_wait_connected (&pair);
  pair_clear (&pair);
}

GST_END_TEST;

/* As with a browser behind mDNS names: only its own checks show where it is */
GST_START_TEST (test_one_side_tells_no_candidates)
{
  Pair pair;

  pair_init (&pair);
  pair.side[0].mute = TRUE;
  connect_pair (&pair);
  fail_unless (!pair.side[1].failed_once);
  g_mutex_lock (&pair.lock);
  fail_unless_equals_string (pair.side[1].remote_type, "prflx");
  fail_unless (pair.side[1].direct);
  g_mutex_unlock (&pair.lock);
  pair_clear (&pair);
}

GST_END_TEST;

static gint
compare (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

GST_START_TEST (test_time_to_connect)
{
  gint64 times[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++) {
    Pair pair;

    pair_init (&pair);
    times[i] = connect_pair (&pair);
    pair_clear (&pair);
  }
  qsort (times, ROUNDS, sizeof (gint64), compare);
  g_print ("connecting: median %.1f ms, least %.1f, most %.1f\n",
      times[ROUNDS / 2] / 1e3, times[0] / 1e3, times[ROUNDS - 1] / 1e3);
  fail_unless (times[ROUNDS / 2] < 500 * 1000);
}

GST_END_TEST;

static Suite *
connect_suite (void)
{
  Suite *suite = suite_create ("connect");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_both_ways_and_by_fd);
  tcase_add_test (tc, test_loopback_when_forced);
  tcase_add_test (tc, test_given_credentials);
  tcase_add_test (tc, test_candidates_before_credentials);
  tcase_add_test (tc, test_one_side_tells_no_candidates);
  tcase_add_test (tc, test_time_to_connect);
  return suite;
}

GST_CHECK_MAIN (connect);
