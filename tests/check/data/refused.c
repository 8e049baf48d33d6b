/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>

#include "pair.h"

/* What cannot be is said at once */

static void
refused (Pair * pair, const RtcDataChannelConfig * config, gint code)
{
  g_autoptr (GError) error = NULL;

  fail_unless (rtc_data_create_channel (pair->sides[0].data, config,
          &error) == NULL);
  fail_unless (g_error_matches (error, G_IO_ERROR, code), "%s", error->message);
}

GST_START_TEST (test_refused)
{
  Pair *pair = pair_new ();
  RtcDataChannelConfig both = CHAT, no_id = CHAT, large_id = CHAT;
  RtcDataChannelConfig taken = CHAT, long_label = CHAT;
  g_autofree gchar *label = g_strnfill (65536, 'x');
  RtcDataChannel *channel;

  both.max_retransmits = both.max_packet_lifetime = 1;
  refused (pair, &both, G_IO_ERROR_INVALID_ARGUMENT);
  no_id.negotiated = TRUE;
  refused (pair, &no_id, G_IO_ERROR_INVALID_ARGUMENT);
  large_id.id = 65535;
  refused (pair, &large_id, G_IO_ERROR_INVALID_ARGUMENT);
  long_label.label = label;
  refused (pair, &long_label, G_IO_ERROR_INVALID_ARGUMENT);
  taken.id = 5;
  channel = pair_create_with (&pair->sides[0], &taken);
  refused (pair, &taken, G_IO_ERROR_EXISTS);
  rtc_data_channel_close (channel);
  rtc_data_channel_unref (channel);
  /* it was not open yet: its id is free at once */
  rtc_data_channel_unref (pair_create_with (&pair->sides[0], &taken));
  rtc_data_close (pair->sides[0].data);
  taken.id = -1;
  refused (pair, &taken, G_IO_ERROR_CLOSED);
  pair_free (pair);
}

GST_END_TEST;

GST_START_TEST (test_send_refused)
{
  Pair *pair = pair_new ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");
  g_autoptr (GBytes) small = g_bytes_new ("x", 1);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (1001), 1001);
  GError *error = NULL;

  fail_if (rtc_data_channel_send (channel, small, FALSE, &error));
  fail_unless (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED));
  g_clear_error (&error);

  pair_connect_with (pair, 1000);
  pair_wait (&pair->sides[0], "open chat");
  fail_if (rtc_data_channel_send (channel, large, FALSE, &error));
  fail_unless (g_error_matches (error, G_IO_ERROR,
          G_IO_ERROR_MESSAGE_TOO_LARGE));
  g_clear_error (&error);
  /* nothing is lost: the next one arrives, and it alone */
  fail_unless (rtc_data_channel_send (channel, small, FALSE, &error));
  pair_wait (&pair->sides[1], "binary chat 1");
  fail_unless_equals_int (pair->sides[1].messages, 1);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
refused_suite (void)
{
  Suite *suite = suite_create ("refused");
  TCase *tcase = tcase_create ("refused");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_refused);
  tcase_add_test (tcase, test_send_refused);
  return suite;
}

GST_CHECK_MAIN (refused);
