/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtcpacketsink.h"

#include <gst/video/video-event.h>
#include "core/rtcloop.h"
#include "rtp/rtcframe.h"

GST_DEBUG_CATEGORY_STATIC (rtc_packet_sink_debug);
#define GST_CAT_DEFAULT rtc_packet_sink_debug

/* NTP counts from 1900 (RFC 5905), Unix from 1970 */
#define NTP_OF_UNIX G_GUINT64_CONSTANT (2208988800)
/* more than any payloader's mtu; larger packets are mapped instead */
#define SCRATCH 1500

struct _RtcPacketSink
{
  GstBaseSink parent;

  RtcFanout *fanout;
  RtcTimeline *timeline;
  gboolean video;
  guint8 audio_level_id;
  guint number;                 /* of the key frame callback; atomic, 0: none */

  /* the streaming thread's */
  RtcFrameBuilder *builder;
  gboolean key;                 /* of the encoded buffer that goes through the payloader */
  gboolean frame_key;
  guint32 frame_timestamp;
  gint64 frame_running_time;
  guint8 scratch[SCRATCH];
};

G_DEFINE_FINAL_TYPE (RtcPacketSink, rtc_packet_sink, GST_TYPE_BASE_SINK);

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("application/x-rtp"));

static void
flush_frame (RtcPacketSink * self)
{
  RtcFrame *frame = rtc_frame_builder_finish (self->builder, self->frame_key,
      self->frame_running_time, rtc_loop_now ());

  if (frame != NULL) {
    rtc_fanout_push (self->fanout, frame);
    rtc_frame_unref (frame);
  }
}

static gint64
running_time_of (RtcPacketSink * self, GstBuffer * buffer)
{
  GstSegment *segment = &GST_BASE_SINK (self)->segment;
  guint64 time;

  if (!GST_BUFFER_PTS_IS_VALID (buffer) || segment->format != GST_FORMAT_TIME)
    return -1;
  time = gst_segment_to_running_time (segment, GST_FORMAT_TIME,
      GST_BUFFER_PTS (buffer));
  return GST_CLOCK_TIME_IS_VALID (time) ? (gint64) (time / GST_USECOND) : -1;
}

static void
add_packet (RtcPacketSink * self, GstBuffer * buffer, const guint8 * packet,
    gsize size)
{
  guint32 timestamp;

  if (size < 12)
    return;
  timestamp = GST_READ_UINT32_BE (packet + 4);
  /* a payloader without markers: a new timestamp is a new frame */
  if (rtc_frame_builder_get_n_items (self->builder) > 0
      && timestamp != self->frame_timestamp)
    flush_frame (self);
  if (rtc_frame_builder_get_n_items (self->builder) == 0) {
    self->frame_key = self->key;
    self->frame_timestamp = timestamp;
    self->frame_running_time = running_time_of (self, buffer);
  }
  if (!rtc_frame_builder_add (self->builder, packet, size,
          self->audio_level_id))
    return;
  if (!self->video || (packet[1] & 0x80) != 0)
    flush_frame (self);
}

/* A packet is two memories, header and payload: gathered into one scratch area
 * instead of a mapping that would allocate for each */
static void
take_packet (RtcPacketSink * self, GstBuffer * buffer)
{
  gsize size = gst_buffer_get_size (buffer);
  GstMapInfo map;

  if (size <= sizeof self->scratch) {
    gst_buffer_extract (buffer, 0, self->scratch, size);
    add_packet (self, buffer, self->scratch, size);
  } else if (gst_buffer_map (buffer, &map, GST_MAP_READ)) {
    add_packet (self, buffer, map.data, map.size);
    gst_buffer_unmap (buffer, &map);
  }
}

static GstFlowReturn
rtc_packet_sink_render (GstBaseSink * base, GstBuffer * buffer)
{
  take_packet (RTC_PACKET_SINK (base), buffer);
  return GST_FLOW_OK;
}

static GstFlowReturn
rtc_packet_sink_render_list (GstBaseSink * base, GstBufferList * list)
{
  guint n = gst_buffer_list_length (list);

  for (guint i = 0; i < n; i++)
    take_packet (RTC_PACKET_SINK (base), gst_buffer_list_get (list, i));
  return GST_FLOW_OK;
}

static gboolean
rtc_packet_sink_event (GstBaseSink * base, GstEvent * event)
{
  /* A branch comes and goes: the end of the stream is the input's to tell, so
   * this one's is not passed on to a bin that counts them. */
  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS) {
    flush_frame (RTC_PACKET_SINK (base));
    gst_event_unref (event);
    return TRUE;
  }
  return GST_BASE_SINK_CLASS (rtc_packet_sink_parent_class)->event (base,
      event);
}

static void
set_clock_base (RtcPacketSink * self)
{
  GstClockTime now = rtc_timeline_get_now (self->timeline,
      GST_ELEMENT (self));
  gint64 wall = g_get_real_time ();
  guint64 ntp;

  if (!GST_CLOCK_TIME_IS_VALID (now))
    return;
  wall -= now / GST_USECOND;
  ntp = (((guint64) wall / G_USEC_PER_SEC) + NTP_OF_UNIX) << 32;
  ntp |= (((guint64) wall % G_USEC_PER_SEC) << 32) / G_USEC_PER_SEC;
  rtc_fanout_set_clock_base (self->fanout, ntp);
}

static GstStateChangeReturn
rtc_packet_sink_change_state (GstElement * element, GstStateChange transition)
{
  /* the clock and the time of day may drift apart in a pause */
  if (transition == GST_STATE_CHANGE_PAUSED_TO_PLAYING)
    set_clock_base (RTC_PACKET_SINK (element));
  return GST_ELEMENT_CLASS (rtc_packet_sink_parent_class)->change_state
      (element, transition);
}

static GstPadProbeReturn
encoded_probe (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  RtcPacketSink *self = user_data;

  self->key = !GST_BUFFER_FLAG_IS_SET (GST_PAD_PROBE_INFO_BUFFER (info),
      GST_BUFFER_FLAG_DELTA_UNIT);
  return GST_PAD_PROBE_OK;
}

/* Learn from @payloader_sink which frames are key frames.  Before the branch
 * runs; @self outlives the payloader's activity. */
void
rtc_packet_sink_watch (RtcPacketSink * self, GstPad * payloader_sink)
{
  gst_pad_add_probe (payloader_sink, GST_PAD_PROBE_TYPE_BUFFER, encoded_probe,
      gst_object_ref (self), gst_object_unref);
}

static void
send_force_key_unit (GstElement * element, gpointer user_data)
{
  /* Not "all headers": the payloader repeats them with each IDR anyway, and a
   * parser would send them as a picture of their own, with a marker. */
  GstEvent *event = gst_video_event_new_upstream_force_key_unit
      (GST_CLOCK_TIME_NONE, FALSE, 0);

  GST_DEBUG_OBJECT (element, "asking for a key frame");
  gst_pad_push_event (GST_BASE_SINK_PAD (element), event);
}

/* A fan-out may be asking for a key frame on a loop while the branch goes, and
 * its callback has no way to hold a reference: so it gets a number, never a
 * pointer, and the sink that bears it is looked up. */
static GMutex sinks_lock;
static GHashTable *sinks;       /* number -> element, not owned */
static guint last_number;

static guint
register_sink (RtcPacketSink * self)
{
  guint number;

  g_mutex_lock (&sinks_lock);
  if (sinks == NULL)
    sinks = g_hash_table_new (NULL, NULL);
  number = ++last_number;
  g_hash_table_insert (sinks, GUINT_TO_POINTER (number), self);
  g_mutex_unlock (&sinks_lock);
  return number;
}

static void
unregister_sink (guint number)
{
  g_mutex_lock (&sinks_lock);
  g_hash_table_remove (sinks, GUINT_TO_POINTER (number));
  if (g_hash_table_size (sinks) == 0)
    g_clear_pointer (&sinks, g_hash_table_unref);
  g_mutex_unlock (&sinks_lock);
}

/* Any thread.  The event may travel through elements of the application, so it
 * leaves on a thread of its own, which keeps the sink alive. */
static void
request_keyframe (gpointer data)
{
  g_autoptr (GstElement) element = NULL;

  g_mutex_lock (&sinks_lock);
  if (sinks != NULL)
    element = g_hash_table_lookup (sinks, data);
  if (element != NULL)
    gst_object_ref (element);
  g_mutex_unlock (&sinks_lock);
  if (element != NULL)
    gst_element_call_async (element, send_force_key_unit, NULL, NULL);
}

/* The branch is going: no key frame is asked of it any more.  Any thread,
 * while the caller holds a reference. */
void
rtc_packet_sink_detach (RtcPacketSink * self)
{
  guint number = g_atomic_int_exchange (&self->number, 0);

  if (number != 0) {
    rtc_fanout_set_keyframe_func (self->fanout, NULL, NULL);
    unregister_sink (number);
  }
}

/* Any thread; floating.  @audio_level_id: the header extension in which the
 * payloader writes the level (RFC 6464), 0: none. */
GstElement *
rtc_packet_sink_new (RtcFanout * fanout, RtcTimeline * timeline,
    RtcMediaKind kind, guint8 audio_level_id)
{
  RtcPacketSink *self = g_object_new (RTC_TYPE_PACKET_SINK, NULL);

  self->fanout = rtc_fanout_ref (fanout);
  self->timeline = rtc_timeline_ref (timeline);
  self->video = kind == RTC_MEDIA_VIDEO;
  self->audio_level_id = audio_level_id;
  self->number = register_sink (self);
  rtc_fanout_set_keyframe_func (fanout, request_keyframe,
      GUINT_TO_POINTER (self->number));
  return GST_ELEMENT (self);
}

static void
rtc_packet_sink_finalize (GObject * object)
{
  RtcPacketSink *self = RTC_PACKET_SINK (object);

  rtc_frame_builder_free (self->builder);
  g_clear_pointer (&self->fanout, rtc_fanout_unref);
  g_clear_pointer (&self->timeline, rtc_timeline_unref);
  G_OBJECT_CLASS (rtc_packet_sink_parent_class)->finalize (object);
}

static void
rtc_packet_sink_dispose (GObject * object)
{
  rtc_packet_sink_detach (RTC_PACKET_SINK (object));
  G_OBJECT_CLASS (rtc_packet_sink_parent_class)->dispose (object);
}

static void
rtc_packet_sink_class_init (RtcPacketSinkClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSinkClass *base_class = GST_BASE_SINK_CLASS (klass);

  object_class->dispose = rtc_packet_sink_dispose;
  object_class->finalize = rtc_packet_sink_finalize;
  element_class->change_state = rtc_packet_sink_change_state;
  base_class->render = rtc_packet_sink_render;
  base_class->render_list = rtc_packet_sink_render_list;
  base_class->event = rtc_packet_sink_event;
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_set_static_metadata (element_class, "RTP packet sink",
      "Sink", "Collects the packets of a payloader into frames",
      "gst-rtc developers");
  GST_DEBUG_CATEGORY_INIT (rtc_packet_sink_debug, "rtcpacketsink", 0,
      "packets of a payloader to frames");
}

static void
rtc_packet_sink_init (RtcPacketSink * self)
{
  self->builder = rtc_frame_builder_new ();
  g_object_set (self, "async", FALSE, "sync", FALSE, "enable-last-sample",
      FALSE, NULL);
  /* a bin waits for the EOS of each of its sinks and asks each for latency:
   * this one comes and goes */
  GST_OBJECT_FLAG_UNSET (self, GST_ELEMENT_FLAG_SINK);
}
