/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <gst/rtp/gstrtpbuffer.h>

#include "rtp/rtcheader.h"

/* Elements and padding up to @end; the last one may not fit */
static void
random_elements (GRand * rand, guint8 * p, const guint8 * end, gboolean two)
{
  while (p < end) {
    const guint8 id = g_rand_int_range (rand, 0, 15);
    const guint8 length = g_rand_int_range (rand, 1, 6);

    if (id == 0) {
      *p++ = 0;
    } else if (two) {
      p[0] = id;
      p[1] = length;
      p += 2 + length;
    } else {
      *p = id << 4 | (length - 1);
      p += 1 + length;
    }
  }
}

/* Noise that is often enough a packet: version 2, few CSRCs, an extension */
static gsize
random_packet (GRand * rand, guint8 * packet)
{
  const gsize size = g_rand_int_range (rand, 1, 100);
  const gboolean two = g_rand_boolean (rand);
  const guint8 words = g_rand_int_range (rand, 0, 12);
  guint8 *extension;

  for (gsize i = 0; i < 200; i++)
    packet[i] = g_rand_int (rand);
  if (g_rand_int_range (rand, 0, 20) > 0)
    packet[0] = 0x80 | g_rand_int_range (rand, 0, 4) << 4
        | g_rand_int_range (rand, 0, 4);
  /* 72 to 76 would be RTCP, which is for others to tell apart */
  packet[1] |= 0x60;
  extension = packet + 12 + 4 * (packet[0] & 15);
  extension[0] = two ? 0x10 : 0xbe;
  extension[1] = two ? 0x00 : 0xde;
  extension[2] = 0;
  extension[3] = words;
  random_elements (rand, extension + 4, extension + 4 + 4 * words, two);
  packet[size - 1] &= 0x1f;
  return size;
}

static void
compare_extensions (const RtcHeader * ours, GstRTPBuffer * theirs)
{
  for (guint8 id = 1; id < 15; id++) {
    gpointer data = NULL;
    guint size = 0;
    guint8 bits;
    gsize our_size = 0;
    const guint8 *our_data = rtc_header_find_extension (ours, id, &our_size);
    gboolean found;

    if (ours->extension_profile == 0xbede)
      found = gst_rtp_buffer_get_extension_onebyte_header (theirs, id, 0,
          &data, &size);
    else
      found = gst_rtp_buffer_get_extension_twobytes_header (theirs, &bits, id,
          0, &data, &size);
    fail_unless (found == (our_data != NULL), "id %u", id);
    if (found) {
      fail_unless_equals_int (size, our_size);
      fail_unless (memcmp (data, our_data, size) == 0);
    }
  }
}

static void
compare (const RtcHeader * ours, GstRTPBuffer * theirs)
{
  fail_unless_equals_int (ours->marker, gst_rtp_buffer_get_marker (theirs));
  fail_unless_equals_int (ours->pt, gst_rtp_buffer_get_payload_type (theirs));
  fail_unless_equals_int (ours->seq, gst_rtp_buffer_get_seq (theirs));
  fail_unless (ours->timestamp == gst_rtp_buffer_get_timestamp (theirs));
  fail_unless (ours->ssrc == gst_rtp_buffer_get_ssrc (theirs));
  fail_unless_equals_int (ours->payload_size,
      gst_rtp_buffer_get_payload_len (theirs));
  if (ours->payload_size > 0)
    fail_unless (memcmp (ours->payload, gst_rtp_buffer_get_payload (theirs),
            ours->payload_size) == 0);
  fail_unless ((ours->extension != NULL) ==
      gst_rtp_buffer_get_extension (theirs));
  if (ours->extension != NULL && (ours->extension_profile == 0xbede
          || ours->extension_profile == 0x1000))
    compare_extensions (ours, theirs);
}

GST_START_TEST (test_reads_what_gstreamer_reads)
{
  GRand *rand = g_rand_new_with_seed (1);
  guint n_valid = 0, n_invalid = 0;

  for (guint i = 0; i < 20000; i++) {
    guint8 packet[200];
    gsize size = random_packet (rand, packet);
    GstBuffer *buffer = gst_buffer_new_memdup (packet, size);
    GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
    gboolean valid = gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp);
    RtcHeader header;

    /* padding of no bytes: GStreamer lets it pass, RFC 3550 does not */
    if (valid && (packet[0] & 0x20) && packet[size - 1] == 0) {
      gst_rtp_buffer_unmap (&rtp);
      valid = FALSE;
    }
    fail_unless (rtc_header_read (packet, size, &header) == valid,
        "packet %u, %02x.. %02x, of %" G_GSIZE_FORMAT " bytes", i, packet[0],
        packet[size - 1], size);
    if (valid) {
      n_valid++;
      compare (&header, &rtp);
      gst_rtp_buffer_unmap (&rtp);
    } else {
      n_invalid++;
    }
    gst_buffer_unref (buffer);
  }
  fail_unless (n_valid > 1000 && n_invalid > 1000, "%u and %u", n_valid,
      n_invalid);
  g_rand_free (rand);
}

GST_END_TEST;

/* RFC 8285 4.2: id 15 and an id 0 that has a length end it all */
static void
check_end (guint8 last)
{
  const guint8 packet[] = {
    0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0xbe, 0xde, 0, 2, 0x10, 1, last, 0, 0, 0x20, 2, 0
  };
  RtcHeader header;
  gsize size;

  fail_unless (rtc_header_read (packet, sizeof (packet), &header));
  fail_unless (rtc_header_find_extension (&header, 1, &size) == packet + 17);
  fail_unless_equals_int (size, 1);
  fail_unless (rtc_header_find_extension (&header, 2, &size) == NULL);
  fail_unless (rtc_header_find_extension (&header, 15, &size) == NULL);
  fail_unless (rtc_header_find_extension (&header, 0, &size) == NULL);
}

/* An empty element at the very end, which GStreamer overlooks */
GST_START_TEST (test_empty_two_byte_element)
{
  static const guint8 packet[] = {
    0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0x10, 0, 0, 1, 0, 0, 0x10, 0
  };
  RtcHeader header;
  gsize size = 1;

  fail_unless (rtc_header_read (packet, sizeof (packet), &header));
  fail_unless (rtc_header_find_extension (&header, 16, &size) == packet + 20);
  fail_unless_equals_int (size, 0);
}

GST_END_TEST;

GST_START_TEST (test_reserved_ids_end_the_extension)
{
  check_end (0xf0);
  check_end (0x01);
}

GST_END_TEST;

static Suite *
header_suite (void)
{
  Suite *suite = suite_create ("header");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_reads_what_gstreamer_reads);
  tcase_add_test (tc, test_empty_two_byte_element);
  tcase_add_test (tc, test_reserved_ids_end_the_extension);
  return suite;
}

GST_CHECK_MAIN (header);
