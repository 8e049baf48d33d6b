/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bare.h"

/* What makes no sense is dropped and counted, what is too much is refused, and
 * what is right still works */

GST_START_TEST (test_nonsense)
{
  Bare *bare = bare_new ();
  Side *side = bare->side;
  RtcDataDrops drops;

  bare_say (bare, 9, 51, "nobody", 6);
  bare_say (bare, 9, RTC_PPID_DCEP, "\x03\x00nonsense", 10);
  bare_say (bare, 9, RTC_PPID_DCEP, "\x02", 1);
  bare_open (bare, 1, "chat");
  pair_wait (side, "channel chat");
  bare_open (bare, 1, "again");
  bare_say (bare, 1, 99, "what is this", 12);
  bare_say (bare, 1, 51, "hello", 5);
  pair_wait (side, "string chat 5");
  rtc_data_get_drops (side->data, &drops);
  fail_unless_equals_uint64 (drops.astray, 1);
  fail_unless_equals_uint64 (drops.malformed, 3);
  bare_free (bare);
}

GST_END_TEST;

/* RFC 8831 section 6.6 has put 52 and 54 out of use, there are some left */
GST_START_TEST (test_parts)
{
  Bare *bare = bare_new ();
  Side *side = bare->side;
  g_autofree guint8 *half = g_malloc0 (RTC_DATA_MAX_MESSAGE / 2);

  bare_open (bare, 1, "chat");
  bare_say (bare, 1, 54, "hel", 3);
  bare_say (bare, 1, 51, "lo", 2);
  pair_wait (side, "string chat 5");
  bare_say (bare, 1, 52, half, RTC_DATA_MAX_MESSAGE / 2);
  bare_say (bare, 1, 53, half, RTC_DATA_MAX_MESSAGE / 2);
  pair_wait (side, "binary chat 262144");
  bare_say (bare, 1, 52, half, RTC_DATA_MAX_MESSAGE / 2);
  bare_say (bare, 1, 52, half, RTC_DATA_MAX_MESSAGE / 2);
  bare_say (bare, 1, 53, "x", 1);
  pair_wait (side, "closing chat");
  fail_unless_equals_int (side->messages, 2);
  bare_free (bare);
}

GST_END_TEST;

/* Labels of 65535 bytes on every stream: no more than fit into a megabyte */
GST_START_TEST (test_flood)
{
  Bare *bare = bare_new ();
  Side *side = bare->side;
  g_autofree gchar *label = g_strnfill (65535, 'x');
  RtcDataDrops drops;

  for (guint i = 0; i < 100; i++)
    bare_open (bare, i, label);
  do {
    g_thread_yield ();
    rtc_data_get_drops (side->data, &drops);
  } while (drops.refused < 84);
  /* and the peer is told so by a reset */
  while (g_atomic_int_get (&bare->n_resets) < 84)
    g_thread_yield ();
  fail_unless_equals_uint64 (drops.refused, 84);
  bare_free (bare);
}

GST_END_TEST;

static Suite *
hostile_suite (void)
{
  Suite *suite = suite_create ("hostile");
  TCase *tcase = tcase_create ("hostile");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_nonsense);
  tcase_add_test (tcase, test_parts);
  tcase_add_test (tcase, test_flood);
  return suite;
}

GST_CHECK_MAIN (hostile);
