/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bare.h"

/* RFC 8832 section 6 gives the even ids to the DTLS client, which we are here.  A
 * peer that opens one of them is let, as browsers do; one that opens a taken one
 * is not, and both keep what they have. */

GST_START_TEST (test_even_by_the_server)
{
  Bare *bare = bare_new ();
  Side *side = bare->side;
  static const gint ids[] = { 0, 4 };

  bare_open (bare, 2, "theirs");
  pair_wait (side, "open theirs");
  fail_unless_equals_int (rtc_data_channel_get_id (side->accepted), 2);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    RtcDataChannel *ours = pair_create (side, "ours");

    pair_wait (side, "open ours");
    fail_unless_equals_int (rtc_data_channel_get_id (ours), ids[i]);
    rtc_data_channel_unref (ours);
  }
  bare_free (bare);
}

GST_END_TEST;

GST_START_TEST (test_taken)
{
  Bare *bare = bare_new ();
  Side *side = bare->side;
  RtcDataChannel *ours = pair_create (side, "ours");
  RtcDataDrops drops;

  pair_wait (side, "open ours");
  bare_open (bare, 0, "theirs");
  bare_say (bare, 0, RTC_PPID_STRING, "hello", 5);
  pair_wait (side, "string ours 5");
  fail_unless (side->accepted == NULL);
  rtc_data_get_drops (side->data, &drops);
  fail_unless_equals_uint64 (drops.malformed, 1);
  rtc_data_channel_unref (ours);
  bare_free (bare);
}

GST_END_TEST;

static Suite *
parity_suite (void)
{
  Suite *suite = suite_create ("parity");
  TCase *tcase = tcase_create ("parity");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_even_by_the_server);
  tcase_add_test (tcase, test_taken);
  return suite;
}

GST_CHECK_MAIN (parity);
