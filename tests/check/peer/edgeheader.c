/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Extensions added to RTP headers (RFC 8285) */
#include <gst/check/gstcheck.h>

#include "peer/rtcpeeredge-private.h"

static const RtcEdgeElement mid = { 4, 6, (const guint8 *) "video0" };

static guint8 out[RTC_EDGE_MAX_HEADER + RTC_EDGE_MAX_GROWTH];
static RtcHeader header;

/* Writes what is in @in, with a payload byte behind it, and reads it again */
static gsize
write_and_read (const guint8 * in, gsize size, const RtcEdgeElement * add,
    guint n)
{
  gsize new_size;

  fail_unless_equals_int (rtc_edge_header_size (in, size), size);
  new_size = rtc_edge_write_header (in, size, add, n, out);
  out[new_size] = 0x77;
  fail_unless (rtc_header_read (out, new_size + 1, &header));
  fail_unless_equals_int (header.payload_size, 1);
  fail_unless_equals_int (header.payload[0], 0x77);
  return new_size;
}

static void
check_element (guint8 id, const gchar * text)
{
  gsize size;
  const guint8 *data = rtc_header_find_extension (&header, id, &size);

  fail_unless (data != NULL, "no element %u", id);
  fail_unless_equals_int (size, strlen (text));
  fail_unless (memcmp (data, text, size) == 0);
}

GST_START_TEST (test_none_before)
{
  static const guint8 in[16] = { 0x81, 0xe0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
    9, 9, 9, 9
  };

  fail_unless_equals_int (write_and_read (in, 16, &mid, 1), 28);
  fail_unless_equals_int (header.extension_profile, 0xbede);
  check_element (4, "video0");
  fail_unless_equals_int (header.ssrc, 3);
  fail_unless_equals_int (out[12], 9);
}

GST_END_TEST;

GST_START_TEST (test_beside_one_byte_ones)
{
  static const guint8 in[] = { 0x90, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
    0xbe, 0xde, 0, 1, 0x10, 'x', 0, 0
  };

  write_and_read (in, sizeof (in), &mid, 1);
  fail_unless_equals_int (header.extension_profile, 0xbede);
  check_element (1, "x");
  check_element (4, "video0");
}

GST_END_TEST;

GST_START_TEST (test_beside_two_byte_ones)
{
  static const guint8 in[] = { 0x90, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
    0x10, 0x00, 0, 1, 1, 1, 'x', 0
  };

  write_and_read (in, sizeof (in), &mid, 1);
  fail_unless_equals_int (header.extension_profile, 0x1000);
  check_element (1, "x");
  check_element (4, "video0");
}

GST_END_TEST;

GST_START_TEST (test_one_that_needs_two_bytes)
{
  static const guint8 in[] = { 0x90, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
    0xbe, 0xde, 0, 1, 0x10, 'x', 0, 0
  };
  const RtcEdgeElement large = { 20, 17, (const guint8 *) "a-very-long-mid-1" };

  write_and_read (in, sizeof (in), &large, 1);
  fail_unless_equals_int (header.extension_profile, 0x1000);
  check_element (1, "x");
  check_element (20, "a-very-long-mid-1");
}

GST_END_TEST;

GST_START_TEST (test_what_is_there_stays)
{
  static const guint8 has_mid[] = { 0x90, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
    0xbe, 0xde, 0, 1, 0x40, '0', 0, 0
  };
  static const guint8 foreign[] = { 0x90, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
    0x12, 0x34, 0, 1, 1, 2, 3, 4
  };

  fail_unless_equals_int (write_and_read (has_mid, 20, &mid, 1), 20);
  fail_unless (memcmp (out, has_mid, 20) == 0);
  fail_unless_equals_int (write_and_read (foreign, 20, &mid, 1), 20);
  fail_unless (memcmp (out, foreign, 20) == 0);
}

GST_END_TEST;

GST_START_TEST (test_headers_that_are_none)
{
  static const guint8 cut[] = { 0x90, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
    0xbe, 0xde, 0, 9, 0x40, '0', 0, 0
  };

  fail_unless_equals_int (rtc_edge_header_size (cut, sizeof (cut)), 0);
  fail_unless_equals_int (rtc_edge_header_size (cut, 11), 0);
}

GST_END_TEST;

/* Never more than it may grow by, whatever stands there */
GST_START_TEST (test_any_extension)
{
  const RtcEdgeElement add[] = {
    {200, 32, (const guint8 *) "12345678901234567890123456789012"},
    {201, 32, (const guint8 *) "abcdefghijklmnopqrstuvwxyz123456"},
  };
  GRand *random = g_rand_new_with_seed (3);
  guint8 in[64] = { 0x90, 0x60 };

  for (guint i = 0; i < 20000; i++) {
    guint n = g_rand_int_range (random, 0, 13);
    gsize size = 16 + 4 * n;

    in[12] = i % 2 ? 0xbe : 0x10;
    in[13] = i % 2 ? 0xde : 0x00;
    in[15] = n;
    for (guint j = 16; j < size; j++)
      in[j] = g_rand_int_range (random, 0, i % 3 ? 256 : 40);
    fail_unless (write_and_read (in, size, add, 2) <=
        size + RTC_EDGE_MAX_GROWTH);
  }
  g_rand_free (random);
}

GST_END_TEST;

static Suite *
edgeheader_suite (void)
{
  Suite *suite = suite_create ("edgeheader");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_none_before);
  tcase_add_test (tc, test_beside_one_byte_ones);
  tcase_add_test (tc, test_beside_two_byte_ones);
  tcase_add_test (tc, test_one_that_needs_two_bytes);
  tcase_add_test (tc, test_what_is_there_stays);
  tcase_add_test (tc, test_headers_that_are_none);
  tcase_add_test (tc, test_any_extension);
  return suite;
}

GST_CHECK_MAIN (edgeheader);
