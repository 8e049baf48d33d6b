/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsentpackets.h"

#include <string.h>

#include "rtcbytes.h"
#include "rtcheader.h"

/* What a packet takes beside its bytes */
#define COST 256

typedef struct
{
  guint64 index;                /* sequence number, continued */
  gint64 time;
  GstBuffer *buffer;
  gsize cost;
} Packet;

/* A ring, oldest at @head, that doubles when it is full */
struct _RtcSentPackets
{
  Packet *ring;
  guint size;                   /* power of two */
  guint head, n;
  gsize bytes, max_bytes;
  gint64 max_age;
  guint64 last_index;           /* of the newest that ever was; 0: none */
};

/* @max_age: microseconds; @max_bytes: of memory.  transfer: full.  One thread
 * at a time, as all of this. */
RtcSentPackets *
rtc_sent_packets_new (gint64 max_age, gsize max_bytes)
{
  RtcSentPackets *self = g_new0 (RtcSentPackets, 1);

  self->size = 64;
  self->ring = g_new (Packet, self->size);
  self->max_age = max_age;
  self->max_bytes = max_bytes;
  return self;
}

void
rtc_sent_packets_free (RtcSentPackets * self)
{
  rtc_sent_packets_clear (self);
  g_free (self->ring);
  g_free (self);
}

static Packet *
packet_at (const RtcSentPackets * self, guint i)
{
  return &self->ring[(self->head + i) & (self->size - 1)];
}

static void
drop_oldest (RtcSentPackets * self)
{
  Packet *packet = packet_at (self, 0);

  self->bytes -= packet->cost;
  self->head = (self->head + 1) & (self->size - 1);
  self->n--;
  gst_buffer_unref (packet->buffer);
}

static void
grow (RtcSentPackets * self)
{
  Packet *ring = g_new (Packet, self->size * 2);

  for (guint i = 0; i < self->n; i++)
    ring[i] = *packet_at (self, i);
  g_free (self->ring);
  self->ring = ring;
  self->size *= 2;
  self->head = 0;
}

/* The index that @seq has next to the newest one */
static guint64
index_of (const RtcSentPackets * self, guint16 seq)
{
  return self->last_index + (gint16) (seq - (guint16) self->last_index);
}

/* Takes a reference of its own on @buffer (transfer none).  What goes back in
 * sequence is another stream under the old name: the old one is forgotten. */
void
rtc_sent_packets_push (RtcSentPackets * self, guint16 seq, GstBuffer * buffer,
    gint64 now)
{
  const gsize cost = COST + gst_buffer_get_size (buffer);
  guint64 index;

  if (self->last_index == 0)
    self->last_index = 0x10000 + (guint64) seq - 1;
  index = index_of (self, seq);
  if (index <= self->last_index) {
    rtc_sent_packets_clear (self);
    index = (self->last_index | 0xffff) + 1 + seq;
  }
  self->last_index = index;

  while (self->n > 0 && (self->bytes + cost > self->max_bytes
          || now - packet_at (self, 0)->time > self->max_age))
    drop_oldest (self);
  if (self->n == self->size)
    grow (self);
  *packet_at (self, self->n++) = (Packet) {
  index, now, gst_buffer_ref (buffer), cost};
  self->bytes += cost;
}

GstBuffer *
rtc_sent_packets_find (RtcSentPackets * self, guint16 seq, gint64 now,
    guint64 * index)
{
  const guint64 wanted = index_of (self, seq);
  guint low = 0, high = self->n;

  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (packet_at (self, middle)->index < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == self->n || packet_at (self, low)->index != wanted
      || now - packet_at (self, low)->time > self->max_age)
    return NULL;
  *index = wanted;
  return packet_at (self, low)->buffer;
}

void
rtc_sent_packets_clear (RtcSentPackets * self)
{
  while (self->n > 0)
    drop_oldest (self);
}

gsize
rtc_sent_packets_write_rtx (const guint8 * packet, gsize size, guint8 pt,
    guint32 ssrc, guint16 seq, guint8 transport_cc, guint8 * out)
{
  RtcHeader header;
  const guint8 *element;
  gsize header_size, element_size;

  if (!rtc_header_read (packet, size, &header))
    return 0;
  header_size = header.payload - packet;
  memcpy (out, packet, header_size);
  out[1] = (out[1] & 0x80) | pt;
  rtc_put_u16 (out + 2, seq);
  rtc_put_u32 (out + 8, ssrc);
  element = rtc_header_find_extension (&header, transport_cc, &element_size);
  if (element != NULL) {
    const gsize head = header.extension_profile == 0xbede ? 1 : 2;

    memset (out + (element - packet) - head, 0, head + element_size);
  }
  rtc_put_u16 (out + header_size, header.seq);
  memcpy (out + header_size + 2, packet + header_size, size - header_size);
  return size + 2;
}
