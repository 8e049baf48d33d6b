/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

static void
restart (gpointer data)
{
  RtcIce *ice = ((Side *) data)->ice;
  g_autofree gchar *ufrag = g_strdup (ice->klass->get_local_ufrag (ice));
  g_autofree gchar *pwd = g_strdup (ice->klass->get_local_pwd (ice));

  fail_unless (ice->klass->restart (ice, NULL, NULL));
  fail_if (g_str_equal (ufrag, ice->klass->get_local_ufrag (ice)));
  fail_if (g_str_equal (pwd, ice->klass->get_local_pwd (ice)));
}

static void
exchange (Pair * pair, const gchar * text)
{
  for (guint i = 0; i < 2; i++) {
    guint n = pair->side[!i].received->len;

    fail_unless (side_send (&pair->side[i], text));
    pair_wait_received (pair, !i, n + 1);
  }
}

GST_START_TEST (test_data_goes_on)
{
  Pair pair;

  pair_init (&pair);
  pair_new_agents (&pair);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_connected (&pair);
  exchange (&pair, "before");

  for (guint i = 0; i < 2; i++)
    rtc_loop_call (pair.side[i].loop, restart, &pair.side[i]);
  exchange (&pair, "between");

  g_mutex_lock (&pair.lock);
  for (guint i = 0; i < 2; i++) {
    pair.side[i].gathered = FALSE;
    pair.side[i].n_candidates = 0;
  }
  g_mutex_unlock (&pair.lock);
  pair_credentials (&pair);
  pair_start (&pair);
  pair_wait_gathered (&pair, 0);
  pair_wait_gathered (&pair, 1);
  fail_unless (pair.side[0].n_candidates > 0);
  fail_unless (pair.side[1].n_candidates > 0);
  pair_wait_connected (&pair);
  exchange (&pair, "after");
  fail_if (pair.side[0].failed_once || pair.side[1].failed_once);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
restart_suite (void)
{
  Suite *suite = suite_create ("restart");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_data_goes_on);
  return suite;
}

GST_CHECK_MAIN (restart);
