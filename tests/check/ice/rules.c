/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is told of our candidates and which ones of the other side are used */
#include <gst/check/gstcheck.h>
#include "ice/rtccandidaterules.h"

#define HOST "candidate:1 1 UDP 2130706431 192.168.1.5 5000 typ host"
#define HOST6 "candidate:2 1 UDP 2130706430 2001:db8::5 5000 typ host"
#define SRFLX "candidate:3 1 UDP 1694498815 203.0.113.9 5001 typ srflx " \
    "raddr 192.168.1.5 rport 5000"
#define RELAY "candidate:4 1 UDP 16777215 198.51.100.1 6000 typ relay " \
    "raddr 203.0.113.9 rport 5001"
#define MDNS "candidate:5 1 UDP 2130706431 a1b2.local 5000 typ host"

static const gchar *const all[] = { HOST, HOST6, SRFLX, RELAY, MDNS };

/* One bit a candidate of @all */
static guint
heard (RtcCandidateKinds kinds)
{
  const RtcCandidateRules rules = { kinds, NULL };
  guint bits = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    bits |= rtc_candidate_rules_hear (&rules, all[i]) << i;
  return bits;
}

GST_START_TEST (test_kinds)
{
  fail_unless_equals_int (heard (RTC_CANDIDATES_ALL), 0x1f);
  fail_unless_equals_int (heard (RTC_CANDIDATES_ALL & ~RTC_CANDIDATES_HOST),
      0x0c);
  fail_unless_equals_int (heard (RTC_CANDIDATES_ALL & ~RTC_CANDIDATES_SRFLX),
      0x1b);
  fail_unless_equals_int (heard (RTC_CANDIDATES_ALL & ~RTC_CANDIDATES_RELAY),
      0x17);
  /* a name may be either */
  fail_unless_equals_int (heard (RTC_CANDIDATES_ALL & ~RTC_CANDIDATES_IPV4),
      0x12);
  fail_unless_equals_int (heard (RTC_CANDIDATES_ALL & ~RTC_CANDIDATES_IPV6),
      0x1d);
}

GST_END_TEST;

static void
expect (RtcCandidateKinds kinds, const gchar * external, const gchar * from,
    const gchar * to)
{
  g_auto (GStrv) list = rtc_candidate_rules_read_external (external, NULL);
  const RtcCandidateRules rules = { kinds, list };
  g_autofree gchar *told = rtc_candidate_rules_tell (&rules, from);

  fail_unless_equals_string (told, to);
}

GST_START_TEST (test_told_as_it_is)
{
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    expect (RTC_CANDIDATES_ALL, NULL, all[i], all[i]);
  expect (RTC_CANDIDATES_ALL & ~RTC_CANDIDATES_HOST, NULL, HOST, NULL);
}

GST_END_TEST;

/* Whoever tells no host address does not mean to tell it beside another one */
GST_START_TEST (test_related_address)
{
  expect (RTC_CANDIDATES_ALL & ~RTC_CANDIDATES_HOST, NULL, SRFLX,
      "candidate:3 1 UDP 1694498815 203.0.113.9 5001 typ srflx "
      "raddr 0.0.0.0 rport 0");
}

GST_END_TEST;

GST_START_TEST (test_external_address)
{
  expect (RTC_CANDIDATES_ALL, "203.0.113.7", HOST,
      "candidate:1 1 UDP 2130706431 203.0.113.7 5000 typ host");
  expect (RTC_CANDIDATES_ALL, "203.0.113.7", HOST6, HOST6);
  expect (RTC_CANDIDATES_ALL, "203.0.113.7, 2001:db8::7", HOST6,
      "candidate:2 1 UDP 2130706430 2001:db8::7 5000 typ host");
  expect (RTC_CANDIDATES_ALL, "203.0.113.7", SRFLX, SRFLX);
}

GST_END_TEST;

static const gchar *const no_addresses[] = {
  "example.org", "203.0.113.7,203.0.113.8", "203.0.113.7,", "203.0.113",
};

GST_START_TEST (test_external_address_that_is_none)
{
  g_autoptr (GError) error = NULL;

  fail_unless (rtc_candidate_rules_read_external (no_addresses[__i__],
          &error) == NULL);
  fail_unless (error != NULL);
  fail_unless (strstr (error->message, no_addresses[__i__]) != NULL);
}

GST_END_TEST;

static Suite *
rules_suite (void)
{
  Suite *s = suite_create ("rules");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_kinds);
  tcase_add_test (tc, test_told_as_it_is);
  tcase_add_test (tc, test_related_address);
  tcase_add_test (tc, test_external_address);
  tcase_add_loop_test (tc, test_external_address_that_is_none, 0,
      G_N_ELEMENTS (no_addresses));
  return s;
}

GST_CHECK_MAIN (rules);
