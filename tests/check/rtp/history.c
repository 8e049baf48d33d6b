/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testframes.h"
#include "rtp/rtchistory.h"

static void
push (RtcHistory * history, RtcFrameBuilder * builder, guint n, gint64 now)
{
  g_autoptr (RtcFrame) frame = make_frame (builder, n, 0, 0, now);

  rtc_history_push (history, frame);
}

GST_START_TEST (test_every_packet_of_the_window_is_found)
{
  RtcHistory *history = rtc_history_new (G_MAXINT64, 10000000);
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  guint64 n = 0;

  fail_unless (rtc_history_find (history, 0, NULL) == NULL);
  for (guint i = 0; i < 500; i++) {
    push (history, builder, 1 + i % 4, i);
    n += 1 + i % 4;
  }
  for (guint64 index = 0; index < n; index++) {
    RtcFrame *frame;
    const RtcFrameItem *item = rtc_history_find (history, index, &frame);

    fail_unless (item == &frame->items[index - frame->first_index]);
    fail_unless_equals_int (item->payload[0], index - frame->first_index);
  }
  fail_unless (rtc_history_find (history, n, NULL) == NULL);
  fail_unless (rtc_history_find (history, G_MAXUINT64, NULL) == NULL);
  rtc_history_clear (history);
  fail_unless (rtc_history_find (history, 0, NULL) == NULL);
  rtc_history_free (history);
  rtc_frame_builder_free (builder);
}

GST_END_TEST;

GST_START_TEST (test_old_frames_leave)
{
  RtcHistory *history = rtc_history_new (1000, 10000000);
  RtcFrameBuilder *builder = rtc_frame_builder_new ();

  push (history, builder, 2, 0);        /* 0, 1 */
  push (history, builder, 2, 600);      /* 2, 3 */
  push (history, builder, 2, 1000);     /* 4, 5 */
  fail_unless (rtc_history_find (history, 0, NULL) != NULL);
  push (history, builder, 2, 1001);     /* 6, 7 */
  fail_unless (rtc_history_find (history, 1, NULL) == NULL);
  fail_unless (rtc_history_find (history, 2, NULL) != NULL);
  fail_unless (rtc_history_find (history, 7, NULL) != NULL);
  rtc_history_free (history);
  rtc_frame_builder_free (builder);
}

GST_END_TEST;

GST_START_TEST (test_bytes_are_bounded)
{
  RtcHistory *history = rtc_history_new (G_MAXINT64, 10 * PAYLOAD);
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  guint n_found = 0;

  for (guint i = 0; i < 100; i++)
    push (history, builder, 1, i);
  for (guint64 index = 0; index < 100; index++)
    n_found += rtc_history_find (history, index, NULL) != NULL;
  fail_unless (n_found >= 8 && n_found <= 9, "%u frames are kept", n_found);
  fail_unless (rtc_history_find (history, 99, NULL) != NULL);

  /* one that is too large all alone is kept, and nothing beside it */
  push (history, builder, 50, 100);
  fail_unless (rtc_history_find (history, 99, NULL) == NULL);
  fail_unless (rtc_history_find (history, 149, NULL) != NULL);
  rtc_history_free (history);
  rtc_frame_builder_free (builder);
}

GST_END_TEST;

GST_START_TEST (test_a_new_beginning_forgets_the_old_stream)
{
  RtcHistory *history = rtc_history_new (G_MAXINT64, 10000000);
  RtcFrameBuilder *builder = rtc_frame_builder_new ();

  for (guint i = 0; i < 20; i++)
    push (history, builder, 5, i);
  rtc_frame_builder_free (builder);
  builder = rtc_frame_builder_new ();
  push (history, builder, 3, 20);
  fail_unless (rtc_history_find (history, 2, NULL) != NULL);
  fail_unless (rtc_history_find (history, 3, NULL) == NULL);
  fail_unless (rtc_history_find (history, 99, NULL) == NULL);
  rtc_history_free (history);
  rtc_frame_builder_free (builder);
}

GST_END_TEST;

GST_START_TEST (test_frames_live_on_while_somebody_holds_them)
{
  RtcHistory *history = rtc_history_new (G_MAXINT64, 1);
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 1, 0, 0, 0);

  rtc_history_push (history, frame);
  fail_unless_equals_int (frame->refcount, 2);
  push (history, builder, 1, 0);
  fail_unless_equals_int (frame->refcount, 1);
  rtc_history_free (history);
  rtc_frame_builder_free (builder);
}

GST_END_TEST;

static Suite *
history_suite (void)
{
  Suite *suite = suite_create ("history");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_every_packet_of_the_window_is_found);
  tcase_add_test (tc, test_old_frames_leave);
  tcase_add_test (tc, test_bytes_are_bounded);
  tcase_add_test (tc, test_a_new_beginning_forgets_the_old_stream);
  tcase_add_test (tc, test_frames_live_on_while_somebody_holds_them);
  return suite;
}

GST_CHECK_MAIN (history);
