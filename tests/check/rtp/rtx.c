/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testframes.h"

GST_START_TEST (test_rtx_carries_the_original)
{
  const RtcSenderConfig config = video_config ();
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 2, 700, 0, 0);
  g_autoptr (RtcFrame) next = make_frame (builder, 1, 800, 0, 0);
  guint16 transport_seq = 0;
  RtcSender sender;
  guint16 rtx_seq;

  rtc_frame_builder_free (builder);
  rtc_sender_init (&sender, &config);
  sender.seq_offset = 65534;    /* the third packet is number 0 */
  send_frame (&sender, frame, &transport_seq, 0);
  /* from here on the stream goes without mid, the repair does not */
  rtc_sender_report (&sender, 0, 0, 0, 0, 0, 0, 0);
  send_frame (&sender, next, &transport_seq, 0);
  rtx_seq = sender.rtx_seq;

  for (guint i = 0; i < 2; i++) {
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    guint8 out[1500];
    const guint8 *payload;
    gpointer data;
    guint found;
    gsize size = rtc_sender_write_rtx (&sender, next, next->items, 2,
        &transport_seq, 0, out, sizeof (out));

    map_packet (out, size, &rtp);
    fail_unless_equals_int (gst_rtp_buffer_get_ssrc (&rtp), 0x22222222);
    fail_unless_equals_int (gst_rtp_buffer_get_payload_type (&rtp), 101);
    fail_unless_equals_int (gst_rtp_buffer_get_seq (&rtp), rtx_seq + i);
    fail_unless (gst_rtp_buffer_get_marker (&rtp));
    fail_unless (gst_rtp_buffer_get_timestamp (&rtp) == 800 + sender.ts_offset);
    fail_unless_equals_int (gst_rtp_buffer_get_payload_len (&rtp), PAYLOAD + 2);
    payload = gst_rtp_buffer_get_payload (&rtp);
    fail_unless_equals_int (payload[0] << 8 | payload[1], 0);
    fail_unless (memcmp (payload + 2, next->items[0].payload, PAYLOAD) == 0);
    fail_unless (gst_rtp_buffer_get_extension_onebyte_header (&rtp, 4, 0,
            &data, &found));
    fail_unless (found == 2 && memcmp (data, "v0", 2) == 0);
    fail_unless (gst_rtp_buffer_get_extension_onebyte_header (&rtp, 3, 0,
            &data, &found));
    fail_unless_equals_int (((guint8 *) data)[1], 3 + i);
    unmap_packet (&rtp);
  }
  fail_unless_equals_int (sender.rtx_packets_sent, 2);
  fail_unless_equals_int (sender.rtx_bytes_sent, 2 * PAYLOAD);
  fail_unless_equals_int (sender.packets_sent, 3);
}

GST_END_TEST;

GST_START_TEST (test_without_rtx_the_packet_repeats_to_the_bit)
{
  const RtcSenderConfig config = {.ssrc = 5,.pt = 96,.clock_rate = 90000,
    .ext_mid = 1,.mid = "0"
  };
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  guint16 transport_seq = 0;
  guint8 out[2][1500], again[1500];
  RtcSender sender;
  RtcFrame *frames[2];
  gsize size[2];

  rtc_sender_init (&sender, &config);
  for (guint i = 0; i < 2; i++) {
    frames[i] = make_frame (builder, 1, i, 0, 0);
    size[i] = rtc_sender_write (&sender, frames[i], frames[i]->items, i,
        &transport_seq, 0, out[i], sizeof (out[i]));
    /* the second goes without mid, the first went with it */
    rtc_sender_report (&sender, 0, 0, 0, 0, 0, 0, 0);
  }
  fail_unless (size[1] < size[0]);
  for (guint i = 0; i < 2; i++) {
    fail_unless_equals_int (rtc_sender_write_rtx (&sender, frames[i],
            frames[i]->items, i, &transport_seq, 5000000, again,
            sizeof (again)), size[i]);
    fail_unless (memcmp (again, out[i], size[i]) == 0);
    rtc_frame_unref (frames[i]);
  }
  /* same SSRC, so they count as sent (RFC 3550 6.4.1) */
  fail_unless_equals_int (sender.packets_sent, 4);
  rtc_frame_builder_free (builder);
}

GST_END_TEST;

GST_START_TEST (test_no_second_packet_under_one_number)
{
  RtcSenderConfig config = video_config ();
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 1, 0, 0, 0);
  guint16 transport_seq = 0;
  guint8 out[1500];
  RtcSender sender;

  rtc_frame_builder_free (builder);
  config.rtx_ssrc = 0;
  rtc_sender_init (&sender, &config);
  send_frame (&sender, frame, &transport_seq, 0);
  fail_unless_equals_int (rtc_sender_write_rtx (&sender, frame, frame->items,
          0, &transport_seq, 0, out, sizeof (out)), 0);
  fail_unless_equals_int (transport_seq, 1);
  fail_unless_equals_int (sender.rtx_packets_sent, 0);
}

GST_END_TEST;

static Suite *
rtx_suite (void)
{
  Suite *suite = suite_create ("rtx");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_rtx_carries_the_original);
  tcase_add_test (tc, test_without_rtx_the_packet_repeats_to_the_bit);
  tcase_add_test (tc, test_no_second_packet_under_one_number);
  return suite;
}

GST_CHECK_MAIN (rtx);
