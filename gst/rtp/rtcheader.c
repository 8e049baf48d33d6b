/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcheader.h"

#include "rtcbytes.h"

/* RFC 3550 5.1: fixed part, CSRCs, extension, payload, padding.  Any thread.
 * @header points into @data and is unspecified when FALSE comes back. */
gboolean
rtc_header_read (const guint8 * data, gsize size, RtcHeader * header)
{
  gsize at;

  if (size < 12 || data[0] >> 6 != 2)
    return FALSE;

  header->marker = data[1] >> 7;
  header->pt = data[1] & 0x7f;
  header->seq = rtc_get_u16 (data + 2);
  header->timestamp = rtc_get_u32 (data + 4);
  header->ssrc = rtc_get_u32 (data + 8);
  header->extension = NULL;
  header->extension_profile = 0;
  header->extension_size = 0;

  at = 12 + 4 * (data[0] & 0x0f);
  if (at > size)
    return FALSE;

  if (data[0] & 0x10) {
    if (size - at < 4)
      return FALSE;
    header->extension_profile = rtc_get_u16 (data + at);
    header->extension_size = 4 * (gsize) rtc_get_u16 (data + at + 2);
    at += 4;
    if (header->extension_size > size - at)
      return FALSE;
    header->extension = data + at;
    at += header->extension_size;
  }

  if (data[0] & 0x20) {
    const guint8 padding = data[size - 1];

    /* the count counts itself, so 0 is as wrong as one that is too large */
    if (padding == 0 || padding > size - at)
      return FALSE;
    size -= padding;
  }

  header->payload = data + at;
  header->payload_size = size - at;
  return TRUE;
}

static const guint8 *
find_one_byte (const guint8 * p, const guint8 * end, guint8 id, gsize * size)
{
  while (p < end) {
    const guint8 found = *p >> 4;
    const gsize length = (*p & 0x0f) + 1;

    if (*p == 0) {
      p++;
      continue;
    }
    /* RFC 8285 4.2: from id 15, or id 0 with a length, nothing is to be read */
    if (found == 0 || found == 15 || length > (gsize) (end - p) - 1)
      return NULL;
    if (found == id) {
      *size = length;
      return p + 1;
    }
    p += 1 + length;
  }
  return NULL;
}

static const guint8 *
find_two_byte (const guint8 * p, const guint8 * end, guint8 id, gsize * size)
{
  while (p < end) {
    if (*p == 0) {
      p++;
      continue;
    }
    if (end - p < 2 || p[1] > end - p - 2)
      return NULL;
    if (*p == id) {
      *size = p[1];
      return p + 2;
    }
    p += 2 + p[1];
  }
  return NULL;
}

/* The data of the first element called @id (RFC 8285 4.2 and 4.3), borrowed
 * from the packet; its length goes to @size.  Any thread. */
const guint8 *
rtc_header_find_extension (const RtcHeader * header, guint8 id, gsize * size)
{
  const guint8 *data = header->extension;

  if (data == NULL || id == 0)
    return NULL;
  if (header->extension_profile == 0xbede)
    return id > 14 ? NULL :
        find_one_byte (data, data + header->extension_size, id, size);
  if ((header->extension_profile & 0xfff0) == 0x1000)
    return find_two_byte (data, data + header->extension_size, id, size);
  return NULL;
}
