/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>
#include <string.h>

#include "data/rtcdcep.h"

/* A message of the establishment protocol from any bytes; one that is taken is
 * written as it was understood */

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  RtcDcepOpen open = { 0 }, again = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  if (rtc_dcep_parse (data, size, &open) != RTC_DCEP_OPEN)
    return 0;
  /* text that was mended may have become longer than it can be */
  if (strlen (open.label) <= G_MAXUINT16
      && strlen (open.protocol) <= G_MAXUINT16) {
    bytes = rtc_dcep_write_open (&open);
    if (rtc_dcep_parse (g_bytes_get_data (bytes, NULL),
            g_bytes_get_size (bytes), &again) != RTC_DCEP_OPEN
        || again.ordered != open.ordered
        || again.max_retransmits != open.max_retransmits
        || again.max_packet_lifetime != open.max_packet_lifetime
        || again.priority != open.priority
        || !g_str_equal (again.label, open.label)
        || !g_str_equal (again.protocol, open.protocol))
      abort ();
    rtc_dcep_open_clear (&again);
  }
  rtc_dcep_open_clear (&open);
  return 0;
}
