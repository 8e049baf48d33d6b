/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* RTP headers with elements added to their extension (RFC 8285).  Plain
 * functions of bytes. */
#include "rtcpeeredge-private.h"

#include "rtp/rtcbytes.h"

#define MAX_ELEMENTS 16
#define ONE_BYTE 0xbede
#define TWO_BYTE 0x1000

/* Fixed part, CSRCs and extension (RFC 3550 section 5.1).  0: no RTP, or @data
 * ends before the header does */
gsize
rtc_edge_header_size (const guint8 * data, gsize size)
{
  gsize at;

  if (size < 12 || data[0] >> 6 != 2)
    return 0;
  at = 12 + 4 * (data[0] & 0x0f);
  if (data[0] & 0x10) {
    if (size < at + 4)
      return 0;
    at += 4 + 4 * (gsize) rtc_get_u16 (data + at + 2);
  }
  return at <= size ? at : 0;
}

/* Returns how many there are; more than MAX_ELEMENTS are not counted on */
static guint
read_elements (const guint8 * p, const guint8 * end, gboolean two_byte,
    RtcEdgeElement * elements)
{
  guint n = 0;

  while (p < end && n <= MAX_ELEMENTS) {
    guint8 id = two_byte ? *p : *p >> 4;
    gsize head = two_byte ? 2 : 1, size;

    /* padding */
    if (*p == 0) {
      p++;
      continue;
    }
    if ((gsize) (end - p) < head || (!two_byte && (id == 0 || id == 15)))
      break;
    size = two_byte ? p[1] : (*p & 0x0f) + 1u;
    if (size > (gsize) (end - p) - head)
      break;
    if (n < MAX_ELEMENTS)
      elements[n] = (RtcEdgeElement) { id, size, p + head };
    n++;
    p += head + size;
  }
  return n;
}

static gboolean
contains (const RtcEdgeElement * elements, guint n, guint8 id)
{
  for (guint i = 0; i < n; i++)
    if (elements[i].id == id)
      return TRUE;
  return FALSE;
}

static gsize
write_extension (const RtcEdgeElement * elements, guint n, gboolean two_byte,
    guint8 * out)
{
  guint8 *p = out + 4;

  for (guint i = 0; i < n; i++) {
    if (two_byte) {
      *p++ = elements[i].id;
      *p++ = elements[i].size;
    } else {
      *p++ = elements[i].id << 4 | (elements[i].size - 1);
    }
    memcpy (p, elements[i].data, elements[i].size);
    p += elements[i].size;
  }
  while ((p - out) % 4 != 0)
    *p++ = 0;
  rtc_put_u16 (out, two_byte ? TWO_BYTE : ONE_BYTE);
  rtc_put_u16 (out + 2, (p - out) / 4 - 1);
  return p - out;
}

/* Copies the header @in of @size bytes, as rtc_edge_header_size () says, to @out,
 * with those elements of @add that it does not have yet.  Extensions of another
 * kind than RFC 8285's stay alone.  One-byte elements become two-byte ones when
 * one of the new ones needs it.  @out has room for RTC_EDGE_MAX_GROWTH bytes
 * more than @size.  Returns the new size. */
gsize
rtc_edge_write_header (const guint8 * in, gsize size,
    const RtcEdgeElement * add, guint n_add, guint8 * out)
{
  RtcEdgeElement elements[MAX_ELEMENTS + 2];
  gsize fixed = 12 + 4 * (in[0] & 0x0f);
  gboolean two_byte = FALSE;
  guint n = 0, n_before;

  if (in[0] & 0x10) {
    guint16 profile = rtc_get_u16 (in + fixed);

    two_byte = (profile & 0xfff0) == TWO_BYTE;
    if (two_byte || profile == ONE_BYTE)
      n = read_elements (in + fixed + 4, in + size, two_byte, elements);
    else
      n_add = 0;
  }
  n_before = n;
  for (guint i = 0; i < n_add && n_before <= MAX_ELEMENTS; i++) {
    if (contains (elements, n_before, add[i].id))
      continue;
    elements[n++] = add[i];
    two_byte |= add[i].id > 14 || add[i].size > 16 || add[i].size == 0;
  }
  if (n == n_before) {
    memcpy (out, in, size);
    return size;
  }
  memcpy (out, in, fixed);
  out[0] |= 0x10;
  return fixed + write_extension (elements, n, two_byte, out + fixed);
}
