/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeeredge.h"

struct _RtcEdge
{
  GstElement parent;
};

G_DEFINE_FINAL_TYPE (RtcEdge, rtc_edge, GST_TYPE_ELEMENT);

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

static void
rtc_edge_init (RtcEdge * self)
{
  GstElement *element = GST_ELEMENT (self);

  gst_element_add_pad (element,
      gst_pad_new_from_static_template (&rtp_sink_template, "rtp_sink"));
  gst_element_add_pad (element,
      gst_pad_new_from_static_template (&rtcp_sink_template, "rtcp_sink"));
  gst_element_add_pad (element,
      gst_pad_new_from_static_template (&rtp_src_template, "rtp_src"));
  gst_element_add_pad (element,
      gst_pad_new_from_static_template (&rtcp_src_template, "rtcp_src"));
}

static void
rtc_edge_class_init (RtcEdgeClass * klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  gst_element_class_add_static_pad_template (element_class, &rtp_sink_template);
  gst_element_class_add_static_pad_template (element_class,
      &rtcp_sink_template);
  gst_element_class_add_static_pad_template (element_class, &rtp_src_template);
  gst_element_class_add_static_pad_template (element_class, &rtcp_src_template);
  gst_element_class_set_static_metadata (element_class, "Transport's edge",
      "Filter/Network/WebRTC", "Packets of one transport, in and out",
      "gst-rtc developers");
}

RtcEdge *
rtc_edge_new (guint id)
{
  g_autofree gchar *name = g_strdup_printf ("edge%u", id);

  return g_object_new (RTC_TYPE_EDGE, "name", name, NULL);
}

void
rtc_edge_set_transport (RtcEdge * edge, RtcTransport * transport)
{
}

void
rtc_edge_connected (RtcEdge * edge)
{
}

void
rtc_edge_receive_rtp (RtcEdge * edge, const guint8 * data, gsize size)
{
}

void
rtc_edge_receive_rtcp (RtcEdge * edge, const guint8 * data, gsize size)
{
}

void
rtc_edge_flush (RtcEdge * edge)
{
}

void
rtc_edge_set_stream (RtcEdge * edge, const RtcEdgeStream * stream)
{
}

void
rtc_edge_clear_stream (RtcEdge * edge, guint32 ssrc)
{
}

void
rtc_edge_set_routes (RtcEdge * edge, const RtcRouterSection * sections,
    guint n_sections)
{
}

gboolean
rtc_edge_find_source (RtcEdge * edge, guint32 ssrc, guint * mline, gchar * rid)
{
  return FALSE;
}

void
rtc_edge_get_stats (RtcEdge * edge, RtcEdgeStats * stats)
{
  *stats = (RtcEdgeStats) { 0 };
}
