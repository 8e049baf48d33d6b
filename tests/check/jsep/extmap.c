/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* aiortc numbers the extensions of each section anew */
GST_START_TEST (test_an_id_with_two_meanings_is_left_out)
{
  g_autoptr (RtcSdp) offer = parse_seed ("aiortc-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = NULL;

  fail_unless (rtc_jsep_answer (offer, tracks, 2, &our_transport, 1, &result,
          NULL));
  text = rtc_sdp_print (result.sdp);
  fail_unless_equals_int (result.n_sends, 2);
  for (guint i = 0; i < 2; i++) {
    fail_unless (result.sends[i].extmap[RTC_EXT_MID] > 0);
    fail_unless_equals_int (result.sends[i].extmap[RTC_EXT_ABS_SEND_TIME], 0);
    fail_unless_equals_int (result.sends[i].extmap[RTC_EXT_AUDIO_LEVEL], 0);
  }
  fail_unless (strstr (text, "abs-send-time") == NULL);
  fail_unless (strstr (text, "ssrc-audio-level") == NULL);
}

GST_END_TEST;

static Suite *
extmap_suite (void)
{
  Suite *suite = suite_create ("extmap");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_an_id_with_two_meanings_is_left_out);
  return suite;
}

GST_CHECK_MAIN (extmap);
