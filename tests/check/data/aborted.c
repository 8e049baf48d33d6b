/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bare.h"

/* RFC 9260 section 3.3.10: an association that the peer's user has ended is no
 * failure, one that its SCTP has given up is */

static const struct
{
  guint8 chunk[12];
  gsize size;
  const gchar *line;
} aborts[] = {
  {{6, 0, 0, 4}, 4, "ended "},
  {{6, 0, 0, 8, 0, 12, 0, 4}, 8, "ended "},
  {{6, 0, 0, 12, 0, 12, 0, 8, 'b', 'y', 'e', '!'}, 12, "ended "},
  {{6, 0, 0, 8, 0, 13, 0, 4}, 8, "ended the peer has aborted the SCTP "
        "association (cause 13 of RFC 9260, section 3.3.10)"},
  {{6, 0, 0, 8, 0, 4, 0, 4}, 8, "ended the peer has aborted the SCTP "
        "association (cause 4 of RFC 9260, section 3.3.10)"},
};

GST_START_TEST (test_aborted)
{
  Bare *bare = bare_new ();

  bare_open (bare, 1, "chat");
  pair_wait (bare->side, "open chat");
  bare_forge (bare, aborts[__i__].chunk, aborts[__i__].size);
  pair_wait (bare->side, "closed chat");
  pair_wait (bare->side, aborts[__i__].line);
  /* there is nobody to answer */
  fail_unless_equals_int (g_atomic_int_get (&bare->abort_cause), -1);
  bare_free (bare);
}

GST_END_TEST;

static void
shut_down (gpointer data)
{
  rtc_sctp_shutdown (((Bare *) data)->sctp);
}

GST_START_TEST (test_shut_down)
{
  Bare *bare = bare_new ();

  bare_open (bare, 1, "chat");
  pair_wait (bare->side, "open chat");
  bare_say (bare, 1, RTC_PPID_STRING, "last words", 10);
  rtc_loop_call (bare->side->loop, shut_down, bare);
  pair_wait (bare->side, "string chat 10");
  pair_wait (bare->side, "closed chat");
  pair_wait (bare->side, "ended ");
  bare_free (bare);
}

GST_END_TEST;

/* What we say when we go: "user-initiated" */
GST_START_TEST (test_our_own)
{
  Bare *bare = bare_new ();

  pair_disconnect (bare->side);
  fail_unless_equals_int (g_atomic_int_get (&bare->abort_cause), 12);
  bare_free (bare);
}

GST_END_TEST;

static Suite *
aborted_suite (void)
{
  Suite *suite = suite_create ("aborted");
  TCase *tcase = tcase_create ("aborted");

  suite_add_tcase (suite, tcase);
  tcase_add_loop_test (tcase, test_aborted, 0, G_N_ELEMENTS (aborts));
  tcase_add_test (tcase, test_shut_down);
  tcase_add_test (tcase, test_our_own);
  return suite;
}

GST_CHECK_MAIN (aborted);
