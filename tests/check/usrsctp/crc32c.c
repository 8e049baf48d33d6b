/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <usrsctp.h>

#include "usrsctp/rtccrc32c.h"

/* The processor's instruction and usrsctp's tables agree, at every length */

GST_START_TEST (test_crc32c)
{
  guint8 bytes[301], zeroed[301];

  for (guint i = 0; i < sizeof (bytes); i++)
    bytes[i] = i * 37;
  memcpy (zeroed, bytes, sizeof (bytes));
  memset (zeroed + 8, 0, 4);
  for (guint size = 12; size <= sizeof (bytes); size++)
    fail_unless_equals_int (rtc_crc32c (bytes, size),
        usrsctp_crc32c (zeroed, size));
  /* RFC 3720 appendix B.4: 32 bytes of zero */
  memset (bytes, 0, 32);
  fail_unless_equals_int (GUINT32_FROM_LE (rtc_crc32c (bytes, 32)),
      (gint) 0x8a9136aa);
}

GST_END_TEST;

static Suite *
crc32c_suite (void)
{
  Suite *suite = suite_create ("crc32c");
  TCase *tcase = tcase_create ("crc32c");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_crc32c);
  return suite;
}

GST_CHECK_MAIN (crc32c);
