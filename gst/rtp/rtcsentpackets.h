/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The last packets of one outgoing stream as they were, found by sequence
 * number: what a NACK may ask for.  Holds references, copies nothing.  Bounded
 * by time and by bytes.  (rtchistory.h has the frames of a shared stream.) */
typedef struct _RtcSentPackets RtcSentPackets;

RtcSentPackets *rtc_sent_packets_new (gint64 max_age, gsize max_bytes);
void rtc_sent_packets_free (RtcSentPackets * self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcSentPackets, rtc_sent_packets_free)
void rtc_sent_packets_push (RtcSentPackets * self, guint16 seq,
    GstBuffer * buffer, gint64 now);
/* NULL: too old or never sent.  @index: the same for a sequence number until it
 * has wrapped.  Borrowed until the next push. */
GstBuffer *rtc_sent_packets_find (RtcSentPackets * self, guint16 seq,
    gint64 now, guint64 * index);
void rtc_sent_packets_clear (RtcSentPackets * self);

/* @packet as RTX (RFC 4588 section 4) into @out, which must have room for
 * @size + 2.  The extension element @transport_cc (0: none) becomes padding: its
 * number belongs to the packet that was.  Returns the size; 0: no RTP. */
gsize rtc_sent_packets_write_rtx (const guint8 * packet, gsize size, guint8 pt,
    guint32 ssrc, guint16 seq, guint8 transport_cc, guint8 * out);

G_END_DECLS
