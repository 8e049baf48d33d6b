/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcframe.h"

G_BEGIN_DECLS

/* 12 fixed bytes, 4 of RFC 8285, 30 of elements, padding */
#define RTC_SENDER_MAX_HEADER 48
/* What a packet grows by at most on its way to a peer, RTX included */
#define RTC_SENDER_MAX_OVERHEAD (RTC_SENDER_MAX_HEADER + 2)
#define RTC_SENDER_SRS 8

/* One outgoing RTP stream to one peer: turns items of the shared stream into
 * this peer's packets and keeps the numbers that RTCP needs (RFC 3550 6.4).
 * A plain value; no clock: time comes in. */
typedef struct
{
  guint32 ssrc;
  guint32 rtx_ssrc;             /* 0: no rtx (RFC 4588) */
  guint8 pt;
  guint8 rtx_pt;
  guint32 clock_rate;
  /* RFC 8285 one-byte header extension ids, 0: not negotiated */
  guint8 ext_mid, ext_transport_cc, ext_abs_send_time, ext_playout_delay,
      ext_audio_level;
  gchar mid[17];                /* "" unless ext_mid */
  guint16 playout_delay_min, playout_delay_max; /* 10 ms units, 12 bits */
} RtcSenderConfig;

/* Reception as the peer reported it last */
typedef struct
{
  gboolean valid;
  guint8 fraction_lost;         /* of 256 */
  gint32 packets_lost;
  guint32 jitter;               /* RTP units */
  gint64 rtt;                   /* microseconds, -1 unknown */
  gint64 time;                  /* when the report came */
} RtcReception;

typedef struct
{
  RtcSenderConfig config;
  gboolean started;
  guint64 first_index;          /* shared index of the first packet sent */
  guint64 next_index;           /* one past the newest packet sent */
  guint16 seq_offset;           /* seq = (guint16) index + seq_offset; before
                                 * the first packet: its seq */
  guint32 ts_offset;
  guint16 rtx_seq;
  gboolean mid_known;           /* a report came: mid need not be sent more */
  guint32 last_timestamp;       /* on the wire */
  gint64 last_running_time;     /* microseconds, -1 unknown */
  gint64 last_time;             /* rtc_loop_now () at which it went out */
  guint64 packets_sent, bytes_sent;     /* bytes: payload, as SR counts */
  guint64 header_bytes_sent;
  guint64 rtx_packets_sent, rtx_bytes_sent;
  guint64 nacks, plis, firs;
  guint8 last_fir_seq;
  gboolean fir_seen;
  guint32 sr_ntp[RTC_SENDER_SRS];       /* middle of NTP times, ring */
  guint n_srs;                  /* ever written */
  RtcReception reception;
  /* Only for rtcrewrite.h: whole headers that lack just the numbers, without
   * [0] and with mid [1], and where in them the numbers stand (0: nowhere) */
  guint8 header[2][RTC_SENDER_MAX_HEADER];
  guint8 header_size[2];
  guint8 at_transport_cc, at_abs_send_time, at_audio_level;
  guint64 mid_until;            /* packets from this index on have no mid */
} RtcSender;

void rtc_sender_init (RtcSender * sender, const RtcSenderConfig * config);

/* Write @item (number @index of the shared stream) as this peer's packet.
 * @transport_seq: of transport-wide-cc, used and raised only if negotiated.
 * @now: microseconds, for abs-send-time.  Returns the size, 0: no room. */
gsize rtc_sender_write (RtcSender * sender, const RtcFrame * frame,
    const RtcFrameItem * item, guint64 index, guint16 * transport_seq,
    gint64 now, guint8 * out, gsize room);
/* The same packet again as RTX.  Without rtx_ssrc the packet itself once more,
 * to the bit; 0 if that cannot be (transport-wide-cc or abs-send-time) */
gsize rtc_sender_write_rtx (RtcSender * sender, const RtcFrame * frame,
    const RtcFrameItem * item, guint64 index, guint16 * transport_seq,
    gint64 now, guint8 * out, gsize room);

/* Which packet of the shared stream @seq was.  FALSE: never sent */
gboolean rtc_sender_find (const RtcSender * sender, guint16 seq,
    guint64 * index);

/* NTP time is 32.32; @clock_base: NTP time of running time 0 (0: unknown, then
 * the time of sending counts) */
gsize rtc_sender_write_sr (RtcSender * sender, gint64 now, guint64 ntp_now,
    guint64 clock_base, guint8 * out, gsize room);
/* A FIR came (RFC 5104 4.3.1.2).  FALSE: a repetition of the last one */
gboolean rtc_sender_fir (RtcSender * sender, guint8 seq);
void rtc_sender_report (RtcSender * sender, gint64 now, guint64 ntp_now,
    guint8 fraction_lost, gint32 packets_lost, guint32 jitter, guint32 lsr,
    guint32 dlsr);

G_END_DECLS
