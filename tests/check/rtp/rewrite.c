/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testframes.h"

static gsize
write_item (RtcSender * sender, RtcFrame * frame, guint i,
    guint16 * transport_seq, gint64 now, guint8 * out)
{
  return rtc_sender_write (sender, frame, &frame->items[i],
      frame->first_index + i, transport_seq, now, out, 1500);
}

static void
check_element (GstRTPBuffer * rtp, guint8 id, const gchar * bytes, guint size)
{
  gpointer data;
  guint found;

  fail_unless (gst_rtp_buffer_get_extension_onebyte_header (rtp, id, 0, &data,
          &found), "element %u", id);
  fail_unless_equals_int (found, size);
  fail_unless (memcmp (data, bytes, size) == 0, "element %u", id);
}

GST_START_TEST (test_gstreamer_reads_what_is_written)
{
  const RtcSenderConfig config = video_config ();
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 2, 5000, 0, 0);
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  guint16 transport_seq = 0xffff;
  guint8 out[1500];
  RtcSender sender;
  gsize size;

  rtc_frame_builder_free (builder);
  rtc_sender_init (&sender, &config);
  fail_unless (write_item (&sender, frame, 0, &transport_seq, 0, out) > 0);
  fail_unless_equals_int (transport_seq, 0);
  /* 100.5 s and a bit: the clock of abs-send-time wraps at 64 s */
  size = write_item (&sender, frame, 1, &transport_seq, 100500010, out);

  map_packet (out, size, &rtp);
  fail_unless_equals_int (gst_rtp_buffer_get_payload_type (&rtp), 100);
  fail_unless (gst_rtp_buffer_get_marker (&rtp));
  fail_unless_equals_int (gst_rtp_buffer_get_ssrc (&rtp), 0x11111111);
  fail_unless (gst_rtp_buffer_get_timestamp (&rtp) == 5000 + sender.ts_offset);
  fail_unless_equals_int (gst_rtp_buffer_get_seq (&rtp),
      (guint16) (1 + sender.seq_offset));
  fail_unless_equals_int (gst_rtp_buffer_get_payload_len (&rtp), PAYLOAD);
  fail_unless (memcmp (gst_rtp_buffer_get_payload (&rtp),
          frame->items[1].payload, PAYLOAD) == 0);
  check_element (&rtp, 3, "\0\0", 2);
  check_element (&rtp, 2, "\x92\x00\x02", 3);
  check_element (&rtp, 14, "\x00\x1a\xbc", 3);
  check_element (&rtp, 4, "v0", 2);
  unmap_packet (&rtp);

  fail_unless_equals_int (sender.packets_sent, 2);
  fail_unless_equals_int (sender.bytes_sent, 2 * PAYLOAD);
  fail_unless_equals_int (sender.header_bytes_sent, 2 * (size - PAYLOAD));
}

GST_END_TEST;

GST_START_TEST (test_mid_stops_between_frames)
{
  const RtcSenderConfig config = video_config ();
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) first = make_frame (builder, 3, 0, 0, 0);
  g_autoptr (RtcFrame) second = make_frame (builder, 3, 0, 0, 0);
  guint16 transport_seq = 0;
  guint8 out[1500];
  RtcSender sender;
  gsize size[6];

  rtc_frame_builder_free (builder);
  rtc_sender_init (&sender, &config);
  size[0] = write_item (&sender, first, 0, &transport_seq, 0, out);
  rtc_sender_report (&sender, 0, 0, 0, 0, 0, 0, 0);
  for (guint i = 1; i < 3; i++)
    size[i] = write_item (&sender, first, i, &transport_seq, 0, out);
  for (guint i = 0; i < 3; i++)
    size[3 + i] = write_item (&sender, second, i, &transport_seq, 0, out);

  fail_unless_equals_int (size[0], size[1]);
  fail_unless_equals_int (size[1], size[2]);
  fail_unless (size[3] < size[2]);
  fail_unless_equals_int (size[3], size[4]);
  fail_unless_equals_int (size[4], size[5]);

  {
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    gpointer data;
    guint found;

    map_packet (out, size[5], &rtp);
    fail_if (gst_rtp_buffer_get_extension_onebyte_header (&rtp, 4, 0, &data,
            &found));
    check_element (&rtp, 3, "\0\5", 2);
    unmap_packet (&rtp);
  }
}

GST_END_TEST;

GST_START_TEST (test_audio_level_only_when_known)
{
  const RtcSenderConfig config = {.ssrc = 5,.pt = 111,.clock_rate = 48000,
    .ext_audio_level = 1,.ext_mid = 2,.mid = "a"
  };
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 2, 0, 0, 0);
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  guint16 transport_seq = 9;
  guint8 out[1500];
  gpointer data;
  guint found;
  RtcSender sender;
  gsize size;

  rtc_frame_builder_free (builder);
  rtc_sender_init (&sender, &config);
  frame->items[1].audio_level = (gint8) 0x85;

  size = write_item (&sender, frame, 0, &transport_seq, 0, out);
  map_packet (out, size, &rtp);
  fail_if (gst_rtp_buffer_get_extension_onebyte_header (&rtp, 1, 0, &data,
          &found));
  check_element (&rtp, 2, "a", 1);
  unmap_packet (&rtp);

  fail_unless_equals_int (size,
      write_item (&sender, frame, 1, &transport_seq, 0, out));
  map_packet (out, size, &rtp);
  check_element (&rtp, 1, "\x85", 1);
  check_element (&rtp, 2, "a", 1);
  unmap_packet (&rtp);
  fail_unless_equals_int (transport_seq, 9);
}

GST_END_TEST;

GST_START_TEST (test_nothing_negotiated_is_a_bare_header)
{
  const RtcSenderConfig config = {.ssrc = 5,.pt = 96,.clock_rate = 90000,
    .mid = "v"
  };
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 1, 0, 0, 0);
  guint16 transport_seq = 0;
  guint8 out[1500];
  RtcSender sender;

  rtc_frame_builder_free (builder);
  rtc_sender_init (&sender, &config);
  fail_unless_equals_int (rtc_sender_write (&sender, frame, frame->items, 0,
          &transport_seq, 0, out, 12 + PAYLOAD - 1), 0);
  fail_if (sender.started);
  fail_unless_equals_int (rtc_sender_write (&sender, frame, frame->items, 0,
          &transport_seq, 0, out, 12 + PAYLOAD), 12 + PAYLOAD);
  fail_unless_equals_int (out[0], 0x80);
}

GST_END_TEST;

GST_START_TEST (test_the_largest_header_has_room)
{
  RtcSenderConfig config = video_config ();
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 1, 0, 0, 0);
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  guint16 transport_seq = 0;
  guint8 out[1500];
  RtcSender sender;
  gsize size;

  rtc_frame_builder_free (builder);
  config.ext_audio_level = 7;
  strcpy (config.mid, "sixteen_letters_");
  rtc_sender_init (&sender, &config);
  size = write_item (&sender, frame, 0, &transport_seq, 0, out);
  fail_unless_equals_int (size, RTC_SENDER_MAX_HEADER + PAYLOAD);
  map_packet (out, size, &rtp);
  check_element (&rtp, 4, "sixteen_letters_", 16);
  unmap_packet (&rtp);
}

GST_END_TEST;

static Suite *
rewrite_suite (void)
{
  Suite *suite = suite_create ("rewrite");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_gstreamer_reads_what_is_written);
  tcase_add_test (tc, test_mid_stops_between_frames);
  tcase_add_test (tc, test_audio_level_only_when_known);
  tcase_add_test (tc, test_nothing_negotiated_is_a_bare_header);
  tcase_add_test (tc, test_the_largest_header_has_room);
  return suite;
}

GST_CHECK_MAIN (rewrite);
