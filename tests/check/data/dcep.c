/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <string.h>

#include "data/rtcdcep.h"

/* RFC 8832 section 5, to the byte */

static const guint8 open_bytes[] = {
  0x03, 0x81, 0x02, 0x00, 0x00, 0x00, 0x00, 0x05, 0x00, 0x04, 0x00, 0x02,
  'c', 'h', 'a', 't', 'v', '1'
};

GST_START_TEST (test_open)
{
  RtcDcepOpen open = { FALSE, 5, -1, 512, (gchar *) "chat", (gchar *) "v1" };
  g_autoptr (GBytes) bytes = rtc_dcep_write_open (&open);
  RtcDcepOpen parsed = { 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  fail_unless_equals_int (size, sizeof (open_bytes));
  fail_unless (memcmp (data, open_bytes, size) == 0);
  fail_unless_equals_int (rtc_dcep_parse (data, size, &parsed), RTC_DCEP_OPEN);
  fail_unless_equals_string (parsed.label, "chat");
  fail_unless_equals_string (parsed.protocol, "v1");
  fail_unless (!parsed.ordered);
  fail_unless_equals_int (parsed.max_retransmits, 5);
  fail_unless_equals_int (parsed.max_packet_lifetime, -1);
  fail_unless_equals_int (parsed.priority, 512);
  rtc_dcep_open_clear (&parsed);
}

GST_END_TEST;

GST_START_TEST (test_ack)
{
  g_autoptr (GBytes) bytes = rtc_dcep_write_ack ();
  RtcDcepOpen parsed = { 0 };

  fail_unless_equals_int (rtc_dcep_parse (g_bytes_get_data (bytes, NULL),
          g_bytes_get_size (bytes), &parsed), RTC_DCEP_ACK);
}

GST_END_TEST;

GST_START_TEST (test_invalid)
{
  guint8 bytes[sizeof (open_bytes) + 1];
  RtcDcepOpen parsed = { 0 };

  for (gsize size = 0; size <= sizeof (bytes); size++) {
    memset (bytes, 0, sizeof (bytes));
    memcpy (bytes, open_bytes, MIN (size, sizeof (open_bytes)));
    if (size != sizeof (open_bytes))
      fail_unless_equals_int (rtc_dcep_parse (bytes, size, &parsed),
          RTC_DCEP_INVALID);
  }
  bytes[1] = 0x03;
  fail_unless_equals_int (rtc_dcep_parse (bytes, sizeof (open_bytes),
          &parsed), RTC_DCEP_INVALID);
  bytes[1] = 0x00;
  bytes[12] = 0xff;
  fail_unless_equals_int (rtc_dcep_parse (bytes, sizeof (open_bytes),
          &parsed), RTC_DCEP_OPEN);
  fail_unless (g_utf8_validate (parsed.label, -1, NULL));
  rtc_dcep_open_clear (&parsed);
}

GST_END_TEST;

static Suite *
dcep_suite (void)
{
  Suite *suite = suite_create ("dcep");
  TCase *tcase = tcase_create ("dcep");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_open);
  tcase_add_test (tcase, test_ack);
  tcase_add_test (tcase, test_invalid);
  return suite;
}

GST_CHECK_MAIN (dcep);
