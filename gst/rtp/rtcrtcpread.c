/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcrtcpread.h"

#include "rtcbytes.h"

/* One packet of a compound, header and padding taken off.  Readers return
 * FALSE when the body is too short for what its count promises; no reader
 * delivers more events than the body has words. */
typedef struct
{
  guint8 count;                 /* or FMT */
  const guint8 *body;
  gsize size;
  RtcRtcpFunc func;
  gpointer user_data;
} Packet;

static void
deliver (const Packet * packet, const RtcRtcpEvent * event)
{
  packet->func (event, packet->user_data);
}

/* RFC 3550 6.4.1: the blocks of an SR or RR, at @at */
static gboolean
read_reports (const Packet * packet, gsize at, guint32 sender_ssrc)
{
  if (packet->size < at + 24 * (gsize) packet->count)
    return FALSE;

  for (guint i = 0; i < packet->count; i++, at += 24) {
    const guint8 *p = packet->body + at;
    const gint32 lost = rtc_get_u24 (p + 5);
    RtcRtcpEvent event = {.kind = RTC_RTCP_REPORT };

    event.sender_ssrc = sender_ssrc;
    event.media_ssrc = rtc_get_u32 (p);
    event.report.fraction_lost = p[4];
    /* 24 bits, signed */
    event.report.packets_lost = lost < 0x800000 ? lost : lost - 0x1000000;
    event.report.highest_seq = rtc_get_u32 (p + 8);
    event.report.jitter = rtc_get_u32 (p + 12);
    event.report.lsr = rtc_get_u32 (p + 16);
    event.report.dlsr = rtc_get_u32 (p + 20);
    deliver (packet, &event);
  }
  return TRUE;
}

static gboolean
read_sr (const Packet * packet)
{
  const guint8 *p = packet->body;
  RtcRtcpEvent event = {.kind = RTC_RTCP_SR };

  if (packet->size < 24 + 24 * (gsize) packet->count)
    return FALSE;
  event.sender_ssrc = event.media_ssrc = rtc_get_u32 (p);
  event.sr.ntp = rtc_get_u64 (p + 4);
  event.sr.rtp = rtc_get_u32 (p + 12);
  event.sr.packets = rtc_get_u32 (p + 16);
  event.sr.octets = rtc_get_u32 (p + 20);
  deliver (packet, &event);
  return read_reports (packet, 24, event.sender_ssrc);
}

static gboolean
read_rr (const Packet * packet)
{
  if (packet->size < 4)
    return FALSE;
  return read_reports (packet, 4, rtc_get_u32 (packet->body));
}

/* RFC 3550 6.5: the items of one chunk, @at behind its SSRC.  Moves @at to the
 * next chunk; chunks are padded to 32 bits with at least one zero. */
static gboolean
read_sdes_items (const Packet * packet, gsize * at, guint32 ssrc)
{
  const guint8 *p = packet->body;

  while (*at < packet->size && p[*at] != 0) {
    const gsize text = *at + 2;

    if (text > packet->size || p[*at + 1] > packet->size - text)
      return FALSE;
    if (p[*at] == 1) {
      RtcRtcpEvent event = {.kind = RTC_RTCP_SDES_CNAME };

      event.sender_ssrc = event.media_ssrc = ssrc;
      event.cname.text = (const gchar *) p + text;
      event.cname.size = p[*at + 1];
      deliver (packet, &event);
    }
    *at = text + p[*at + 1];
  }
  if (*at >= packet->size)
    return FALSE;
  *at = (*at + 4) & ~(gsize) 3;
  return TRUE;
}

static gboolean
read_sdes (const Packet * packet)
{
  gsize at = 0;

  for (guint i = 0; i < packet->count; i++) {
    guint32 ssrc;

    if (packet->size - at < 4)
      return FALSE;
    ssrc = rtc_get_u32 (packet->body + at);
    at += 4;
    if (!read_sdes_items (packet, &at, ssrc))
      return FALSE;
  }
  return TRUE;
}

/* RFC 3550 6.6; a reason may follow and is of no use here */
static gboolean
read_bye (const Packet * packet)
{
  if (packet->size < 4 * (gsize) packet->count)
    return FALSE;
  for (guint i = 0; i < packet->count; i++) {
    RtcRtcpEvent event = {.kind = RTC_RTCP_BYE };

    event.sender_ssrc = event.media_ssrc = rtc_get_u32 (packet->body + 4 * i);
    deliver (packet, &event);
  }
  return TRUE;
}

/* RFC 4585 6.2.1 */
static void
read_nack (const Packet * packet, RtcRtcpEvent * event)
{
  event->kind = RTC_RTCP_NACK;
  for (gsize at = 8; at < packet->size; at += 4) {
    event->nack.pid = rtc_get_u16 (packet->body + at);
    event->nack.blp = rtc_get_u16 (packet->body + at + 2);
    deliver (packet, event);
  }
}

/* RFC 5104 4.3.1.1: whom it is about stands in each entry */
static gboolean
read_fir (const Packet * packet, RtcRtcpEvent * event)
{
  event->kind = RTC_RTCP_FIR;
  if (packet->size < 16 || packet->size % 8 != 0)
    return FALSE;
  for (gsize at = 8; at < packet->size; at += 8) {
    event->media_ssrc = rtc_get_u32 (packet->body + at);
    event->fir.seq = packet->body[at + 4];
    deliver (packet, event);
  }
  return TRUE;
}

/* draft-alvestrand-rmcat-remb 2.2: "REMB", how many SSRCs, 6 bits of exponent
 * and 18 of mantissa, the SSRCs.  Other application feedback is not ours. */
static gboolean
read_remb (const Packet * packet, RtcRtcpEvent * event)
{
  const guint8 *p = packet->body;
  guint8 exponent;
  guint64 mantissa;

  if (packet->size < 16 || memcmp (p + 8, "REMB", 4) != 0)
    return TRUE;
  if (packet->size < 16 + 4 * (gsize) p[12])
    return FALSE;
  exponent = p[13] >> 2;
  mantissa = rtc_get_u24 (p + 13) & 0x3ffff;

  event->kind = RTC_RTCP_REMB;
  event->media_ssrc = p[12] > 0 ? rtc_get_u32 (p + 16) : 0;
  if (mantissa > G_MAXUINT64 >> exponent)
    event->remb.bitrate = G_MAXUINT64;
  else
    event->remb.bitrate = mantissa << exponent;
  deliver (packet, event);
  return TRUE;
}

/* RFC 4585 6.1: common part of all feedback */
static gboolean
read_feedback_ssrcs (const Packet * packet, RtcRtcpEvent * event)
{
  if (packet->size < 8)
    return FALSE;
  memset (event, 0, sizeof (*event));
  event->sender_ssrc = rtc_get_u32 (packet->body);
  event->media_ssrc = rtc_get_u32 (packet->body + 4);
  return TRUE;
}

static gboolean
read_transport_feedback (const Packet * packet)
{
  RtcRtcpEvent event;

  if (!read_feedback_ssrcs (packet, &event))
    return FALSE;
  if (packet->count == 1) {
    read_nack (packet, &event);
  } else if (packet->count == 15) {
    event.kind = RTC_RTCP_TRANSPORT_CC;
    event.raw.body = packet->body + 8;
    event.raw.size = packet->size - 8;
    deliver (packet, &event);
  }
  return TRUE;
}

static gboolean
read_payload_feedback (const Packet * packet)
{
  RtcRtcpEvent event;

  if (!read_feedback_ssrcs (packet, &event))
    return FALSE;
  switch (packet->count) {
    case 1:
      event.kind = RTC_RTCP_PLI;
      deliver (packet, &event);
      return TRUE;
    case 4:
      return read_fir (packet, &event);
    case 15:
      return read_remb (packet, &event);
    default:
      return TRUE;
  }
}

static gboolean
read_packet (const Packet * packet, guint8 type)
{
  switch (type) {
    case 200:
      return read_sr (packet);
    case 201:
      return read_rr (packet);
    case 202:
      return read_sdes (packet);
    case 203:
      return read_bye (packet);
    case 205:
      return read_transport_feedback (packet);
    case 206:
      return read_payload_feedback (packet);
    default:
      /* APP, XR and what is yet to be defined */
      return TRUE;
  }
}

/* See the header.  Any thread; @func is called from within, and what its event
 * points to lies in @data. */
gboolean
rtc_rtcp_read (const guint8 * data, gsize size, RtcRtcpFunc func,
    gpointer user_data)
{
  Packet packet = {.func = func,.user_data = user_data };

  if (size == 0)
    return FALSE;

  while (size > 0) {
    gsize length;

    if (size < 4 || data[0] >> 6 != 2)
      return FALSE;
    length = 4 * ((gsize) rtc_get_u16 (data + 2) + 1);
    if (length > size)
      return FALSE;

    packet.count = data[0] & 0x1f;
    packet.body = data + 4;
    packet.size = length - 4;
    if (data[0] & 0x20) {
      const guint8 padding = data[length - 1];

      /* RFC 3550 6.4.1: on the last packet only, a multiple of four */
      if (length != size || padding == 0 || padding % 4 != 0
          || padding > packet.size)
        return FALSE;
      packet.size -= padding;
    }
    if (!read_packet (&packet, data[1]))
      return FALSE;
    data += length;
    size -= length;
  }
  return TRUE;
}
