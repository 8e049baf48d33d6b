/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* The association ends: every channel of both sides says closed, none comes
 * after */

GST_START_TEST (test_gone)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");

  pair_wait (&pair->sides[1], "open chat");
  pair_disconnect (&pair->sides[1]);
  pair_wait (&pair->sides[1], "closed chat");
  pair_wait (&pair->sides[1], "ended ");
  pair_wait (&pair->sides[0], "closed chat");
  /* in order: no reason */
  pair_wait (&pair->sides[0], "ended ");
  fail_unless (rtc_data_create_channel (pair->sides[0].data,
          rtc_data_channel_get_config (channel), NULL) == NULL);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_close_data)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");

  pair_wait (&pair->sides[1], "open chat");
  rtc_data_close (pair->sides[0].data);
  fail_unless_equals_int (rtc_data_channel_get_state (channel),
      RTC_DATA_CHANNEL_CLOSED);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
gone_suite (void)
{
  Suite *suite = suite_create ("gone");
  TCase *tcase = tcase_create ("gone");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_gone);
  tcase_add_test (tcase, test_close_data);
  return suite;
}

GST_CHECK_MAIN (gone);
