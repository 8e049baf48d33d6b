/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RTC_SRTP_RTCP_WINDOW 128

/* What is kept of one SSRC.  Inbound the tops are the highest indices seen;
 * outbound they are the highest RTP index sent and the next SRTCP index. */
typedef struct
{
  guint32 ssrc;
  guint64 rtp_top, rtcp_top;
  guint64 rtcp_seen[RTC_SRTP_RTCP_WINDOW / 64];
  guint64 rtp_seen[];           /* none outbound */
} RtcSrtpStream;

/* Streams by SSRC.  Finding one takes no allocation and, for what an outsider
 * can ask for, no more than the slots of one cluster. */
typedef struct
{
  RtcSrtpStream **slots;        /* open addressing, at most half full */
  guint n_slots;                /* 0, or a power of two */
  guint n, max;
  gsize stream_size;
  RtcSrtpStream *last;
} RtcSrtpStreams;

void rtc_srtp_streams_init (RtcSrtpStreams * self, guint max,
    guint rtp_window);
void rtc_srtp_streams_clear (RtcSrtpStreams * self);
gboolean rtc_srtp_streams_is_full (const RtcSrtpStreams * self);
RtcSrtpStream *rtc_srtp_streams_find (RtcSrtpStreams * self, guint32 ssrc);
RtcSrtpStream *rtc_srtp_streams_add (RtcSrtpStreams * self, guint32 ssrc);

G_END_DECLS
