/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdcep.h"

#include <string.h>

#define MESSAGE_ACK 0x02
#define MESSAGE_OPEN 0x03
#define OPEN_HEADER 12
/* RFC 8832 section 5.1: the kind of channel */
#define UNORDERED 0x80
#define RELIABLE 0x00
#define PARTIAL_RETRANSMITS 0x01
#define PARTIAL_LIFETIME 0x02

static guint16
read_16 (const guint8 * data)
{
  return data[0] << 8 | data[1];
}

static guint32
read_32 (const guint8 * data)
{
  return (guint32) read_16 (data) << 16 | read_16 (data + 2);
}

static void
append_16 (GByteArray * array, guint value)
{
  const guint8 bytes[] = { value >> 8, value };

  g_byte_array_append (array, bytes, sizeof (bytes));
}

/* Whoever sends it may send anything: what is no UTF-8 becomes some */
static gchar *
read_text (const guint8 * data, gsize size)
{
  return g_utf8_make_valid ((const gchar *) data, size);
}

static gboolean
parse_kind (guint8 kind, guint32 parameter, RtcDcepOpen * open)
{
  gint value = MIN (parameter, G_MAXINT);

  open->ordered = !(kind & UNORDERED);
  open->max_retransmits = -1;
  open->max_packet_lifetime = -1;
  switch (kind & ~UNORDERED) {
    case RELIABLE:
      return TRUE;
    case PARTIAL_RETRANSMITS:
      open->max_retransmits = value;
      return TRUE;
    case PARTIAL_LIFETIME:
      open->max_packet_lifetime = value;
      return TRUE;
    default:
      return FALSE;
  }
}

/* Any thread.  @open (rtc_dcep_open_clear) is filled in for OPEN alone.  What
 * does not keep to RFC 8832 section 5 in every byte is INVALID. */
RtcDcepKind
rtc_dcep_parse (const guint8 * data, gsize size, RtcDcepOpen * open)
{
  gsize label, protocol;

  if (size >= 1 && data[0] == MESSAGE_ACK)
    return RTC_DCEP_ACK;
  if (size < OPEN_HEADER || data[0] != MESSAGE_OPEN)
    return RTC_DCEP_INVALID;
  label = read_16 (data + 8);
  protocol = read_16 (data + 10);
  if (size != OPEN_HEADER + label + protocol
      || !parse_kind (data[1], read_32 (data + 4), open))
    return RTC_DCEP_INVALID;
  open->priority = read_16 (data + 2);
  open->label = read_text (data + OPEN_HEADER, label);
  open->protocol = read_text (data + OPEN_HEADER + label, protocol);
  return RTC_DCEP_OPEN;
}

void
rtc_dcep_open_clear (RtcDcepOpen * open)
{
  g_clear_pointer (&open->label, g_free);
  g_clear_pointer (&open->protocol, g_free);
}

/* Any thread.  transfer: full; both texts have at most 65535 bytes */
GBytes *
rtc_dcep_write_open (const RtcDcepOpen * open)
{
  gsize label = strlen (open->label), protocol = strlen (open->protocol);
  GByteArray *array = g_byte_array_sized_new (OPEN_HEADER + label + protocol);
  guint8 head[2] = { MESSAGE_OPEN, open->ordered ? 0 : UNORDERED };
  guint32 parameter = 0;

  if (open->max_retransmits >= 0) {
    head[1] |= PARTIAL_RETRANSMITS;
    parameter = open->max_retransmits;
  } else if (open->max_packet_lifetime >= 0) {
    head[1] |= PARTIAL_LIFETIME;
    parameter = open->max_packet_lifetime;
  }
  g_byte_array_append (array, head, sizeof (head));
  append_16 (array, open->priority);
  append_16 (array, parameter >> 16);
  append_16 (array, parameter);
  append_16 (array, label);
  append_16 (array, protocol);
  g_byte_array_append (array, (const guint8 *) open->label, label);
  g_byte_array_append (array, (const guint8 *) open->protocol, protocol);
  return g_byte_array_free_to_bytes (array);
}

/* Any thread.  transfer: full */
GBytes *
rtc_dcep_write_ack (void)
{
  static const guint8 ack[] = { MESSAGE_ACK };

  return g_bytes_new_static (ack, sizeof (ack));
}
