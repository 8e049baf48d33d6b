/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bare.h"

/* A peer's reset overtakes messages that were lost: it counts when they have come
 * after all, also when nothing comes after them */

GST_START_TEST (test_early)
{
  Bare *bare = bare_new ();
  Side *side = bare->side;

  bare_open (bare, 1, "one");
  bare_open (bare, 3, "other");
  pair_wait (side, "open one");
  pair_wait (side, "open other");
  g_atomic_int_set (&bare->lose, 1);
  bare_say (bare, 3, RTC_PPID_STRING, "is lost", 7);
  bare_say (bare, 3, RTC_PPID_STRING, "goes on", 7);
  bare_reset (bare, 1);
  pair_wait (side, "string other 7");
  pair_wait (side, "string other 7");
  pair_wait (side, "closed one");
  bare_open (bare, 1, "again");
  pair_wait (side, "open again");
  bare_free (bare);
}

GST_END_TEST;

static Suite *
early_suite (void)
{
  Suite *suite = suite_create ("early");
  TCase *tcase = tcase_create ("early");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_early);
  return suite;
}

GST_CHECK_MAIN (early);
