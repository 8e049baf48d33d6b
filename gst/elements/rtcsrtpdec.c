/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcsrtpdec
 * @title: rtcsrtpdec
 * @short_description: SRTP to RTP and RTCP
 *
 * Tells DTLS, SRTP and SRTCP apart (RFC 7983, RFC 5761), takes part in the DTLS
 * handshake and lets out what is authentic, RTP and RTCP on a pad each.  Either
 * may stay unlinked.  Shares the handshake with the rtcsrtpenc of the same
 * #GstRtcSrtpDec:transport-id; either may be absent, and what is set on one
 * holds for both.  One list in is one list out on each pad.
 *
 * Nothing comes out before the peer's certificate has matched
 * #GstRtcSrtpDec:remote-fingerprint.  What is forged, tampered with, replayed or
 * too early is dropped and counted in #GstRtcSrtpDec:stats.
 *
 * What rtp_src carries only the session description knows: its caps are those
 * that downstream insists on, a capsfilter say.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 udpsrc address=127.0.0.1 port=5006 ! rtcsrtpdec remote-key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b ! application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000 ! rtpjitterbuffer ! rtpvp8depay ! vp8dec ! videoconvert ! autovideosink
 * ]| Plain SRTP over UDP, with a key that both sides were given.
 *
 * Since: 1.22
 */

/*
 *                          .--> rtp_src
 *   sink --> classify, unprotect
 *                |         '--> rtcp_src
 *                '--> DTLS
 */
#include "core/rtcclassify.h"
#include "rtcblockuser.h"
#include "rtcelements.h"
#include "srtp/rtcsrtp.h"

GST_DEBUG_CATEGORY_STATIC (gst_rtc_srtp_dec_debug);
#define GST_CAT_DEFAULT gst_rtc_srtp_dec_debug

struct _GstRtcSrtpDec
{
  GstElement parent;
  RtcBlockUser user;
  GstPad *sink, *rtp_src, *rtcp_src;
};

G_DEFINE_FINAL_TYPE (GstRtcSrtpDec, gst_rtc_srtp_dec, GST_TYPE_ELEMENT);
GST_ELEMENT_REGISTER_DEFINE (rtcsrtpdec, "rtcsrtpdec", GST_RANK_NONE,
    GST_TYPE_RTC_SRTP_DEC);

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
    GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate rtp_template = GST_STATIC_PAD_TEMPLATE ("rtp_src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate rtcp_template = GST_STATIC_PAD_TEMPLATE ("rtcp_src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS ("application/x-rtcp"));

/* --- data ------------------------------------------------------------------ */

/* One list on its way through */
typedef struct
{
  GstRtcSrtpDec *self;
  RtcSrtp *srtp;                /* NULL: no keys yet */
  GstBufferList *rtcp;          /* NULL: none */
  guint dropped;
  gsize bytes;
} Pass;

/* What is left of @span: nothing, unless it is authentic */
static RtcPacketKind
unprotect (Pass * pass, RtcSpan * span)
{
  RtcPacketKind kind = rtc_classify (span->data, span->size);
  guint left = 0;

  if (kind == RTC_PACKET_DTLS)
    rtc_block_input (pass->self->user.block, span->data, span->size);
  else if (kind == RTC_PACKET_RTP && pass->srtp != NULL)
    left = rtc_srtp_unprotect_rtp (pass->srtp, span, 1);
  else if (kind == RTC_PACKET_RTCP && pass->srtp != NULL)
    left = rtc_srtp_unprotect_rtcp (pass->srtp, span, 1);
  if (left == 0)
    span->size = 0;
  pass->dropped += left == 0 && kind != RTC_PACKET_DTLS;
  pass->bytes += span->size;
  return kind;
}

/* Leaves RTP in the list, which is nearly all there is */
static gboolean
pass_buffer (GstBuffer ** buffer, guint index, gpointer user_data)
{
  Pass *pass = user_data;
  RtcPacketKind kind;
  GstMapInfo map;
  RtcSpan span;

  *buffer = gst_buffer_make_writable (*buffer);
  if (!gst_buffer_map (*buffer, &map, GST_MAP_READWRITE)) {
    gst_clear_buffer (buffer);
    return TRUE;
  }
  span = (RtcSpan) {
  map.data, map.size};
  kind = unprotect (pass, &span);
  gst_buffer_unmap (*buffer, &map);
  gst_buffer_set_size (*buffer, span.size);

  if (span.size == 0) {
    gst_clear_buffer (buffer);
  } else if (kind == RTC_PACKET_RTCP) {
    if (pass->rtcp == NULL)
      pass->rtcp = gst_buffer_list_new ();
    gst_buffer_list_add (pass->rtcp, g_steal_pointer (buffer));
  }
  return TRUE;
}

/* Takes @list, which must be writable; returns its RTP, and puts RTCP, or NULL,
 * in @rtcp. */
static GstBufferList *
pass_list (GstRtcSrtpDec * self, GstBufferList * list, GstBufferList ** rtcp)
{
  RtcSecure *secure = rtc_block_get_secure (self->user.block);
  Pass pass = { self, rtc_secure_begin_in (secure) };
  guint left;

  gst_buffer_list_foreach (list, pass_buffer, &pass);
  if (pass.srtp != NULL)
    rtc_secure_end_in (secure);
  *rtcp = pass.rtcp;
  left = gst_buffer_list_length (list) +
      (pass.rtcp != NULL ? gst_buffer_list_length (pass.rtcp) : 0);
  rtc_block_user_count (&self->user, left, pass.bytes, pass.dropped);
  return list;
}

/* Whatever else goes wrong, the handshake must go on: nobody listening is no
 * reason to stop. */
static GstFlowReturn
either (GstFlowReturn a, GstFlowReturn b)
{
  if (a == GST_FLOW_OK || a == GST_FLOW_NOT_LINKED)
    a = b;
  return a == GST_FLOW_NOT_LINKED ? GST_FLOW_OK : a;
}

/* --- pads ------------------------------------------------------------------ */

/* Payload types and clock rates are for the session description to tell, which
 * is downstream's: its caps if it has only these, nothing but RTP otherwise. */
static void
negotiate (GstPad * src)
{
  g_autoptr (GstCaps) ours = gst_pad_get_pad_template_caps (src);
  g_autoptr (GstCaps) theirs = gst_pad_peer_query_caps (src, ours);

  if (theirs != NULL && gst_caps_is_fixed (theirs))
    gst_pad_push_event (src, gst_event_new_caps (theirs));
  else
    gst_pad_push_event (src, gst_event_new_caps (ours));
}

static GstFlowReturn
push (GstPad * src, GstBufferList * list, gboolean single)
{
  if (gst_buffer_list_length (list) == 0) {
    gst_buffer_list_unref (list);
    return GST_FLOW_OK;
  }
  if (gst_pad_check_reconfigure (src))
    negotiate (src);
  if (single) {
    GstBuffer *buffer = gst_buffer_ref (gst_buffer_list_get (list, 0));

    gst_buffer_list_unref (list);
    return gst_pad_push (src, buffer);
  }
  return gst_pad_push_list (src, list);
}

static GstFlowReturn
take (GstRtcSrtpDec * self, GstBufferList * list, gboolean single)
{
  GstBufferList *rtp, *rtcp;
  GstFlowReturn ret, rtcp_ret = GST_FLOW_OK;

  rtp = pass_list (self, list, &rtcp);
  ret = push (self->rtp_src, rtp, single);
  if (rtcp != NULL)
    rtcp_ret = push (self->rtcp_src, rtcp, single);
  return either (ret, rtcp_ret);
}

static GstFlowReturn
gst_rtc_srtp_dec_chain_list (GstPad * pad, GstObject * parent,
    GstBufferList * list)
{
  return take (GST_RTC_SRTP_DEC (parent),
      gst_buffer_list_make_writable (list), FALSE);
}

static GstFlowReturn
gst_rtc_srtp_dec_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstBufferList *list = gst_buffer_list_new_sized (1);

  gst_buffer_list_add (list, buffer);
  return take (GST_RTC_SRTP_DEC (parent), list, TRUE);
}

static void
start_stream (GstRtcSrtpDec * self, GstPad * src, const gchar * name)
{
  g_autofree gchar *id =
      gst_pad_create_stream_id (src, GST_ELEMENT (self), name);

  gst_pad_push_event (src, gst_event_new_stream_start (id));
  negotiate (src);
}

static gboolean
gst_rtc_srtp_dec_sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  GstRtcSrtpDec *self = GST_RTC_SRTP_DEC (parent);

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      start_stream (self, self->rtp_src, "rtp");
      start_stream (self, self->rtcp_src, "rtcp");
      break;
    case GST_EVENT_CAPS:
      break;
    default:
      return gst_pad_event_default (pad, parent, event);
  }
  gst_event_unref (event);
  return TRUE;
}

/* --- life ------------------------------------------------------------------ */

static GstStateChangeReturn
gst_rtc_srtp_dec_change_state (GstElement * element, GstStateChange transition)
{
  GstRtcSrtpDec *self = GST_RTC_SRTP_DEC (element);
  GstStateChangeReturn ret;

  if (!rtc_block_user_before (&self->user, transition))
    return GST_STATE_CHANGE_FAILURE;
  ret = GST_ELEMENT_CLASS (gst_rtc_srtp_dec_parent_class)->change_state
      (element, transition);
  rtc_block_user_after (&self->user, transition, ret);
  return ret;
}

static void
gst_rtc_srtp_dec_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  rtc_block_user_set_property (&GST_RTC_SRTP_DEC (object)->user, value, pspec);
}

static void
gst_rtc_srtp_dec_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  rtc_block_user_get_property (&GST_RTC_SRTP_DEC (object)->user, value, pspec);
}

static void
gst_rtc_srtp_dec_finalize (GObject * object)
{
  rtc_block_user_clear (&GST_RTC_SRTP_DEC (object)->user);
  G_OBJECT_CLASS (gst_rtc_srtp_dec_parent_class)->finalize (object);
}

static void
gst_rtc_srtp_dec_class_init (GstRtcSrtpDecClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_rtc_srtp_dec_debug, "rtcsrtpdec", 0,
      "SRTP to RTP and RTCP");
  object_class->set_property = gst_rtc_srtp_dec_set_property;
  object_class->get_property = gst_rtc_srtp_dec_get_property;
  object_class->finalize = gst_rtc_srtp_dec_finalize;
  rtc_block_user_install_properties (object_class, RTC_BLOCK_SECURE, 1);
  element_class->change_state = gst_rtc_srtp_dec_change_state;
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &rtp_template);
  gst_element_class_add_static_pad_template (element_class, &rtcp_template);
  gst_element_class_set_static_metadata (element_class, "DTLS-SRTP decoder",
      "Filter/Network/WebRTC", "Lets out what is authentic of SRTP and SRTCP, "
      "with keys from DTLS (RFC 5764) or given ones", "gst-rtc developers");
}

static void
gst_rtc_srtp_dec_init (GstRtcSrtpDec * self)
{
  static const RtcBlockEvents events = { NULL };
  GstElement *element = GST_ELEMENT (self);

  rtc_block_user_init (&self->user, element, RTC_BLOCK_SRTP_DEC, &events);
  self->sink = gst_pad_new_from_static_template (&sink_template, "sink");
  gst_pad_set_chain_function (self->sink, gst_rtc_srtp_dec_chain);
  gst_pad_set_chain_list_function (self->sink, gst_rtc_srtp_dec_chain_list);
  gst_pad_set_event_function (self->sink, gst_rtc_srtp_dec_sink_event);
  gst_element_add_pad (element, self->sink);
  self->rtp_src = gst_pad_new_from_static_template (&rtp_template, "rtp_src");
  gst_element_add_pad (element, self->rtp_src);
  self->rtcp_src =
      gst_pad_new_from_static_template (&rtcp_template, "rtcp_src");
  gst_element_add_pad (element, self->rtcp_src);
}
