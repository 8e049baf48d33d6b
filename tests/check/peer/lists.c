/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Datagrams of real sockets come out in lists */
#include "ends.h"

#define LISTS 40
#define PACKETS 50

GST_START_TEST (test_what_comes_together_goes_on_together)
{
  Ends ends;
  guint n, n_lists;

  ends_init_real (&ends);
  end_set_stream (&ends.end[0], 1000, 96, "", 0);
  end_set_route (&ends.end[1], 96, NULL);
  ends_connect (&ends);
  for (guint i = 1; i <= LISTS; i++) {
    end_send_list (&ends.end[0], PACKETS);
    /* one list at a time: no socket's buffer overflows */
    ENDS_WAIT (&ends, ends.end[1].rtp->len == i * PACKETS);
  }
  n = ends.end[1].rtp->len;
  n_lists = ends.end[1].n_lists;
  g_print ("%u packets in %u lists: %.1f each\n", n, n_lists,
      (gdouble) n / n_lists);
  fail_unless (n_lists < n / 2);
  ends_clear (&ends);
}

GST_END_TEST;

/* Over sockets: the path in use carries on while a new one is found */
GST_START_TEST (test_an_ice_restart_loses_nothing)
{
  static const gchar *const pwd = "another-password-of-22";
  Ends ends;

  ends_init_real (&ends);
  end_set_stream (&ends.end[0], 1000, 96, "", 0);
  end_set_route (&ends.end[1], 96, NULL);
  ends_connect (&ends);
  for (guint i = 0; i < 2; i++) {
    end_set_local (&ends.end[i], i == 0 ? "aaab" : "bbbc", pwd);
    end_set_remote (&ends.end[i], i == 0 ? "bbbc" : "aaab", pwd);
    end_apply (&ends.end[i]);
  }
  for (guint i = 1; i <= 2 * LISTS; i++) {
    end_send_list (&ends.end[0], 1);
    ENDS_WAIT (&ends, ends.end[1].rtp->len == i);
  }
  ENDS_WAIT (&ends, ends.end[0].n_gathered == 2 && ends.end[1].n_gathered == 2);
  ends_clear (&ends);
}

GST_END_TEST;

static Suite *
lists_suite (void)
{
  Suite *suite = suite_create ("lists");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_what_comes_together_goes_on_together);
  tcase_add_test (tc, test_an_ice_restart_loses_nothing);
  return suite;
}

GST_CHECK_MAIN (lists);
