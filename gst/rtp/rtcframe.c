/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcframe.h"
#include "rtcheader.h"

#include <string.h>

/* Items and bytes are kept apart while a frame grows and keep their size from
 * frame to frame, so that after the largest frame nothing grows any more. */
struct _RtcFrameBuilder
{
  GArray *items;                /* of RtcFrameItem, payload not yet set */
  GByteArray *bytes;
  guint64 next_index;
};

/* Transfer full.  Owned by one streaming thread, like all calls below. */
RtcFrameBuilder *
rtc_frame_builder_new (void)
{
  RtcFrameBuilder *builder = g_new0 (RtcFrameBuilder, 1);

  builder->items = g_array_new (FALSE, FALSE, sizeof (RtcFrameItem));
  builder->bytes = g_byte_array_new ();
  return builder;
}

void
rtc_frame_builder_free (RtcFrameBuilder * builder)
{
  g_array_unref (builder->items);
  g_byte_array_unref (builder->bytes);
  g_free (builder);
}

/* RFC 6464: a voice bit and seven bits of level.  "Voice, and silent" reads as
 * unknown, which is what it is worth. */
static gint8
read_audio_level (const RtcHeader * header, guint8 id)
{
  gsize size;
  const guint8 *level = rtc_header_find_extension (header, id, &size);

  return level != NULL && size > 0 ? (gint8) level[0] : -1;
}

/* Copies the payload of @packet; padding, CSRCs and extensions stay behind.
 * FALSE, and nothing is added: it is not RTP, or larger than UDP carries. */
gboolean
rtc_frame_builder_add (RtcFrameBuilder * builder, const guint8 * packet,
    gsize size, guint8 audio_level_id)
{
  RtcHeader header;
  RtcFrameItem item = { NULL, };

  if (!rtc_header_read (packet, size, &header)
      || header.payload_size > G_MAXUINT16)
    return FALSE;

  item.size = header.payload_size;
  item.marker = header.marker;
  item.audio_level = read_audio_level (&header, audio_level_id);
  item.timestamp = header.timestamp;
  g_array_append_val (builder->items, item);
  g_byte_array_append (builder->bytes, header.payload, header.payload_size);
  return TRUE;
}

guint
rtc_frame_builder_get_n_items (RtcFrameBuilder * builder)
{
  return builder->items->len;
}

/* Hands out what was added as one frame in one piece of memory (transfer full,
 * nullable) and begins the next one.  @running_time, @now: microseconds.
 * Indices continue from frame to frame for as long as the builder lives. */
RtcFrame *
rtc_frame_builder_finish (RtcFrameBuilder * builder, gboolean keyframe,
    gint64 running_time, gint64 now)
{
  const guint n = builder->items->len;
  const gsize items_size = n * sizeof (RtcFrameItem);
  RtcFrame *frame;
  guint8 *bytes;

  if (n == 0)
    return NULL;

  frame = g_malloc (sizeof (RtcFrame) + items_size + builder->bytes->len);
  bytes = (guint8 *) frame->items + items_size;
  memcpy (frame->items, builder->items->data, items_size);
  if (builder->bytes->len > 0)
    memcpy (bytes, builder->bytes->data, builder->bytes->len);
  for (guint i = 0; i < n; i++) {
    frame->items[i].payload = bytes;
    bytes += frame->items[i].size;
  }

  frame->refcount = 1;
  frame->n_items = n;
  frame->keyframe = keyframe;
  frame->first_index = builder->next_index;
  frame->timestamp = frame->items[0].timestamp;
  frame->running_time = running_time;
  frame->arrival = now;
  frame->n_bytes = builder->bytes->len;

  builder->next_index += n;
  g_array_set_size (builder->items, 0);
  g_byte_array_set_size (builder->bytes, 0);
  return frame;
}

/* Any thread */
RtcFrame *
rtc_frame_ref (RtcFrame * frame)
{
  g_atomic_int_inc (&frame->refcount);
  return frame;
}

/* Any thread */
void
rtc_frame_unref (RtcFrame * frame)
{
  if (g_atomic_int_dec_and_test (&frame->refcount))
    g_free (frame);
}
