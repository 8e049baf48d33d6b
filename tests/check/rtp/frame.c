/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testframes.h"

GST_START_TEST (test_indices_go_on_from_frame_to_frame)
{
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) one = make_frame (builder, 3, 9000, 100, 7);
  g_autoptr (RtcFrame) two = make_frame (builder, 2, 12000, 200, 8);

  rtc_frame_builder_free (builder);
  fail_unless (one->first_index == 0);
  fail_unless_equals_int (one->n_items, 3);
  fail_unless_equals_int (one->n_bytes, 3 * PAYLOAD);
  fail_unless_equals_int (one->timestamp, 9000);
  fail_unless_equals_int (one->arrival, 7);
  fail_unless (two->first_index == 3);
  fail_unless_equals_int (two->items[1].timestamp, 12000);
  fail_unless_equals_int (two->running_time, 200);
  for (guint i = 0; i < 3; i++) {
    fail_unless_equals_int (one->items[i].size, PAYLOAD);
    fail_unless_equals_int (one->items[i].payload[0], i);
    fail_unless_equals_int (one->items[i].marker, i == 2);
    fail_unless_equals_int (one->items[i].audio_level, -1);
  }
}

GST_END_TEST;

GST_START_TEST (test_only_the_payload_is_kept)
{
  /* padding, one CSRC, an extension */
  static const guint8 packet[] = {
    0xb1, 0x60, 0, 1, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 8,
    0xbe, 0xde, 0, 1, 0x10, 0x2a, 0, 0, 'a', 'b', 0, 2
  };
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = NULL;

  fail_unless (rtc_frame_builder_finish (builder, FALSE, 0, 0) == NULL);
  fail_unless (rtc_frame_builder_add (builder, packet, sizeof (packet), 1));
  fail_unless_equals_int (rtc_frame_builder_get_n_items (builder), 1);
  frame = rtc_frame_builder_finish (builder, TRUE, -1, 0);
  rtc_frame_builder_free (builder);
  fail_unless (frame->keyframe);
  fail_unless_equals_int (frame->items[0].size, 2);
  fail_unless (memcmp (frame->items[0].payload, "ab", 2) == 0);
  fail_unless_equals_int (frame->items[0].audio_level, 0x2a);
}

GST_END_TEST;

GST_START_TEST (test_what_is_not_rtp_is_refused)
{
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  guint8 packet[70000] = { 0x80, };

  fail_if (rtc_frame_builder_add (builder, packet, 11, 0));
  fail_if (rtc_frame_builder_add (builder, packet, sizeof (packet), 0));
  packet[0] = 0x40;
  fail_if (rtc_frame_builder_add (builder, packet, 100, 0));
  fail_unless_equals_int (rtc_frame_builder_get_n_items (builder), 0);
  rtc_frame_builder_free (builder);
}

GST_END_TEST;

static Suite *
frame_suite (void)
{
  Suite *suite = suite_create ("frame");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_indices_go_on_from_frame_to_frame);
  tcase_add_test (tc, test_only_the_payload_is_kept);
  tcase_add_test (tc, test_what_is_not_rtp_is_refused);
  return suite;
}

GST_CHECK_MAIN (frame);
