/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeerbridge.h"

/* Each has a reference on nothing: the bridge holds both until neither is
 * linked any more, and then nobody is inside. */
struct _RtcPeerBridge
{
  GstPad *sink, *src;
};

static GstPad *
other (GstPad * pad)
{
  return gst_pad_get_element_private (pad);
}

static GstFlowReturn
chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  return gst_pad_push (other (pad), buffer);
}

static GstFlowReturn
chain_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  return gst_pad_push_list (other (pad), list);
}

static gboolean
pass_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  return gst_pad_push_event (other (pad), event);
}

static gboolean
pass_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  return gst_pad_peer_query (other (pad), query);
}

static GstPad *
make_pad (const gchar * name, GstPadDirection direction)
{
  GstPad *pad = gst_object_ref_sink (gst_pad_new (name, direction));

  gst_pad_set_event_function (pad, pass_event);
  gst_pad_set_query_function (pad, pass_query);
  return pad;
}

RtcPeerBridge *
rtc_peer_bridge_new (GstPad * from, GstPad * to)
{
  RtcPeerBridge *bridge = g_new (RtcPeerBridge, 1);

  bridge->sink = make_pad ("bridge_sink", GST_PAD_SINK);
  bridge->src = make_pad ("bridge_src", GST_PAD_SRC);
  gst_pad_set_element_private (bridge->sink, bridge->src);
  gst_pad_set_element_private (bridge->src, bridge->sink);
  gst_pad_set_chain_function (bridge->sink, chain);
  gst_pad_set_chain_list_function (bridge->sink, chain_list);
  gst_pad_set_active (bridge->src, TRUE);
  gst_pad_set_active (bridge->sink, TRUE);
  gst_pad_link_full (bridge->src, to, GST_PAD_LINK_CHECK_NOTHING);
  gst_pad_link_full (from, bridge->sink, GST_PAD_LINK_CHECK_NOTHING);
  return bridge;
}

void
rtc_peer_bridge_free (RtcPeerBridge * bridge)
{
  g_autoptr (GstPad) from = gst_pad_get_peer (bridge->sink);
  g_autoptr (GstPad) to = gst_pad_get_peer (bridge->src);

  gst_pad_set_active (bridge->sink, FALSE);
  gst_pad_set_active (bridge->src, FALSE);
  if (from != NULL)
    gst_pad_unlink (from, bridge->sink);
  if (to != NULL)
    gst_pad_unlink (bridge->src, to);
  gst_object_unref (bridge->sink);
  gst_object_unref (bridge->src);
  g_free (bridge);
}
