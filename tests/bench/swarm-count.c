/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "swarm-count.h"

#include <gst/gst.h>
#include <string.h>

#define SAMPLE 64
#define RTP_HEADER_SIZE 12

void
swarm_count_packet (SwarmCount * count, RtcSrtp * srtp, guint8 * data,
    gsize size)
{
  guint32 ssrc;
  guint16 sequence;

  if (size < RTP_HEADER_SIZE)
    return;
  ssrc = GST_READ_UINT32_BE (data + 8);
  sequence = GST_READ_UINT16_BE (data + 2);

  if (count->packets == 0) {
    count->ssrc = ssrc;
    count->first = count->highest = 0x10000 + sequence;
  } else if (ssrc != count->ssrc) {
    count->other++;
    return;
  } else {
    gint16 ahead = sequence - (guint16) count->highest;

    if (ahead > 0)
      count->highest += ahead;
  }
  count->packets++;
  count->bytes += size;

  if (srtp != NULL && count->packets % SAMPLE == 1) {
    RtcSpan span = { data, size };

    if (rtc_srtp_unprotect_rtp (srtp, &span, 1) == 1)
      count->decrypted++;
    else
      count->undecryptable++;
  }
}

void
swarm_count_add (SwarmCount * sum, guint64 * lost, const SwarmCount * count)
{
  guint64 expected = count->highest - count->first + 1;

  sum->packets += count->packets;
  sum->bytes += count->bytes;
  sum->other += count->other;
  sum->decrypted += count->decrypted;
  sum->undecryptable += count->undecryptable;
  if (count->packets > 0 && expected > count->packets)
    *lost += expected - count->packets;
}

gsize
swarm_count_write_report (const SwarmCount * count, guint32 reporter,
    guint8 * out)
{
  memset (out, 0, SWARM_REPORT_SIZE);
  out[0] = 0x80 | 1;
  out[1] = 201;
  GST_WRITE_UINT16_BE (out + 2, SWARM_REPORT_SIZE / 4 - 1);
  GST_WRITE_UINT32_BE (out + 4, reporter);
  GST_WRITE_UINT32_BE (out + 8, count->ssrc);
  GST_WRITE_UINT32_BE (out + 16, count->highest - 0x10000);
  return SWARM_REPORT_SIZE;
}
