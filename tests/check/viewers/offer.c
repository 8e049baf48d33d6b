/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "watcher.h"

static void
check_refused (gboolean ready, const gchar * offer, gint code,
    const gchar * word)
{
  Stage stage;
  Watcher watcher;

  stage_init (&stage, 0);
  if (ready)
    stage_set_codecs (&stage);
  watcher_init (&watcher, &stage);
  watcher_ask (&watcher, offer);
  fail_unless (g_error_matches (watcher.error, RTC_AUDIENCE_ERROR, code));
  fail_unless (strstr (watcher.error->message, word) != NULL,
      "\"%s\" does not say \"%s\"", watcher.error->message, word);
  fail_unless_equals_int (rtc_audience_count_viewers (stage.audience), 0);
  fail_unless_equals_int (stage.acquired, 0);
  watcher_clear (&watcher);
  stage_clear (&stage);
}

GST_START_TEST (test_a_stream_without_caps_is_not_ready)
{
  check_refused (FALSE, watcher_offer, RTC_AUDIENCE_ERROR_NOT_READY, "again");
}

GST_END_TEST;

GST_START_TEST (test_what_is_not_sdp_is_a_bad_offer)
{
  check_refused (TRUE, "hello", RTC_AUDIENCE_ERROR_BAD_OFFER, "");
}

GST_END_TEST;

GST_START_TEST (test_no_common_codec_names_what_both_have)
{
  g_autoptr (GString) offer = g_string_new (watcher_offer);

  g_string_replace (offer, "VP8/90000", "AV1/90000", 0);
  g_string_replace (offer, "opus/48000/2", "G722/8000", 0);
  check_refused (TRUE, offer->str, RTC_AUDIENCE_ERROR_NO_COMMON_CODEC, "VP8");
}

GST_END_TEST;

GST_START_TEST (test_max_viewers_is_kept)
{
  Stage stage;
  Watcher first, second;

  stage_init (&stage, 1);
  stage_set_codecs (&stage);
  watcher_init (&first, &stage);
  watcher_init (&second, &stage);
  watcher_ask (&first, watcher_offer);
  fail_unless (first.error == NULL);
  watcher_ask (&second, watcher_offer);
  fail_unless (g_error_matches (second.error, RTC_AUDIENCE_ERROR,
          RTC_AUDIENCE_ERROR_FULL));
  watcher_clear (&first);
  watcher_clear (&second);
  stage_clear (&stage);
}

GST_END_TEST;

static Suite *
offer_suite (void)
{
  Suite *suite = suite_create ("offer");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_stream_without_caps_is_not_ready);
  tcase_add_test (tc, test_what_is_not_sdp_is_a_bad_offer);
  tcase_add_test (tc, test_no_common_codec_names_what_both_have);
  tcase_add_test (tc, test_max_viewers_is_kept);
  return suite;
}

GST_CHECK_MAIN (offer);
