/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* The server's order counts, whatever the client's is */
GST_START_TEST (test_gcm_128_wins)
{
  RtcDtlsKeys keys;
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  rtc_dtls_set_profiles (pair.side[0].dtls,
      "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM");
  pair_run (&pair);
  fail_unless (rtc_dtls_export_keys (pair.side[1].dtls, &keys));
  fail_unless_equals_int (keys.profile, RTC_SRTP_AEAD_AES_128_GCM);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_gcm_256_before_cm)
{
  RtcDtlsKeys keys;
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  rtc_dtls_set_profiles (pair.side[0].dtls,
      "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM");
  pair_run (&pair);
  fail_unless (rtc_dtls_export_keys (pair.side[1].dtls, &keys));
  fail_unless_equals_int (keys.profile, RTC_SRTP_AEAD_AES_256_GCM);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_none_in_common)
{
  RtcDtlsKeys keys;
  Pair pair;
  guint i;

  pair_init (&pair);
  pair_introduce (&pair);
  rtc_dtls_set_profiles (pair.side[0].dtls, "SRTP_AES128_CM_SHA1_32");
  pair_run (&pair);
  for (i = 0; i < 2; i++) {
    fail_if (strchr (pair.side[i].states->str, 'O'));
    fail_if (rtc_dtls_export_keys (pair.side[i].dtls, &keys));
  }
  fail_unless_equals_int (rtc_dtls_get_state (pair.side[1].dtls),
      RTC_DTLS_FAILED);
  fail_unless (strstr (rtc_dtls_get_error (pair.side[1].dtls)->message,
          "SRTP profile") != NULL);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
profile_suite (void)
{
  Suite *suite = suite_create ("dtls-profile");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_gcm_128_wins);
  tcase_add_test (tc, test_gcm_256_before_cm);
  tcase_add_test (tc, test_none_in_common);
  return suite;
}

GST_CHECK_MAIN (profile);
