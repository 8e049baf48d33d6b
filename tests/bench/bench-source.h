/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The load that every sender of the benchmarks carries: 30 frames a second of
 * "VP8" that a payloader with an MTU of 1200 cuts into 14 packets, 3.9 Mbit/s.
 * Only the headers are VP8: nothing decodes it, and no encoder's time shows up
 * in the figures. */
#define BENCH_FPS 30
#define BENCH_PACKETS_PER_FRAME 14
#define BENCH_FRAME_SIZE (BENCH_PACKETS_PER_FRAME * 1150)
#define BENCH_MTU 1200

/* A sender that cannot keep up drops frames rather than collect them */
#define BENCH_SOURCE "appsrc name=source is-live=true format=time " \
    "do-timestamp=true max-bytes=100000 leaky-type=downstream caps=video/x-vp8,width=1280,height=720," \
    "framerate=30/1"

/* Set @pipeline playing and push frames into its element "source" until the
 * process ends.  FALSE, said on stderr, when it does not start. */
gboolean bench_start (GstElement * pipeline);
/* Say where WHEP is served, one line of JSON on stdout; return when stdin is
 * closed */
void bench_run (const gchar * whep_url);

G_END_DECLS
