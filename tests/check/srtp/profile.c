/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "packets.h"
#include <gio/gio.h>

GST_START_TEST (test_unknown_profile)
{
  static const guint numbers[] = { 0, 2, 5, 6, 9, G_MAXUINT };
  guint8 key[64] = { 0 };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (GError) error = NULL;

    fail_unless (rtc_srtp_new_inbound (numbers[i], key, 30, &error) == NULL);
    fail_unless (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED));
  }
}

GST_END_TEST;

GST_START_TEST (test_wrong_key_size)
{
  guint8 key[64] = { 0 };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GError) error = NULL;

    fail_unless (rtc_srtp_new_outbound (kinds[i].profile, key,
            kinds[i].key_size - 1, &error) == NULL);
    fail_unless (g_error_matches (error, G_IO_ERROR,
            G_IO_ERROR_INVALID_ARGUMENT));
  }
}

GST_END_TEST;

static Suite *
profile_suite (void)
{
  Suite *suite = suite_create ("srtp-profile");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_unknown_profile);
  tcase_add_test (tc, test_wrong_key_size);
  return suite;
}

GST_CHECK_MAIN (profile);
