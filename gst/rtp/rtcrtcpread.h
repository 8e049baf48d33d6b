/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RTC_RTCP_SR,
  RTC_RTCP_REPORT,              /* one report block of an SR or RR */
  RTC_RTCP_NACK,                /* one pid + blp (RFC 4585 6.2.1) */
  RTC_RTCP_PLI,
  RTC_RTCP_FIR,                 /* one entry (RFC 5104 4.3.1) */
  RTC_RTCP_REMB,
  RTC_RTCP_TRANSPORT_CC,        /* raw: body, body_size */
  RTC_RTCP_BYE,
  RTC_RTCP_SDES_CNAME,
} RtcRtcpKind;

typedef struct
{
  RtcRtcpKind kind;
  guint32 sender_ssrc;
  guint32 media_ssrc;           /* whom it is about */
  union
  {
    struct { guint64 ntp; guint32 rtp, packets, octets; } sr;
    struct
    {
      guint8 fraction_lost;
      gint32 packets_lost;
      guint32 highest_seq, jitter, lsr, dlsr;
    } report;
    struct { guint16 pid, blp; } nack;
    struct { guint8 seq; } fir;
    struct { guint64 bitrate; } remb;
    struct { const guint8 *body; gsize size; } raw;
    struct { const gchar *text; gsize size; } cname;
  };
} RtcRtcpEvent;

typedef void (*RtcRtcpFunc) (const RtcRtcpEvent * event, gpointer user_data);

/* Reads a compound or reduced-size (RFC 5506) packet.  FALSE: malformed; what
 * stood before the fault was delivered. */
gboolean rtc_rtcp_read (const guint8 * data, gsize size, RtcRtcpFunc func,
    gpointer user_data);

G_END_DECLS
