/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What arrives: on the media loop, one list for each pad and dispatch. */
#include "rtcpeeredge-private.h"

#include "rtp/rtcrtcpbye.h"

/* --- routes ----------------------------------------------------------------------- */

/* Any thread */
void
rtc_edge_set_routes (RtcEdge * edge, const RtcRouterSection * sections,
    guint n_sections)
{
  g_mutex_lock (&edge->router_lock);
  rtc_router_set_sections (edge->router, sections, n_sections);
  g_mutex_unlock (&edge->router_lock);
}

/* Any thread */
gboolean
rtc_edge_find_source (RtcEdge * edge, guint32 ssrc, guint * mline, gchar * rid)
{
  RtcRouterMatch match;
  gboolean found;

  g_mutex_lock (&edge->router_lock);
  found = rtc_router_find (edge->router, ssrc, &match);
  if (found) {
    *mline = match.mline;
    g_strlcpy (rid, match.rid != NULL ? match.rid : "", 33);
  }
  g_mutex_unlock (&edge->router_lock);
  return found;
}

static gboolean
is_for_somebody (RtcEdge * edge, const guint8 * data, gsize size)
{
  RtcHeader header;
  RtcRouterMatch match;
  gboolean found = rtc_header_read (data, size, &header);

  g_mutex_lock (&edge->router_lock);
  found = found && rtc_router_match (edge->router, &header, &match);
  edge->unrouted += !found;
  g_mutex_unlock (&edge->router_lock);
  return found;
}

/* --- packets ---------------------------------------------------------------------- */

/* When what is read in one turn of the loop arrived: asked for once.  The
 * jitterbuffer counts with it; an element that has no clock has none. */
static GstClockTime
get_arrival (RtcEdge * edge, GstBufferList * list)
{
  if (list != NULL)
    return GST_BUFFER_DTS (gst_buffer_list_get (list, 0));
  return gst_element_get_current_running_time (GST_ELEMENT (edge));
}

/* Memory and bytes in one allocation: a block that all of a list share costs
 * more, as it is let go piece by piece on other threads. */
static void
keep (RtcEdge * edge, GstBufferList ** list, const guint8 * data, gsize size)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size, NULL);

  gst_buffer_fill (buffer, 0, data, size);
  GST_BUFFER_DTS (buffer) = GST_BUFFER_PTS (buffer) = get_arrival (edge, *list);
  if (*list == NULL)
    *list = gst_buffer_list_new ();
  gst_buffer_list_add (*list, buffer);
}

/* The loop */
void
rtc_edge_receive_rtp (RtcEdge * edge, const guint8 * data, gsize size)
{
  if (is_for_somebody (edge, data, size))
    keep (edge, &edge->rtp_list, data, size);
}

/* The loop.  A BYE is kept back: streams end by description, or by silence after
 * it. */
void
rtc_edge_receive_rtcp (RtcEdge * edge, const guint8 * data, gsize size)
{
  g_autofree guint8 *rest = g_malloc (size);
  const gsize rest_size = rtc_rtcp_drop_byes (data, size, rest);

  rtc_edge_read_reports (edge, data, size);
  if (rest_size < size)
    rtc_edge_read_byes (edge, data, size);
  if (rest_size > 0)
    keep (edge, &edge->rtcp_list, rest, rest_size);
}

/* Nothing follows them if the pad is being shut down just now */
static void
push_first_events (GstPad * pad, const gchar * caps_name)
{
  g_autoptr (GstEvent) there =
      gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  g_autofree gchar *id = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GstSegment segment;

  if (there != NULL)
    return;
  id = g_strdup_printf ("%s-%08x", GST_PAD_NAME (pad), g_random_int ());
  caps = gst_caps_new_empty_simple (caps_name);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (pad, gst_event_new_stream_start (id));
  gst_pad_push_event (pad, gst_event_new_caps (caps));
  gst_pad_push_event (pad, gst_event_new_segment (&segment));
}

/* Nobody there, or not yet, or not any more: that is no error of ours */
static void
push (RtcEdge * edge, GstPad * pad, GstBufferList ** waiting,
    const gchar * caps_name)
{
  GstBufferList *list = g_steal_pointer (waiting);

  if (list == NULL)
    return;
  rtc_edge_drop_shut (edge, list, pad == edge->rtcp_src);
  if (!gst_pad_is_active (pad) || gst_buffer_list_length (list) == 0) {
    gst_buffer_list_unref (list);
    return;
  }
  push_first_events (pad, caps_name);
  gst_pad_push_list (pad, list);
}

/* The loop.  Behind the pads there is rtpbin, whose jitterbuffers take what comes
 * and let it go on threads of their own. */
void
rtc_edge_flush (RtcEdge * edge)
{
  /* nothing comes behind a single packet that could be waited for */
  const gboolean gated = edge->rtp_list != NULL
      && gst_buffer_list_length (edge->rtp_list) > 1;

  g_mutex_lock (&edge->push_lock);
  push (edge, edge->rtcp_src, &edge->rtcp_list, "application/x-rtcp");
  if (gated)
    rtc_peer_gate_close (edge->gate);
  push (edge, edge->rtp_src, &edge->rtp_list, "application/x-rtp");
  if (gated)
    rtc_peer_gate_open (edge->gate);
  g_mutex_unlock (&edge->push_lock);
}

RtcPeerGate *
rtc_edge_get_gate (RtcEdge * edge)
{
  return edge->gate;
}

/* --- life ------------------------------------------------------------------------- */

void
rtc_edge_receive_init (RtcEdge * edge)
{
  edge->gate = rtc_peer_gate_new ();
  g_mutex_init (&edge->router_lock);
  g_mutex_init (&edge->push_lock);
  edge->shut = g_array_new (FALSE, FALSE, sizeof (guint32));
  edge->router = rtc_router_new ();
}

void
rtc_edge_receive_clear (RtcEdge * edge)
{
  g_clear_pointer (&edge->rtp_list, gst_buffer_list_unref);
  g_clear_pointer (&edge->rtcp_list, gst_buffer_list_unref);
  rtc_router_free (edge->router);
  g_array_unref (edge->shut);
  g_mutex_clear (&edge->push_lock);
  rtc_peer_gate_unref (edge->gate);
  g_mutex_clear (&edge->router_lock);
}
