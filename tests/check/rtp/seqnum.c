/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testframes.h"

GST_START_TEST (test_first_packet_is_in_the_lower_half)
{
  const RtcSenderConfig config = video_config ();
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 1, 0, 0, 0);
  gboolean differ = FALSE;
  guint16 last = 0;

  rtc_frame_builder_free (builder);
  frame->first_index = G_GUINT64_CONSTANT (0x123456789abc);
  for (guint i = 0; i < 100; i++) {
    guint16 transport_seq = 0, seq;
    RtcSender sender;

    rtc_sender_init (&sender, &config);
    send_frame (&sender, frame, &transport_seq, 0);
    seq = (guint16) (frame->first_index + sender.seq_offset);
    fail_unless (seq < 0x8000);
    differ |= i > 0 && seq != last;
    last = seq;
  }
  fail_unless (differ);
}

GST_END_TEST;

/* Packets with the wire numbers 65530 ... 65535, 0 ... 9 */
static void
send_over_the_wrap (RtcSender * sender)
{
  const RtcSenderConfig config = video_config ();
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 16, 0xfffffff0, 0, 0);
  guint16 transport_seq = 0;

  rtc_frame_builder_free (builder);
  frame->first_index = G_GUINT64_CONSTANT (1) << 40;
  rtc_sender_init (sender, &config);
  sender->seq_offset = 65530;
  sender->ts_offset = 0x20;
  for (guint i = 0; i < 16; i++) {
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    guint8 out[1500];
    gsize size = rtc_sender_write (sender, frame, &frame->items[i],
        frame->first_index + i, &transport_seq, 0, out, sizeof (out));

    map_packet (out, size, &rtp);
    fail_unless_equals_int (gst_rtp_buffer_get_seq (&rtp),
        (guint16) (65530 + i));
    fail_unless_equals_int (gst_rtp_buffer_get_timestamp (&rtp), 0x10);
    unmap_packet (&rtp);
  }
}

GST_START_TEST (test_numbers_are_found_across_the_wrap)
{
  const guint64 first = G_GUINT64_CONSTANT (1) << 40;
  RtcSender sender;
  guint64 index;

  send_over_the_wrap (&sender);
  for (guint i = 0; i < 16; i++) {
    fail_unless (rtc_sender_find (&sender, (guint16) (65530 + i), &index));
    fail_unless (index == first + i);
  }
  fail_if (rtc_sender_find (&sender, 65529, &index));
  fail_if (rtc_sender_find (&sender, 10, &index));
  fail_if (rtc_sender_find (&sender, 32768, &index));
}

GST_END_TEST;

GST_START_TEST (test_the_newest_bearer_of_a_number_is_meant)
{
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  const RtcSenderConfig config = video_config ();
  guint16 transport_seq = 0;
  RtcSender sender;
  guint64 index;

  rtc_sender_init (&sender, &config);
  fail_if (rtc_sender_find (&sender, 0, &index));
  sender.seq_offset = 100;
  for (guint i = 0; i < 700; i++) {
    g_autoptr (RtcFrame) frame = make_frame (builder, 100, i, 0, 0);

    send_frame (&sender, frame, &transport_seq, 0);
  }
  rtc_frame_builder_free (builder);
  /* the newest is 69999, on the wire 69999 + 100 - 65536 = 4563 */
  fail_unless (rtc_sender_find (&sender, 4563, &index));
  fail_unless (index == 69999);
  fail_unless (rtc_sender_find (&sender, 100, &index));
  fail_unless (index == 65536);
  fail_unless (rtc_sender_find (&sender, 65535, &index));
  fail_unless (index == 65435);
  fail_if (rtc_sender_find (&sender, 4564, &index));
}

GST_END_TEST;

static Suite *
seqnum_suite (void)
{
  Suite *suite = suite_create ("seqnum");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_first_packet_is_in_the_lower_half);
  tcase_add_test (tc, test_numbers_are_found_across_the_wrap);
  tcase_add_test (tc, test_the_newest_bearer_of_a_number_is_meant);
  return suite;
}

GST_CHECK_MAIN (seqnum);
