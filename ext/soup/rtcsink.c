/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcsink
 * @title: rtcsink
 * @short_description: One stream, watched by any number of browsers
 *
 * Serves a page and a WHEP endpoint over HTTP.  Whoever opens the page sees and
 * hears what comes in.  Each codec is encoded and packetised once for all its
 * viewers, and only while somebody watches in it.  What comes in encoded goes
 * out untouched.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! rtcsink
 * ]| Open the address that it prints.
 *
 * |[
 * gst-launch-1.0 v4l2src ! rtcsink name=s  alsasrc ! s.
 * ]| A camera with sound.
 *
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! x264enc tune=zerolatency ! video/x-h264,profile=constrained-baseline ! rtcsink
 * ]| Video that is encoded already.
 *
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! rtcsink address=0.0.0.0 token=sesame
 * ]| For other machines, who must know the token.
 *
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! rtcsink enable-chat=true drop-directory=/tmp
 * ]| Viewers may chat, and drop files.
 *
 * Since: 1.22
 */

/*
 *              .--------------------------------.
 *  video_%u  --| input (pace, encode once) --+--> audience --> viewers
 *  audio_%u  --| input                        --|
 *              '--------------------------------'
 */
#include "rtcsink.h"

#include <string.h>

GST_DEBUG_CATEGORY (gst_rtc_sink_debug);
#define GST_CAT_DEFAULT gst_rtc_sink_debug

guint gst_rtc_sink_signals[GST_RTC_SINK_N_SIGNALS];

G_DEFINE_FINAL_TYPE (GstRtcSink, gst_rtc_sink, GST_TYPE_BIN);
GST_ELEMENT_REGISTER_DEFINE (rtcsink, "rtcsink", GST_RANK_NONE,
    GST_TYPE_RTC_SINK);

static GstStaticPadTemplate video_template =
GST_STATIC_PAD_TEMPLATE ("video_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS (RTC_INPUT_VIDEO_CAPS));
static GstStaticPadTemplate audio_template =
GST_STATIC_PAD_TEMPLATE ("audio_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS (RTC_INPUT_AUDIO_CAPS));

static gchar *
choose_name (GstRtcSink * self, RtcMediaKind kind, const gchar * wanted)
{
  const gchar *prefix = kind == RTC_MEDIA_VIDEO ? "video_" : "audio_";
  guint64 n;
  gchar *name;

  g_mutex_lock (&self->lock);
  if (wanted != NULL && g_str_has_prefix (wanted, prefix)
      && g_ascii_string_to_unsigned (wanted + strlen (prefix), 10, 0,
          G_MAXUINT - 1, &n, NULL)) {
    name = g_strdup (wanted);
    self->next_pad[kind] = MAX (self->next_pad[kind], n + 1);
  } else {
    name = g_strdup_printf ("%s%u", prefix, self->next_pad[kind]++);
  }
  g_mutex_unlock (&self->lock);
  return name;
}

static GstPad *
gst_rtc_sink_request_new_pad (GstElement * element, GstPadTemplate * templ,
    const gchar * wanted, const GstCaps * caps)
{
  GstRtcSink *self = GST_RTC_SINK (element);
  RtcMediaKind kind = g_str_has_prefix (GST_PAD_TEMPLATE_NAME_TEMPLATE (templ),
      "video") ? RTC_MEDIA_VIDEO : RTC_MEDIA_AUDIO;
  g_autofree gchar *name = choose_name (self, kind, wanted);
  GstElement *input = rtc_input_new (name, kind);
  g_autoptr (GstPad) target = gst_element_get_static_pad (input, "sink");
  GstPad *pad;

  /* refuses a second one of a name */
  if (!gst_bin_add (GST_BIN (self), input))
    return NULL;
  pad = gst_ghost_pad_new_from_template (name, target, templ);
  gst_rtc_sink_start_input (self, RTC_INPUT (input));
  gst_element_sync_state_with_parent (input);
  gst_pad_set_active (pad, TRUE);
  gst_element_add_pad (element, pad);
  return pad;
}

static void
gst_rtc_sink_release_pad (GstElement * element, GstPad * pad)
{
  GstRtcSink *self = GST_RTC_SINK (element);
  g_autoptr (GstElement) input = gst_bin_get_by_name (GST_BIN (self),
      GST_PAD_NAME (pad));

  if (input != NULL) {
    gst_rtc_sink_stop_input (self, RTC_INPUT (input));
    gst_element_set_locked_state (input, TRUE);
    gst_element_set_state (input, GST_STATE_NULL);
  }
  gst_pad_set_active (pad, FALSE);
  gst_element_remove_pad (element, pad);
  if (input != NULL)
    gst_bin_remove (GST_BIN (self), input);
}

static GstStateChangeReturn
gst_rtc_sink_change_state (GstElement * element, GstStateChange transition)
{
  GstRtcSink *self = GST_RTC_SINK (element);
  GstStateChangeReturn ret;

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED
      && !gst_rtc_sink_open (self))
    return GST_STATE_CHANGE_FAILURE;
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    gst_rtc_sink_close (self);
  ret = GST_ELEMENT_CLASS (gst_rtc_sink_parent_class)->change_state (element,
      transition);
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED) {
    if (ret == GST_STATE_CHANGE_FAILURE)
      gst_rtc_sink_close (self);
    else
      gst_rtc_sink_announce (self);
  }
  return ret;
}

static void
gst_rtc_sink_finalize (GObject * object)
{
  GstRtcSink *self = GST_RTC_SINK (object);

  gst_rtc_sink_settings_clear (&self->settings);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (gst_rtc_sink_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  /**
   * GstRtcSink::viewer-added:
   * @self: the sink
   * @viewer_id: the viewer's id, as in #GstRtcSink:stats
   *
   * Somebody has begun to watch.  Emitted on the control thread: do not block.
   */
  gst_rtc_sink_signals[GST_RTC_SINK_VIEWER_ADDED] =
      g_signal_new ("viewer-added", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * GstRtcSink::viewer-removed:
   * @self: the sink
   * @viewer_id: the viewer's id
   *
   * A viewer has left for good.  Emitted on the control thread: do not block.
   */
  gst_rtc_sink_signals[GST_RTC_SINK_VIEWER_REMOVED] =
      g_signal_new ("viewer-removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * GstRtcSink::encoder-setup:
   * @self: the sink
   * @pad_name: the pad whose stream is encoded
   * @encoder: the encoder, with the low-latency settings already made
   *
   * An encoder is about to start: its properties may be set.  Emitted on a
   * thread of its own; do not change the pipeline's state from here.
   */
  gst_rtc_sink_signals[GST_RTC_SINK_ENCODER_SETUP] =
      g_signal_new ("encoder-setup", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, GST_TYPE_ELEMENT);
  gst_rtc_sink_install_talk_signals (type);
}

static void
gst_rtc_sink_class_init (GstRtcSinkClass * klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_rtc_sink_debug, "rtcsink", 0,
      "one stream, many viewers");
  G_OBJECT_CLASS (klass)->finalize = gst_rtc_sink_finalize;
  gst_rtc_sink_install_properties (G_OBJECT_CLASS (klass));
  install_signals (G_TYPE_FROM_CLASS (klass));
  element_class->request_new_pad = gst_rtc_sink_request_new_pad;
  element_class->release_pad = gst_rtc_sink_release_pad;
  element_class->change_state = gst_rtc_sink_change_state;
  gst_element_class_add_static_pad_template (element_class, &video_template);
  gst_element_class_add_static_pad_template (element_class, &audio_template);
  gst_element_class_set_static_metadata (element_class,
      "WebRTC sink for any number of viewers", "Sink/Network/WebRTC",
      "Serves a page and WHEP; encodes and packetises once for everybody who "
      "watches", "gst-rtc developers");
}

static void
gst_rtc_sink_init (GstRtcSink * self)
{
  g_mutex_init (&self->lock);
  gst_rtc_sink_settings_init (&self->settings);
  gst_bin_set_suppressed_flags (GST_BIN (self), GST_ELEMENT_FLAG_SOURCE);
  GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SINK);
}
