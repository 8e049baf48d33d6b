/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

GST_START_TEST (test_media_flows_once_both_are_connected)
{
  Pair pair;
  RtcTransportStats stats;

  pair_init (&pair);
  fail_if (rtc_transport_send_begin (pair.ends[0].transport));
  pair_start (&pair, NULL);
  pair_wait_state (&pair, 0, RTC_TRANSPORT_CONNECTED);
  pair_wait_state (&pair, 1, RTC_TRANSPORT_CONNECTED);

  /* more than a batch holds: it has to flush itself */
  pair_send_rtp (&pair, 0, 300, 1200);
  pair_wait_rtp (&pair, 1, 300);
  fail_unless_equals_int (pair.ends[1].last_rtp->len, 1200);
  fail_unless_equals_int (pair.ends[1].last_rtp->data[1], 96);
  fail_unless_equals_int (pair.ends[1].last_rtp->data[1199], 0xab);

  rtc_transport_get_stats (pair.ends[0].transport, &stats);
  fail_unless_equals_int (stats.srtp_profile, RTC_SRTP_AEAD_AES_128_GCM);
  fail_unless (stats.packets_sent >= 300);
  g_free (stats.dtls_cipher);
  g_free (stats.candidate_pair);
  pair_clear (&pair);
}

GST_END_TEST;

#define RECORDS 200

static void
send_records (gpointer data)
{
  RtcTransport *transport = data;
  GBytes *packets[RECORDS];

  for (guint i = 0; i < RECORDS; i++) {
    guint8 bytes[1100];

    memset (bytes, i, sizeof (bytes));
    packets[i] = g_bytes_new (bytes, sizeof (bytes));
  }
  fail_unless_equals_int (rtc_transport_send_data_many (transport, packets,
          RECORDS), RECORDS);
  for (guint i = 0; i < RECORDS; i++)
    g_bytes_unref (packets[i]);
}

/* More than a batch holds, each a record of its own */
GST_START_TEST (test_many_records_leave_together)
{
  RtcTransportStats before = { 0, }, after = { 0, };
  Pair pair;

  pair_init (&pair);
  pair_start (&pair, NULL);
  pair_wait_state (&pair, 0, RTC_TRANSPORT_CONNECTED);
  pair_wait_state (&pair, 1, RTC_TRANSPORT_CONNECTED);
  rtc_transport_get_stats (pair.ends[0].transport, &before);
  pair_call (&pair, 0, send_records, pair.ends[0].transport);
  pair_wait_data (&pair, 1, RECORDS);
  fail_unless_equals_int (pair.ends[1].last_data->len, 1100);
  fail_unless_equals_int (pair.ends[1].last_data->data[0], RECORDS - 1);
  rtc_transport_get_stats (pair.ends[0].transport, &after);
  fail_unless (after.packets_sent - before.packets_sent >= RECORDS);
  rtc_transport_stats_clear (&before);
  rtc_transport_stats_clear (&after);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_a_wrong_fingerprint_never_connects)
{
  Pair pair;

  pair_init (&pair);
  pair_start (&pair,
      "sha-256 00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:"
      "00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00");
  pair_wait_state (&pair, 0, RTC_TRANSPORT_FAILED);
  fail_unless (strstr (pair.ends[0].reason, "fingerprint") != NULL);
  fail_if (rtc_transport_send_begin (pair.ends[0].transport));
  pair_clear (&pair);
}

GST_END_TEST;

static void
set_sha1 (gpointer data)
{
  const gchar *fingerprints[] =
      { "sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
    NULL
  };
  const RtcTransportRemote remote = {
    .ufrag = "ufrag",.pwd = "0123456789012345678901",
    .fingerprints = fingerprints
  };
  g_autoptr (GError) error = NULL;

  fail_if (rtc_transport_set_remote (data, &remote, &error));
  fail_unless (error != NULL);
}

GST_START_TEST (test_a_weak_fingerprint_is_refused)
{
  Pair pair;

  pair_init (&pair);
  pair_call (&pair, 0, set_sha1, pair.ends[0].transport);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_the_other_side_is_told_of_the_end)
{
  Pair pair;

  pair_init (&pair);
  pair_start (&pair, NULL);
  pair_wait_state (&pair, 0, RTC_TRANSPORT_CONNECTED);
  pair_wait_state (&pair, 1, RTC_TRANSPORT_CONNECTED);
  pair_call (&pair, 0, (RtcLoopFunc) rtc_transport_close,
      pair.ends[0].transport);
  pair_wait_state (&pair, 1, RTC_TRANSPORT_CLOSED);
  pair_clear (&pair);
}

GST_END_TEST;

static void
fail_ice (gpointer data)
{
  rtc_ice_fake_fail (data);
}

GST_START_TEST (test_lost_consent_ends_it)
{
  Pair pair;

  pair_init (&pair);
  pair_start (&pair, NULL);
  pair_wait_state (&pair, 0, RTC_TRANSPORT_CONNECTED);
  pair_call (&pair, 0, fail_ice, pair.ends[0].ice);
  pair_wait_state (&pair, 0, RTC_TRANSPORT_FAILED);
  fail_unless (strstr (pair.ends[0].reason, "consent") != NULL);
  fail_if (rtc_transport_send_begin (pair.ends[0].transport));
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_the_handshake_survives_loss)
{
  Pair pair;

  pair_init (&pair);
  rtc_ice_fake_set_loss (pair.ends[0].ice, 3);
  rtc_ice_fake_set_loss (pair.ends[1].ice, 3);
  pair_start (&pair, NULL);
  pair_wait_state (&pair, 0, RTC_TRANSPORT_CONNECTED);
  pair_wait_state (&pair, 1, RTC_TRANSPORT_CONNECTED);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
connect_suite (void)
{
  Suite *suite = suite_create ("connect");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_media_flows_once_both_are_connected);
  tcase_add_test (tc, test_many_records_leave_together);
  tcase_add_test (tc, test_a_wrong_fingerprint_never_connects);
  tcase_add_test (tc, test_a_weak_fingerprint_is_refused);
  tcase_add_test (tc, test_the_other_side_is_told_of_the_end);
  tcase_add_test (tc, test_lost_consent_ends_it);
  tcase_add_test (tc, test_the_handshake_survives_loss);
  return suite;
}

GST_CHECK_MAIN (connect);
