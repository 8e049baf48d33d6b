/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

#include "turnserver.h"

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
      turn_get_port (), transport);
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

/* An answer that is the only word: the relay is told before gathering ends */
GST_START_TEST (test_early_relay)
{
  const gchar *addresses[] = { "127.0.0.1", NULL };
  g_autofree gchar *uri = NULL;
  const gchar *uris[] = { NULL, NULL };
  Pair pair;
  Side *side = &pair.side[1];

  if (!turn_start ())
    return;
  uri =
      g_strdup_printf ("turn:user:pass%%20word@127.0.0.1:%u", turn_get_port ());
  uris[0] = uri;
  pair_init (&pair);
  side->config.turn_servers = uris;
  side->config.relay_early = TRUE;
  side->config.local_addresses = addresses;
  pair.side[0].config.local_addresses = addresses;
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_gathered (&pair, 1);
  fail_unless_equals_int (side->n_relayed, 1);
  pair_wait_connected (&pair);
  pair_clear (&pair);
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
  uri =
      g_strdup_printf ("turn:user:pass%%20word@127.0.0.1:%u", turn_get_port ());
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
  tcase_add_test (tc, test_early_relay);
  tcase_add_test (tc, test_late_relay);
  tcase_add_test (tc, test_no_relay_without_need);
  return suite;
}

GST_CHECK_MAIN (relay);
