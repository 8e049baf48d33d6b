/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <gst/rtp/gstrtcpbuffer.h>

#include "rtp/rtcrtcpread.h"

typedef struct
{
  RtcRtcpEvent events[100];
  guint n;
} Log;

static void
on_event (const RtcRtcpEvent * event, gpointer user_data)
{
  Log *log = user_data;

  fail_unless (log->n < 100);
  log->events[log->n++] = *event;
}

static gboolean
read_bytes (const guint8 * data, gsize size, Log * log)
{
  /* a copy of exact size, for tools that watch reads */
  g_autofree guint8 *copy = g_memdup2 (data, size);

  log->n = 0;
  return rtc_rtcp_read (copy, size, on_event, log);
}

#define READ(log, ...) \
    read_bytes ((const guint8[]) { __VA_ARGS__ }, \
        sizeof ((const guint8[]) { __VA_ARGS__ }), log)

GST_START_TEST (test_reads_what_gstreamer_writes)
{
  GstBuffer *buffer = gst_rtcp_buffer_new (1400);
  GstRTCPBuffer rtcp = GST_RTCP_BUFFER_INIT;
  GstRTCPPacket packet;
  GstMapInfo map;
  Log log;

  gst_rtcp_buffer_map (buffer, GST_MAP_READWRITE, &rtcp);
  gst_rtcp_buffer_add_packet (&rtcp, GST_RTCP_TYPE_SR, &packet);
  gst_rtcp_packet_sr_set_sender_info (&packet, 1, 0x123456789abcdef0, 2, 3, 4);
  gst_rtcp_packet_add_rb (&packet, 5, 6, -7, 8, 9, 10, 11);
  gst_rtcp_packet_add_rb (&packet, 12, 255, 0x7fffff, 0xffffffff, 0, 0, 0);
  gst_rtcp_buffer_add_packet (&rtcp, GST_RTCP_TYPE_SDES, &packet);
  gst_rtcp_packet_sdes_add_item (&packet, 1);
  gst_rtcp_packet_sdes_add_entry (&packet, GST_RTCP_SDES_NAME, 3,
      (const guint8 *) "not");
  gst_rtcp_packet_sdes_add_entry (&packet, GST_RTCP_SDES_CNAME, 4,
      (const guint8 *) "name");
  gst_rtcp_buffer_add_packet (&rtcp, GST_RTCP_TYPE_BYE, &packet);
  gst_rtcp_packet_bye_add_ssrc (&packet, 13);
  gst_rtcp_packet_bye_set_reason (&packet, "tired");
  gst_rtcp_buffer_unmap (&rtcp);

  gst_buffer_map (buffer, &map, GST_MAP_READ);
  fail_unless (read_bytes (map.data, map.size, &log));
  fail_unless_equals_int (log.n, 5);
  fail_unless (log.events[0].kind == RTC_RTCP_SR);
  fail_unless_equals_int (log.events[0].sender_ssrc, 1);
  fail_unless (log.events[0].sr.ntp == 0x123456789abcdef0);
  fail_unless_equals_int (log.events[0].sr.rtp, 2);
  fail_unless_equals_int (log.events[0].sr.packets, 3);
  fail_unless_equals_int (log.events[0].sr.octets, 4);
  fail_unless (log.events[1].kind == RTC_RTCP_REPORT);
  fail_unless_equals_int (log.events[1].sender_ssrc, 1);
  fail_unless_equals_int (log.events[1].media_ssrc, 5);
  fail_unless_equals_int (log.events[1].report.fraction_lost, 6);
  fail_unless_equals_int (log.events[1].report.packets_lost, -7);
  fail_unless_equals_int (log.events[1].report.highest_seq, 8);
  fail_unless_equals_int (log.events[1].report.jitter, 9);
  fail_unless_equals_int (log.events[1].report.lsr, 10);
  fail_unless_equals_int (log.events[1].report.dlsr, 11);
  fail_unless_equals_int (log.events[2].report.packets_lost, 0x7fffff);
  fail_unless (log.events[3].kind == RTC_RTCP_SDES_CNAME);
  fail_unless_equals_int (log.events[3].cname.size, 4);
  fail_unless (log.events[4].kind == RTC_RTCP_BYE);
  fail_unless_equals_int (log.events[4].sender_ssrc, 13);
  gst_buffer_unmap (buffer, &map);
  gst_buffer_unref (buffer);
}

GST_END_TEST;

GST_START_TEST (test_feedback_of_reduced_size)
{
  Log log;

  fail_unless (READ (&log, 0x81, 205, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2,
          0xff, 0xff, 0x80, 0x01, 0, 20, 0, 0));
  fail_unless_equals_int (log.n, 2);
  fail_unless (log.events[0].kind == RTC_RTCP_NACK);
  fail_unless_equals_int (log.events[0].sender_ssrc, 1);
  fail_unless_equals_int (log.events[0].media_ssrc, 2);
  fail_unless_equals_int (log.events[0].nack.pid, 65535);
  fail_unless_equals_int (log.events[0].nack.blp, 0x8001);
  fail_unless_equals_int (log.events[1].nack.pid, 20);

  fail_unless (READ (&log, 0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2));
  fail_unless_equals_int (log.n, 1);
  fail_unless (log.events[0].kind == RTC_RTCP_PLI);

  /* FIR names its stream in the entry */
  fail_unless (READ (&log, 0x84, 206, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0,
          0, 0, 0, 2, 7, 0, 0, 0, 0, 0, 0, 3, 8, 0, 0, 0));
  fail_unless_equals_int (log.n, 2);
  fail_unless (log.events[1].kind == RTC_RTCP_FIR);
  fail_unless_equals_int (log.events[0].media_ssrc, 2);
  fail_unless_equals_int (log.events[1].media_ssrc, 3);
  fail_unless_equals_int (log.events[1].fir.seq, 8);

  fail_unless (READ (&log, 0x8f, 205, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2,
          1, 2, 3, 4, 5, 6, 7, 8));
  fail_unless (log.events[0].kind == RTC_RTCP_TRANSPORT_CC);
  fail_unless_equals_int (log.events[0].raw.size, 8);
}

GST_END_TEST;

GST_START_TEST (test_remb_does_not_overflow)
{
  Log log;

  /* 0x2bf20 << 2 */
  fail_unless (READ (&log, 0x8f, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0,
          'R', 'E', 'M', 'B', 1, 0x0a, 0xbf, 0x20, 0, 0, 0, 9));
  fail_unless_equals_int (log.n, 1);
  fail_unless (log.events[0].kind == RTC_RTCP_REMB);
  fail_unless_equals_int (log.events[0].media_ssrc, 9);
  fail_unless_equals_int (log.events[0].remb.bitrate, 0x2bf20 << 2);

  /* 2^18 - 1 just fits with an exponent of 46, and not with 47 */
  fail_unless (READ (&log, 0x8f, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0,
          'R', 'E', 'M', 'B', 0, 46 << 2 | 3, 0xff, 0xff));
  fail_unless (log.events[0].remb.bitrate ==
      G_GUINT64_CONSTANT (0x3ffff) << 46);
  fail_unless (READ (&log, 0x8f, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 'R', 'E',
          'M', 'B', 0, 47 << 2 | 3, 0xff, 0xff));
  fail_unless (log.events[0].remb.bitrate == G_MAXUINT64);
  fail_unless (READ (&log, 0x8f, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0,
          'R', 'E', 'M', 'B', 0, 0xfc, 0, 0));
  fail_unless (log.events[0].remb.bitrate == 0);
  /* more SSRCs than there are */
  fail_if (READ (&log, 0x8f, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0,
          'R', 'E', 'M', 'B', 1, 0, 0, 1));
}

GST_END_TEST;

GST_START_TEST (test_unknown_types_are_stepped_over)
{
  Log log;

  fail_unless (READ (&log, 0x80, 207, 0, 1, 0, 0, 0, 1,
          0x85, 204, 0, 2, 0, 0, 0, 1, 'n', 'a', 'm', 'e',
          0x83, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2,
          0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2));
  fail_unless_equals_int (log.n, 1);
  fail_unless (log.events[0].kind == RTC_RTCP_PLI);
}

GST_END_TEST;

GST_START_TEST (test_malformed_packets)
{
  Log log;

  fail_if (rtc_rtcp_read (NULL, 0, on_event, &log));
  fail_if (READ (&log, 0x80, 201, 0));
  /* version 1, longer than the datagram, bytes left over */
  fail_if (READ (&log, 0x40, 201, 0, 1, 0, 0, 0, 1));
  fail_if (READ (&log, 0x80, 201, 0, 2, 0, 0, 0, 1));
  fail_if (READ (&log, 0x80, 201, 0, 1, 0, 0, 0, 1, 0x80));
  /* counts without their blocks */
  fail_if (READ (&log, 0x81, 201, 0, 1, 0, 0, 0, 1));
  fail_if (READ (&log, 0x80, 200, 0, 1, 0, 0, 0, 1));
  fail_if (READ (&log, 0x82, 203, 0, 1, 0, 0, 0, 1));
  fail_if (READ (&log, 0x81, 206, 0, 1, 0, 0, 0, 1));
  fail_if (READ (&log, 0x84, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2));
  /* an item behind the end, and a chunk without one */
  fail_if (READ (&log, 0x81, 202, 0, 2, 0, 0, 0, 1, 1, 3, 'a', 'b'));
  fail_if (READ (&log, 0x81, 202, 0, 2, 0, 0, 0, 1, 1, 2, 'a', 'b'));
  fail_if (READ (&log, 0x81, 202, 0, 0));
  fail_unless_equals_int (log.n, 0);

  /* what stood before the fault was heard */
  fail_if (READ (&log, 0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0x80));
  fail_unless_equals_int (log.n, 1);
}

GST_END_TEST;

GST_START_TEST (test_padding_only_at_the_end)
{
  Log log;

  fail_unless (READ (&log, 0x80, 201, 0, 1, 0, 0, 0, 1,
          0xa1, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4));
  fail_unless_equals_int (log.n, 1);
  fail_if (READ (&log, 0xa1, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4,
          0x80, 201, 0, 1, 0, 0, 0, 1));
  /* none, odd, too much, so much that the feedback is gone */
  fail_if (READ (&log, 0xa1, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0));
  fail_if (READ (&log, 0xa1, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3));
  fail_if (READ (&log, 0xa1, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 16));
  fail_if (READ (&log, 0xa1, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 8));
  fail_unless_equals_int (log.n, 0);
}

GST_END_TEST;

static Suite *
rtcpread_suite (void)
{
  Suite *suite = suite_create ("rtcpread");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_reads_what_gstreamer_writes);
  tcase_add_test (tc, test_feedback_of_reduced_size);
  tcase_add_test (tc, test_remb_does_not_overflow);
  tcase_add_test (tc, test_unknown_types_are_stepped_over);
  tcase_add_test (tc, test_malformed_packets);
  tcase_add_test (tc, test_padding_only_at_the_end);
  return suite;
}

GST_CHECK_MAIN (rtcpread);
