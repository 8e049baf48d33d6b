/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* A channel that may lose messages takes none of another's with it: with both
 * having messages of several packets under way, all of the reliable ones
 * arrive, in order */

#define N 150

GST_START_TEST (test_beside)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannelConfig config = CHAT;
  RtcDataChannel *partial, *reliable;

  config.max_retransmits = 0;
  config.label = "partial";
  partial = pair_create_with (&pair->sides[0], &config);
  reliable = pair_create (&pair->sides[0], "reliable");
  pair_wait (&pair->sides[1], "open partial");
  pair_wait (&pair->sides[1], "open reliable");
  g_atomic_int_set (&pair->loss, 10);
  for (guint i = 0; i < N; i++) {
    g_autofree gchar *text = g_strnfill (3000 + i, 'x');
    g_autoptr (GBytes) bytes = g_bytes_new (text, 3000 + i);

    pair_send (partial, 4000, i);
    fail_unless (rtc_data_channel_send (reliable, bytes, TRUE, NULL));
  }
  for (guint i = 0; i < N; i++) {
    g_autofree gchar *line = g_strdup_printf ("string reliable %u", 3000 + i);

    pair_wait (&pair->sides[1], line);
  }
  g_atomic_int_set (&pair->loss, 0);
  rtc_data_channel_unref (partial);
  rtc_data_channel_unref (reliable);
  pair_free (pair);
}

GST_END_TEST;

static Suite *
beside_suite (void)
{
  Suite *suite = suite_create ("beside");
  TCase *tcase = tcase_create ("beside");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_beside);
  return suite;
}

GST_CHECK_MAIN (beside);
