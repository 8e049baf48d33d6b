/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

GST_START_TEST (test_what_is_refused)
{
  static const gchar *const texts[] = {
    "",
    "garbage",
    "candidate:1 1 UDP 1 1.2.3.4 0 typ host",
    "candidate:1 2 UDP 1 192.0.2.9 5 typ host",
    "candidate:1 1 TCP 1 192.0.2.9 9 typ host tcptype active",
    "candidate:1 1 TCP 1 192.0.2.9 9 typ host tcptype passive",
    "candidate:1 1 UDP 1 3a1f2c4e-5b6d-4a11-8c88-6b6b6b6b6b6b.local 5 typ host",
  };
  Pair pair;

  pair_init (&pair);
  pair_new_agents (&pair);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    fail_if (side_add_candidate (&pair.side[0], texts[i]), texts[i]);
  pair_credentials (&pair);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    fail_if (side_add_candidate (&pair.side[0], texts[i]), texts[i]);
  pair_clear (&pair);
}

GST_END_TEST;

/* A name that nobody has: it is looked up, and nothing comes of it */
GST_START_TEST (test_names_in_local)
{
  Pair pair;
  guint n = 0;

  pair_init (&pair);
  pair.side[0].config.resolve_mdns = TRUE;
  pair_new_agents (&pair);
  pair_credentials (&pair);
  for (guint i = 0; i < 20; i++) {
    g_autofree gchar *text = g_strdup_printf
        ("candidate:1 1 UDP 1 nobody-%u.local 5 typ host", i);

    n += side_add_candidate (&pair.side[0], text);
  }
  fail_unless_equals_int (n, 8);
  fail_if (side_add_candidate (&pair.side[0],
          "candidate:1 1 UDP 1 www.example.com 5 typ host"));
  pair_start (&pair);
  pair_wait_connected (&pair);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_they_are_counted)
{
  Pair pair;

  pair_init (&pair);
  pair_new_agents (&pair);
  for (guint i = 0; i < 64; i++) {
    g_autofree gchar *text = g_strdup_printf
        ("candidate:1 1 UDP 1 127.0.0.1 %u typ host", 10000 + i);

    fail_unless (side_add_candidate (&pair.side[0], text));
  }
  fail_if (side_add_candidate (&pair.side[0],
          "candidate:1 1 UDP 1 127.0.0.1 9 typ host"));
  pair_clear (&pair);
}

GST_END_TEST;

static void
set_bad (gpointer data)
{
  RtcIce *ice = ((Side *) data)->ice;
  g_autofree gchar *long_text = g_strnfill (257, 'a');

  fail_if (ice->klass->set_remote_credentials (ice, NULL, NULL));
  fail_if (ice->klass->set_remote_credentials (ice, "abc",
          "0123456789012345678901"));
  fail_if (ice->klass->set_remote_credentials (ice, "abcd", "short"));
  fail_if (ice->klass->set_remote_credentials (ice, long_text, long_text));
}

GST_START_TEST (test_credentials_of_wrong_length)
{
  Pair pair;

  pair_init (&pair);
  pair_new_agents (&pair);
  rtc_loop_call (pair.side[0].loop, set_bad, &pair.side[0]);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
remote_suite (void)
{
  Suite *suite = suite_create ("remote");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_what_is_refused);
  tcase_add_test (tc, test_names_in_local);
  tcase_add_test (tc, test_they_are_counted);
  tcase_add_test (tc, test_credentials_of_wrong_length);
  return suite;
}

GST_CHECK_MAIN (remote);
