/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* A channel is open at once on the side that makes it, and what is sent right
 * then is not lost; the other side is told of it with all that was asked for */

static void
open_from (Pair * pair, Side * side, gint id)
{
  RtcDataChannelConfig wanted = {.label = "größe",.protocol = "proto",
    .ordered = FALSE,.max_retransmits = 3,.max_packet_lifetime = -1,
    .id = -1,.priority = 512
  };
  RtcDataChannel *channel = pair_create_with (side, &wanted);
  const RtcDataChannelConfig *config;

  pair_wait (side, "open größe");
  pair_send (channel, 5, 'x');
  pair_wait (side->peer, "channel größe");
  pair_wait (side->peer, "open größe");
  pair_wait (side->peer, "binary größe 5");
  config = rtc_data_channel_get_config (side->peer->accepted);
  fail_unless_equals_string (config->protocol, "proto");
  fail_unless (!config->ordered);
  fail_unless (!config->negotiated);
  fail_unless_equals_int (config->max_retransmits, 3);
  fail_unless_equals_int (config->max_packet_lifetime, -1);
  fail_unless_equals_int (config->priority, 512);
  fail_unless_equals_int (rtc_data_channel_get_id (channel), id);
  fail_unless_equals_int (rtc_data_channel_get_id (side->peer->accepted), id);

  pair_send (side->peer->accepted, 7, 'y');
  pair_wait (side, "binary größe 7");
  rtc_data_channel_unref (channel);
}

GST_START_TEST (test_open)
{
  Pair *pair = pair_new_connected ();

  /* RFC 8832 section 6: the DTLS client has the even ids */
  open_from (pair, &pair->sides[0], 0);
  open_from (pair, &pair->sides[1], 1);
  open_from (pair, &pair->sides[0], 2);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_before)
{
  Pair *pair = pair_new ();
  RtcDataChannelConfig config = CHAT;
  RtcDataChannel *early = pair_create (&pair->sides[1], "early");
  RtcDataChannel *fixed;

  config.label = "fixed";
  config.id = 1;
  fixed = pair_create_with (&pair->sides[1], &config);
  fail_unless_equals_int (rtc_data_channel_get_id (early), -1);
  fail_unless_equals_int (rtc_data_channel_get_state (early),
      RTC_DATA_CHANNEL_CONNECTING);
  pair_connect (pair);
  pair_wait (&pair->sides[0], "channel fixed");
  pair_wait (&pair->sides[0], "channel early");
  fail_unless_equals_int (rtc_data_channel_get_id (early), 3);
  rtc_data_channel_unref (early);
  rtc_data_channel_unref (fixed);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
open_suite (void)
{
  Suite *suite = suite_create ("open");
  TCase *tcase = tcase_create ("open");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_open);
  tcase_add_test (tcase, test_before);
  return suite;
}

GST_CHECK_MAIN (open);
