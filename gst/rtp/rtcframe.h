/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One RTP packet of the shared stream, without the header a viewer gets */
typedef struct
{
  const guint8 *payload;
  guint16 size;
  guint8 marker;
  gint8 audio_level;            /* RFC 6464 byte as signed; -1: unknown */
  guint32 timestamp;            /* of the payloader's clock */
} RtcFrameItem;

/* The packets of one frame (video) or one packet (audio): payload bytes copied
 * once, then shared by all viewers and by the retransmission history.  Made in
 * a streaming thread, immutable afterwards, atomically refcounted. */
typedef struct
{
  gint refcount;
  guint n_items;
  gboolean keyframe;
  guint64 first_index;          /* index of items[0] in the shared stream: never wraps */
  guint32 timestamp;
  gint64 running_time;          /* microseconds, -1 unknown */
  gint64 arrival;               /* rtc_loop_now () when it was made */
  gsize n_bytes;
  RtcFrameItem items[];
} RtcFrame;

/* Collects the packets of a frame; one a stream, used by its streaming thread */
typedef struct _RtcFrameBuilder RtcFrameBuilder;

RtcFrameBuilder *rtc_frame_builder_new (void);
void rtc_frame_builder_free (RtcFrameBuilder * builder);
/* A whole RTP packet as the payloader wrote it (any header extension is cut
 * off, @audio_level_id tells which one is read, 0: none).  FALSE: not RTP */
gboolean rtc_frame_builder_add (RtcFrameBuilder * builder,
    const guint8 * packet, gsize size, guint8 audio_level_id);
guint rtc_frame_builder_get_n_items (RtcFrameBuilder * builder);
/* NULL when empty */
RtcFrame *rtc_frame_builder_finish (RtcFrameBuilder * builder,
    gboolean keyframe, gint64 running_time, gint64 now);

RtcFrame *rtc_frame_ref (RtcFrame * frame);
void rtc_frame_unref (RtcFrame * frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcFrame, rtc_frame_unref)

G_END_DECLS
