/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

static const gchar *const names[] = {
  "SRTP_AEAD_AES_128_GCM", "SRTP_AEAD_AES_256_GCM", "SRTP_AES128_CM_SHA1_80",
};

static const RtcSrtpProfile numbers[] = {
  RTC_SRTP_AEAD_AES_128_GCM, RTC_SRTP_AEAD_AES_256_GCM,
  RTC_SRTP_AES128_CM_SHA1_80,
};

static const gsize sizes[][2] = { {16, 12}, {32, 12}, {16, 14} };

/* Both ends have the same keys, crosswise, and each direction its own */
GST_START_TEST (test_each_profile)
{
  RtcDtlsKeys keys[2];
  Pair pair;
  gsize size;

  pair_init (&pair);
  pair_introduce (&pair);
  rtc_dtls_set_profiles (pair.side[0].dtls, names[__i__]);
  pair_run (&pair);
  fail_unless_equals_string (pair.side[0].states->str, "CO");
  fail_unless_equals_string (pair.side[1].states->str, "CO");

  fail_unless (rtc_dtls_export_keys (pair.side[0].dtls, &keys[0]));
  fail_unless (rtc_dtls_export_keys (pair.side[1].dtls, &keys[1]));
  fail_unless_equals_int (keys[0].profile, numbers[__i__]);
  fail_unless_equals_int (keys[1].profile, numbers[__i__]);
  fail_unless_equals_int (keys[0].key_size, sizes[__i__][0]);
  fail_unless_equals_int (keys[0].salt_size, sizes[__i__][1]);
  size = keys[0].key_size + keys[0].salt_size;
  fail_unless (memcmp (keys[0].local, keys[1].remote, size) == 0);
  fail_unless (memcmp (keys[0].remote, keys[1].local, size) == 0);
  fail_unless (memcmp (keys[0].local, keys[0].remote, size) != 0);
  fail_unless (memcmp (keys[0].local, keys[0].remote, keys[0].key_size) != 0);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_cipher_and_sizes)
{
  Pair pair;
  const gchar *cipher;

  pair_init (&pair);
  pair_introduce (&pair);
  fail_unless (rtc_dtls_get_cipher (pair.side[0].dtls) == NULL);
  pair_run (&pair);
  cipher = rtc_dtls_get_cipher (pair.side[1].dtls);
  fail_unless_equals_string (cipher, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
  fail_unless (pair.largest <= 1200);
  /* no retransmission is pending, nobody needs a timer any more */
  fail_unless (rtc_dtls_deadline (pair.side[0].dtls) == RTC_NEVER);
  fail_unless (rtc_dtls_deadline (pair.side[1].dtls) == RTC_NEVER);
  pair_clear (&pair);
}

GST_END_TEST;

/* The peer's ClientHello may overtake our own side's start */
GST_START_TEST (test_server_starts_by_itself)
{
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  rtc_dtls_start (pair.side[0].dtls, 0);
  pair_deliver (&pair, 0);
  rtc_dtls_start (pair.side[1].dtls, 0);
  fail_unless_equals_string (pair.side[1].states->str, "CO");
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_application_data)
{
  guint8 big[1100];
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  fail_if (rtc_dtls_send (pair.side[0].dtls, (guint8 *) "no", 2));
  pair_run (&pair);
  memset (big, 7, sizeof (big));
  fail_unless (rtc_dtls_send (pair.side[0].dtls, big, sizeof (big)));
  fail_unless (rtc_dtls_send (pair.side[0].dtls, (guint8 *) "end", 3));
  fail_unless (rtc_dtls_send (pair.side[1].dtls, (guint8 *) "back", 4));
  pair_deliver (&pair, 2000);
  fail_unless_equals_int (pair.side[1].received->len, sizeof (big) + 3);
  fail_unless (memcmp (pair.side[1].received->data + sizeof (big), "end",
          3) == 0);
  fail_unless_equals_int (pair.side[0].received->len, 4);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
handshake_suite (void)
{
  Suite *suite = suite_create ("dtls-handshake");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_each_profile, 0, G_N_ELEMENTS (names));
  tcase_add_test (tc, test_cipher_and_sizes);
  tcase_add_test (tc, test_server_starts_by_itself);
  tcase_add_test (tc, test_application_data);
  return suite;
}

GST_CHECK_MAIN (handshake);
