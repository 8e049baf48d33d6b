/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <gst/rtp/gstrtcpbuffer.h>

#include "rtp/rtcrtcpwrite.h"

GST_START_TEST (test_gstreamer_reads_the_compound)
{
  static const guint32 ssrcs[] = { 5, 0xfffffff0 };
  GstRTCPBuffer rtcp = GST_RTCP_BUFFER_INIT;
  GstRTCPPacket packet;
  guint8 out[200];
  gsize size = 0;
  GstBuffer *buffer;
  GstRTCPSDESType type;
  guint8 length, *text;

  size += rtc_rtcp_write_rr_empty (5, out, sizeof (out));
  size += rtc_rtcp_write_sdes_cname (5, "a name", out + size, 100);
  size += rtc_rtcp_write_pli (5, 6, out + size, 100);
  size += rtc_rtcp_write_bye (ssrcs, 2, out + size, 100);

  buffer = gst_buffer_new_memdup (out, size);
  fail_unless (gst_rtcp_buffer_validate (buffer));
  gst_rtcp_buffer_map (buffer, GST_MAP_READ, &rtcp);
  fail_unless (gst_rtcp_buffer_get_first_packet (&rtcp, &packet));
  fail_unless (gst_rtcp_packet_get_type (&packet) == GST_RTCP_TYPE_RR);
  fail_unless_equals_int (gst_rtcp_packet_rr_get_ssrc (&packet), 5);
  fail_unless_equals_int (gst_rtcp_packet_get_rb_count (&packet), 0);

  fail_unless (gst_rtcp_packet_move_to_next (&packet));
  fail_unless (gst_rtcp_packet_get_type (&packet) == GST_RTCP_TYPE_SDES);
  fail_unless_equals_int (gst_rtcp_packet_sdes_get_ssrc (&packet), 5);
  fail_unless (gst_rtcp_packet_sdes_first_entry (&packet));
  fail_unless (gst_rtcp_packet_sdes_get_entry (&packet, &type, &length, &text));
  fail_unless_equals_int (type, GST_RTCP_SDES_CNAME);
  fail_unless (length == 6 && memcmp (text, "a name", 6) == 0);

  fail_unless (gst_rtcp_packet_move_to_next (&packet));
  fail_unless (gst_rtcp_packet_get_type (&packet) == GST_RTCP_TYPE_PSFB);
  fail_unless (gst_rtcp_packet_fb_get_type (&packet) == GST_RTCP_PSFB_TYPE_PLI);
  fail_unless_equals_int (gst_rtcp_packet_fb_get_sender_ssrc (&packet), 5);
  fail_unless_equals_int (gst_rtcp_packet_fb_get_media_ssrc (&packet), 6);

  fail_unless (gst_rtcp_packet_move_to_next (&packet));
  fail_unless (gst_rtcp_packet_get_type (&packet) == GST_RTCP_TYPE_BYE);
  fail_unless_equals_int (gst_rtcp_packet_bye_get_ssrc_count (&packet), 2);
  fail_unless (gst_rtcp_packet_bye_get_nth_ssrc (&packet, 1) == 0xfffffff0);
  fail_if (gst_rtcp_packet_move_to_next (&packet));
  gst_rtcp_buffer_unmap (&rtcp);
  gst_buffer_unref (buffer);
}

GST_END_TEST;

GST_START_TEST (test_no_room_no_packet)
{
  static const guint32 ssrcs[32] = { 1, };
  gchar cname[300];
  guint8 out[400];

  fail_unless_equals_int (rtc_rtcp_write_rr_empty (1, out, 7), 0);
  fail_unless_equals_int (rtc_rtcp_write_pli (1, 2, out, 11), 0);
  fail_unless_equals_int (rtc_rtcp_write_bye (ssrcs, 2, out, 11), 0);
  fail_unless_equals_int (rtc_rtcp_write_bye (ssrcs, 32, out, 400), 0);
  /* 4 + 4 + 2 + length, then one to four zeros */
  fail_unless_equals_int (rtc_rtcp_write_sdes_cname (1, "a", out, 400), 12);
  fail_unless_equals_int (rtc_rtcp_write_sdes_cname (1, "ab", out, 400), 16);
  fail_unless_equals_int (rtc_rtcp_write_sdes_cname (1, "ab", out, 15), 0);
  memset (cname, 'x', sizeof (cname));
  cname[256] = '\0';
  fail_unless_equals_int (rtc_rtcp_write_sdes_cname (1, cname, out, 400), 0);
  cname[255] = '\0';
  fail_unless_equals_int (rtc_rtcp_write_sdes_cname (1, cname, out, 400), 268);
}

GST_END_TEST;

static Suite *
rtcpwrite_suite (void)
{
  Suite *suite = suite_create ("rtcpwrite");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_gstreamer_reads_the_compound);
  tcase_add_test (tc, test_no_room_no_packet);
  return suite;
}

GST_CHECK_MAIN (rtcpwrite);
