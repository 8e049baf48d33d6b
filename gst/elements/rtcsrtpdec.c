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
#include "rtcelements.h"
#include "rtcsrtpunprotect.h"

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

/* Takes @list; a single buffer is a list of one, which leaves as a buffer */
static GstFlowReturn
take (GstRtcSrtpDec * self, GstBufferList * list, gboolean single)
{
  GstBufferList *rtcp;
  GstFlowReturn ret, rtcp_ret = GST_FLOW_OK;

  rtc_srtp_dec_unprotect (&self->user, list, &rtcp);
  ret = push (self->rtp_src, list, single);
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
