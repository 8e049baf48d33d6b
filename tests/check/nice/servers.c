/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

GST_START_TEST (test_bad_servers)
{
  static const gchar *const bad[] = {
    "", "turn", "turn://", "http://127.0.0.1", "turn://u:p@h:99999",
    "turn://u:secret@h?transport=sctp", "stun://h:1",
    "turns://u:secret@h?transport=udp", "turns://u:secret@h:0x1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    const gchar *uris[] = { bad[i], NULL };
    Pair pair;

    pair_init (&pair);
    pair.side[0].config.turn_servers = uris;
    pair_new_agents (&pair);
    fail_unless (pair.side[0].ice == NULL, bad[i]);
    fail_unless (pair.side[0].error != NULL, bad[i]);
    fail_if (strstr (pair.side[0].error->message, "secret"));
    fail_unless (strstr (pair.side[0].error->message, "turn"), bad[i]);
    pair_clear (&pair);
  }
}

GST_END_TEST;

GST_START_TEST (test_bad_proxies)
{
  static const gchar *const bad[] = {
    "proxy", "http://", "ftp://u:secret@h:1", "https://u:secret@h:1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    Pair pair;

    pair_init (&pair);
    pair.side[0].config.http_proxy = bad[i];
    pair_new_agents (&pair);
    fail_unless (pair.side[0].ice == NULL, bad[i]);
    fail_if (strstr (pair.side[0].error->message, "secret"));
    fail_unless (strstr (pair.side[0].error->message, "http://"), bad[i]);
    pair_clear (&pair);
  }
}

GST_END_TEST;

/* Direct paths do not care whether it is there */
GST_START_TEST (test_a_proxy_is_no_hindrance)
{
  Pair pair;

  pair_init (&pair);
  pair.side[0].config.http_proxy = "http://user:secret@localhost:9";
  pair_new_agents (&pair);
  pair_start (&pair);
  pair_credentials (&pair);
  pair_wait_connected (&pair);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_unknown_name_holds_nothing_up)
{
  Pair pair;
  gint64 begin = g_get_monotonic_time ();

  pair_init (&pair);
  pair.side[0].config.stun_server = "stun://no-such-host.invalid:3478";
  pair_new_agents (&pair);
  pair_start (&pair);
  pair_wait_gathered (&pair, 0);
  fail_unless (pair.side[0].n_candidates > 0);
  fail_unless (g_get_monotonic_time () - begin < 4 * G_USEC_PER_SEC);
  pair_clear (&pair);
}

GST_END_TEST;

/* A name is looked up before gathering ends; nobody answers on that port */
GST_START_TEST (test_known_name)
{
  Pair pair;

  pair_init (&pair);
  pair.side[0].config.stun_server = "stun:localhost:9";
  pair_new_agents (&pair);
  pair_start (&pair);
  pair_credentials (&pair);
  pair_wait_connected (&pair);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_bad_addresses_and_ports)
{
  const gchar *addresses[] = { "eth0", NULL };
  Pair pair;

  pair_init (&pair);
  pair.side[0].config.local_addresses = addresses;
  pair.side[1].config.min_port = 5000;
  pair.side[1].config.max_port = 4000;
  pair_new_agents (&pair);
  for (guint i = 0; i < 2; i++) {
    fail_unless (pair.side[i].ice == NULL);
    fail_unless (g_error_matches (pair.side[i].error, G_IO_ERROR,
            G_IO_ERROR_INVALID_ARGUMENT));
  }
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
servers_suite (void)
{
  Suite *suite = suite_create ("servers");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_bad_servers);
  tcase_add_test (tc, test_bad_proxies);
  tcase_add_test (tc, test_a_proxy_is_no_hindrance);
  tcase_add_test (tc, test_unknown_name_holds_nothing_up);
  tcase_add_test (tc, test_known_name);
  tcase_add_test (tc, test_bad_addresses_and_ports);
  return suite;
}

GST_CHECK_MAIN (servers);
