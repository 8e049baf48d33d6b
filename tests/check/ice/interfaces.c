/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which interfaces a list of patterns names */
#include <gst/check/gstcheck.h>
#include "ice/rtccandidaterules.h"

static const struct
{
  const gchar *patterns, *name;
  gboolean match;
} cases[] = {
  {"eth0", "eth0", TRUE},
  {"eth0", "eth01", FALSE},
  {"eth*, wlan0", "eth7", TRUE},
  {"eth*, wlan0", "wlan0", TRUE},
  {"eth*, wlan0", "docker0", FALSE},
  {"!docker*", "docker0", FALSE},
  {"!docker*", "eth0", TRUE},
  {"!eth1,eth*", "eth1", FALSE},
  {"!eth1,eth*", "eth2", TRUE},
  {"!eth1,eth*", "wlan0", FALSE},
};

GST_START_TEST (test_match)
{
  fail_unless_equals_int (rtc_interfaces_match (cases[__i__].patterns,
          cases[__i__].name), cases[__i__].match);
}

GST_END_TEST;

GST_START_TEST (test_addresses)
{
  g_auto (GStrv) loopback = rtc_interfaces_list_addresses ("lo");
  g_auto (GStrv) none = rtc_interfaces_list_addresses ("no-such-interface");

  fail_unless (g_strv_contains ((const gchar * const *) loopback, "127.0.0.1"));
  fail_unless_equals_int (g_strv_length (none), 0);
}

GST_END_TEST;

static Suite *
interfaces_suite (void)
{
  Suite *s = suite_create ("interfaces");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_match, 0, G_N_ELEMENTS (cases));
  tcase_add_test (tc, test_addresses);
  return s;
}

GST_CHECK_MAIN (interfaces);
