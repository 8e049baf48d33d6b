/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "core/rtcclassify.h"

static RtcPacketKind
classify (guint8 first, guint8 second, gsize size)
{
  guint8 data[32] = { first, second };

  return rtc_classify (data, size);
}

GST_START_TEST (test_every_first_byte)
{
  for (guint b = 0; b < 256; b++) {
    RtcPacketKind expected = RTC_PACKET_UNKNOWN;

    if (b <= 3)
      expected = RTC_PACKET_STUN;
    else if (b >= 20 && b <= 63)
      expected = RTC_PACKET_DTLS;
    else if (b >= 64 && b <= 79)
      expected = RTC_PACKET_TURN_CHANNEL;
    else if (b >= 128 && b <= 191)
      expected = RTC_PACKET_RTP;
    fail_unless_equals_int (classify (b, 96, 32), expected);
  }
}

GST_END_TEST;

GST_START_TEST (test_rtcp_types)
{
  for (guint type = 0; type < 256; type++)
    fail_unless_equals_int (classify (0x80, type, 32),
        type >= 192 && type <= 223 ? RTC_PACKET_RTCP : RTC_PACKET_RTP);
}

GST_END_TEST;

GST_START_TEST (test_too_short_is_unknown)
{
  fail_unless_equals_int (classify (0, 1, 19), RTC_PACKET_UNKNOWN);
  fail_unless_equals_int (classify (22, 0, 12), RTC_PACKET_UNKNOWN);
  fail_unless_equals_int (classify (0x80, 96, 11), RTC_PACKET_UNKNOWN);
  fail_unless_equals_int (classify (0x80, 200, 7), RTC_PACKET_UNKNOWN);
  fail_unless_equals_int (classify (0x80, 96, 0), RTC_PACKET_UNKNOWN);
}

GST_END_TEST;

static Suite *
classify_suite (void)
{
  Suite *suite = suite_create ("classify");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_every_first_byte);
  tcase_add_test (tc, test_rtcp_types);
  tcase_add_test (tc, test_too_short_is_unknown);
  return suite;
}

GST_CHECK_MAIN (classify);
