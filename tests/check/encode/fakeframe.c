/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* gst/rtp's frame builder in its simplest form, where that room is absent */
#include "rtp/rtcframe.h"

#include <string.h>

struct _RtcFrameBuilder
{
  GArray *items;
  GByteArray *bytes;
  guint64 index;
};

RtcFrameBuilder *
rtc_frame_builder_new (void)
{
  RtcFrameBuilder *b = g_new0 (RtcFrameBuilder, 1);

  b->items = g_array_new (FALSE, FALSE, sizeof (RtcFrameItem));
  b->bytes = g_byte_array_new ();
  return b;
}

void
rtc_frame_builder_free (RtcFrameBuilder * b)
{
  g_array_unref (b->items);
  g_byte_array_unref (b->bytes);
  g_free (b);
}

gboolean
rtc_frame_builder_add (RtcFrameBuilder * b, const guint8 * p, gsize size,
    guint8 level_id)
{
  RtcFrameItem item = {.marker = p[1] >> 7,.audio_level = -1 };
  gsize at = 12;

  if ((p[0] & 0x10) != 0) {
    if (level_id != 0 && p[16] >> 4 == level_id)
      item.audio_level = (gint8) (p[17] & 0x7f);
    at += 4 + 4 * ((p[14] << 8) | p[15]);
  }
  item.size = size - at;
  item.timestamp = ((guint32) p[4] << 24) | (p[5] << 16) | (p[6] << 8) | p[7];
  g_array_append_val (b->items, item);
  g_byte_array_append (b->bytes, p + at, item.size);
  return TRUE;
}

guint
rtc_frame_builder_get_n_items (RtcFrameBuilder * b)
{
  return b->items->len;
}

RtcFrame *
rtc_frame_builder_finish (RtcFrameBuilder * b, gboolean keyframe,
    gint64 running_time, gint64 now)
{
  gsize head = sizeof (RtcFrame) + b->items->len * sizeof (RtcFrameItem);
  RtcFrame *f;
  guint8 *at;

  if (b->items->len == 0)
    return NULL;
  f = g_malloc0 (head + b->bytes->len);
  f->refcount = 1;
  f->n_items = b->items->len;
  f->keyframe = keyframe;
  f->first_index = b->index;
  f->running_time = running_time;
  f->arrival = now;
  f->n_bytes = b->bytes->len;
  memcpy (f->items, b->items->data, head - sizeof (RtcFrame));
  f->timestamp = f->items[0].timestamp;
  at = (guint8 *) f + head;
  memcpy (at, b->bytes->data, b->bytes->len);
  for (guint i = 0; i < f->n_items; i++) {
    f->items[i].payload = at;
    at += f->items[i].size;
  }
  b->index += f->n_items;
  g_array_set_size (b->items, 0);
  g_byte_array_set_size (b->bytes, 0);
  return f;
}

RtcFrame *
rtc_frame_ref (RtcFrame * frame)
{
  g_atomic_int_inc (&frame->refcount);
  return frame;
}

void
rtc_frame_unref (RtcFrame * frame)
{
  if (g_atomic_int_dec_and_test (&frame->refcount))
    g_free (frame);
}
