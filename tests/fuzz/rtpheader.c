/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Anything as an RTP packet: what is read must lie inside of it. */

#include <string.h>

#include "rtp/rtcframe.h"
#include "rtp/rtcheader.h"

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

static void
check_inside (const guint8 * data, gsize size, const guint8 * part,
    gsize part_size)
{
  if (part < data || part > data + size
      || part_size > (gsize) (data + size - part))
    __builtin_trap ();
}

static void
check_frame (const guint8 * data, gsize size, const RtcHeader * header)
{
  RtcFrameBuilder *builder = rtc_frame_builder_new ();
  gboolean added = rtc_frame_builder_add (builder, data, size, 1);
  g_autoptr (RtcFrame) frame = NULL;

  if (added != (header != NULL && header->payload_size <= G_MAXUINT16))
    __builtin_trap ();
  frame = rtc_frame_builder_finish (builder, FALSE, -1, 0);
  rtc_frame_builder_free (builder);
  if (!added)
    return;
  if (frame == NULL || frame->items[0].size != header->payload_size
      || memcmp (frame->items[0].payload, header->payload,
          header->payload_size) != 0)
    __builtin_trap ();
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  RtcHeader header;

  if (!rtc_header_read (data, size, &header)) {
    check_frame (data, size, NULL);
    return 0;
  }
  check_inside (data, size, header.payload, header.payload_size);
  for (guint id = 0; id < 256; id++) {
    gsize found_size = 0;
    const guint8 *found = rtc_header_find_extension (&header, id, &found_size);

    if (found != NULL)
      check_inside (header.extension, header.extension_size, found, found_size);
  }
  check_frame (data, size, &header);
  return 0;
}
