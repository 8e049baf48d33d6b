/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <string.h>

#include "rtp/rtcbytes.h"
#include "rtp/rtcheader.h"
#include "rtp/rtcsentpackets.h"

#define SECOND G_USEC_PER_SEC

static void
push (RtcSentPackets * packets, guint16 seq, gint64 now)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 1000, NULL);

  GST_BUFFER_OFFSET (buffer) = seq;
  rtc_sent_packets_push (packets, seq, buffer, now);
  gst_buffer_unref (buffer);
}

static gboolean
has (RtcSentPackets * packets, guint16 seq, gint64 now)
{
  guint64 index;
  GstBuffer *buffer = rtc_sent_packets_find (packets, seq, now, &index);

  fail_unless (buffer == NULL || GST_BUFFER_OFFSET (buffer) == seq);
  fail_unless (buffer == NULL || (guint16) index == seq);
  return buffer != NULL;
}

GST_START_TEST (test_by_sequence_number)
{
  g_autoptr (RtcSentPackets) packets =
      rtc_sent_packets_new (SECOND, 1024 * 1024);

  fail_if (has (packets, 0, 0));
  /* over the wrap, with a hole */
  for (guint i = 0; i < 200; i++)
    if (i != 77)
      push (packets, 65500 + i, i);
  for (guint i = 0; i < 200; i++)
    fail_unless (has (packets, 65500 + i, 200) == (i != 77));
  fail_if (has (packets, 65499, 200));
  fail_if (has (packets, (guint16) (65500 + 200), 200));
}

GST_END_TEST;

GST_START_TEST (test_bounded)
{
  g_autoptr (RtcSentPackets) old = rtc_sent_packets_new (SECOND, 1024 * 1024);
  g_autoptr (RtcSentPackets) large = rtc_sent_packets_new (SECOND, 12600);

  push (old, 1, 0);
  fail_unless (has (old, 1, SECOND));
  fail_if (has (old, 1, SECOND + 1));

  for (guint i = 0; i < 100; i++)
    push (large, i, 0);
  fail_if (has (large, 89, 0));
  fail_unless (has (large, 90, 0));
}

GST_END_TEST;

GST_START_TEST (test_stream_begun_anew)
{
  g_autoptr (RtcSentPackets) packets =
      rtc_sent_packets_new (SECOND, 1024 * 1024);

  for (guint i = 1000; i < 1100; i++)
    push (packets, i, 0);
  push (packets, 1050, 0);
  fail_if (has (packets, 1049, 0));
  fail_if (has (packets, 1099, 0));
  fail_unless (has (packets, 1050, 0));
  push (packets, 1051, 0);
  fail_unless (has (packets, 1050, 0));
  fail_unless (has (packets, 1051, 0));
}

GST_END_TEST;

GST_START_TEST (test_rtx)
{
  const guint8 packet[] = { 0x90, 0x80 | 96, 1, 2, 9, 9, 9, 9, 0, 0, 0, 5,
    0xbe, 0xde, 0, 2, 0x31, 0xaa, 0xbb, 0x10, 'v', 0, 0, 0, 'p', 'a', 'y'
  };
  guint8 out[64];
  RtcHeader header;
  gsize size;

  size = rtc_sent_packets_write_rtx (packet, sizeof (packet), 97, 6, 300, 3,
      out);
  fail_unless_equals_int (size, sizeof (packet) + 2);
  fail_unless (rtc_header_read (out, size, &header));
  fail_unless_equals_int (header.marker, 1);
  fail_unless_equals_int (header.pt, 97);
  fail_unless_equals_int (header.seq, 300);
  fail_unless_equals_int (header.ssrc, 6);
  fail_unless_equals_int (header.timestamp, 0x09090909);
  fail_unless_equals_int (rtc_get_u16 (header.payload), 0x0102);
  fail_unless (memcmp (header.payload + 2, "pay", 3) == 0);
  fail_unless (rtc_header_find_extension (&header, 3, &size) == NULL);
  fail_unless_equals_int (*rtc_header_find_extension (&header, 1, &size), 'v');
  fail_unless_equals_int (rtc_sent_packets_write_rtx (packet, 11, 97, 6, 1, 0,
          out), 0);
}

GST_END_TEST;

static Suite *
sentpackets_suite (void)
{
  Suite *suite = suite_create ("sentpackets");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_by_sequence_number);
  tcase_add_test (tc, test_bounded);
  tcase_add_test (tc, test_stream_begun_anew);
  tcase_add_test (tc, test_rtx);
  return suite;
}

GST_CHECK_MAIN (sentpackets);
