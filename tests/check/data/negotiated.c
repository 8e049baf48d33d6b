/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>

#include "pair.h"

/* Both sides know the id: no OPEN is sent, each is open with the association */

GST_START_TEST (test_negotiated)
{
  Pair *pair = pair_new ();
  RtcDataChannelConfig config = CHAT;
  RtcDataChannel *channels[2];

  config.negotiated = TRUE;
  config.id = 1000;
  for (guint i = 0; i < 2; i++)
    channels[i] = pair_create_with (&pair->sides[i], &config);
  pair_connect (pair);
  for (guint i = 0; i < 2; i++)
    pair_wait (&pair->sides[i], "open chat");
  for (guint i = 0; i < 2; i++) {
    pair_send (channels[i], 10 + i, 'x');
    fail_unless_equals_int (rtc_data_channel_get_id (channels[i]), 1000);
  }
  pair_wait (&pair->sides[0], "binary chat 11");
  pair_wait (&pair->sides[1], "binary chat 10");
  fail_unless (pair->sides[0].accepted == NULL);
  fail_unless (pair->sides[1].accepted == NULL);
  for (guint i = 0; i < 2; i++)
    rtc_data_channel_unref (channels[i]);
  pair_free (pair);
}

GST_END_TEST;

/* An association has 1024 streams: who asks for more before there is one hears of
 * it then, who asks after it at once */
GST_START_TEST (test_no_such_stream)
{
  Pair *pair = pair_new ();
  RtcDataChannelConfig config = CHAT;
  g_autoptr (GError) error = NULL;

  config.negotiated = TRUE;
  config.id = 1024;
  rtc_data_channel_unref (pair_create_with (&pair->sides[0], &config));
  pair_connect (pair);
  pair_wait (&pair->sides[0], "error chat");
  pair_wait (&pair->sides[0], "closed chat");
  fail_unless (rtc_data_create_channel (pair->sides[0].data, &config,
          &error) == NULL);
  fail_unless (g_error_matches (error, G_IO_ERROR,
          G_IO_ERROR_INVALID_ARGUMENT), "%s", error->message);
  config.id = 1023;
  rtc_data_channel_unref (pair_create_with (&pair->sides[0], &config));
  pair_wait (&pair->sides[0], "open chat");
  pair_free (pair);
}

GST_END_TEST;

static Suite *
negotiated_suite (void)
{
  Suite *suite = suite_create ("negotiated");
  TCase *tcase = tcase_create ("negotiated");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_negotiated);
  tcase_add_test (tcase, test_no_such_stream);
  return suite;
}

GST_CHECK_MAIN (negotiated);
