/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <gst/check/gstcheck.h>
#include "openssl/rtcfingerprint.h"

#define EIGHT "00:01:02:03:04:05:06:07"
#define HEX256 "AA:bb:CC:DD:EE:FF:00:11:" EIGHT ":" EIGHT ":" EIGHT
#define HEX384 HEX256 ":" EIGHT ":" EIGHT

GST_START_TEST (test_good)
{
  static const gchar *const texts[] = {
    "sha-256 " HEX256, "SHA-256 " HEX256, " sha-256  " HEX256 "\r\n",
    "sha-384 " HEX384, "sha-512 " HEX384 ":" EIGHT ":" EIGHT,
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    RtcFingerprint fingerprint, again;
    g_autofree gchar *text = NULL;

    fail_unless (rtc_fingerprint_parse (texts[i], &fingerprint, NULL));
    fail_unless_equals_int (fingerprint.digest[1], 0xbb);
    text = rtc_fingerprint_to_string (&fingerprint);
    fail_unless (g_str_has_prefix (text + 7, " AA:BB:CC"));
    fail_unless (rtc_fingerprint_parse (text, &again, NULL));
    fail_unless (rtc_fingerprint_equal (&fingerprint, &again));
    again.digest[again.size - 1] ^= 1;
    fail_if (rtc_fingerprint_equal (&fingerprint, &again));
  }
}

GST_END_TEST;

GST_START_TEST (test_weak_or_unknown_hash)
{
  static const gchar *const texts[] = {
    "sha-1 " HEX256, "SHA-1 " HEX256, "md5 " EIGHT, "md2 " EIGHT,
    "sha-224 " HEX256, "sha " HEX256, "sha-2567 " HEX256,
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    RtcFingerprint fingerprint;

    fail_if (rtc_fingerprint_parse (texts[i], &fingerprint, &error));
    fail_unless (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED));
  }
}

GST_END_TEST;

GST_START_TEST (test_malformed)
{
  static const gchar *const texts[] = {
    "", " ", "sha-256", "sha-256 ", HEX256, "sha-256 " EIGHT,
    "sha-256 " HEX256 ":00", "sha-256 " HEX256 ":", "sha-256 :" HEX256,
    "sha-256 G" HEX256, "sha-256 A", "sha-256 A:" HEX256,
    "sha-384 " HEX256, "sha-256 " HEX256 " x",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    RtcFingerprint fingerprint;

    fail_if (rtc_fingerprint_parse (texts[i], &fingerprint, &error));
    fail_unless (g_error_matches (error, G_IO_ERROR,
            G_IO_ERROR_INVALID_ARGUMENT));
  }
}

GST_END_TEST;

static Suite *
fingerprint_suite (void)
{
  Suite *suite = suite_create ("fingerprint");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_good);
  tcase_add_test (tc, test_weak_or_unknown_hash);
  tcase_add_test (tc, test_malformed);
  return suite;
}

GST_CHECK_MAIN (fingerprint);
