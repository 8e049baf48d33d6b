/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "ice/rtcicecandidate.h"

GST_START_TEST (test_every_field)
{
  RtcIceCandidate c;

  fail_unless (rtc_ice_candidate_parse (&c, "candidate:ab+/1 1 udp 1677729535 "
          "203.0.113.7 50001 typ srflx raddr 192.168.1.5 rport 40000 "
          "generation 0 ufrag abcd network-cost 999"));
  fail_unless_equals_string (c.foundation, "ab+/1");
  fail_unless_equals_int (c.component, 1);
  fail_unless (!c.tcp);
  fail_unless_equals_int (c.priority, 1677729535);
  fail_unless_equals_string (c.address, "203.0.113.7");
  fail_unless_equals_int (c.port, 50001);
  fail_unless_equals_int (c.type, RTC_ICE_SRFLX);
  fail_unless_equals_string (c.related_address, "192.168.1.5");
  fail_unless_equals_int (c.related_port, 40000);
}

GST_END_TEST;

GST_START_TEST (test_prefixes)
{
  static const gchar *const texts[] = {
    "candidate:1 1 UDP 1 ::1 5 typ host",
    "a=candidate:1 1 UDP 1 ::1 5 typ host",
    "1 1 UDP 1 ::1 5 typ host\r\n",
  };
  RtcIceCandidate c;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    fail_unless (rtc_ice_candidate_parse (&c, texts[i]), texts[i]);
    fail_unless_equals_string (c.address, "::1");
  }
}

GST_END_TEST;

GST_START_TEST (test_what_is_none)
{
  static const gchar *const texts[] = {
    "",
    "a=",
    "candidate:",
    "candidate:1 1 UDP 1 1.2.3.4 5 typ",
    "candidate:1 1 UDP 1 1.2.3.4 5 tip host",
    "candidate:1 1 UDP 1 1.2.3.4 5 typ hast",
    "candidate:1 0 UDP 1 1.2.3.4 5 typ host",
    "candidate:1 1 SCTP 1 1.2.3.4 5 typ host",
    "candidate:1 1 UDP 4294967296 1.2.3.4 5 typ host",
    "candidate:1 1 UDP 1 1.2.3.4 65536 typ host",
    "candidate:1 1 UDP 1 1.2.3.4 -1 typ host",
    "candidate:1 1 UDP 1 1.2.3.400 5 typ host",
    "candidate:1 1 UDP 1 fe80::1%eth0 5 typ host",
    "candidate:1 1 UDP 1 0b0ec5e6-14f5-4bbc-b82e-8f2a1.local 5 typ host",
    "candidate:0123456789012345678901234567890123 1 UDP 1 ::1 5 typ host",
  };
  RtcIceCandidate c;
  g_autofree gchar *long_text = g_strnfill (600, '1');

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    fail_if (rtc_ice_candidate_parse (&c, texts[i]), texts[i]);
  fail_if (rtc_ice_candidate_parse (&c, long_text));
}

GST_END_TEST;

GST_START_TEST (test_written_as_read)
{
  static const gchar *const texts[] = {
    "candidate:3 1 UDP 2130706431 192.0.2.1 9 typ host",
    "candidate:3 1 UDP 7 192.0.2.1 9 typ relay raddr 0.0.0.0 rport 0",
    "candidate:3 1 UDP 7 2001:db8::1 9 typ srflx raddr fd00::2 rport 12",
  };
  RtcIceCandidate c;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree gchar *text = NULL;

    fail_unless (rtc_ice_candidate_parse (&c, texts[i]));
    text = rtc_ice_candidate_format (&c);
    fail_unless_equals_string (text, texts[i]);
  }
}

GST_END_TEST;

static Suite *
candidate_suite (void)
{
  Suite *suite = suite_create ("candidate");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_every_field);
  tcase_add_test (tc, test_prefixes);
  tcase_add_test (tc, test_what_is_none);
  tcase_add_test (tc, test_written_as_read);
  return suite;
}

GST_CHECK_MAIN (candidate);
