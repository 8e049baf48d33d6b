/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeerfunnel.h"

#include "rtcpeergather.h"

#include <gst/video/video.h>

#include "core/rtcloop.h"
#include "rtp/rtcbytes.h"
#include "rtp/rtckeyrequest.h"

GST_DEBUG_CATEGORY_STATIC (rtc_peer_funnel_debug);
#define GST_CAT_DEFAULT rtc_peer_funnel_debug

/* A browser with several decoders in trouble asks once for each */
#define KEY_INTERVAL (100 * 1000)

/* A sink pad; its fields belong to its streaming thread, @key to the loop */
#define RTC_TYPE_PEER_FUNNEL_PAD (rtc_peer_funnel_pad_get_type ())
G_DECLARE_FINAL_TYPE (RtcPeerFunnelPad, rtc_peer_funnel_pad, RTC,
    PEER_FUNNEL_PAD, GstPad);

struct _RtcPeerFunnelPad
{
  GstPad parent;

  guint32 ssrc;                 /* of the last packet */
  gboolean has_ssrc;
  GstCaps *caps;
  gboolean caps_due;            /* for @ssrc */
  GstSegment segment;
  gboolean eos;
  gboolean is_video;
  RtcPeerGather gather;
  RtcKeyRequest key;            /* GST_OBJECT_LOCK of the element */
};

struct _RtcPeerFunnel
{
  GstElement parent;

  GstPad *src;
  RtcPeerFunnelEvents events;
  gpointer user_data;
  GHashTable *pads;             /* ssrc -> RtcPeerFunnelPad; GST_OBJECT_LOCK */

  /* stream lock of @src */
  gboolean started, ended;
  GstSegment segment;           /* the last one pushed */
};

G_DEFINE_FINAL_TYPE (RtcPeerFunnelPad, rtc_peer_funnel_pad, GST_TYPE_PAD);
G_DEFINE_FINAL_TYPE (RtcPeerFunnel, rtc_peer_funnel, GST_TYPE_ELEMENT);

static GstStaticPadTemplate sink_template =
GST_STATIC_PAD_TEMPLATE ("sink_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate src_template =
GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("application/x-rtp"));

static GstFlowReturn push (GstPad * pad, GstBuffer * buffer,
    GstBufferList * list);
static gint64 on_alarm (gpointer pad);

static void
rtc_peer_funnel_pad_init (RtcPeerFunnelPad * pad)
{
  gst_segment_init (&pad->segment, GST_FORMAT_UNDEFINED);
  rtc_key_request_init (&pad->key, KEY_INTERVAL);
  rtc_peer_gather_init (&pad->gather, GST_PAD (pad), push, on_alarm);
}

static void
rtc_peer_funnel_pad_finalize (GObject * object)
{
  gst_clear_caps (&RTC_PEER_FUNNEL_PAD (object)->caps);
  rtc_peer_gather_clear (&RTC_PEER_FUNNEL_PAD (object)->gather);
  G_OBJECT_CLASS (rtc_peer_funnel_pad_parent_class)->finalize (object);
}

static void
rtc_peer_funnel_pad_class_init (RtcPeerFunnelPadClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = rtc_peer_funnel_pad_finalize;
}

/* --- down ------------------------------------------------------------------ */

static void
note_ssrc (RtcPeerFunnel * self, RtcPeerFunnelPad * pad, guint32 ssrc)
{
  gboolean is_new;

  pad->ssrc = ssrc;
  pad->has_ssrc = TRUE;
  GST_OBJECT_LOCK (self);
  is_new = g_hash_table_lookup (self->pads, GUINT_TO_POINTER (ssrc)) != pad;
  if (is_new)
    g_hash_table_insert (self->pads, GUINT_TO_POINTER (ssrc), pad);
  GST_OBJECT_UNLOCK (self);
  /* layers of a simulcast take turns on one pad */
  pad->caps_due |= is_new;
  if (is_new)
    self->events.new_ssrc (self, GST_PAD (pad), ssrc, self->user_data);
}

static void
push_caps (RtcPeerFunnel * self, RtcPeerFunnelPad * pad)
{
  g_autoptr (GstCaps) caps = NULL;

  pad->caps_due = FALSE;
  if (pad->caps == NULL)
    return;
  caps = gst_caps_copy (pad->caps);
  gst_caps_set_simple (caps, "ssrc", G_TYPE_UINT, pad->ssrc, NULL);
  gst_pad_push_event (self->src, gst_event_new_caps (caps));
}

/* What has to be said before data of @pad: with the stream lock of the src pad */
static void
push_events (RtcPeerFunnel * self, RtcPeerFunnelPad * pad)
{
  if (G_UNLIKELY (!self->started || self->ended)) {
    g_autofree gchar *id = g_strdup_printf ("%08x", g_random_int ());

    gst_pad_push_event (self->src, gst_event_new_stream_start (id));
    self->started = TRUE;
    self->ended = FALSE;
    gst_segment_init (&self->segment, GST_FORMAT_UNDEFINED);
  }
  if (G_UNLIKELY (pad->caps_due))
    push_caps (self, pad);
  if (G_UNLIKELY (pad->segment.format == GST_FORMAT_UNDEFINED))
    gst_segment_init (&pad->segment, GST_FORMAT_TIME);
  if (!gst_segment_is_equal (&self->segment, &pad->segment)) {
    self->segment = pad->segment;
    gst_pad_push_event (self->src, gst_event_new_segment (&pad->segment));
  }
}

/* One of @buffer and @list is given */
static GstFlowReturn
push (GstPad * pad, GstBuffer * buffer, GstBufferList * list)
{
  RtcPeerFunnel *self = RTC_PEER_FUNNEL (GST_OBJECT_PARENT (pad));
  GstFlowReturn ret;

  GST_PAD_STREAM_LOCK (self->src);
  push_events (self, RTC_PEER_FUNNEL_PAD (pad));
  if (list != NULL)
    ret = gst_pad_push_list (self->src, list);
  else
    ret = gst_pad_push (self->src, buffer);
  GST_PAD_STREAM_UNLOCK (self->src);
  return ret;
}

static gint64
on_alarm (gpointer pad)
{
  g_autoptr (GstObject) parent = gst_pad_get_parent (pad);

  if (parent == NULL)
    return RTC_NEVER;
  return rtc_peer_gather_alarm (&RTC_PEER_FUNNEL_PAD (pad)->gather);
}

/* @first: of what is to be pushed, its first 12 bytes to @header.  FALSE: no RTP */
static gboolean
prepare (RtcPeerFunnel * self, RtcPeerFunnelPad * pad, GstBuffer * first,
    guint8 * header)
{
  guint32 ssrc;

  if (gst_buffer_extract (first, 0, header, 12) != 12)
    return FALSE;
  ssrc = rtc_get_u32 (header + 8);
  if (G_UNLIKELY (!pad->has_ssrc || ssrc != pad->ssrc)) {
    rtc_peer_gather_flush (&pad->gather);
    note_ssrc (self, pad, ssrc);
  }
  return TRUE;
}

static GstFlowReturn
sink_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  RtcPeerFunnelPad *fpad = RTC_PEER_FUNNEL_PAD (pad);
  guint8 header[12];

  if (!prepare (RTC_PEER_FUNNEL (parent), fpad, buffer, header)) {
    gst_buffer_unref (buffer);
    return GST_FLOW_OK;
  }
  /* only the marker bit of video says where a frame ends */
  if (fpad->is_video)
    return rtc_peer_gather_chain (&fpad->gather, buffer, header);
  return push (pad, buffer, NULL);
}

static GstFlowReturn
sink_chain_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  RtcPeerFunnelPad *fpad = RTC_PEER_FUNNEL_PAD (pad);
  guint8 header[12];

  if (gst_buffer_list_length (list) == 0
      || !prepare (RTC_PEER_FUNNEL (parent), fpad,
          gst_buffer_list_get (list, 0), header)) {
    gst_buffer_list_unref (list);
    return GST_FLOW_OK;
  }
  rtc_peer_gather_flush (&fpad->gather);
  return push (pad, NULL, list);
}

static gboolean
all_eos (RtcPeerFunnel * self)
{
  gboolean ret = TRUE;

  GST_OBJECT_LOCK (self);
  for (GList * l = GST_ELEMENT (self)->sinkpads; l != NULL; l = l->next)
    ret &= RTC_PEER_FUNNEL_PAD (l->data)->eos;
  GST_OBJECT_UNLOCK (self);
  return ret;
}

/* The session ends (BYE for everyone) when the last of its sources does */
static void
end (RtcPeerFunnel * self, RtcPeerFunnelPad * pad)
{
  GST_OBJECT_LOCK (self);
  pad->eos = TRUE;
  GST_OBJECT_UNLOCK (self);
  if (!all_eos (self))
    return;
  GST_PAD_STREAM_LOCK (self->src);
  if (self->started && !self->ended) {
    self->ended = TRUE;
    gst_pad_push_event (self->src, gst_event_new_eos ());
  }
  GST_PAD_STREAM_UNLOCK (self->src);
}

static gboolean
sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  RtcPeerFunnel *self = RTC_PEER_FUNNEL (parent);
  RtcPeerFunnelPad *fpad = RTC_PEER_FUNNEL_PAD (pad);
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    rtc_peer_gather_drop (&fpad->gather);
  else if (GST_EVENT_IS_SERIALIZED (event))
    rtc_peer_gather_flush (&fpad->gather);
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      gst_caps_replace (&fpad->caps, caps);
      fpad->caps_due = TRUE;
      fpad->is_video = g_strcmp0 (gst_structure_get_string
          (gst_caps_get_structure (caps, 0), "media"), "video") == 0;
      break;
    case GST_EVENT_SEGMENT:
      gst_event_copy_segment (event, &fpad->segment);
      break;
    case GST_EVENT_STREAM_START:
    case GST_EVENT_FLUSH_STOP:
      GST_OBJECT_LOCK (self);
      fpad->eos = FALSE;
      GST_OBJECT_UNLOCK (self);
      break;
    case GST_EVENT_EOS:
      end (self, fpad);
      break;
    default:
      /* of one source: nothing that the others should meet, least of all its
       * FLUSH_START */
      break;
  }
  gst_event_unref (event);
  return TRUE;
}

/* Whatever comes: rtpsession's answer would name an SSRC for all of them, and
 * payloaders would take it */
static gboolean
sink_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  GstCaps *caps, *filter;

  if (GST_QUERY_IS_SERIALIZED (query))
    rtc_peer_gather_flush (&RTC_PEER_FUNNEL_PAD (pad)->gather);
  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_CAPS:
      gst_query_parse_caps (query, &filter);
      caps = gst_pad_get_pad_template_caps (pad);
      if (filter != NULL) {
        GstCaps *both = gst_caps_intersect_full (filter, caps,
            GST_CAPS_INTERSECT_FIRST);

        gst_caps_unref (caps);
        caps = both;
      }
      gst_query_set_caps_result (query, caps);
      gst_caps_unref (caps);
      return TRUE;
    case GST_QUERY_ACCEPT_CAPS:
      gst_query_set_accept_caps_result (query, TRUE);
      return TRUE;
    default:
      return gst_pad_query_default (pad, parent, query);
  }
}

/* --- up -------------------------------------------------------------------- */

/* transfer: full; NULL: nobody has sent @ssrc */
static GstPad *
find_pad (RtcPeerFunnel * self, guint32 ssrc)
{
  GstPad *pad;

  GST_OBJECT_LOCK (self);
  pad = g_hash_table_lookup (self->pads, GUINT_TO_POINTER (ssrc));
  if (pad != NULL)
    gst_object_ref (pad);
  GST_OBJECT_UNLOCK (self);
  return pad;
}

static gboolean
merge_key_request (RtcPeerFunnel * self, GstPad * pad)
{
  gboolean ask;

  GST_OBJECT_LOCK (self);
  ask = rtc_key_request_ask (&RTC_PEER_FUNNEL_PAD (pad)->key, rtc_loop_now ());
  GST_OBJECT_UNLOCK (self);
  return ask;
}

static gboolean
src_event (GstPad * src, GstObject * parent, GstEvent * event)
{
  RtcPeerFunnel *self = RTC_PEER_FUNNEL (parent);
  const GstStructure *s = gst_event_get_structure (event);
  g_autoptr (GstPad) pad = NULL;
  guint ssrc, seq;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CUSTOM_UPSTREAM
      || !gst_structure_get_uint (s, "ssrc", &ssrc))
    return gst_pad_event_default (src, parent, event);

  if (gst_structure_has_name (s, "GstRTPRetransmissionRequest")) {
    if (gst_structure_get_uint (s, "seqnum", &seq))
      self->events.retransmit (self, ssrc, seq, self->user_data);
    gst_event_unref (event);
    return TRUE;
  }

  pad = find_pad (self, ssrc);
  if (pad == NULL)
    return gst_pad_event_default (src, parent, event);
  if (gst_video_event_is_force_key_unit (event)
      && !merge_key_request (self, pad)) {
    gst_event_unref (event);
    return TRUE;
  }
  return gst_pad_push_event (pad, event);
}

/* --- pads ------------------------------------------------------------------ */

static GstPad *
request_new_pad (GstElement * element, GstPadTemplate * templ,
    const gchar * name, const GstCaps * caps)
{
  GstPad *pad = g_object_new (RTC_TYPE_PEER_FUNNEL_PAD, "name", name,
      "direction", GST_PAD_SINK, "template", templ, NULL);

  gst_pad_set_chain_function (pad, sink_chain);
  gst_pad_set_chain_list_function (pad, sink_chain_list);
  gst_pad_set_event_function (pad, sink_event);
  gst_pad_set_query_function (pad, sink_query);
  gst_pad_set_active (pad, TRUE);
  gst_element_add_pad (element, pad);
  return pad;
}

/* @pad is not active */
static void
drop (GstPad * pad)
{
  GST_PAD_STREAM_LOCK (pad);
  rtc_peer_gather_drop (&RTC_PEER_FUNNEL_PAD (pad)->gather);
  GST_PAD_STREAM_UNLOCK (pad);
}

static gboolean
is_pad (gpointer ssrc, gpointer value, gpointer pad)
{
  return value == pad;
}

static void
release_pad (GstElement * element, GstPad * pad)
{
  RtcPeerFunnel *self = RTC_PEER_FUNNEL (element);

  GST_OBJECT_LOCK (self);
  g_hash_table_foreach_remove (self->pads, is_pad, pad);
  GST_OBJECT_UNLOCK (self);
  gst_pad_set_active (pad, FALSE);
  drop (pad);
  gst_element_remove_pad (element, pad);
}

static gboolean
drop_one (GstElement * element, GstPad * pad, gpointer user_data)
{
  drop (pad);
  return TRUE;
}

static GstStateChangeReturn
change_state (GstElement * element, GstStateChange transition)
{
  RtcPeerFunnel *self = RTC_PEER_FUNNEL (element);
  GstStateChangeReturn ret;

  ret = GST_ELEMENT_CLASS (rtc_peer_funnel_parent_class)->change_state (element,
      transition);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY) {
    gst_element_foreach_sink_pad (element, drop_one, NULL);
    GST_OBJECT_LOCK (self);
    g_hash_table_remove_all (self->pads);
    for (GList * l = element->sinkpads; l != NULL; l = l->next)
      RTC_PEER_FUNNEL_PAD (l->data)->has_ssrc = FALSE;
    GST_OBJECT_UNLOCK (self);
    self->started = self->ended = FALSE;
  }
  return ret;
}

static void
rtc_peer_funnel_init (RtcPeerFunnel * self)
{
  self->pads = g_hash_table_new (NULL, NULL);
  self->src = gst_pad_new_from_static_template (&src_template, "src");
  gst_pad_set_event_function (self->src, src_event);
  gst_pad_use_fixed_caps (self->src);
  gst_element_add_pad (GST_ELEMENT (self), self->src);
  gst_segment_init (&self->segment, GST_FORMAT_UNDEFINED);
}

static void
rtc_peer_funnel_finalize (GObject * object)
{
  g_hash_table_unref (RTC_PEER_FUNNEL (object)->pads);
  G_OBJECT_CLASS (rtc_peer_funnel_parent_class)->finalize (object);
}

static void
rtc_peer_funnel_class_init (RtcPeerFunnelClass * klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (rtc_peer_funnel_debug, "rtcpeerfunnel", 0,
      "pads into one session");
  G_OBJECT_CLASS (klass)->finalize = rtc_peer_funnel_finalize;
  element_class->request_new_pad = request_new_pad;
  element_class->release_pad = release_pad;
  element_class->change_state = change_state;
  gst_element_class_add_static_pad_template_with_gtype (element_class,
      &sink_template, RTC_TYPE_PEER_FUNNEL_PAD);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Peer funnel",
      "Generic", "Several RTP sources into one session", "gst-rtc developers");
}

RtcPeerFunnel *
rtc_peer_funnel_new (const RtcPeerFunnelEvents * events, gpointer user_data)
{
  RtcPeerFunnel *self = g_object_new (RTC_TYPE_PEER_FUNNEL, NULL);

  self->events = *events;
  self->user_data = user_data;
  return self;
}
