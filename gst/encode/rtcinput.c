/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 *         .------------------------------------------------------.
 *         |                                .--> branch (VP8)     |
 *  sink --| [parser !] clocksync ! tee ----+--> branch (H264)    |
 *         |                                '--> fakesink         |
 *         '------------------------------------------------------'
 *
 * The branches come and go with the viewers; the fakesink stays, so that
 * preroll, EOS and the clock work as for any sink.  The parser is there for
 * H.264 and H.265 that come in encoded.
 */
#include "rtcinput.h"

#include <gst/video/video.h>
#include "rtcinput-private.h"

GST_DEBUG_CATEGORY_STATIC (rtc_input_debug);
#define GST_CAT_DEFAULT rtc_input_debug

G_DEFINE_FINAL_TYPE (RtcInput, rtc_input, GST_TYPE_BIN);

static GstStaticPadTemplate video_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS (RTC_INPUT_VIDEO_CAPS));
static GstStaticPadTemplate audio_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS (RTC_INPUT_AUDIO_CAPS));

static void
list_raw_codecs (RtcInput * self)
{
  g_autoptr (GPtrArray) chosen = rtc_codec_table_choose (self->kind,
      self->allowed, TRUE);

  self->n_slots = MIN (chosen->len, RTC_INPUT_MAX_CODECS);
  for (guint i = 0; i < self->n_slots; i++)
    self->slots[i].codec = g_ptr_array_index (chosen, i);
}

static void
announce_codecs (RtcInput * self, const GstCaps * encoded)
{
  RtcCodec codecs[RTC_INPUT_MAX_CODECS] = { 0 };
  g_autoptr (RtcTrack) track = NULL;
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_slots;
  for (guint i = 0; i < n; i++) {
    const RtcCodecInfo *info = self->slots[i].codec;

    codecs[i] = (RtcCodec) {
    (gchar *) info->name, info->clock_rate, info->channels, info->pt,
          rtc_codec_info_make_fmtp (info, encoded)};
  }
  if (self->track != NULL)
    track = rtc_track_ref (self->track);
  g_mutex_unlock (&self->lock);
  if (track != NULL)
    rtc_track_set_codecs (track, codecs, n);
  for (guint i = 0; i < n; i++)
    g_free (codecs[i].fmtp);
}

/* The caps say for the first time what comes in.  FALSE: nothing that can be
 * sent, and the bus has been told why. */
static gboolean
learn_format (RtcInput * self, const GstCaps * caps)
{
  const gchar *type = gst_structure_get_name (gst_caps_get_structure (caps,
          0));
  const RtcCodecInfo *info = rtc_codec_table_find_media_type (type);
  guint n;

  g_mutex_lock (&self->lock);
  if (self->media_type == NULL) {
    self->media_type = g_strdup (type);
    self->raw = info == NULL;
    if (info == NULL)
      list_raw_codecs (self);
    else if (rtc_codec_info_can_send (info))
      self->slots[self->n_slots++].codec = info;
  }
  n = self->n_slots;
  g_mutex_unlock (&self->lock);
  if (n == 0) {
    g_autofree gchar *advice = rtc_codec_table_what_to_install (self->kind,
        info != NULL ? caps : self->allowed);

    GST_ELEMENT_ERROR (self, CORE, MISSING_PLUGIN, ("%s", advice), (NULL));
    return FALSE;
  }
  if (!g_str_equal (self->media_type, type)) {
    GST_ELEMENT_ERROR (self, CORE, NEGOTIATION,
        ("The input was %s and cannot become %s while it runs.",
            self->media_type, type), (NULL));
    return FALSE;
  }
  announce_codecs (self, info != NULL ? caps : NULL);
  return TRUE;
}

/* A live source is on time by itself, and to wait for it would only add its
 * latency; anything else runs as fast as it can unless the clock holds it. */
static void
pace (RtcInput * self, GstPad * pad)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean live = FALSE;

  if (gst_pad_peer_query (pad, query))
    gst_query_parse_latency (query, &live, NULL, NULL);
  GST_DEBUG_OBJECT (self, "input is %slive", live ? "" : "not ");
  g_object_set (self->clocksync, "sync", !live, NULL);
}

/* Hold buffers until their time has come, and give what follows the time of
 * the timeline.  Looked at with each buffer: another track's flush may have
 * changed it. */
static void
aim (RtcInput * self)
{
  GstElement *element = GST_ELEMENT (self);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (self->clocksync, "src");
  gint64 was, start, offset;

  g_object_get (self->clocksync, "ts-offset", &was, NULL);
  start = rtc_timeline_get_start (self->timeline, element,
      g_atomic_int_get (&self->flush), was);
  offset = start + rtc_timeline_get_offset (self->timeline, element);
  if (start != was)
    g_object_set (self->clocksync, "ts-offset", start, NULL);
  if (offset != gst_pad_get_offset (pad))
    gst_pad_set_offset (pad, offset);
}

/* Running time begins at zero again, and the pipeline's with it or not: not
 * when no sink waits for preroll, as ours do not. */
static void
take_flush (RtcInput * self, GstEvent * event)
{
  gboolean reset_time;

  gst_event_parse_flush_stop (event, &reset_time);
  if (!reset_time)
    return;
  g_atomic_int_set (&self->flush, gst_event_get_seqnum (event));
  rtc_timeline_flush (self->timeline, GST_ELEMENT (self),
      gst_event_get_seqnum (event));
  aim (self);
}

static GstPadProbeReturn
buffer_probe (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  /* before, the base time may be that of an earlier run */
  if (GST_STATE (user_data) == GST_STATE_PLAYING)
    aim (user_data);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
event_probe (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  RtcInput *self = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    take_flush (self, event);
  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_caps (event, &caps);
  if (!learn_format (self, caps)) {
    /* handled with a refusal: the source stops as not negotiated */
    gst_event_unref (event);
    GST_PAD_PROBE_INFO_FLOW_RETURN (info) = GST_FLOW_NOT_NEGOTIATED;
    return GST_PAD_PROBE_HANDLED;
  }
  pace (self, pad);
  return GST_PAD_PROBE_OK;
}

static void
aim_ghost (RtcInput * self, GstElement * element)
{
  g_autoptr (GstPad) target = gst_element_get_static_pad (element, "sink");

  gst_ghost_pad_set_target (GST_GHOST_PAD (self->ghost), target);
}

static void
insert_parser (RtcInput * self, const RtcCodecInfo * info)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = g_strdup_printf ("%s ! capsfilter caps=\"%s\"",
      info->parser, info->parsed_caps);
  GstElement *parser;

  /* learn_format () says so when it is not installed */
  if (self->parser != NULL || !rtc_codec_info_can_send (info))
    return;
  parser = gst_parse_bin_from_description (text, TRUE, &error);
  if (parser == NULL) {
    GST_WARNING_OBJECT (self, "no parser: %s", error->message);
    return;
  }
  self->parser = parser;
  gst_bin_add (GST_BIN (self), parser);
  aim_ghost (self, parser);
  gst_element_link (parser, self->clocksync);
  gst_element_sync_state_with_parent (parser);
}

/* The next run may bring another codec */
static void
remove_parser (RtcInput * self)
{
  GstElement *parser = g_steal_pointer (&self->parser);

  if (parser == NULL)
    return;
  gst_element_unlink (parser, self->clocksync);
  aim_ghost (self, self->clocksync);
  gst_element_set_state (parser, GST_STATE_NULL);
  gst_bin_remove (GST_BIN (self), parser);
}

static gboolean
ghost_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  RtcInput *self = RTC_INPUT (parent);

  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    const RtcCodecInfo *info;
    GstCaps *caps;

    gst_event_parse_caps (event, &caps);
    info = rtc_codec_table_find_media_type (gst_structure_get_name
        (gst_caps_get_structure (caps, 0)));
    if (info != NULL && info->parser != NULL)
      insert_parser (self, info);
  }
  return gst_pad_event_default (pad, parent, event);
}

static void
answer_caps (GstPad * pad, GstQuery * query)
{
  g_autoptr (GstCaps) caps = gst_pad_get_pad_template_caps (pad);
  GstCaps *filter;

  gst_query_parse_caps (query, &filter);
  if (filter != NULL) {
    /* in our order, so that a source that can do anything picks the best */
    GstCaps *both = gst_caps_intersect_full (caps, filter,
        GST_CAPS_INTERSECT_FIRST);

    gst_query_set_caps_result (query, both);
    gst_caps_unref (both);
  } else {
    gst_query_set_caps_result (query, caps);
  }
}

/* What the source hears must not depend on who is watching right now, so none
 * of these reaches the branches. */
static gboolean
ghost_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  RtcInput *self = RTC_INPUT (parent);
  g_autoptr (GstCaps) ours = NULL;
  GstCaps *caps;

  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_CAPS:
      answer_caps (pad, query);
      return TRUE;
    case GST_QUERY_ACCEPT_CAPS:
      gst_query_parse_accept_caps (query, &caps);
      ours = gst_pad_get_pad_template_caps (pad);
      gst_query_set_accept_caps_result (query, gst_caps_can_intersect (caps,
              ours));
      return TRUE;
    case GST_QUERY_ALLOCATION:
      /* strides of any kind are fine, so a camera's buffers need no copy */
      if (self->kind == RTC_MEDIA_VIDEO)
        gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
      return TRUE;
    default:
      return gst_pad_query_default (pad, parent, query);
  }
}

static void
build (RtcInput * self)
{
  GstElement *sink = gst_element_factory_make ("fakesink", "end");
  g_autoptr (GstPad) target = NULL;
  g_autoptr (GstPadTemplate) templ = gst_static_pad_template_get
      (self->kind == RTC_MEDIA_VIDEO ? &video_template : &audio_template);

  self->clocksync = gst_element_factory_make ("clocksync", "pace");
  self->tee = gst_element_factory_make ("tee", "tee");
  g_object_set (self->clocksync, "sync", FALSE, NULL);
  g_object_set (self->tee, "allow-not-linked", TRUE, NULL);
  g_object_set (sink, "async", FALSE, "sync", FALSE, "enable-last-sample",
      FALSE, NULL);
  gst_bin_add_many (GST_BIN (self), self->clocksync, self->tee, sink, NULL);
  gst_element_link_many (self->clocksync, self->tee, sink, NULL);
  target = gst_element_get_static_pad (self->clocksync, "sink");
  gst_pad_add_probe (target, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM |
      GST_PAD_PROBE_TYPE_EVENT_FLUSH, event_probe, self, NULL);
  gst_pad_add_probe (target, GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, buffer_probe, self, NULL);
  self->ghost = gst_ghost_pad_new_from_template ("sink", target, templ);
  gst_pad_set_event_function (self->ghost, ghost_event);
  gst_pad_set_query_function (self->ghost, ghost_query);
  gst_element_add_pad (GST_ELEMENT (self), self->ghost);
}

/* Any thread; floating, with a pad "sink". */
GstElement *
rtc_input_new (const gchar * name, RtcMediaKind kind)
{
  RtcInput *self = g_object_new (RTC_TYPE_INPUT, "name", name, NULL);

  self->kind = kind;
  build (self);
  return GST_ELEMENT (self);
}

static GstStateChangeReturn
rtc_input_change_state (GstElement * element, GstStateChange transition)
{
  RtcInput *self = RTC_INPUT (element);
  GstStateChangeReturn ret;

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED) {
    self->timeline = rtc_timeline_new_for (element);
    g_atomic_int_set (&self->flush, GST_SEQNUM_INVALID);
    g_object_set (self->clocksync, "ts-offset", (gint64) 0, NULL);
  }
  /* maybe with a new base time, and that also from PLAYING, when another sink
   * had to preroll */
  if (GST_STATE_TRANSITION_NEXT (transition) == GST_STATE_PLAYING)
    aim (self);
  ret = GST_ELEMENT_CLASS (rtc_input_parent_class)->change_state (element,
      transition);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    remove_parser (self);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY
      || (transition == GST_STATE_CHANGE_READY_TO_PAUSED
          && ret == GST_STATE_CHANGE_FAILURE))
    g_clear_pointer (&self->timeline, rtc_timeline_unref);
  return ret;
}

static void
rtc_input_finalize (GObject * object)
{
  RtcInput *self = RTC_INPUT (object);

  g_clear_pointer (&self->media_type, g_free);
  gst_clear_caps (&self->allowed);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (rtc_input_parent_class)->finalize (object);
}

static void
rtc_input_class_init (RtcInputClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = rtc_input_finalize;
  GST_ELEMENT_CLASS (klass)->change_state = rtc_input_change_state;
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass),
      "WebRTC track input", "Sink", "Paces one track and encodes it on demand",
      "gst-rtc developers");
  GST_DEBUG_CATEGORY_INIT (rtc_input_debug, "rtcinput", 0, "tracks coming in");
}

static void
rtc_input_init (RtcInput * self)
{
  g_mutex_init (&self->lock);
}
