/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/video/video-event.h>

#include "rtcsrtpenc.h"

static GstBuffer *
make_buffer (GstMemory * slab, gsize offset, gsize size, GstBuffer * from,
    const GstSegment * segment)
{
  GstBuffer *buffer = gst_buffer_new ();

  gst_buffer_append_memory (buffer, gst_memory_share (slab, offset, size));
  gst_buffer_copy_into (buffer, from, GST_BUFFER_COPY_FLAGS, 0, -1);
  GST_BUFFER_FLAG_UNSET (buffer, GST_BUFFER_FLAG_TAG_MEMORY);
  GST_BUFFER_DURATION (buffer) = GST_BUFFER_DURATION (from);
  if (segment->format == GST_FORMAT_TIME) {
    GST_BUFFER_PTS (buffer) = gst_segment_to_running_time (segment,
        GST_FORMAT_TIME, GST_BUFFER_PTS (from));
    GST_BUFFER_DTS (buffer) = gst_segment_to_running_time (segment,
        GST_FORMAT_TIME, GST_BUFFER_DTS (from));
  }
  return buffer;
}

/* Transfer full: @list in one new memory, each packet protected where it lies,
 * the next one right behind its end (so that a run of one size can leave as one
 * datagram).  Packets that cannot be protected are left out.  @bytes: what the
 * new list holds. */
GstBufferList *
rtc_srtp_enc_protect (RtcSrtp * srtp, RtcSrtpEncPad * pad,
    GstBufferList * list, gsize * bytes)
{
  guint n = gst_buffer_list_length (list);
  GstBufferList *out = gst_buffer_list_new_sized (n);
  g_autofree RtcSpan *spans = g_new (RtcSpan, n);
  gsize room = gst_buffer_list_calculate_size (list) + n * RTC_SRTP_MAX_TRAILER;
  GstMemory *slab = gst_allocator_alloc (NULL, room, NULL);
  GstMapInfo map;
  gsize used = 0;

  gst_memory_map (slab, &map, GST_MAP_WRITE);
  for (guint i = 0; i < n; i++) {
    GstBuffer *buffer = gst_buffer_list_get (list, i);

    spans[i].data = map.data + used;
    spans[i].size = gst_buffer_extract (buffer, 0, spans[i].data, -1);
    if (pad->rtcp)
      rtc_srtp_protect_rtcp (srtp, &spans[i], 1);
    else
      rtc_srtp_protect_rtp (srtp, &spans[i], 1);
    used += spans[i].size;
  }
  gst_memory_unmap (slab, &map);

  for (guint i = 0, at = 0; i < n; at += spans[i++].size) {
    if (spans[i].size > 0)
      gst_buffer_list_add (out, make_buffer (slab, at, spans[i].size,
              gst_buffer_list_get (list, i), &pad->segment));
  }
  gst_memory_unref (slab);
  *bytes = used;
  return out;
}

static gboolean
request_key_frame (GstElement * element, GstPad * pad, gpointer user_data)
{
  RtcSrtpEncPad *info = gst_pad_get_element_private (pad);

  if (!info->rtcp)
    gst_pad_push_event (pad,
        gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE,
            0));
  return TRUE;
}

/* What was sent before the keys came is lost: begin anew.  Not on a loop. */
void
rtc_srtp_enc_request_key_frames (GstElement * element)
{
  gst_element_foreach_sink_pad (element, request_key_frame, NULL);
}
