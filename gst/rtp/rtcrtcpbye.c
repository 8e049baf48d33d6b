/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcrtcpbye.h"

#include "rtcbytes.h"

#define RTCP_BYE 203

/* See the header.  Any thread. */
gsize
rtc_rtcp_drop_byes (const guint8 * data, gsize size, guint8 * out)
{
  gsize written = 0;

  while (size > 0) {
    gsize length;

    if (size < 4 || data[0] >> 6 != 2)
      return 0;
    length = 4 * ((gsize) rtc_get_u16 (data + 2) + 1);
    if (length > size)
      return 0;
    if (data[1] != RTCP_BYE) {
      memcpy (out + written, data, length);
      written += length;
    }
    data += length;
    size -= length;
  }
  return written;
}
