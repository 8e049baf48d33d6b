/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcicesink
 * @title: rtcicesink
 * @short_description: Packets that go out by ICE
 *
 * One ICE component: RTP, RTCP and DTLS of one peer on one UDP port.  Shares it
 * with the rtcicesrc of the same #GstRtcIceSink:transport-id; either may be
 * absent, and what is set on one holds for both.  Packets of a #GstBufferList
 * that lie end to end in memory and have one size leave together, by UDP
 * segmentation offload.
 *
 * Never waits: before there is a path packets are dropped and counted in
 * #GstRtcIceSink:stats.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay ! rtcsrtpenc dtls-client=true remote-fingerprint=4D:15:5B:8E:B1:28:7D:9C:91:06:5C:7F:C6:F7:B8:3E:66:7A:4E:B2:05:97:FB:75:05:4C:7D:C7:98:33:23:8B ! rtcicesink controlling=true ufrag=camera pwd=a-password-of-the-camera remote-ufrag=viewer remote-pwd=a-password-of-the-viewer local-address=127.0.0.1 remote-candidates="candidate:1 1 UDP 2130706431 127.0.0.1 5002 typ host"
 * ]| Sends a test picture to whoever shows the certificate with this
 * fingerprint.
 *
 * Since: 1.22
 */
#include "rtcblockuser.h"
#include "rtcelements.h"

GST_DEBUG_CATEGORY_STATIC (gst_rtc_ice_sink_debug);
#define GST_CAT_DEFAULT gst_rtc_ice_sink_debug

/* As many as one UDP segmentation message takes */
#define CHUNK 64

struct _GstRtcIceSink
{
  GstBaseSink parent;
  RtcBlockUser user;
};

G_DEFINE_FINAL_TYPE (GstRtcIceSink, gst_rtc_ice_sink, GST_TYPE_BASE_SINK);
GST_ELEMENT_REGISTER_DEFINE (rtcicesink, "rtcicesink", GST_RANK_NONE,
    GST_TYPE_RTC_ICE_SINK);

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static void
send_buffers (GstRtcIceSink * self, GstBuffer ** buffers, guint n)
{
  GstMapInfo maps[CHUNK];
  GOutputVector packets[CHUNK];
  guint mapped = 0, sent;
  gsize bytes = 0;

  for (guint i = 0; i < n; i++) {
    if (!gst_buffer_map (buffers[i], &maps[mapped], GST_MAP_READ))
      continue;
    packets[mapped].buffer = maps[mapped].data;
    packets[mapped].size = maps[mapped].size;
    bytes += maps[mapped].size;
    buffers[mapped++] = buffers[i];
  }
  sent = mapped > 0 ? rtc_block_send (self->user.block, packets, mapped) : 0;
  for (guint i = 0; i < mapped; i++)
    gst_buffer_unmap (buffers[i], &maps[i]);
  rtc_block_user_count (&self->user, sent, sent > 0 ? bytes : 0, n - sent);
}

static GstFlowReturn
gst_rtc_ice_sink_render_list (GstBaseSink * base, GstBufferList * list)
{
  guint n = gst_buffer_list_length (list);
  GstBuffer *buffers[CHUNK];

  for (guint i = 0; i < n;) {
    guint m;

    for (m = 0; m < CHUNK && i < n; m++)
      buffers[m] = gst_buffer_list_get (list, i++);
    send_buffers (GST_RTC_ICE_SINK (base), buffers, m);
  }
  return GST_FLOW_OK;
}

static GstFlowReturn
gst_rtc_ice_sink_render (GstBaseSink * base, GstBuffer * buffer)
{
  send_buffers (GST_RTC_ICE_SINK (base), &buffer, 1);
  return GST_FLOW_OK;
}

static GstStateChangeReturn
gst_rtc_ice_sink_change_state (GstElement * element, GstStateChange transition)
{
  GstRtcIceSink *self = GST_RTC_ICE_SINK (element);
  GstStateChangeReturn ret;

  if (!rtc_block_user_before (&self->user, transition))
    return GST_STATE_CHANGE_FAILURE;
  ret = GST_ELEMENT_CLASS (gst_rtc_ice_sink_parent_class)->change_state
      (element, transition);
  rtc_block_user_after (&self->user, transition, ret);
  return ret;
}

static void
gst_rtc_ice_sink_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  rtc_block_user_set_property (&GST_RTC_ICE_SINK (object)->user, value, pspec);
}

static void
gst_rtc_ice_sink_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  rtc_block_user_get_property (&GST_RTC_ICE_SINK (object)->user, value, pspec);
}

static void
gst_rtc_ice_sink_finalize (GObject * object)
{
  rtc_block_user_clear (&GST_RTC_ICE_SINK (object)->user);
  G_OBJECT_CLASS (gst_rtc_ice_sink_parent_class)->finalize (object);
}

static void
gst_rtc_ice_sink_class_init (GstRtcIceSinkClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSinkClass *base_class = GST_BASE_SINK_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_rtc_ice_sink_debug, "rtcicesink", 0,
      "packets that go out by ICE");
  object_class->set_property = gst_rtc_ice_sink_set_property;
  object_class->get_property = gst_rtc_ice_sink_get_property;
  object_class->finalize = gst_rtc_ice_sink_finalize;
  /* stats is ours here, in the place of GstBaseSink's */
  rtc_block_user_install_properties (object_class, RTC_BLOCK_ICE, 1);
  element_class->change_state = gst_rtc_ice_sink_change_state;
  base_class->render = gst_rtc_ice_sink_render;
  base_class->render_list = gst_rtc_ice_sink_render_list;
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_set_static_metadata (element_class, "ICE sink",
      "Sink/Network/WebRTC", "Sends the packets of one ICE component "
      "(RFC 8445)", "gst-rtc developers");
}

static void
gst_rtc_ice_sink_init (GstRtcIceSink * self)
{
  static const RtcBlockEvents events = { NULL };

  rtc_block_user_init (&self->user, GST_ELEMENT (self), RTC_BLOCK_ICE_SINK,
      &events);
  /* packets leave as they come; a preroll would wait for a peer */
  g_object_set (self, "async", FALSE, "sync", FALSE, "enable-last-sample",
      FALSE, NULL);
}
