/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* RFC 8831 section 6.7: what is queued still arrives, both sides hear of it, the
 * id is used again */

static void
closed_by (Pair * pair, guint which)
{
  Side *side = &pair->sides[which];
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");
  RtcDataChannel *closer;

  pair_wait (&pair->sides[0], "open chat");
  pair_wait (&pair->sides[1], "open chat");
  fail_unless_equals_int (rtc_data_channel_get_id (channel), 0);
  closer = which == 0 ? channel : pair->sides[1].accepted;
  for (guint i = 0; i < 10; i++)
    pair_send (closer, 100000, i);
  rtc_data_channel_close (closer);
  fail_if (rtc_data_channel_get_state (closer) == RTC_DATA_CHANNEL_OPEN);
  for (guint i = 0; i < 10; i++)
    pair_wait (side->peer, "binary chat 100000");
  for (guint i = 0; i < 2; i++) {
    pair_wait (&pair->sides[i], "closing chat");
    pair_wait (&pair->sides[i], "closed chat");
  }
  fail_unless_equals_int (rtc_data_channel_get_state (channel),
      RTC_DATA_CHANNEL_CLOSED);
  rtc_data_channel_unref (channel);
}

GST_START_TEST (test_close)
{
  Pair *pair = pair_new_connected ();

  closed_by (pair, 0);
  closed_by (pair, 1);
  closed_by (pair, 0);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_close_both)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");

  pair_wait (&pair->sides[1], "open chat");
  rtc_data_channel_close (channel);
  rtc_data_channel_close (pair->sides[1].accepted);
  for (guint i = 0; i < 2; i++)
    pair_wait (&pair->sides[i], "closed chat");
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
close_suite (void)
{
  Suite *suite = suite_create ("close");
  TCase *tcase = tcase_create ("close");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_close);
  tcase_add_test (tcase, test_close_both);
  return suite;
}

GST_CHECK_MAIN (close);
