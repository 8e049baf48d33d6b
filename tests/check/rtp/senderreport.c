/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/rtp/gstrtcpbuffer.h>

#include "testframes.h"

/* NTP time at which running time was 0, and microseconds behind it */
#define BASE G_GUINT64_CONSTANT (0xe912345680000000)
#define AFTER(us) \
    (BASE + gst_util_uint64_scale ((us), G_GUINT64_CONSTANT (1) << 32, 1000000))

static void
start (RtcSender * sender, guint32 timestamp, gint64 running_time, gint64 now)
{
  const RtcSenderConfig config = video_config ();
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  g_autoptr (RtcFrame) frame = make_frame (builder, 3, timestamp,
      running_time, now);
  guint16 transport_seq = 0;

  rtc_frame_builder_free (builder);
  rtc_sender_init (sender, &config);
  send_frame (sender, frame, &transport_seq, now);
}

/* The RTP time of the report, as GStreamer reads it, less ts_offset */
static guint32
report (RtcSender * sender, gint64 now, guint64 ntp, guint64 clock_base)
{
  GstRTCPBuffer rtcp = GST_RTCP_BUFFER_INIT;
  GstRTCPPacket packet;
  guint8 out[28];
  guint32 ssrc, rtp_time, packets, octets;
  guint64 ntp_read;
  GstBuffer *buffer;

  fail_unless_equals_int (rtc_sender_write_sr (sender, now, ntp, clock_base,
          out, sizeof (out)), 28);
  buffer = gst_buffer_new_memdup (out, sizeof (out));
  fail_unless (gst_rtcp_buffer_validate (buffer));
  fail_unless (gst_rtcp_buffer_map (buffer, GST_MAP_READ, &rtcp));
  fail_unless (gst_rtcp_buffer_get_first_packet (&rtcp, &packet));
  fail_unless_equals_int (gst_rtcp_packet_get_type (&packet), GST_RTCP_TYPE_SR);
  gst_rtcp_packet_sr_get_sender_info (&packet, &ssrc, &ntp_read, &rtp_time,
      &packets, &octets);
  fail_unless_equals_int (ssrc, 0x11111111);
  fail_unless (ntp_read == ntp);
  fail_unless_equals_int (packets, 3);
  fail_unless_equals_int (octets, 3 * PAYLOAD);
  gst_rtcp_buffer_unmap (&rtcp);
  gst_buffer_unref (buffer);
  return rtp_time - sender->ts_offset;
}

static void
check_near (guint32 value, guint32 expected)
{
  gint32 difference = value - expected;

  /* conversion between the clocks may round */
  fail_unless (ABS (difference) <= 1, "%u is not %u", value, expected);
}

GST_START_TEST (test_pair_follows_running_time)
{
  RtcSender sender;

  /* captured at 2 s, sent 300 ms later */
  start (&sender, 180000, 2000000, 7000000);
  check_near (report (&sender, 7000000, AFTER (2300000), BASE), 207000);
  check_near (report (&sender, 7700000, AFTER (3000000), BASE), 270000);
  /* a frame that lies ahead: live sources with latency compensated */
  check_near (report (&sender, 7000000, AFTER (1500000), BASE), 135000);
  /* a month later nothing has overflown: 2592000 s at 90 kHz */
  check_near (report (&sender, 7000000, AFTER (2592002000000), BASE),
      (guint32) (180000 + G_GUINT64_CONSTANT (2592000) * 90000));
}

GST_END_TEST;

GST_START_TEST (test_pair_follows_sending_when_nothing_else_is_known)
{
  RtcSender sender;

  start (&sender, 180000, 2000000, 7000000);
  check_near (report (&sender, 7500000, AFTER (9), 0), 225000);
  start (&sender, 180000, -1, 7000000);
  check_near (report (&sender, 7500000, AFTER (9), BASE), 225000);
}

GST_END_TEST;

GST_START_TEST (test_no_report_before_the_first_packet)
{
  const RtcSenderConfig config = video_config ();
  RtcSender sender;
  guint8 out[28];

  rtc_sender_init (&sender, &config);
  fail_unless_equals_int (rtc_sender_write_sr (&sender, 0, BASE, 0, out,
          sizeof (out)), 0);
  start (&sender, 0, 0, 0);
  fail_unless_equals_int (rtc_sender_write_sr (&sender, 0, BASE, 0, out,
          sizeof (out) - 1), 0);
}

GST_END_TEST;

/* A report that arrives @us after BASE, about the SR of @lsr */
static gint64
round_trip (RtcSender * sender, guint64 us, guint32 lsr, guint32 dlsr)
{
  rtc_sender_report (sender, us, AFTER (us), 3, -5, 7, lsr, dlsr);
  return sender->reception.rtt;
}

GST_START_TEST (test_round_trip)
{
  const guint32 lsr = (guint32) (BASE >> 16);
  RtcSender sender;
  gint64 rtt;

  start (&sender, 0, 0, 0);
  fail_unless (sender.reception.rtt == -1);
  fail_if (sender.reception.valid);
  report (&sender, 0, BASE, 0);

  /* half a second held back by the peer, 250 ms on the way */
  rtt = round_trip (&sender, 750000, lsr, 32768);
  fail_unless (ABS (rtt - 250000) <= 16, "%d us", (gint) rtt);
  fail_unless (sender.reception.valid && sender.mid_known);
  fail_unless_equals_int (sender.reception.fraction_lost, 3);
  fail_unless_equals_int (sender.reception.packets_lost, -5);
  fail_unless_equals_int (sender.reception.jitter, 7);
  fail_unless_equals_int (sender.reception.time, 750000);

  fail_unless (round_trip (&sender, 750000, 0, 0) == -1);
  fail_unless (round_trip (&sender, 750000, lsr + 1, 0) == -1);
  fail_unless (round_trip (&sender, 750000, lsr, 65536) == -1);
  fail_unless (round_trip (&sender, 61000000, lsr, 0) == -1);
  fail_unless (round_trip (&sender, 500000, lsr, 32769) == 0);

  /* older SRs still count, for as long as they are remembered */
  for (guint i = 1; i < RTC_SENDER_SRS; i++)
    report (&sender, 0, AFTER (i), 0);
  fail_unless (round_trip (&sender, 750000, lsr, 0) > 0);
  report (&sender, 0, AFTER (1000000), 0);
  fail_unless (round_trip (&sender, 1750000, lsr, 0) > 0);
  for (guint i = 0; i < RTC_SENDER_SRS; i++)
    report (&sender, 0, AFTER (1000000), 0);
  fail_unless (round_trip (&sender, 1750000, lsr, 0) == -1);
}

GST_END_TEST;

static Suite *
senderreport_suite (void)
{
  Suite *suite = suite_create ("senderreport");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_pair_follows_running_time);
  tcase_add_test (tc, test_pair_follows_sending_when_nothing_else_is_known);
  tcase_add_test (tc, test_no_report_before_the_first_packet);
  tcase_add_test (tc, test_round_trip);
  return suite;
}

GST_CHECK_MAIN (senderreport);
