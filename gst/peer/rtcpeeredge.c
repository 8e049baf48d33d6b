/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The element: its pads and what is asked of them.  rtcpeeredge-send.c has one
 * way, rtcpeeredge-receive.c the other. */
#include "rtcpeeredge-private.h"

G_DEFINE_FINAL_TYPE (RtcEdge, rtc_edge, GST_TYPE_ELEMENT);

/* The way in is an element of its own: GstBin takes elements that feed each
 * other for a loop, and complains. */
struct _RtcEdgeSource
{
  GstElement parent;
};
G_DEFINE_FINAL_TYPE (RtcEdgeSource, rtc_edge_source, GST_TYPE_ELEMENT);

static GstStaticPadTemplate rtp_sink_template =
GST_STATIC_PAD_TEMPLATE ("rtp_sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate rtcp_sink_template =
GST_STATIC_PAD_TEMPLATE ("rtcp_sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("application/x-rtcp"));
static GstStaticPadTemplate rtp_src_template =
GST_STATIC_PAD_TEMPLATE ("rtp_src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate rtcp_src_template =
GST_STATIC_PAD_TEMPLATE ("rtcp_src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("application/x-rtcp"));

/* Nothing that comes down goes on: what is sent and what is received have
 * nothing to do with each other. */
static gboolean
sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  gst_event_unref (event);
  return TRUE;
}

/* Upstream of a src pad there is a peer; rtpbin has told it by RTCP. */
static gboolean
src_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  gst_event_unref (event);
  return TRUE;
}

static gboolean
src_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  if (GST_QUERY_TYPE (query) != GST_QUERY_LATENCY)
    return gst_pad_query_default (pad, parent, query);
  gst_query_set_latency (query, TRUE, 0, GST_CLOCK_TIME_NONE);
  return TRUE;
}

static GstPad *
add_sink (RtcEdge * self, GstStaticPadTemplate * templ,
    GstPadChainFunction chain, GstPadChainListFunction chain_list)
{
  GstPad *pad = gst_pad_new_from_static_template (templ, templ->name_template);

  gst_pad_set_chain_function (pad, chain);
  gst_pad_set_chain_list_function (pad, chain_list);
  gst_pad_set_event_function (pad, sink_event);
  gst_element_add_pad (GST_ELEMENT (self), pad);
  return pad;
}

/* Sticky events are ours to make: other fields of the caps say nothing to
 * rtpbin, which asks for them by payload type. */
static GstPad *
add_src (RtcEdge * self, GstStaticPadTemplate * templ)
{
  GstPad *pad = gst_pad_new_from_static_template (templ, templ->name_template);

  gst_pad_set_event_function (pad, src_event);
  gst_pad_set_query_function (pad, src_query);
  gst_element_add_pad (self->source, pad);
  return pad;
}

static void
rtc_edge_init (RtcEdge * self)
{
  rtc_edge_send_init (self);
  rtc_edge_receive_init (self);
  self->rtp_sink = add_sink (self, &rtp_sink_template, rtc_edge_chain_rtp,
      rtc_edge_chain_rtp_list);
  self->rtcp_sink = add_sink (self, &rtcp_sink_template, rtc_edge_chain_rtcp,
      rtc_edge_chain_rtcp_list);
  self->source = gst_object_ref_sink (g_object_new (RTC_TYPE_EDGE_SOURCE,
          NULL));
  self->rtp_src = add_src (self, &rtp_src_template);
  self->rtcp_src = add_src (self, &rtcp_src_template);
}

static void
rtc_edge_finalize (GObject * object)
{
  RtcEdge *self = RTC_EDGE (object);

  rtc_edge_send_clear (self);
  rtc_edge_receive_clear (self);
  gst_object_unref (self->source);
  G_OBJECT_CLASS (rtc_edge_parent_class)->finalize (object);
}

static void
rtc_edge_class_init (RtcEdgeClass * klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rtc_edge_finalize;
  gst_element_class_add_static_pad_template (element_class, &rtp_sink_template);
  gst_element_class_add_static_pad_template (element_class,
      &rtcp_sink_template);
  gst_element_class_set_static_metadata (element_class, "Transport's edge",
      "Sink/Network/WebRTC", "Packets of one transport, on their way out",
      "gst-rtc developers");
}

static void
rtc_edge_source_class_init (RtcEdgeSourceClass * klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  gst_element_class_add_static_pad_template (element_class, &rtp_src_template);
  gst_element_class_add_static_pad_template (element_class, &rtcp_src_template);
  gst_element_class_set_static_metadata (element_class,
      "Transport's edge, inward", "Source/Network/WebRTC",
      "Packets of one transport that have come in", "gst-rtc developers");
}

static void
rtc_edge_source_init (RtcEdgeSource * self)
{
}

/* transfer: floating */
RtcEdge *
rtc_edge_new (guint id)
{
  g_autofree gchar *name = g_strdup_printf ("edge%u", id);
  g_autofree gchar *source_name = g_strdup_printf ("edge%u-source", id);
  RtcEdge *self = g_object_new (RTC_TYPE_EDGE, "name", name, NULL);

  gst_object_set_name (GST_OBJECT (self->source), source_name);
  return self;
}

/* Borrowed; any thread */
GstElement *
rtc_edge_get_source (RtcEdge * edge)
{
  return edge->source;
}

/* Any thread */
void
rtc_edge_get_stats (RtcEdge * edge, RtcEdgeStats * stats)
{
  g_mutex_lock (&edge->lock);
  stats->rtp_dropped = edge->rtp_dropped;
  g_mutex_unlock (&edge->lock);
  g_mutex_lock (&edge->router_lock);
  stats->unrouted = edge->unrouted;
  g_mutex_unlock (&edge->router_lock);
}
