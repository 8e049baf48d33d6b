/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A sink pad: what comes in leaves by its src pad in the same call.
 *
 *                .--------------.
 *   sink_%u  ----| learn, push  |----  src_%u
 *                '--------------'
 */
#include "rtcnegotiator-private.h"

#include "core/rtcids.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_negotiator_debug);
#define GST_CAT_DEFAULT rtc_negotiator_debug

#define RTC_TYPE_NEGOTIATOR_PAD (rtc_negotiator_pad_get_type ())
G_DECLARE_FINAL_TYPE (RtcNegotiatorPad, rtc_negotiator_pad, RTC, NEGOTIATOR_PAD,
    GstPad)
     struct _RtcNegotiatorPad
     {
       GstPad parent;

       GstWebRTCRTPTransceiver *transceiver;    /* for life */
       GstPad *src;             /* for life */
       guint32 rtx_ssrc;        /* for life */

       gint ssrc;               /* atomic: 0 until it is known */

       /* GST_OBJECT_LOCK */
       GstCaps *caps;
       gchar *msid;
     };

G_DEFINE_FINAL_TYPE (RtcNegotiatorPad, rtc_negotiator_pad, GST_TYPE_PAD);

/* --- media --------------------------------------------------------------- */

     static void learn_ssrc (RtcNegotiatorPad * self, GstBuffer * buffer)
{
  guint32 ssrc;

  if (gst_buffer_extract (buffer, 8, &ssrc, 4) != 4)
    return;
  g_atomic_int_set (&self->ssrc, (gint) GUINT32_FROM_BE (ssrc));
}

/* As long as nobody takes the media it is dropped, as it is before there is a
 * connection: the source need not end for that */
static GstFlowReturn
forgive (GstFlowReturn ret)
{
  return ret == GST_FLOW_NOT_LINKED ? GST_FLOW_OK : ret;
}

static GstFlowReturn
chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  RtcNegotiatorPad *self = RTC_NEGOTIATOR_PAD (pad);

  if (G_UNLIKELY (g_atomic_int_get (&self->ssrc) == 0))
    learn_ssrc (self, buffer);
  return forgive (gst_pad_push (self->src, buffer));
}

static GstFlowReturn
chain_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  RtcNegotiatorPad *self = RTC_NEGOTIATOR_PAD (pad);

  if (G_UNLIKELY (g_atomic_int_get (&self->ssrc) == 0)
      && gst_buffer_list_length (list) > 0)
    learn_ssrc (self, gst_buffer_list_get (list, 0));
  return forgive (gst_pad_push_list (self->src, list));
}

/* --- events and queries -------------------------------------------------- */

static void
learn_caps (RtcNegotiatorPad * self, GstElement * parent, GstCaps * caps)
{
  GstStructure *s = gst_caps_get_structure (caps, 0);
  GstWebRTCKind kind = rtc_negotiator_caps_kind (caps), had;
  gboolean changed;
  guint ssrc;

  GST_OBJECT_LOCK (self);
  changed = self->caps == NULL || !gst_caps_is_equal (self->caps, caps);
  gst_caps_replace (&self->caps, caps);
  GST_OBJECT_UNLOCK (self);
  if (!changed)
    return;
  g_atomic_int_set (&self->ssrc,
      gst_structure_get_uint (s, "ssrc", &ssrc) ? (gint) ssrc : 0);
  g_object_get (self->transceiver, "kind", &had, NULL);
  if (had == GST_WEBRTC_KIND_UNKNOWN && kind != had)
    rtc_transceiver_set_kind (self->transceiver, kind);
  rtc_negotiator_tell (GST_RTC_NEGOTIATOR (parent), RTC_NEGOTIATOR_NEEDED,
      NULL);
}

static gboolean
sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    GstCaps *caps;

    gst_event_parse_caps (event, &caps);
    learn_caps (RTC_NEGOTIATOR_PAD (pad), GST_ELEMENT (parent), caps);
  }
  return gst_pad_event_default (pad, parent, event);
}

static GstCaps *
get_preferences (RtcNegotiatorPad * self)
{
  GstCaps *preferences;

  g_object_get (self->transceiver, "codec-preferences", &preferences, NULL);
  return preferences;
}

static void
answer_caps (RtcNegotiatorPad * self, GstQuery * query, GstCaps * preferences)
{
  g_autoptr (GstCaps) wanted = NULL;
  g_autoptr (GstCaps) result = NULL;
  GstCaps *filter;

  gst_query_parse_caps (query, &filter);
  if (filter != NULL)
    wanted = gst_caps_intersect_full (filter, preferences,
        GST_CAPS_INTERSECT_FIRST);
  else
    wanted = gst_caps_ref (preferences);
  /* wanted itself where nobody is behind us */
  result = gst_pad_peer_query_caps (self->src, wanted);
  gst_query_set_caps_result (query, result);
}

static gboolean
sink_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  RtcNegotiatorPad *self = RTC_NEGOTIATOR_PAD (pad);
  g_autoptr (GstCaps) preferences = NULL;
  GstCaps *caps;

  if (GST_QUERY_TYPE (query) != GST_QUERY_CAPS
      && GST_QUERY_TYPE (query) != GST_QUERY_ACCEPT_CAPS)
    return gst_pad_query_default (pad, parent, query);
  preferences = get_preferences (self);
  if (preferences == NULL)
    return gst_pad_query_default (pad, parent, query);
  if (GST_QUERY_TYPE (query) == GST_QUERY_CAPS) {
    answer_caps (self, query, preferences);
  } else {
    gst_query_parse_accept_caps (query, &caps);
    gst_query_set_accept_caps_result (query,
        gst_caps_can_intersect (caps, preferences));
  }
  return TRUE;
}

/* The pad on the other side, src_4 of sink_4: by name, so that neither of them
 * has to know whether the other one is still there */
static GstIterator *
iterate_links (GstPad * pad, GstObject * parent)
{
  const gchar *number = strchr (GST_PAD_NAME (pad), '_');
  g_autofree gchar *name = g_strconcat (GST_PAD_IS_SINK (pad) ? "src" : "sink",
      number, NULL);
  g_autoptr (GstPad) other =
      gst_element_get_static_pad (GST_ELEMENT (parent), name);
  g_auto (GValue) value = G_VALUE_INIT;

  if (other == NULL)
    return NULL;
  g_value_init (&value, GST_TYPE_PAD);
  g_value_set_object (&value, other);
  return gst_iterator_new_single (GST_TYPE_PAD, &value);
}

/* ------------------------------------------------------------------------- */

static void
rtc_negotiator_pad_finalize (GObject * object)
{
  RtcNegotiatorPad *self = RTC_NEGOTIATOR_PAD (object);

  gst_clear_object (&self->transceiver);
  gst_clear_object (&self->src);
  gst_clear_caps (&self->caps);
  g_free (self->msid);
  G_OBJECT_CLASS (rtc_negotiator_pad_parent_class)->finalize (object);
}

static void
rtc_negotiator_pad_class_init (RtcNegotiatorPadClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = rtc_negotiator_pad_finalize;
}

static void
rtc_negotiator_pad_init (RtcNegotiatorPad * self)
{
  self->rtx_ssrc = rtc_random_ssrc ();
}

GstPad *
rtc_negotiator_pad_new (GstRtcNegotiator * self, GstPadTemplate * sink_template,
    GstPadTemplate * src_template, guint serial,
    GstWebRTCRTPTransceiver * transceiver)
{
  g_autofree gchar *sink_name = g_strdup_printf ("sink_%u", serial);
  g_autofree gchar *src_name = g_strdup_printf ("src_%u", serial);
  RtcNegotiatorPad *pad = g_object_new (RTC_TYPE_NEGOTIATOR_PAD,
      "name", sink_name, "direction", GST_PAD_SINK, "template", sink_template,
      NULL);
  GstPad *sink = GST_PAD (pad);

  pad->transceiver = gst_object_ref (transceiver);
  pad->src =
      gst_object_ref_sink (gst_pad_new_from_template (src_template, src_name));
  gst_pad_set_chain_function (sink, chain);
  gst_pad_set_chain_list_function (sink, chain_list);
  gst_pad_set_event_function (sink, sink_event);
  gst_pad_set_query_function (sink, sink_query);
  gst_pad_set_iterate_internal_links_function (sink, iterate_links);
  gst_pad_set_iterate_internal_links_function (pad->src, iterate_links);
  GST_PAD_SET_PROXY_CAPS (sink);
  GST_PAD_SET_PROXY_ALLOCATION (sink);
  GST_PAD_SET_PROXY_SCHEDULING (sink);
  GST_PAD_SET_PROXY_CAPS (pad->src);
  gst_pad_use_fixed_caps (pad->src);
  gst_pad_set_active (pad->src, TRUE);
  gst_pad_set_active (sink, TRUE);
  return sink;
}

GstCaps *
rtc_negotiator_pad_get_caps (GstPad * sink)
{
  GstCaps *caps = NULL;

  GST_OBJECT_LOCK (sink);
  gst_caps_replace (&caps, RTC_NEGOTIATOR_PAD (sink)->caps);
  GST_OBJECT_UNLOCK (sink);
  return caps;
}

GstWebRTCRTPTransceiver *
rtc_negotiator_get_pad_transceiver (GstPad * sink)
{
  return RTC_NEGOTIATOR_PAD (sink)->transceiver;
}

GstPad *
rtc_negotiator_get_src (GstPad * sink)
{
  return RTC_NEGOTIATOR_PAD (sink)->src;
}

void
rtc_negotiator_set_pad_msid (GstPad * sink, const gchar * msid)
{
  GST_OBJECT_LOCK (sink);
  g_free (RTC_NEGOTIATOR_PAD (sink)->msid);
  RTC_NEGOTIATOR_PAD (sink)->msid = g_strdup (msid);
  GST_OBJECT_UNLOCK (sink);
}

gchar *
rtc_negotiator_get_pad_msid (GstPad * sink)
{
  gchar *msid;

  GST_OBJECT_LOCK (sink);
  msid = g_strdup (RTC_NEGOTIATOR_PAD (sink)->msid);
  GST_OBJECT_UNLOCK (sink);
  return msid;
}

void
rtc_negotiator_get_input (GstPad * sink, RtcNegotiatorInput * input)
{
  RtcNegotiatorPad *self = RTC_NEGOTIATOR_PAD (sink);
  g_auto (GStrv) rids = NULL;
  GstStructure *s;

  memset (input, 0, sizeof (*input));
  input->key = rtc_transceiver_get_key (self->transceiver);
  input->ssrc = (guint32) g_atomic_int_get (&self->ssrc);
  input->rtx_ssrc = self->rtx_ssrc;
  input->pt = -1;
  input->caps = rtc_negotiator_pad_get_caps (sink);
  if (input->caps == NULL)
    return;
  s = gst_caps_get_structure (input->caps, 0);
  gst_structure_get_int (s, "payload", &input->pt);
  rids = rtc_caps_to_rids (input->caps, TRUE);
  if (rids != NULL && rids[1] == NULL)
    input->rid = g_strdup (rids[0]);
}

void
rtc_negotiator_input_clear (RtcNegotiatorInput * input)
{
  g_clear_pointer (&input->rid, g_free);
  gst_clear_caps (&input->caps);
}
