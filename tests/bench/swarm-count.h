/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "srtp/rtcsrtp.h"

G_BEGIN_DECLS

/* What one receiver got.  Plain numbers; all of it on one thread. */
typedef struct
{
  guint64 packets, bytes;       /* of the media SSRC: the first one seen */
  guint64 other;                /* other SSRCs: retransmissions, padding */
  guint64 decrypted, undecryptable;     /* of the sample */
  guint32 ssrc;
  guint64 first, highest;       /* extended sequence numbers */
} SwarmCount;

/* Count an SRTP packet; one in 64 is decrypted in place to prove that the
 * sender does the work.  @srtp may be NULL. */
void swarm_count_packet (SwarmCount * count, RtcSrtp * srtp, guint8 * data,
    gsize size);
/* A receiver report (RFC 3550 section 6.4.2) of what came in into @out, which
 * has room for SRTCP's trailer behind it; returns its size */
#define SWARM_REPORT_SIZE 32
gsize swarm_count_write_report (const SwarmCount * count, guint32 reporter,
    guint8 * out);
/* @sum += @count; @lost += what is missing in its sequence */
void swarm_count_add (SwarmCount * sum, guint64 * lost,
    const SwarmCount * count);

G_END_DECLS
