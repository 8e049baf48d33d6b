/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 *            .--------------------------------------------------------------.
 *  raw     --| queue ! convert ! caps ! encoder ! caps ! [parser] ! payloader ! packets
 *  encoded --|                                          payloader ! packets |
 *            '--------------------------------------------------------------'
 *
 * Raw media has a queue of three buffers that forgets the oldest, so a slow
 * encoder costs pictures and never holds up the source or its other branches.
 * Encoded media has none: the payloader is quick, and nothing may be dropped.
 */
#include "rtcencoder.h"

#include <gst/rtp/rtp.h>
#include "rtcpacketsink.h"

GST_DEBUG_CATEGORY_STATIC (rtc_encoder_debug);
#define GST_CAT_DEFAULT rtc_encoder_debug

#define AUDIO_LEVEL_ID 1

typedef enum
{ TRIAL, IN_USE, FAILED } Stage;

struct _RtcEncoder
{
  GstBin parent;

  const RtcCodecInfo *codec;
  RtcFanout *fanout;
  RtcPacketSink *packets;       /* owned by the bin, as is the next */
  GstElement *encoder;          /* NULL: the input is encoded already */
  const RtcEncoderInfo *info;
  gint stage;                   /* atomic, a Stage */
  gchar *reason;                /* under the object lock: why the trial failed */
};

G_DEFINE_FINAL_TYPE (RtcEncoder, rtc_encoder, GST_TYPE_BIN);

/* A chain under construction: the first error stays */
typedef struct
{
  GstBin *bin;
  GstElement *first, *last;
  GError **error;
  gboolean failed;
} Chain;

static GstElement *
chain_add (Chain * chain, GstElement * element)
{
  gst_bin_add (chain->bin, element);
  if (chain->last != NULL && !gst_element_link (chain->last, element)
      && !chain->failed) {
    chain->failed = TRUE;
    g_set_error (chain->error, GST_CORE_ERROR, GST_CORE_ERROR_PAD,
        "%s does not link to %s", GST_OBJECT_NAME (chain->last),
        GST_OBJECT_NAME (element));
  }
  if (chain->first == NULL)
    chain->first = element;
  chain->last = element;
  return element;
}

static GstElement *
chain_make (Chain * chain, const gchar * factory, const gchar * name)
{
  GstElement *element;

  if (chain->failed)
    return NULL;
  element = gst_element_factory_make (factory, name);
  if (element == NULL) {
    chain->failed = TRUE;
    g_set_error (chain->error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
        "no element \"%s\": apt install gstreamer1.0-plugins-base "
        "gstreamer1.0-plugins-good gstreamer1.0-plugins-bad", factory);
    return NULL;
  }
  return chain_add (chain, element);
}

static void
chain_caps (Chain * chain, const gchar * text)
{
  GstElement *filter;

  if (text == NULL || (filter = chain_make (chain, "capsfilter", NULL)) == NULL)
    return;
  gst_util_set_object_arg (G_OBJECT (filter), "caps", text);
}

static void
chain_convert (Chain * chain, RtcMediaKind kind)
{
  GstElement *queue = chain_make (chain, "queue", NULL);

  if (queue != NULL)
    g_object_set (queue, "max-size-buffers", kind == RTC_MEDIA_VIDEO ? 3 : 10,
        "max-size-bytes", 0, "max-size-time", G_GUINT64_CONSTANT (0), "leaky",
        2, "silent", TRUE, NULL);
  if (kind == RTC_MEDIA_VIDEO) {
    chain_make (chain, "videoconvert", NULL);
  } else {
    chain_make (chain, "audioconvert", NULL);
    chain_make (chain, "audioresample", NULL);
  }
}

/* A new target in bits/s, also while it runs; an encoder without such a property
 * keeps what it has.  It may wait for a picture to be done: not on a loop. */
void
rtc_encoder_set_bitrate (RtcEncoder * self, guint64 bitrate)
{
  const RtcEncoderInfo *info = self->info;
  g_autofree gchar *value = NULL;

  if (self->encoder == NULL || info->bitrate == NULL
      || g_object_class_find_property (G_OBJECT_GET_CLASS (self->encoder),
          info->bitrate) == NULL)
    return;
  value = g_strdup_printf ("%" G_GUINT64_FORMAT,
      MAX (1, bitrate / info->bitrate_unit));
  gst_util_set_object_arg (G_OBJECT (self->encoder), info->bitrate, value);
}

static void
chain_encoder (Chain * chain, RtcEncoder * self,
    const RtcEncoderConfig * config, const RtcEncoderInfo * info)
{
  GstElement *encoder;

  chain_convert (chain, config->codec->kind);
  chain_caps (chain, info->raw_caps);
  if (config->codec->kind == RTC_MEDIA_AUDIO && !chain->failed) {
    g_autoptr (GstElementFactory) level = gst_element_factory_find ("level");

    /* only writes the level on each buffer, for the header extension */
    if (level != NULL)
      g_object_set (chain_make (chain, "level", NULL), "post-messages", FALSE,
          "audio-level-meta", TRUE, NULL);
  }
  encoder = chain_make (chain, info->factory, NULL);
  if (encoder == NULL)
    return;
  rtc_codec_apply_settings (encoder, info->settings);
  self->encoder = encoder;
  self->info = info;
  rtc_encoder_set_bitrate (self, config->bitrate);
  if (config->setup != NULL)
    config->setup (encoder, config->user_data);
  chain_caps (chain, info->out_caps);
  if (config->codec->parser != NULL) {
    chain_make (chain, config->codec->parser, NULL);
    chain_caps (chain, config->codec->parsed_caps);
  }
}

static guint8
add_audio_level (GstElement * payloader)
{
  g_autoptr (GstRTPHeaderExtension) ext =
      gst_rtp_header_extension_create_from_uri (GST_RTP_HDREXT_BASE
      "ssrc-audio-level");

  if (ext == NULL)
    return 0;
  gst_rtp_header_extension_set_id (ext, AUDIO_LEVEL_ID);
  g_signal_emit_by_name (payloader, "add-extension", ext);
  return AUDIO_LEVEL_ID;
}

static void
chain_packets (Chain * chain, RtcEncoder * self,
    const RtcEncoderConfig * config, RtcFanout * fanout)
{
  GstElement *payloader = chain_make (chain, config->codec->payloader, NULL);
  g_autoptr (GstPad) pad = NULL;
  guint8 level_id = 0;

  if (payloader == NULL)
    return;
  rtc_codec_apply_settings (payloader, config->codec->pay_settings);
  if (config->raw && config->codec->kind == RTC_MEDIA_AUDIO)
    level_id = add_audio_level (payloader);
  self->packets = RTC_PACKET_SINK (chain_add (chain,
          rtc_packet_sink_new (fanout, config->timeline, config->codec->kind,
              level_id)));
  pad = gst_element_get_static_pad (payloader, "sink");
  rtc_packet_sink_watch (self->packets, pad);
}

/* One codec less: viewers of the others and the pipeline carry on.  While it is
 * tried only the branch has to know, another encoder may do. */
static void
report_failure (RtcEncoder * self, const gchar * what, const gchar * debug)
{
  Stage stage;

  GST_OBJECT_LOCK (self);
  if (self->reason == NULL)
    self->reason = g_strdup (what);
  GST_OBJECT_UNLOCK (self);
  stage = g_atomic_int_exchange (&self->stage, FAILED);
  if (stage == TRIAL)
    GST_INFO_OBJECT (self, "%s (%s)", what, debug != NULL ? debug : "");
  if (stage != IN_USE)
    return;
  GST_ELEMENT_WARNING (self, STREAM, ENCODE,
      ("%s stopped: %s. Viewers in other codecs carry on; video-caps and "
          "audio-caps leave a codec out.", self->codec->name, what),
      ("%s", debug != NULL ? debug : "no details"));
  /* they come again, and with them a fresh encoder or another codec */
  rtc_fanout_end (self->fanout);
}

/* What goes wrong in here is this branch's affair.  The tee in front of it
 * passes over a branch that is not linked, and stops for any other result. */
static GstFlowReturn
branch_result (GstPad * pad, GstFlowReturn result)
{
  if (result < GST_FLOW_OK)
    GST_DEBUG_OBJECT (pad, "branch says %s", gst_flow_get_name (result));
  return result < GST_FLOW_OK ? GST_FLOW_NOT_LINKED : GST_FLOW_OK;
}

static GstFlowReturn
ghost_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  return branch_result (pad, gst_proxy_pad_chain_default (pad, parent, buffer));
}

static GstFlowReturn
ghost_chain_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  return branch_result (pad, gst_proxy_pad_chain_list_default (pad, parent,
          list));
}

static gboolean
ghost_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  gboolean is_caps = GST_EVENT_TYPE (event) == GST_EVENT_CAPS;

  if (!gst_pad_event_default (pad, parent, event) && is_caps)
    report_failure (RTC_ENCODER (parent), "it does not take this input", NULL);
  return TRUE;
}

static gboolean
ghost_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  /* refused caps are reported by the event, not by stopping the source */
  if (GST_QUERY_TYPE (query) == GST_QUERY_ACCEPT_CAPS) {
    gst_query_set_accept_caps_result (query, TRUE);
    return TRUE;
  }
  return gst_pad_query_default (pad, parent, query);
}

static void
add_ghost (RtcEncoder * self, GstElement * first)
{
  g_autoptr (GstPad) target = gst_element_get_static_pad (first, "sink");
  GstPad *ghost = gst_ghost_pad_new ("sink", target);

  gst_pad_set_chain_function (ghost, ghost_chain);
  gst_pad_set_chain_list_function (ghost, ghost_chain_list);
  gst_pad_set_event_function (ghost, ghost_event);
  gst_pad_set_query_function (ghost, ghost_query);
  gst_pad_set_active (ghost, TRUE);
  gst_element_add_pad (GST_ELEMENT (self), ghost);
}

/* A branch that feeds @fanout, with a "sink" pad, in state NULL; @info may be
 * NULL for encoded input.  Any thread but a loop's; floating, NULL with an
 * error when an element is missing. */
GstElement *
rtc_encoder_new (const RtcEncoderConfig * config, const RtcEncoderInfo * info,
    RtcFanout * fanout, GError ** error)
{
  RtcEncoder *self = g_object_new (RTC_TYPE_ENCODER, NULL);
  Chain chain = { GST_BIN (self), NULL, NULL, error, FALSE };

  self->codec = config->codec;
  self->fanout = rtc_fanout_ref (fanout);
  if (config->raw)
    chain_encoder (&chain, self, config, info);
  chain_packets (&chain, self, config, fanout);
  if (chain.failed) {
    gst_object_unref (gst_object_ref_sink (self));
    return NULL;
  }
  add_ghost (self, chain.first);
  return GST_ELEMENT (self);
}

/* No more key frame is asked of it, and no buffer waits in it: a pause may have
 * caught one, and whoever pushed it would hold the tee for as long.  Any thread
 * but a loop's. */
void
rtc_encoder_detach (RtcEncoder * self)
{
  GstElement *packets = GST_ELEMENT (self->packets);

  rtc_packet_sink_detach (self->packets);
  gst_element_set_locked_state (packets, TRUE);
  gst_element_set_state (packets, GST_STATE_NULL);
}

/* It has started and is to serve viewers: from here on they are let go when it
 * fails.  FALSE: it has failed already, and only the caller knows.  Any
 * thread. */
gboolean
rtc_encoder_commit (RtcEncoder * self)
{
  return g_atomic_int_compare_and_exchange (&self->stage, TRIAL, IN_USE);
}

/* Any thread: TRUE once an element in it has posted an error. */
gboolean
rtc_encoder_has_failed (RtcEncoder * self)
{
  return g_atomic_int_get (&self->stage) == FAILED;
}

/* Any thread; transfer full, NULL: no element has said why. */
gchar *
rtc_encoder_dup_reason (RtcEncoder * self)
{
  gchar *reason;

  GST_OBJECT_LOCK (self);
  reason = g_strdup (self->reason);
  GST_OBJECT_UNLOCK (self);
  return reason;
}

static void
rtc_encoder_handle_message (GstBin * bin, GstMessage * message)
{
  RtcEncoder *self = RTC_ENCODER (bin);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *debug = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR) {
    GST_BIN_CLASS (rtc_encoder_parent_class)->handle_message (bin, message);
    return;
  }
  gst_message_parse_error (message, &error, &debug);
  report_failure (self, error->message, debug);
  gst_message_unref (message);
}

static void
rtc_encoder_finalize (GObject * object)
{
  g_free (RTC_ENCODER (object)->reason);
  rtc_fanout_unref (RTC_ENCODER (object)->fanout);
  G_OBJECT_CLASS (rtc_encoder_parent_class)->finalize (object);
}

static void
rtc_encoder_class_init (RtcEncoderClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = rtc_encoder_finalize;
  GST_BIN_CLASS (klass)->handle_message = rtc_encoder_handle_message;
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass),
      "Encoder branch", "Codec/Encoder/Payloader",
      "Encodes and packetises one stream once for all viewers",
      "gst-rtc developers");
  GST_DEBUG_CATEGORY_INIT (rtc_encoder_debug, "rtcencoder", 0,
      "encoder branches");
}

static void
rtc_encoder_init (RtcEncoder * self)
{
  gst_bin_set_suppressed_flags (GST_BIN (self), GST_ELEMENT_FLAG_SINK);
}
