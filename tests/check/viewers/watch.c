/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "watcher.h"

#define RTCP_SR 200
#define RTCP_SDES 202
#define RTCP_BYE 203

static void
begin (Stage * stage, Watcher * watcher)
{
  stage_init (stage, 0);
  stage_set_codecs (stage);
  watcher_init (watcher, stage);
  watcher_connect (watcher);
  stage_wait_added (stage, 1);
}

static void
end (Stage * stage, Watcher * watcher)
{
  watcher_clear (watcher);
  stage_clear (stage);
}

GST_START_TEST (test_a_picture_begins_with_a_key_frame)
{
  Stage stage;
  Watcher watcher;

  begin (&stage, &watcher);
  stage_wait_keyframe_requests (&stage, 1);
  stage_push_video (&stage, 3, FALSE);
  stage_push_video (&stage, 2, TRUE);
  stage_push_video (&stage, 1, FALSE);
  watcher_wait_rtp (&watcher, 3);

  fail_unless_equals_int (watcher_get_pt (&watcher, 0), 100);
  for (guint i = 1; i < 3; i++)
    fail_unless_equals_int ((guint16) (watcher_get_seq (&watcher, i)
            - watcher_get_seq (&watcher, 0)), i);
  end (&stage, &watcher);
}

GST_END_TEST;

GST_START_TEST (test_a_big_frame_is_paced_but_complete)
{
  Stage stage;
  Watcher watcher;

  begin (&stage, &watcher);
  stage_push_video (&stage, 250, TRUE);
  watcher_wait_rtp (&watcher, 250);
  for (guint i = 1; i < 250; i++)
    fail_unless_equals_int ((guint16) (watcher_get_seq (&watcher, i)
            - watcher_get_seq (&watcher, 0)), i);
  end (&stage, &watcher);
}

GST_END_TEST;

GST_START_TEST (test_a_nack_is_answered_by_rtx)
{
  Stage stage;
  Watcher watcher;
  guint8 nack[16] = { 0x81, 205, 0, 3 };
  guint16 lost;

  begin (&stage, &watcher);
  stage_push_video (&stage, 4, TRUE);
  watcher_wait_rtp (&watcher, 4);

  lost = watcher_get_seq (&watcher, 1);
  GST_WRITE_UINT32_BE (nack + 8, watcher_get_ssrc (&watcher, 0));
  GST_WRITE_UINT16_BE (nack + 12, lost);
  GST_WRITE_UINT16_BE (nack + 14, 0x0002);      /* and the one after the next */
  watcher_send_rtcp (&watcher, nack, sizeof (nack));
  watcher_wait_rtp (&watcher, 6);
  fail_unless_equals_int (watcher_get_pt (&watcher, 4), 101);
  fail_unless_equals_int (watcher_get_pt (&watcher, 5), 101);
  fail_if (watcher_get_ssrc (&watcher, 4) == watcher_get_ssrc (&watcher, 0));
  end (&stage, &watcher);
}

GST_END_TEST;

GST_START_TEST (test_a_pli_asks_for_a_key_frame)
{
  Stage stage;
  Watcher watcher;
  guint8 pli[12] = { 0x81, 206, 0, 2 };

  begin (&stage, &watcher);
  stage_wait_keyframe_requests (&stage, 1);
  stage_push_video (&stage, 1, TRUE);
  watcher_wait_rtp (&watcher, 1);
  GST_WRITE_UINT32_BE (pli + 8, watcher_get_ssrc (&watcher, 0));
  watcher_send_rtcp (&watcher, pli, sizeof (pli));
  /* within the interval it waits for a frame after it */
  while (stage_count_keyframe_requests (&stage) < 2) {
    stage_push_video (&stage, 1, FALSE);
    g_thread_yield ();
  }
  end (&stage, &watcher);
}

GST_END_TEST;

GST_START_TEST (test_sender_reports_come)
{
  Stage stage;
  Watcher watcher;

  begin (&stage, &watcher);
  stage_push_video (&stage, 1, TRUE);
  watcher_wait_rtcp (&watcher, RTCP_SR);
  watcher_wait_rtcp (&watcher, RTCP_SDES);
  end (&stage, &watcher);
}

GST_END_TEST;

static void
remove_viewer (gpointer data)
{
  Watcher *watcher = data;

  fail_unless (rtc_audience_remove_viewer (watcher->stage->audience,
          watcher->viewer_id));
  fail_if (rtc_audience_has_viewer (watcher->stage->audience,
          watcher->viewer_id));
}

GST_START_TEST (test_one_who_is_sent_away_gets_bye_and_close)
{
  Stage stage;
  Watcher watcher;

  begin (&stage, &watcher);
  stage_control (&stage, remove_viewer, &watcher);
  watcher_wait_rtcp (&watcher, RTCP_BYE);
  g_mutex_lock (&stage.lock);
  while (watcher.state != RTC_TRANSPORT_CLOSED)
    g_cond_wait (&stage.cond, &stage.lock);
  g_mutex_unlock (&stage.lock);
  fail_unless_equals_int (stage.removed, 1);
  fail_unless_equals_string (stage.last_removed, watcher.viewer_id);
  end (&stage, &watcher);
}

GST_END_TEST;

static void
close_transport (gpointer data)
{
  rtc_transport_close (data);
}

GST_START_TEST (test_one_who_closes_is_removed)
{
  Stage stage;
  Watcher watcher;

  begin (&stage, &watcher);
  rtc_loop_call (watcher.loop, close_transport, watcher.transport);
  stage_wait_removed (&stage, 1);
  fail_unless_equals_int (rtc_audience_count_viewers (stage.audience), 0);
  end (&stage, &watcher);
}

GST_END_TEST;

GST_START_TEST (test_the_end_of_an_encoder_lets_its_viewers_go)
{
  Stage stage;
  Watcher watcher;

  begin (&stage, &watcher);
  rtc_fanout_end (stage.video_fanout);
  stage_wait_removed (&stage, 1);
  end (&stage, &watcher);
}

GST_END_TEST;

GST_START_TEST (test_stats_tell_of_each_viewer)
{
  Stage stage;
  Watcher watcher;
  g_autoptr (GstStructure) stats = NULL;
  const GstStructure *viewer;
  guint n = 0;

  begin (&stage, &watcher);
  stage_push_video (&stage, 5, TRUE);
  watcher_wait_rtcp (&watcher, RTCP_SR);
  stats = rtc_audience_get_stats (stage.audience);
  fail_unless (gst_structure_get_uint (stats, "viewers", &n));
  fail_unless_equals_int (n, 1);
  viewer = gst_value_get_structure (gst_value_array_get_value
      (gst_structure_get_value (stats, "viewer-stats"), 0));
  fail_unless_equals_string (gst_structure_get_string (viewer, "id"),
      watcher.viewer_id);
  fail_unless_equals_string (gst_structure_get_string (viewer, "srtp-cipher"),
      "AEAD_AES_128_GCM");
  fail_unless_equals_int (gst_value_array_get_size (gst_structure_get_value
          (viewer, "streams")), 2);
  end (&stage, &watcher);
}

GST_END_TEST;

static Suite *
watch_suite (void)
{
  Suite *suite = suite_create ("watch");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_picture_begins_with_a_key_frame);
  tcase_add_test (tc, test_a_big_frame_is_paced_but_complete);
  tcase_add_test (tc, test_a_nack_is_answered_by_rtx);
  tcase_add_test (tc, test_a_pli_asks_for_a_key_frame);
  tcase_add_test (tc, test_sender_reports_come);
  tcase_add_test (tc, test_one_who_is_sent_away_gets_bye_and_close);
  tcase_add_test (tc, test_one_who_closes_is_removed);
  tcase_add_test (tc, test_the_end_of_an_encoder_lets_its_viewers_go);
  tcase_add_test (tc, test_stats_tell_of_each_viewer);
  return suite;
}

GST_CHECK_MAIN (watch);
