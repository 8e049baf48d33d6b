/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcdatasrc
 * @title: rtcdatasrc
 * @short_description: A data channel that a pipeline begins with
 *
 * Pushes each message of a data channel (RFC 8831) as one buffer.  Caps follow
 * the kind of the message: `text/x-raw, format=utf8` for strings,
 * `application/octet-stream` for bytes.  Downstream may choose: a filter for one
 * of them makes it of both, one with other fixed caps says what the bytes are.
 *
 * The channel is #GstRtcDataSrc:channel, or the one that the peer makes with our
 * #GstRtcDataSrc:label over a transport of one's own, by ICE and DTLS, as
 * #GstRtcDataSrc:transport-id and the properties of both say; there the elements
 * of one transport share them.
 *
 * What waits is bounded: while nobody takes it, the association is not read, and
 * the peer's sender comes to a halt.  A channel that is closed is EOS; a
 * connection that is lost is an error, so a file is whole or there is one.
 *
 * It is live, as what comes when somebody else sends it: a pipeline gets to
 * PLAYING without it, and #GstBaseSrc:do-timestamp gives buffers the time of
 * their arrival, which subtitles want.  With #GstRtcDataSrc:is-live false a file
 * can be played while it arrives: the pipeline waits in PAUSED for its
 * beginning.
 *
 * How far it is goes to the bus as for rtcdatasink; `total` is 0.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 rtcdatasrc label=film remote-fingerprint=4D:15:5B:8E:B1:28:7D:9C:91:06:5C:7F:C6:F7:B8:3E:66:7A:4E:B2:05:97:FB:75:05:4C:7D:C7:98:33:23:8B ufrag=receiver pwd=a-password-of-the-receiver remote-ufrag=sender remote-pwd=a-password-of-the-sender local-address=127.0.0.1 min-port=5002 max-port=5002 ! filesink location=copy.mkv
 * ]| Waits for a peer that shows the certificate with this fingerprint, and
 * stores what it sends in its channel "film".
 *
 * Since: 1.22
 */

/*
 *   channel --> port (holds what waits) --> src     streaming thread
 */
#include "../rtcelements.h"
#include "rtcdataprogress.h"
#include "rtcdatauser.h"

GST_DEBUG_CATEGORY_STATIC (gst_rtc_data_src_debug);
#define GST_CAT_DEFAULT gst_rtc_data_src_debug

enum
{
  PROP_IS_LIVE = RTC_DATA_USER_N_PROPERTIES,
};

typedef enum
{
  KIND_NONE,                    /* to be chosen */
  KIND_BYTES,
  KIND_TEXT,
} Kind;

struct _GstRtcDataSrc
{
  GstPushSrc parent;
  RtcDataUser user;
  /* the streaming thread's */
  RtcDataProgress progress;
  Kind kind;                    /* that our caps are for */
};

G_DEFINE_FINAL_TYPE (GstRtcDataSrc, gst_rtc_data_src, GST_TYPE_PUSH_SRC);
GST_ELEMENT_REGISTER_DEFINE (rtcdatasrc, "rtcdatasrc", GST_RANK_NONE,
    GST_TYPE_RTC_DATA_SRC);

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

/* --- caps ------------------------------------------------------------------------ */

static GstCaps *
caps_of (Kind kind)
{
  return gst_caps_from_string (kind == KIND_TEXT ? "text/x-raw, format=utf8" :
      "application/octet-stream");
}

/* transfer: full; NULL: downstream takes neither, nor says what it takes */
static GstCaps *
choose_caps (GstRtcDataSrc * self, Kind kind)
{
  g_autoptr (GstCaps) allowed =
      gst_pad_peer_query_caps (GST_BASE_SRC_PAD (self), NULL);
  g_autoptr (GstCaps) first = caps_of (kind);
  g_autoptr (GstCaps) other =
      caps_of (kind == KIND_TEXT ? KIND_BYTES : KIND_TEXT);

  if (gst_caps_can_intersect (allowed, first))
    return g_steal_pointer (&first);
  if (gst_caps_can_intersect (allowed, other))
    return g_steal_pointer (&other);
  return gst_caps_is_fixed (allowed) ? g_steal_pointer (&allowed) : NULL;
}

static gboolean
set_kind (GstRtcDataSrc * self, Kind kind)
{
  g_autoptr (GstCaps) caps = NULL;

  if (self->kind == kind)
    return TRUE;
  self->kind = kind;
  caps = choose_caps (self, kind);
  return caps != NULL && gst_base_src_set_caps (GST_BASE_SRC (self), caps);
}

/* Downstream has changed: chosen anew with the next message */
static gboolean
gst_rtc_data_src_negotiate (GstBaseSrc * base)
{
  GST_RTC_DATA_SRC (base)->kind = KIND_NONE;
  return TRUE;
}

/* --- messages ---------------------------------------------------------------------- */

static GstBuffer *
wrap (GBytes * bytes)
{
  return g_bytes_get_size (bytes) > 0 ? gst_buffer_new_wrapped_bytes (bytes)
      : gst_buffer_new ();
}

static GstFlowReturn
ended (GstRtcDataSrc * self, GstFlowReturn ret)
{
  if (ret == GST_FLOW_EOS) {
    rtc_data_progress_complete (&self->progress);
  } else if (ret == GST_FLOW_ERROR) {
    rtc_data_progress_error (&self->progress);
    rtc_data_user_post_error (&self->user);
  }
  return ret;
}

static GstFlowReturn
gst_rtc_data_src_create (GstPushSrc * base, GstBuffer ** buffer)
{
  GstRtcDataSrc *self = GST_RTC_DATA_SRC (base);
  RtcDataMessage message;
  GstFlowReturn ret = rtc_data_port_pop (self->user.port, &message);

  if (ret != GST_FLOW_OK)
    return ended (self, ret);
  rtc_data_progress_add (&self->progress, g_bytes_get_size (message.bytes));
  if (set_kind (self, message.is_string ? KIND_TEXT : KIND_BYTES))
    *buffer = wrap (message.bytes);
  else
    ret = GST_FLOW_NOT_NEGOTIATED;
  g_bytes_unref (message.bytes);
  return ret;
}

static gboolean
gst_rtc_data_src_unlock (GstBaseSrc * base)
{
  rtc_data_port_set_flushing (GST_RTC_DATA_SRC (base)->user.port, TRUE);
  return TRUE;
}

static gboolean
gst_rtc_data_src_unlock_stop (GstBaseSrc * base)
{
  rtc_data_port_set_flushing (GST_RTC_DATA_SRC (base)->user.port, FALSE);
  return TRUE;
}

/* --- life ---------------------------------------------------------------------------- */

static gboolean
gst_rtc_data_src_start (GstBaseSrc * base)
{
  GstRtcDataSrc *self = GST_RTC_DATA_SRC (base);

  rtc_data_progress_reset (&self->progress);
  self->kind = KIND_NONE;
  return TRUE;
}

static gboolean
gst_rtc_data_src_stop (GstBaseSrc * base)
{
  rtc_data_progress_cancel (&GST_RTC_DATA_SRC (base)->progress);
  return TRUE;
}

static GstStateChangeReturn
gst_rtc_data_src_change_state (GstElement * element, GstStateChange transition)
{
  GstRtcDataSrc *self = GST_RTC_DATA_SRC (element);
  GstStateChangeReturn ret;

  if (!rtc_data_user_before (&self->user, transition))
    return GST_STATE_CHANGE_FAILURE;
  ret = GST_ELEMENT_CLASS (gst_rtc_data_src_parent_class)->change_state
      (element, transition);
  rtc_data_user_after (&self->user, transition, ret);
  return ret;
}

/* A stream of bytes has positions, one of arrivals has times */
static void
set_live (GstRtcDataSrc * self, gboolean live)
{
  gst_base_src_set_live (GST_BASE_SRC (self), live);
  gst_base_src_set_format (GST_BASE_SRC (self), live ? GST_FORMAT_TIME :
      GST_FORMAT_BYTES);
}

static void
gst_rtc_data_src_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstRtcDataSrc *self = GST_RTC_DATA_SRC (object);

  if (id == PROP_IS_LIVE)
    set_live (self, g_value_get_boolean (value));
  else
    rtc_data_user_set_property (&self->user, id, value, pspec);
}

static void
gst_rtc_data_src_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRtcDataSrc *self = GST_RTC_DATA_SRC (object);

  if (id == PROP_IS_LIVE)
    g_value_set_boolean (value, gst_base_src_is_live (GST_BASE_SRC (self)));
  else
    rtc_data_user_get_property (&self->user, id, value, pspec);
}

static void
gst_rtc_data_src_finalize (GObject * object)
{
  rtc_data_user_clear (&GST_RTC_DATA_SRC (object)->user);
  G_OBJECT_CLASS (gst_rtc_data_src_parent_class)->finalize (object);
}

static void
gst_rtc_data_src_class_init (GstRtcDataSrcClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_rtc_data_src_debug, "rtcdatasrc", 0,
      "a data channel that a pipeline begins with");
  object_class->set_property = gst_rtc_data_src_set_property;
  object_class->get_property = gst_rtc_data_src_get_property;
  object_class->finalize = gst_rtc_data_src_finalize;
  rtc_data_user_install_properties (object_class);
  g_object_class_install_property (object_class, PROP_IS_LIVE,
      g_param_spec_boolean ("is-live", "Is live", "Messages come when the peer "
          "sends them, from PLAYING on; otherwise the pipeline waits in PAUSED "
          "for the first", TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
          GST_PARAM_MUTABLE_READY));
  element_class->change_state = gst_rtc_data_src_change_state;
  base_class->start = gst_rtc_data_src_start;
  base_class->stop = gst_rtc_data_src_stop;
  base_class->negotiate = gst_rtc_data_src_negotiate;
  base_class->unlock = gst_rtc_data_src_unlock;
  base_class->unlock_stop = gst_rtc_data_src_unlock_stop;
  GST_PUSH_SRC_CLASS (klass)->create = gst_rtc_data_src_create;
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Data channel source",
      "Source/Network/WebRTC", "Receives the messages of a data channel "
      "(RFC 8831)", "gst-rtc developers");
}

static void
gst_rtc_data_src_init (GstRtcDataSrc * self)
{
  rtc_data_user_init (&self->user, GST_ELEMENT (self), FALSE, NULL);
  self->progress.element = GST_ELEMENT (self);
  set_live (self, TRUE);
}
