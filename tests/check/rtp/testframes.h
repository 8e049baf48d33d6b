/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Frames and senders as the tests of this room want them */

#include <gst/check/gstcheck.h>
#include <gst/rtp/gstrtpbuffer.h>

#include "rtp/rtcsender.h"

#define PAYLOAD 1000

/* @n packets of PAYLOAD bytes: their first byte counts, the last is marked */
static inline RtcFrame *
make_frame (RtcFrameBuilder * builder, guint n, guint32 timestamp,
    gint64 running_time, gint64 now)
{
  guint8 packet[12 + PAYLOAD] = { 0x80, };

  for (guint i = 0; i < n; i++) {
    packet[1] = (i == n - 1) << 7 | 96;
    packet[4] = timestamp >> 24;
    packet[5] = timestamp >> 16;
    packet[6] = timestamp >> 8;
    packet[7] = timestamp;
    packet[12] = i;
    fail_unless (rtc_frame_builder_add (builder, packet, sizeof (packet), 0));
  }
  return rtc_frame_builder_finish (builder, FALSE, running_time, now);
}

static inline RtcSenderConfig
video_config (void)
{
  return (RtcSenderConfig) {
  .ssrc = 0x11111111,.rtx_ssrc = 0x22222222,.pt = 100,.rtx_pt = 101,
        .clock_rate = 90000,.ext_mid = 4,.ext_transport_cc = 3,
        .ext_abs_send_time = 2,.ext_playout_delay = 14,.mid = "v0",
        .playout_delay_min = 1,.playout_delay_max = 0xabc};
}

/* Sends the whole frame; returns how many bytes the last packet had */
static inline gsize
send_frame (RtcSender * sender, RtcFrame * frame, guint16 * transport_seq,
    gint64 now)
{
  guint8 out[1500];
  gsize size = 0;

  for (guint i = 0; i < frame->n_items; i++) {
    size = rtc_sender_write (sender, frame, &frame->items[i],
        frame->first_index + i, transport_seq, now, out, sizeof (out));
    fail_unless (size > 0);
  }
  return size;
}

static inline void
map_packet (guint8 * packet, gsize size, GstRTPBuffer * rtp)
{
  GstBuffer *buffer = gst_buffer_new_memdup (packet, size);

  fail_unless (gst_rtp_buffer_map (buffer, GST_MAP_READ, rtp));
}

static inline void
unmap_packet (GstRTPBuffer * rtp)
{
  GstBuffer *buffer = rtp->buffer;

  gst_rtp_buffer_unmap (rtp);
  gst_buffer_unref (buffer);
}
