/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What leaves: in the thread that pushes, one batch a list, each packet copied
 * once, into the place where it is encrypted. */
#include "rtcpeeredge-private.h"

#include "rtp/rtcbytes.h"
#include "rtp/rtcrtcpread.h"

/* --- streams -------------------------------------------------------------------- */

/* edge->lock is held.  Packets of one stream come in runs. */
static RtcEdgeSent *
find_stream (RtcEdge * edge, guint32 ssrc)
{
  if (edge->last < edge->n_streams && edge->ssrcs[edge->last] == ssrc)
    return edge->streams[edge->last];
  for (guint i = 0; i < edge->n_streams; i++) {
    if (edge->ssrcs[i] == ssrc) {
      edge->last = i;
      return edge->streams[i];
    }
  }
  return NULL;
}

static void
count_unknown (RtcEdge * edge)
{
  edge->n_unknown = 0;
  for (guint i = 0; i < edge->n_streams; i++)
    edge->n_unknown += !edge->streams[i]->known;
}

static RtcEdgeSent *
add_stream (RtcEdge * edge, guint32 ssrc)
{
  guint n = edge->n_streams;

  if (n == RTC_EDGE_MAX_STREAMS)
    return NULL;
  edge->ssrcs = g_renew (guint32, edge->ssrcs, n + 1);
  edge->streams = g_renew (RtcEdgeSent *, edge->streams, n + 1);
  edge->ssrcs[n] = ssrc;
  edge->streams[n] = g_new0 (RtcEdgeSent, 1);
  edge->n_streams++;
  return edge->streams[n];
}

static gboolean
says_the_same (const RtcEdgeStream * a, const RtcEdgeStream * b)
{
  return a->mid_id == b->mid_id && a->rid_id == b->rid_id
      && a->repaired_rid_id == b->repaired_rid_id
      && strcmp (a->mid, b->mid) == 0 && strcmp (a->rid, b->rid) == 0;
}

/* Any thread */
void
rtc_edge_set_stream (RtcEdge * edge, const RtcEdgeStream * stream)
{
  RtcEdgeSent *sent;

  g_mutex_lock (&edge->lock);
  sent = find_stream (edge, stream->ssrc);
  if (sent == NULL)
    sent = add_stream (edge, stream->ssrc);
  if (sent != NULL) {
    sent->known &= says_the_same (&sent->config, stream);
    sent->config = *stream;
    count_unknown (edge);
  }
  g_mutex_unlock (&edge->lock);
}

/* Any thread */
void
rtc_edge_clear_stream (RtcEdge * edge, guint32 ssrc)
{
  g_mutex_lock (&edge->lock);
  if (find_stream (edge, ssrc) != NULL) {
    guint last = --edge->n_streams;

    g_free (edge->streams[edge->last]);
    edge->streams[edge->last] = edge->streams[last];
    edge->ssrcs[edge->last] = edge->ssrcs[last];
    count_unknown (edge);
  }
  g_mutex_unlock (&edge->lock);
}

/* --- packets -------------------------------------------------------------------- */

/* A receiver that reports on an SSRC knows which section it is of, so the
 * extensions that say so are bytes saved (RFC 9143 section 9.2, RFC 8852
 * section 3). */
static guint
list_elements (const RtcEdgeSent * sent, RtcEdgeElement * elements)
{
  const RtcEdgeStream *config = &sent->config;
  guint8 rid_id = config->rid_id ? config->rid_id : config->repaired_rid_id;
  guint n = 0;

  if (sent->known)
    return 0;
  if (config->mid_id != 0 && config->mid[0] != '\0')
    elements[n++] = (RtcEdgeElement) { config->mid_id, strlen (config->mid),
      (const guint8 *) config->mid
    };
  if (rid_id != 0 && config->rid[0] != '\0')
    elements[n++] = (RtcEdgeElement) { rid_id, strlen (config->rid),
      (const guint8 *) config->rid
    };
  return n;
}

/* The lock is held and the transport open.  FALSE: it does not go out */
static gboolean
write_rtp (RtcEdge * edge, RtcBatch * batch, GstBuffer * buffer)
{
  RtcEdgeElement elements[2];
  guint8 head[RTC_EDGE_MAX_HEADER], *out;
  gsize size = gst_buffer_get_size (buffer), head_size, new_size;
  gsize got = gst_buffer_extract (buffer, 0, head, sizeof (head));
  RtcEdgeSent *sent = NULL;
  guint n;

  if (got >= 12 && size <= RTC_TRANSPORT_MAX_PACKET)
    sent = find_stream (edge, rtc_get_u32 (head + 8));
  if (sent == NULL)
    return FALSE;
  n = list_elements (sent, elements);
  head_size = rtc_edge_header_size (head, got);
  if (head_size == 0 || size + RTC_EDGE_MAX_GROWTH > RTC_TRANSPORT_MAX_PACKET)
    n = 0;
  if (head_size == 0)
    head_size = 12;

  out = rtc_transport_reserve (edge->transport, batch);
  if (n == 0) {
    memcpy (out, head, head_size);
    new_size = head_size;
  } else {
    new_size = rtc_edge_write_header (head, head_size, elements, n, out);
  }
  if (sent->config.pt_map[out[1] & 0x7f] >= 0)
    out[1] = (out[1] & 0x80) | sent->config.pt_map[out[1] & 0x7f];
  new_size += gst_buffer_extract (buffer, head_size, out + new_size,
      size - head_size);
  rtc_transport_commit_rtp (edge->transport, batch, new_size);
  return TRUE;
}

static gboolean
write_rtcp (RtcEdge * edge, RtcBatch * batch, GstBuffer * buffer)
{
  gsize size = gst_buffer_get_size (buffer);

  if (size > RTC_TRANSPORT_MAX_PACKET)
    return FALSE;
  gst_buffer_extract (buffer, 0, rtc_transport_reserve (edge->transport,
          batch), size);
  rtc_transport_commit_rtcp (edge->transport, batch, size);
  return TRUE;
}

typedef gboolean (*Write) (RtcEdge * edge, RtcBatch * batch,
    GstBuffer * buffer);

/* rtpsession has a thread for RTCP, which would cost each peer a batch for frames.
 * The lock is held. */
static RtcBatch *
get_batch (RtcEdge * edge, Write write)
{
  return write == write_rtcp ? edge->rtcp_batch : rtc_batch_get_for_thread ();
}

/* One of @buffer and @list is given.  Returns how many went out. */
static guint
send_all (RtcEdge * edge, GstBuffer * buffer, GstBufferList * list, Write write)
{
  guint n = list != NULL ? gst_buffer_list_length (list) : 1, n_sent = 0;
  RtcBatch *batch;

  g_mutex_lock (&edge->lock);
  if (edge->transport != NULL && rtc_transport_send_begin (edge->transport)) {
    batch = get_batch (edge, write);
    for (guint i = 0; i < n; i++)
      n_sent += write (edge, batch,
          list != NULL ? gst_buffer_list_get (list, i) : buffer);
    rtc_transport_send_end (edge->transport, batch);
  }
  if (write == write_rtp)
    edge->rtp_dropped += n - n_sent;
  g_mutex_unlock (&edge->lock);
  return n_sent;
}

GstFlowReturn
rtc_edge_chain_rtp (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  send_all (RTC_EDGE (parent), buffer, NULL, write_rtp);
  gst_buffer_unref (buffer);
  return GST_FLOW_OK;
}

GstFlowReturn
rtc_edge_chain_rtp_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  send_all (RTC_EDGE (parent), NULL, list, write_rtp);
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

GstFlowReturn
rtc_edge_chain_rtcp (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  send_all (RTC_EDGE (parent), buffer, NULL, write_rtcp);
  gst_buffer_unref (buffer);
  return GST_FLOW_OK;
}

GstFlowReturn
rtc_edge_chain_rtcp_list (GstPad * pad, GstObject * parent,
    GstBufferList * list)
{
  send_all (RTC_EDGE (parent), NULL, list, write_rtcp);
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

/* --- the loop's side ---------------------------------------------------------------- */

void
rtc_edge_set_transport (RtcEdge * edge, RtcTransport * transport)
{
  g_mutex_lock (&edge->lock);
  edge->transport = transport;
  g_mutex_unlock (&edge->lock);
}

/* Any other thread than the loop: encoders may take their time */
static void
ask_for_key_frames (GstElement * element, gpointer user_data)
{
  GstStructure *wish = gst_structure_new ("GstForceKeyUnit", "running-time",
      GST_TYPE_CLOCK_TIME, GST_CLOCK_TIME_NONE, "all-headers", G_TYPE_BOOLEAN,
      TRUE, "count", G_TYPE_UINT, 0, NULL);

  gst_pad_push_event (RTC_EDGE (element)->rtp_sink,
      gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, wish));
}

/* Keys are there: what was encoded before is lost, so the peer needs a picture
 * that stands alone; and it has not heard of any SSRC. */
void
rtc_edge_connected (RtcEdge * edge)
{
  g_mutex_lock (&edge->lock);
  for (guint i = 0; i < edge->n_streams; i++)
    edge->streams[i]->known = FALSE;
  count_unknown (edge);
  g_mutex_unlock (&edge->lock);
  gst_element_call_async (GST_ELEMENT (edge), ask_for_key_frames, NULL, NULL);
}

static void
on_rtcp (const RtcRtcpEvent * event, gpointer user_data)
{
  RtcEdge *edge = user_data;
  RtcEdgeSent *sent;

  if (event->kind != RTC_RTCP_REPORT)
    return;
  sent = find_stream (edge, event->media_ssrc);
  if (sent != NULL)
    sent->known = TRUE;
}

/* @data: RTCP of the peer */
void
rtc_edge_read_reports (RtcEdge * edge, const guint8 * data, gsize size)
{
  g_mutex_lock (&edge->lock);
  if (edge->n_unknown > 0) {
    rtc_rtcp_read (data, size, on_rtcp, edge);
    count_unknown (edge);
  }
  g_mutex_unlock (&edge->lock);
}

void
rtc_edge_send_init (RtcEdge * edge)
{
  g_mutex_init (&edge->lock);
  edge->rtcp_batch = rtc_batch_new_small ();
}

void
rtc_edge_send_clear (RtcEdge * edge)
{
  for (guint i = 0; i < edge->n_streams; i++)
    g_free (edge->streams[i]);
  g_free (edge->streams);
  g_free (edge->ssrcs);
  rtc_batch_free (edge->rtcp_batch);
  g_mutex_clear (&edge->lock);
}
