/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsender.h"

#include "core/rtcids.h"
#include "rtcrewrite.h"

/* Beyond this a round trip is a lie or a mistake */
#define MAX_RTT (60 * G_USEC_PER_SEC)
/* Clocks that drift and 1/65536 s of resolution make a very short round trip
 * come out below zero */
#define RTT_SLACK 1000

/* All calls from the thread that owns @sender, or under its lock.  @config is
 * copied.  Sequence numbers and timestamps begin at random (RFC 3550 5.1), the
 * former in the lower half: SRTP counts their wraps, and a peer that misses
 * the first packets must not miss a wrap with them (RFC 3711 3.3.1). */
void
rtc_sender_init (RtcSender * sender, const RtcSenderConfig * config)
{
  memset (sender, 0, sizeof (*sender));
  sender->config = *config;
  sender->config.pt &= 0x7f;
  sender->config.rtx_pt &= 0x7f;
  sender->config.mid[sizeof (config->mid) - 1] = '\0';
  rtc_random_bytes (&sender->seq_offset, sizeof (sender->seq_offset));
  rtc_random_bytes (&sender->ts_offset, sizeof (sender->ts_offset));
  rtc_random_bytes (&sender->rtx_seq, sizeof (sender->rtx_seq));
  sender->seq_offset &= 0x7fff;
  sender->rtx_seq &= 0x7fff;
  sender->last_running_time = -1;
  sender->reception.rtt = -1;
  rtc_rewrite_init (sender);
}

/* The newest packet that bore @seq.  FALSE: older than the stream, or among the
 * 32768 numbers that come next. */
gboolean
rtc_sender_find (const RtcSender * sender, guint16 seq, guint64 * index)
{
  const guint64 newest = sender->next_index - 1;
  const guint16 back = (guint16) (newest + sender->seq_offset) - seq;

  if (!sender->started || back >= 0x8000 || back > newest - sender->first_index)
    return FALSE;
  *index = newest - back;
  return TRUE;
}

/* Signed 32.32 seconds to microseconds */
static gint64
ntp_to_us (gint64 ntp)
{
  const guint64 fraction = (guint64) ntp & 0xffffffff;

  return (ntp >> 32) * G_USEC_PER_SEC
      + (gint64) ((fraction * G_USEC_PER_SEC) >> 32);
}

/* The RTP time that the wire clock shows at @ntp_now.  Media clock and NTP
 * clock are tied by running time; where that is not known, by the moment of
 * sending, which is late by the same latency for sound and picture alike. */
static guint32
rtp_time (const RtcSender * sender, gint64 now, guint64 ntp_now,
    guint64 clock_base)
{
  const gint64 rate = sender->config.clock_rate;
  gint64 elapsed;

  if (clock_base != 0 && sender->last_running_time >= 0)
    elapsed = ntp_to_us (ntp_now - clock_base) - sender->last_running_time;
  else
    elapsed = now - sender->last_time;

  /* whole seconds apart, so that no product overflows */
  return sender->last_timestamp
      + (guint32) (elapsed / G_USEC_PER_SEC * rate
      + elapsed % G_USEC_PER_SEC * rate / G_USEC_PER_SEC);
}

/* A sender report without blocks (RFC 3550 6.4.1), 28 bytes.  0: no room, or
 * nothing was sent yet (an empty receiver report is due then). */
gsize
rtc_sender_write_sr (RtcSender * sender, gint64 now, guint64 ntp_now,
    guint64 clock_base, guint8 * out, gsize room)
{
  if (!sender->started || room < 28)
    return 0;

  rtc_put_u16 (out, 2 << 14 | 200);
  rtc_put_u16 (out + 2, 28 / 4 - 1);
  rtc_put_u32 (out + 4, sender->config.ssrc);
  rtc_put_u64 (out + 8, ntp_now);
  rtc_put_u32 (out + 16, rtp_time (sender, now, ntp_now, clock_base));
  rtc_put_u32 (out + 20, (guint32) sender->packets_sent);
  rtc_put_u32 (out + 24, (guint32) sender->bytes_sent);

  sender->sr_ntp[sender->n_srs++ % RTC_SENDER_SRS] = (guint32) (ntp_now >> 16);
  return 28;
}

static gboolean
was_our_sr (const RtcSender * sender, guint32 lsr)
{
  for (guint i = 0; i < MIN (sender->n_srs, RTC_SENDER_SRS); i++)
    if (sender->sr_ntp[i] == lsr)
      return TRUE;
  return FALSE;
}

/* RFC 3550 6.4.1: now - LSR - DLSR in units of 1/65536 s.  Microseconds, -1:
 * not to be known */
static gint64
round_trip (const RtcSender * sender, guint64 ntp_now, guint32 lsr,
    guint32 dlsr)
{
  gint64 rtt;

  if (lsr == 0 || !was_our_sr (sender, lsr))
    return -1;
  rtt = (gint32) ((guint32) (ntp_now >> 16) - lsr - dlsr);
  rtt = rtt * G_USEC_PER_SEC / 65536;
  if (rtt < -RTT_SLACK || rtt > MAX_RTT)
    return -1;
  return MAX (rtt, 0);
}

gboolean
rtc_sender_fir (RtcSender * sender, guint8 seq)
{
  if (sender->fir_seen && sender->last_fir_seq == seq)
    return FALSE;
  sender->fir_seen = TRUE;
  sender->last_fir_seq = seq;
  sender->firs++;
  return TRUE;
}

/* A report block about our SSRC came, at @now, which is @ntp_now.
 * @packets_lost is signed: duplicates make it negative. */
void
rtc_sender_report (RtcSender * sender, gint64 now, guint64 ntp_now,
    guint8 fraction_lost, gint32 packets_lost, guint32 jitter, guint32 lsr,
    guint32 dlsr)
{
  RtcReception *reception = &sender->reception;

  reception->valid = TRUE;
  reception->fraction_lost = fraction_lost;
  reception->packets_lost = packets_lost;
  reception->jitter = jitter;
  reception->rtt = round_trip (sender, ntp_now, lsr, dlsr);
  reception->time = now;
  sender->mid_known = TRUE;
}
