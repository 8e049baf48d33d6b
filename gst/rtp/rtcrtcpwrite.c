/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcrtcpwrite.h"

#include "rtcbytes.h"

/* All: any thread; 0 and nothing written when it does not fit */

static void
write_header (guint8 * out, guint count, guint8 type, gsize size)
{
  out[0] = 2 << 6 | count;
  out[1] = type;
  rtc_put_u16 (out + 2, size / 4 - 1);
}

/* RFC 3550 6.4.2 without blocks: heads a compound packet of who sent nothing */
gsize
rtc_rtcp_write_rr_empty (guint32 ssrc, guint8 * out, gsize room)
{
  if (room < 8)
    return 0;
  write_header (out, 0, 201, 8);
  rtc_put_u32 (out + 4, ssrc);
  return 8;
}

/* RFC 3550 6.5.1: one chunk with one item.  @cname has at most 255 bytes. */
gsize
rtc_rtcp_write_sdes_cname (guint32 ssrc, const gchar * cname, guint8 * out,
    gsize room)
{
  const gsize length = strlen (cname);
  /* at least one zero ends the list of items */
  const gsize size = (10 + length + 1 + 3) & ~(gsize) 3;

  if (length > 255 || room < size)
    return 0;
  write_header (out, 1, 202, size);
  rtc_put_u32 (out + 4, ssrc);
  out[8] = 1;
  out[9] = length;
  memcpy (out + 10, cname, length);
  memset (out + 10 + length, 0, size - 10 - length);
  return size;
}

/* RFC 3550 6.6: at most 31 streams */
gsize
rtc_rtcp_write_bye (const guint32 * ssrcs, guint n, guint8 * out, gsize room)
{
  const gsize size = 4 + 4 * (gsize) n;

  if (n > 31 || room < size)
    return 0;
  write_header (out, n, 203, size);
  for (guint i = 0; i < n; i++)
    rtc_put_u32 (out + 4 + 4 * i, ssrcs[i]);
  return size;
}

/* RFC 4585 6.3.1 */
gsize
rtc_rtcp_write_pli (guint32 ssrc, guint32 media_ssrc, guint8 * out, gsize room)
{
  if (room < 12)
    return 0;
  write_header (out, 1, 206, 12);
  rtc_put_u32 (out + 4, ssrc);
  rtc_put_u32 (out + 8, media_ssrc);
  return 12;
}
