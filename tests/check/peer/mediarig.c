/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mediarig.h"

#include <string.h>

#include "jsep/rtcjsepsession-private.h"
#include "rtp/rtcbytes.h"

/* --- the edge's stand-in -------------------------------------------------------- */

struct _RtcEdge
{
  GstElement parent;
  Rig *rig;
  GstElement *source;
  RtcPeerGate *gate;
};

G_DEFINE_FINAL_TYPE (RtcEdge, rtc_edge, GST_TYPE_ELEMENT);

struct _RtcPeerTransport
{
  GstWebRTCDTLSTransport *dtls;
};

static Rig *the_rig;
static RtcPeerTransport transport;

static GstFlowReturn
chain_rtp (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  Rig *rig = RTC_EDGE (parent)->rig;

  g_mutex_lock (&rig->lock);
  g_ptr_array_add (rig->sent, buffer);
  g_cond_broadcast (&rig->cond);
  g_mutex_unlock (&rig->lock);
  return GST_FLOW_OK;
}

static GstFlowReturn
chain_rtp_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  Rig *rig = RTC_EDGE (parent)->rig;

  g_mutex_lock (&rig->lock);
  for (guint i = 0; i < gst_buffer_list_length (list); i++)
    g_ptr_array_add (rig->sent, gst_buffer_ref (gst_buffer_list_get (list, i)));
  rig->n_lists++;
  g_cond_broadcast (&rig->cond);
  g_mutex_unlock (&rig->lock);
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

static GstFlowReturn
chain_rtcp (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  Rig *rig = RTC_EDGE (parent)->rig;

  g_mutex_lock (&rig->lock);
  rig->n_rtcp++;
  g_cond_broadcast (&rig->cond);
  g_mutex_unlock (&rig->lock);
  gst_buffer_unref (buffer);
  return GST_FLOW_OK;
}

static void
add_pad (GstElement * self, const gchar * name, GstPadDirection direction,
    GstPadChainFunction chain)
{
  GstPad *pad = gst_pad_new (name, direction);

  if (chain != NULL)
    gst_pad_set_chain_function (pad, chain);
  if (chain == chain_rtp)
    gst_pad_set_chain_list_function (pad, chain_rtp_list);
  gst_element_add_pad (self, pad);
}

static void
rtc_edge_init (RtcEdge * self)
{
  self->rig = the_rig;
  self->source = gst_object_ref_sink (gst_bin_new (NULL));
  self->gate = rtc_peer_gate_new ();
  add_pad (GST_ELEMENT (self), "rtp_sink", GST_PAD_SINK, chain_rtp);
  add_pad (GST_ELEMENT (self), "rtcp_sink", GST_PAD_SINK, chain_rtcp);
  add_pad (self->source, "rtp_src", GST_PAD_SRC, NULL);
  add_pad (self->source, "rtcp_src", GST_PAD_SRC, NULL);
}

static void
rtc_edge_finalize (GObject * object)
{
  gst_object_unref (RTC_EDGE (object)->source);
  rtc_peer_gate_unref (RTC_EDGE (object)->gate);
  G_OBJECT_CLASS (rtc_edge_parent_class)->finalize (object);
}

static void
rtc_edge_class_init (RtcEdgeClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = rtc_edge_finalize;
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Edge",
      "Generic", "A stand-in", "gst-rtc developers");
}

GstElement *
rtc_edge_get_source (RtcEdge * edge)
{
  return edge->source;
}

void
rtc_edge_set_stream (RtcEdge * edge, const RtcEdgeStream * stream)
{
  g_mutex_lock (&edge->rig->lock);
  g_hash_table_insert (edge->rig->streams, GUINT_TO_POINTER (stream->ssrc),
      g_memdup2 (stream, sizeof (*stream)));
  g_mutex_unlock (&edge->rig->lock);
}

void
rtc_edge_clear_stream (RtcEdge * edge, guint32 ssrc)
{
  g_mutex_lock (&edge->rig->lock);
  g_hash_table_remove (edge->rig->streams, GUINT_TO_POINTER (ssrc));
  g_mutex_unlock (&edge->rig->lock);
}

void
rtc_edge_set_routes (RtcEdge * edge, const RtcRouterSection * sections,
    guint n_sections)
{
  g_mutex_lock (&edge->rig->lock);
  g_array_set_size (edge->rig->routes, 0);
  g_array_append_vals (edge->rig->routes, sections, n_sections);
  g_mutex_unlock (&edge->rig->lock);
}

gboolean
rtc_edge_find_source (RtcEdge * edge, guint32 ssrc, guint * mline, gchar * rid)
{
  const gchar *text;

  g_mutex_lock (&edge->rig->lock);
  text = g_hash_table_lookup (edge->rig->sources, GUINT_TO_POINTER (ssrc));
  g_mutex_unlock (&edge->rig->lock);
  if (text == NULL)
    return FALSE;
  *mline = text[0] - '0';
  g_strlcpy (rid, text + 1, 33);
  return TRUE;
}

gboolean
rtc_edge_has_left (RtcEdge * edge, guint32 ssrc)
{
  return edge->rig->left == ssrc;
}

void
rtc_edge_shut_source (RtcEdge * edge, guint32 ssrc)
{
  g_atomic_int_inc (&edge->rig->n_shut);
}

void
rtc_edge_open_source (RtcEdge * edge, guint32 ssrc)
{
  g_atomic_int_add (&edge->rig->n_shut, -1);
}

void
rtc_edge_wait_pushed (RtcEdge * edge)
{
}

RtcPeerGate *
rtc_edge_get_gate (RtcEdge * edge)
{
  return edge->gate;
}

GstElement *
rtc_peer_transport_get_edge (RtcPeerTransport * self)
{
  return the_rig->edge;
}

GstWebRTCDTLSTransport *
rtc_peer_transport_get_dtls (RtcPeerTransport * self)
{
  return self->dtls;
}

/* --- the bin -------------------------------------------------------------------- */

static GstElement *
request_aux (RtcPeerMedia * media, GstWebRTCDTLSTransport * dtls,
    gboolean post_rtp, gpointer user_data)
{
  Rig *rig = user_data;

  return rig->aux[post_rtp] == NULL ? NULL :
      gst_object_ref (rig->aux[post_rtp]);
}

static RtcPeerTransport *
get_transport (RtcPeerMedia * media, guint id, gpointer user_data)
{
  return id == 0 ? &transport : NULL;
}

static const RtcPeerMediaEvents events = {
  .request_aux = request_aux,
  .get_transport = get_transport,
};

static GstStaticPadTemplate sink_template =
GST_STATIC_PAD_TEMPLATE ("sink_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate src_template =
GST_STATIC_PAD_TEMPLATE ("src_%u", GST_PAD_SRC, GST_PAD_SOMETIMES,
    GST_STATIC_CAPS ("application/x-rtp"));

typedef struct
{
  GstBin parent;
} RigBin;
typedef struct
{
  GstBinClass parent_class;
} RigBinClass;
static GType rig_bin_get_type (void);
G_DEFINE_TYPE (RigBin, rig_bin, GST_TYPE_BIN);

static void
rig_bin_init (RigBin * self)
{
}

static void
rig_bin_class_init (RigBinClass * klass)
{
  gst_element_class_add_static_pad_template_with_gtype (GST_ELEMENT_CLASS
      (klass), &sink_template, rtc_peer_pad_get_type ());
  gst_element_class_add_static_pad_template_with_gtype (GST_ELEMENT_CLASS
      (klass), &src_template, rtc_peer_pad_get_type ());
}

static GstPadProbeReturn
count_received (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Rig *rig = user_data;

  g_mutex_lock (&rig->lock);
  rig->n_received++;
  g_cond_broadcast (&rig->cond);
  g_mutex_unlock (&rig->lock);
  return GST_PAD_PROBE_OK;
}

static void
pad_added (GstElement * bin, GstPad * pad, Rig * rig)
{
  GstElement *sink;

  if (GST_PAD_IS_SINK (pad))
    return;
  sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "async", FALSE, "sync", FALSE, NULL);
  gst_bin_add (GST_BIN (rig->pipeline), sink);
  gst_element_sync_state_with_parent (sink);
  gst_element_link_pads (bin, GST_PAD_NAME (pad), sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, count_received, rig, NULL);
  g_mutex_lock (&rig->lock);
  g_ptr_array_add (rig->pads, gst_object_ref (pad));
  g_cond_broadcast (&rig->cond);
  g_mutex_unlock (&rig->lock);
}

static void
pad_removed (GstElement * bin, GstPad * pad, Rig * rig)
{
  g_mutex_lock (&rig->lock);
  rig->n_removed += GST_PAD_IS_SRC (pad);
  g_cond_broadcast (&rig->cond);
  g_mutex_unlock (&rig->lock);
}

void
rig_init (Rig * rig)
{
  GstWebRTCICETransport *ice;

  memset (rig, 0, sizeof (*rig));
  g_mutex_init (&rig->lock);
  g_cond_init (&rig->cond);
  rig->sent = g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_buffer_unref);
  rig->pads = g_ptr_array_new_with_free_func (gst_object_unref);
  rig->streams = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  rig->sources = g_hash_table_new (NULL, NULL);
  rig->routes = g_array_new (FALSE, FALSE, sizeof (RtcRouterSection));
  the_rig = rig;
  rig->edge = gst_object_ref_sink (g_object_new (RTC_TYPE_EDGE, NULL));
  ice = rtc_ice_transport_new ();
  transport.dtls = rtc_dtls_transport_new (0, ice);
  gst_object_unref (ice);

  rig->pipeline = gst_pipeline_new (NULL);
  rig->bin = g_object_new (rig_bin_get_type (), "name", "peer", NULL);
  gst_bin_add (GST_BIN (rig->pipeline), rig->bin);
  rig->negotiator = g_object_new (GST_TYPE_RTC_NEGOTIATOR, NULL);
  gst_bin_add (GST_BIN (rig->bin), GST_ELEMENT (rig->negotiator));
  rig->media = rtc_peer_media_new (GST_BIN (rig->bin), rig->negotiator,
      &events, rig);
  g_signal_connect (rig->bin, "pad-added", G_CALLBACK (pad_added), rig);
  g_signal_connect (rig->bin, "pad-removed", G_CALLBACK (pad_removed), rig);
  gst_element_set_state (rig->pipeline, GST_STATE_PLAYING);
}

void
rig_clear (Rig * rig)
{
  gst_element_set_state (rig->pipeline, GST_STATE_NULL);
  rtc_peer_media_stop (rig->media);
  rtc_peer_media_free (rig->media);
  /* an end of a pad that is still on its way */
  while (GST_OBJECT_REFCOUNT_VALUE (rig->edge) > 1)
    g_thread_yield ();
  fail_unless_equals_int (g_atomic_int_get (&rig->n_shut), 0);
  gst_object_unref (rig->edge);
  gst_object_unref (rig->pipeline);
  g_clear_object (&transport.dtls);
  gst_clear_object (&rig->aux[0]);
  gst_clear_object (&rig->aux[1]);
  g_clear_pointer (&rig->plan, rtc_jsep_plan_free);
  g_ptr_array_unref (rig->sent);
  g_ptr_array_unref (rig->pads);
  g_hash_table_unref (rig->streams);
  g_hash_table_unref (rig->sources);
  g_array_unref (rig->routes);
  g_mutex_clear (&rig->lock);
  g_cond_clear (&rig->cond);
}

/* --- plans ---------------------------------------------------------------------- */

void
rig_add_format (GPtrArray * formats, const gchar * name, guint rate,
    guint8 pt, const gchar * fmtp)
{
  static const gchar *const feedback[] = { "nack", "nack pli", "ccm fir", NULL
  };
  RtcJsepPlanFormat *format = g_new0 (RtcJsepPlanFormat, 1);

  rtc_codec_init (&format->codec, name, rate, 1, pt, fmtp);
  format->feedback = g_strdupv ((gchar **) feedback);
  g_ptr_array_add (formats, format);
}

static void
add_formats (GPtrArray * formats, RtcMediaKind kind)
{
  if (kind == RTC_MEDIA_VIDEO) {
    rig_add_format (formats, "VP8", 90000, 96, NULL);
    rig_add_format (formats, "rtx", 90000, 97, "apt=96");
  } else {
    rig_add_format (formats, "PCMU", 8000, 0, NULL);
  }
}

static void
add_extmaps (GPtrArray * extmaps)
{
  static const gchar *const uris[] = { "mid", "rtp-stream-id",
    "repaired-rtp-stream-id"
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++) {
    RtcSdpExtmap *extmap = g_new0 (RtcSdpExtmap, 1);

    extmap->id = i + 1;
    extmap->uri = g_strconcat ("urn:ietf:params:rtp-hdrext:sdes:", uris[i],
        NULL);
    g_ptr_array_add (extmaps, extmap);
  }
}

RtcJsepPlanSection *
rig_add_section (Rig * rig, RtcMediaKind kind, guint key,
    RtcDirection direction)
{
  RtcJsepPlanSection *section;

  if (rig->plan == NULL) {
    rig->plan = rtc_jsep_plan_new ();
    g_ptr_array_add (rig->plan->transports, rtc_jsep_plan_transport_new (0));
  }
  section = rtc_jsep_plan_add_section (rig->plan);
  section->mid = g_strdup_printf ("m%u", section->mline);
  section->kind = kind;
  section->transceiver = key;
  section->has_current = TRUE;
  section->current = direction;
  add_formats (section->send, kind);
  add_formats (section->receive, kind);
  add_extmaps (section->send_extmaps);
  add_extmaps (section->receive_extmaps);
  section->remote_stream = g_strdup ("theirs");
  return section;
}

void
rig_apply (Rig * rig)
{
  rtc_peer_media_apply (rig->media, rig->plan);
}

/* --- packets --------------------------------------------------------------------- */

static GstBuffer *
make_packet (guint32 ssrc, guint8 pt, guint16 seq)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 200, NULL);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  memset (map.data, 0x10, map.size);
  map.data[0] = 0x80;
  map.data[1] = pt;
  rtc_put_u16 (map.data + 2, seq);
  rtc_put_u32 (map.data + 4, seq * 160);
  rtc_put_u32 (map.data + 8, ssrc);
  gst_buffer_unmap (buffer, &map);
  GST_BUFFER_PTS (buffer) = 0;
  return buffer;
}

GstPad *
rig_add_source (Rig * rig, const gchar * name, const gchar * text)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (text);
  GstPad *source = gst_pad_new ("source", GST_PAD_SRC);
  GstPadTemplate *templ = gst_element_get_pad_template (rig->bin, "sink_%u");
  GstPad *sink = rtc_peer_media_request_sink (rig->media, templ, name, caps);
  GstSegment segment;

  fail_unless (sink != NULL);
  gst_object_ref_sink (source);
  gst_pad_set_active (source, TRUE);
  fail_unless_equals_int (gst_pad_link (source, sink), GST_PAD_LINK_OK);
  gst_pad_push_event (source, gst_event_new_stream_start ("source"));
  gst_pad_push_event (source, gst_event_new_caps (caps));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (source, gst_event_new_segment (&segment));
  return source;
}

GstFlowReturn
rig_push (GstPad * source, guint32 ssrc, guint8 pt, guint16 seq, guint n)
{
  GstBufferList *list;

  if (n == 1)
    return gst_pad_push (source, make_packet (ssrc, pt, seq));
  list = gst_buffer_list_new ();
  for (guint i = 0; i < n; i++)
    gst_buffer_list_add (list, make_packet (ssrc, pt, seq + i));
  return gst_pad_push_list (source, list);
}

typedef struct
{
  GstPad *source;
  guint32 ssrc;
  guint8 pt;
  guint16 seq;
  guint n;
} Push;

static gpointer
push_thread (gpointer data)
{
  Push *push = data;
  GstFlowReturn ret =
      rig_push (push->source, push->ssrc, push->pt, push->seq, push->n);

  g_free (push);
  return GINT_TO_POINTER (ret);
}

GThread *
rig_push_later (GstPad * source, guint32 ssrc, guint8 pt, guint16 seq, guint n)
{
  const Push push = { source, ssrc, pt, seq, n };

  return g_thread_new ("push", push_thread, g_memdup2 (&push, sizeof (push)));
}

void
rig_set_source (Rig * rig, guint32 ssrc, const gchar * mline_and_rid)
{
  g_mutex_lock (&rig->lock);
  g_hash_table_insert (rig->sources, GUINT_TO_POINTER (ssrc),
      (gpointer) mline_and_rid);
  g_mutex_unlock (&rig->lock);
}

void
rig_receive (Rig * rig, const guint8 * data, gsize size, gboolean rtcp)
{
  g_autoptr (GstPad) src =
      gst_element_get_static_pad (RTC_EDGE (rig->edge)->source,
      rtcp ? "rtcp_src" : "rtp_src");
  g_autoptr (GstCaps) caps =
      gst_caps_new_empty_simple (rtcp ? "application/x-rtcp" :
      "application/x-rtp");
  g_autoptr (GstEvent) begun =
      gst_pad_get_sticky_event (src, GST_EVENT_SEGMENT, 0);
  GstBuffer *buffer = gst_buffer_new_memdup (data, size);
  GstSegment segment;

  if (begun == NULL) {
    gst_pad_push_event (src, gst_event_new_stream_start ("network"));
    gst_pad_push_event (src, gst_event_new_caps (caps));
    gst_segment_init (&segment, GST_FORMAT_TIME);
    gst_pad_push_event (src, gst_event_new_segment (&segment));
  }
  GST_BUFFER_DTS (buffer) = gst_element_get_current_running_time (rig->bin);
  fail_unless_equals_int (gst_pad_push (src, buffer), GST_FLOW_OK);
}

void
rig_receive_rtp (Rig * rig, guint32 ssrc, guint8 pt, guint16 seq, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (GstBuffer) packet = make_packet (ssrc, pt, seq + i);
    GstMapInfo map;

    gst_buffer_map (packet, &map, GST_MAP_READ);
    rig_receive (rig, map.data, map.size, FALSE);
    gst_buffer_unmap (packet, &map);
  }
}

void
rig_wait (Rig * rig, const guint * counter, guint n)
{
  const gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  g_mutex_lock (&rig->lock);
  while (*counter < n)
    if (!g_cond_wait_until (&rig->cond, &rig->lock, end))
      fail ("only %u of %u", *counter, n);
  g_mutex_unlock (&rig->lock);
}

void
rig_wait_sent (Rig * rig, guint n)
{
  rig_wait (rig, &rig->sent->len, n);
}

void
rig_wait_pads (Rig * rig, guint n)
{
  rig_wait (rig, &rig->pads->len, n);
}

static void
read_sent (Rig * rig, guint i, guint8 header[12])
{
  g_mutex_lock (&rig->lock);
  fail_unless (i < rig->sent->len);
  gst_buffer_extract (g_ptr_array_index (rig->sent, i), 0, header, 12);
  g_mutex_unlock (&rig->lock);
}

guint8
rig_sent_pt (Rig * rig, guint i)
{
  guint8 header[12];

  read_sent (rig, i, header);
  return header[1] & 0x7f;
}

guint16
rig_sent_seq (Rig * rig, guint i)
{
  guint8 header[12];

  read_sent (rig, i, header);
  return rtc_get_u16 (header + 2);
}

guint32
rig_sent_ssrc (Rig * rig, guint i)
{
  guint8 header[12];

  read_sent (rig, i, header);
  return rtc_get_u32 (header + 8);
}
