/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Received sources that come to their end.  rtpssrcdemux makes a pad for every
 * SSRC that it sees, and must not see one that it is just made to forget. */
#include "rtcpeeredge-private.h"

#include "rtp/rtcbytes.h"
#include "rtp/rtcrtcpread.h"

#define RTCP_SR 200

static void
on_rtcp (const RtcRtcpEvent * event, gpointer user_data)
{
  RtcEdge *edge = user_data;

  if (event->kind == RTC_RTCP_BYE)
    rtc_router_leave (edge->router, event->sender_ssrc);
}

/* The loop.  @data: RTCP with a BYE in it */
void
rtc_edge_read_byes (RtcEdge * edge, const guint8 * data, gsize size)
{
  g_mutex_lock (&edge->router_lock);
  rtc_rtcp_read (data, size, on_rtcp, edge);
  g_mutex_unlock (&edge->router_lock);
}

/* Any thread */
gboolean
rtc_edge_has_left (RtcEdge * edge, guint32 ssrc)
{
  RtcRouterMatch match;
  gboolean left;

  g_mutex_lock (&edge->router_lock);
  left = rtc_router_find (edge->router, ssrc, &match) && match.left;
  g_mutex_unlock (&edge->router_lock);
  return left;
}

/* Any thread; an SSRC that is shut twice must be opened twice */
void
rtc_edge_shut_source (RtcEdge * edge, guint32 ssrc)
{
  g_mutex_lock (&edge->router_lock);
  g_array_append_val (edge->shut, ssrc);
  g_mutex_unlock (&edge->router_lock);
}

/* Any thread */
void
rtc_edge_open_source (RtcEdge * edge, guint32 ssrc)
{
  g_mutex_lock (&edge->router_lock);
  for (guint i = 0; i < edge->shut->len; i++) {
    if (g_array_index (edge->shut, guint32, i) == ssrc) {
      g_array_remove_index_fast (edge->shut, i);
      break;
    }
  }
  g_mutex_unlock (&edge->router_lock);
}

/* Any thread but the loop */
void
rtc_edge_wait_pushed (RtcEdge * edge)
{
  g_mutex_lock (&edge->push_lock);
  g_mutex_unlock (&edge->push_lock);
}

/* With the router's lock.  Of RTCP only a report of the sender's gets as far as
 * rtpssrcdemux, which looks at the first SSRC. */
static gboolean
is_shut (const RtcEdge * edge, GstBuffer * buffer, gboolean rtcp)
{
  guint8 head[12];
  guint32 ssrc;

  if (gst_buffer_extract (buffer, 0, head, rtcp ? 8 : 12) < (rtcp ? 8 : 12)
      || (rtcp && head[1] != RTCP_SR))
    return FALSE;
  ssrc = rtc_get_u32 (head + (rtcp ? 4 : 8));
  for (guint i = 0; i < edge->shut->len; i++)
    if (g_array_index (edge->shut, guint32, i) == ssrc)
      return TRUE;
  return FALSE;
}

/* The loop: @list may get empty */
void
rtc_edge_drop_shut (RtcEdge * edge, GstBufferList * list, gboolean rtcp)
{
  g_mutex_lock (&edge->router_lock);
  for (guint i = edge->shut->len > 0 ? gst_buffer_list_length (list) : 0;
      i > 0; i--)
    if (is_shut (edge, gst_buffer_list_get (list, i - 1), rtcp))
      gst_buffer_list_remove (list, i - 1, 1);
  g_mutex_unlock (&edge->router_lock);
}
