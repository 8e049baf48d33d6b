/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcdatasink
 * @title: rtcdatasink
 * @short_description: A data channel that a pipeline ends in
 *
 * Sends each buffer as one message of a data channel (RFC 8831): as a string
 * where the caps are some kind of text, as bytes otherwise.  A stream of bytes,
 * which has no caps or application/octet-stream, has no boundaries to keep:
 * buffers over #GstRtcDataSink:max-message-size go as several messages.  With any
 * other caps a buffer that the peer does not take as one is an error.
 *
 * The channel is #GstRtcDataSink:channel, or one that it makes over a transport
 * of its own, by ICE and DTLS, as its #GstRtcDataSink:transport-id and the
 * properties of both say; there the elements of one transport share them.
 *
 * Waits while #GstRtcDataSink:max-buffered-bytes wait in the channel, and while
 * there is no peer yet, so a fast source goes as fast as the peer reads.  At the
 * end of the stream it closes the channel and posts EOS when the peer has all of
 * it.  A connection that is lost is an error; a peer that closes the channel
 * ends the stream.
 *
 * How far it is goes to the bus, in messages of the kind PROGRESS with the code
 * `data-channel` and the fields `bytes` and `total`, both guint64; `total` is 0
 * when upstream does not know.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 filesrc location=film.mkv blocksize=65536 ! rtcdatasink label=film dtls-client=true remote-fingerprint=4D:15:5B:8E:B1:28:7D:9C:91:06:5C:7F:C6:F7:B8:3E:66:7A:4E:B2:05:97:FB:75:05:4C:7D:C7:98:33:23:8B controlling=true ufrag=sender pwd=a-password-of-the-sender remote-ufrag=receiver remote-pwd=a-password-of-the-receiver local-address=127.0.0.1 remote-candidates="candidate:1 1 UDP 2130706431 127.0.0.1 5002 typ host"
 * ]| Sends a file to whoever shows the certificate with this fingerprint.
 *
 * Since: 1.22
 */

/*
 *   sink --> message(s) --> port (waits) --> channel
 */
#include <string.h>

#include "../rtcelements.h"
#include "rtcdataprogress.h"
#include "rtcdatauser.h"

GST_DEBUG_CATEGORY_STATIC (gst_rtc_data_sink_debug);
#define GST_CAT_DEFAULT gst_rtc_data_sink_debug

#define DEFAULT_MAX_MESSAGE_SIZE 65536
#define DEFAULT_MAX_BUFFERED_BYTES (1024 * 1024)

enum
{
  PROP_MAX_MESSAGE_SIZE = RTC_DATA_USER_N_PROPERTIES,
  PROP_MAX_BUFFERED_BYTES,
  PROP_CLOSE_ON_EOS,
};

typedef enum
{
  KIND_STREAM,                  /* bytes without boundaries */
  KIND_PACKETS,
  KIND_TEXT,
} Kind;

struct _GstRtcDataSink
{
  GstBaseSink parent;
  RtcDataUser user;
  RtcDataProgress progress;     /* the streaming thread's, with the next two */
  Kind kind;
  gboolean told_closed;         /* by the peer */
  gboolean asked_total;

  guint max_message_size, max_buffered;
  gboolean close_on_eos;
};

G_DEFINE_FINAL_TYPE (GstRtcDataSink, gst_rtc_data_sink, GST_TYPE_BASE_SINK);
GST_ELEMENT_REGISTER_DEFINE (rtcdatasink, "rtcdatasink", GST_RANK_NONE,
    GST_TYPE_RTC_DATA_SINK);

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

/* --- buffers ------------------------------------------------------------------- */

typedef struct
{
  GstBuffer *buffer;
  GstMapInfo map;
} Mapped;

static void
mapped_free (gpointer data)
{
  Mapped *mapped = data;

  gst_buffer_unmap (mapped->buffer, &mapped->map);
  gst_buffer_unref (mapped->buffer);
  g_free (mapped);
}

/* transfer: full; the buffer's own memory, which goes back when it is out */
static GBytes *
wrap (GstBuffer * buffer)
{
  Mapped *mapped = g_new (Mapped, 1);

  mapped->buffer = gst_buffer_ref (buffer);
  if (!gst_buffer_map (buffer, &mapped->map, GST_MAP_READ)) {
    gst_buffer_unref (buffer);
    g_free (mapped);
    return NULL;
  }
  return g_bytes_new_with_free_func (mapped->map.data, mapped->map.size,
      mapped_free, mapped);
}

/* What an end that is none of ours means here */
static GstFlowReturn
ended (GstRtcDataSink * self, GstFlowReturn ret)
{
  if (ret == GST_FLOW_ERROR) {
    rtc_data_progress_error (&self->progress);
    rtc_data_user_post_error (&self->user);
  } else if (ret == GST_FLOW_EOS && !self->told_closed) {
    self->told_closed = TRUE;
    GST_ELEMENT_WARNING (self, RESOURCE, WRITE, ("The peer has closed the "
            "data channel before the end of the stream."), (NULL));
  }
  return ret;
}

/* Of one message.  Told to stop, it waits for PLAYING, or for the end. */
static GstFlowReturn
send_message (GstRtcDataSink * self, GBytes * bytes)
{
  GstFlowReturn ret;

  while ((ret = rtc_data_port_push (self->user.port, bytes,
              self->kind == KIND_TEXT, self->max_buffered))
      == GST_FLOW_FLUSHING) {
    ret = gst_base_sink_wait_preroll (GST_BASE_SINK (self));
    if (ret != GST_FLOW_OK)
      return ret;
  }
  if (ret == GST_FLOW_OK)
    rtc_data_progress_add (&self->progress, g_bytes_get_size (bytes));
  return ended (self, ret);
}

static GstFlowReturn
send_parts (GstRtcDataSink * self, GBytes * bytes)
{
  gsize size = g_bytes_get_size (bytes);
  GstFlowReturn ret = GST_FLOW_OK;

  for (gsize at = 0; at < size && ret == GST_FLOW_OK;) {
    gsize part_size = MIN (size - at, self->max_message_size);
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, at, part_size);

    ret = send_message (self, part);
    at += part_size;
  }
  return ret;
}

static gboolean
is_text (GBytes * bytes)
{
  gsize size;
  const gchar *text = g_bytes_get_data (bytes, &size);

  return size == 0 || g_utf8_validate_len (text, size, NULL);
}

/* Once: a source that does not know will not come to know it */
static void
ask_total (GstRtcDataSink * self)
{
  gint64 total;

  if (!self->asked_total
      && gst_pad_peer_query_duration (GST_BASE_SINK_PAD (self),
          GST_FORMAT_BYTES, &total))
    self->progress.total = MAX (total, 0);
  self->asked_total = TRUE;
}

static GstFlowReturn
gst_rtc_data_sink_render (GstBaseSink * base, GstBuffer * buffer)
{
  GstRtcDataSink *self = GST_RTC_DATA_SINK (base);
  g_autoptr (GBytes) bytes = wrap (buffer);

  if (bytes == NULL) {
    GST_ELEMENT_ERROR (self, RESOURCE, READ, ("Cannot read a buffer."), (NULL));
    return GST_FLOW_ERROR;
  }
  if (self->kind == KIND_TEXT && !is_text (bytes)) {
    GST_ELEMENT_ERROR (self, STREAM, FORMAT, ("A buffer with text caps is not "
            "UTF-8: strings of a data channel are."), (NULL));
    return GST_FLOW_ERROR;
  }
  ask_total (self);
  if (self->kind == KIND_STREAM
      && g_bytes_get_size (bytes) > self->max_message_size)
    return send_parts (self, bytes);
  return send_message (self, bytes);
}

static gboolean
gst_rtc_data_sink_set_caps (GstBaseSink * base, GstCaps * caps)
{
  GstRtcDataSink *self = GST_RTC_DATA_SINK (base);
  const gchar *name = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  if (g_str_has_prefix (name, "text/"))
    self->kind = KIND_TEXT;
  else if (g_str_equal (name, "application/octet-stream"))
    self->kind = KIND_STREAM;
  else
    self->kind = KIND_PACKETS;
  return TRUE;
}

/* --- the end ----------------------------------------------------------------------- */

static GstFlowReturn
finish (GstRtcDataSink * self)
{
  return self->close_on_eos ? rtc_data_port_close (self->user.port) :
      rtc_data_port_drain (self->user.port);
}

/* EOS is posted when this returns OK, and not before the peer has it all */
static GstFlowReturn
gst_rtc_data_sink_wait_event (GstBaseSink * base, GstEvent * event)
{
  GstRtcDataSink *self = GST_RTC_DATA_SINK (base);
  GstFlowReturn ret =
      GST_BASE_SINK_CLASS (gst_rtc_data_sink_parent_class)->wait_event (base,
      event);

  if (ret != GST_FLOW_OK || GST_EVENT_TYPE (event) != GST_EVENT_EOS)
    return ret;
  while ((ret = finish (self)) == GST_FLOW_FLUSHING) {
    ret = gst_base_sink_wait_preroll (base);
    if (ret != GST_FLOW_OK)
      return ret;
  }
  ended (self, ret);
  if (ret == GST_FLOW_OK)
    rtc_data_progress_complete (&self->progress);
  return ret == GST_FLOW_EOS ? GST_FLOW_OK : ret;
}

static gboolean
gst_rtc_data_sink_unlock (GstBaseSink * base)
{
  rtc_data_port_set_flushing (GST_RTC_DATA_SINK (base)->user.port, TRUE);
  return TRUE;
}

static gboolean
gst_rtc_data_sink_unlock_stop (GstBaseSink * base)
{
  rtc_data_port_set_flushing (GST_RTC_DATA_SINK (base)->user.port, FALSE);
  return TRUE;
}

static void
on_lost (GstElement * element)
{
  rtc_data_user_post_error (&GST_RTC_DATA_SINK (element)->user);
}

/* --- life ---------------------------------------------------------------------------- */

static gboolean
gst_rtc_data_sink_start (GstBaseSink * base)
{
  GstRtcDataSink *self = GST_RTC_DATA_SINK (base);

  rtc_data_progress_reset (&self->progress);
  self->kind = KIND_STREAM;
  self->told_closed = self->asked_total = FALSE;
  return TRUE;
}

static gboolean
gst_rtc_data_sink_stop (GstBaseSink * base)
{
  rtc_data_progress_cancel (&GST_RTC_DATA_SINK (base)->progress);
  return TRUE;
}

/* GstBaseSink 1.22 may let the first buffer through before it takes the preroll
 * lock on the way to PLAYING, which a buffer that waits for its channel would
 * keep: such a one waits for the end of the preroll instead. */
static GstStateChangeReturn
play (GstElement * element)
{
  GstBaseSink *base = GST_BASE_SINK (element);
  GstStateChangeReturn ret;

  gst_rtc_data_sink_unlock (base);
  ret = GST_ELEMENT_CLASS (gst_rtc_data_sink_parent_class)->change_state
      (element, GST_STATE_CHANGE_PAUSED_TO_PLAYING);
  GST_BASE_SINK_PREROLL_LOCK (base);
  gst_rtc_data_sink_unlock_stop (base);
  GST_BASE_SINK_PREROLL_SIGNAL (base);
  GST_BASE_SINK_PREROLL_UNLOCK (base);
  return ret;
}

static GstStateChangeReturn
gst_rtc_data_sink_change_state (GstElement * element, GstStateChange transition)
{
  GstRtcDataSink *self = GST_RTC_DATA_SINK (element);
  GstStateChangeReturn ret;

  if (!rtc_data_user_before (&self->user, transition))
    return GST_STATE_CHANGE_FAILURE;
  if (transition == GST_STATE_CHANGE_PAUSED_TO_PLAYING)
    ret = play (element);
  else
    ret = GST_ELEMENT_CLASS (gst_rtc_data_sink_parent_class)->change_state
        (element, transition);
  rtc_data_user_after (&self->user, transition, ret);
  return ret;
}

static void
gst_rtc_data_sink_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstRtcDataSink *self = GST_RTC_DATA_SINK (object);

  if (id == PROP_MAX_MESSAGE_SIZE)
    self->max_message_size = g_value_get_uint (value);
  else if (id == PROP_MAX_BUFFERED_BYTES)
    self->max_buffered = g_value_get_uint (value);
  else if (id == PROP_CLOSE_ON_EOS)
    self->close_on_eos = g_value_get_boolean (value);
  else
    rtc_data_user_set_property (&self->user, id, value, pspec);
}

static void
gst_rtc_data_sink_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRtcDataSink *self = GST_RTC_DATA_SINK (object);

  if (id == PROP_MAX_MESSAGE_SIZE)
    g_value_set_uint (value, self->max_message_size);
  else if (id == PROP_MAX_BUFFERED_BYTES)
    g_value_set_uint (value, self->max_buffered);
  else if (id == PROP_CLOSE_ON_EOS)
    g_value_set_boolean (value, self->close_on_eos);
  else
    rtc_data_user_get_property (&self->user, id, value, pspec);
}

static void
gst_rtc_data_sink_finalize (GObject * object)
{
  rtc_data_user_clear (&GST_RTC_DATA_SINK (object)->user);
  G_OBJECT_CLASS (gst_rtc_data_sink_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass * klass)
{
  GParamFlags rw = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  /* stats is ours here, in the place of GstBaseSink's */
  rtc_data_user_install_properties (klass);
  g_object_class_install_property (klass, PROP_MAX_MESSAGE_SIZE,
      g_param_spec_uint ("max-message-size", "Largest message", "Bytes of a "
          "stream of bytes that go as one message at most; other streams go "
          "one buffer a message", 1, RTC_DATA_MAX_MESSAGE,
          DEFAULT_MAX_MESSAGE_SIZE, rw | GST_PARAM_MUTABLE_READY));
  g_object_class_install_property (klass, PROP_MAX_BUFFERED_BYTES,
      g_param_spec_uint ("max-buffered-bytes", "Most buffered", "Bytes that "
          "wait in the channel before the sink waits for them; sets the "
          "channel's low threshold to half of it", 1, RTC_DATA_MAX_BUFFERED,
          DEFAULT_MAX_BUFFERED_BYTES, rw | GST_PARAM_MUTABLE_READY));
  g_object_class_install_property (klass, PROP_CLOSE_ON_EOS,
      g_param_spec_boolean ("close-on-eos", "Close at the end", "Close the "
          "channel at the end of the stream and wait until the peer has all; "
          "otherwise only until all is out", TRUE,
          rw | GST_PARAM_MUTABLE_PLAYING));
}

static void
gst_rtc_data_sink_class_init (GstRtcDataSinkClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSinkClass *base_class = GST_BASE_SINK_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_rtc_data_sink_debug, "rtcdatasink", 0,
      "a data channel that a pipeline ends in");
  object_class->set_property = gst_rtc_data_sink_set_property;
  object_class->get_property = gst_rtc_data_sink_get_property;
  object_class->finalize = gst_rtc_data_sink_finalize;
  install_properties (object_class);
  element_class->change_state = gst_rtc_data_sink_change_state;
  base_class->start = gst_rtc_data_sink_start;
  base_class->stop = gst_rtc_data_sink_stop;
  base_class->set_caps = gst_rtc_data_sink_set_caps;
  base_class->render = gst_rtc_data_sink_render;
  base_class->wait_event = gst_rtc_data_sink_wait_event;
  base_class->unlock = gst_rtc_data_sink_unlock;
  base_class->unlock_stop = gst_rtc_data_sink_unlock_stop;
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_set_static_metadata (element_class, "Data channel sink",
      "Sink/Network/WebRTC", "Sends buffers as the messages of a data channel "
      "(RFC 8831)", "gst-rtc developers");
}

static void
gst_rtc_data_sink_init (GstRtcDataSink * self)
{
  rtc_data_user_init (&self->user, GST_ELEMENT (self), TRUE, on_lost);
  self->progress.element = GST_ELEMENT (self);
  self->max_message_size = DEFAULT_MAX_MESSAGE_SIZE;
  self->max_buffered = DEFAULT_MAX_BUFFERED_BYTES;
  self->close_on_eos = TRUE;
  /* what comes is sent; a preroll may wait for a peer */
  g_object_set (self, "async", FALSE, "sync", FALSE, "enable-last-sample",
      FALSE, NULL);
}
