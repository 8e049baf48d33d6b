/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcsrtpenc
 * @title: rtcsrtpenc
 * @short_description: RTP and RTCP to SRTP
 *
 * Protects what comes in with keys from a DTLS handshake (RFC 5764), or with
 * given ones, and lets it out on one pad.  Shares the handshake with the
 * rtcsrtpdec of the same #GstRtcSrtpEnc:transport-id; either may be absent, and
 * what is set on one holds for both.  One list in is one list out, whose packets
 * lie end to end in memory.
 *
 * Beside a rtcicesrc or rtcicesink of the same transport-id, DTLS travels with
 * them, and begins when ICE has found a path.  Otherwise its records leave on
 * the src pad, and rtcsrtpdec finds the peer's among what it gets, from PLAYING
 * on.
 *
 * Before there are keys packets are dropped and counted in
 * #GstRtcSrtpEnc:stats.  When they come, the encoder is asked for a key frame.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay ! rtcsrtpenc local-key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b ! udpsink host=127.0.0.1 port=5006
 * ]| Plain SRTP over UDP, with a key that both sides were given.
 *
 * Since: 1.22
 */

/*
 *  rtp_sink_%u  --.
 *                 |--> protect --> src <-- DTLS (only without an ICE end)
 *  rtcp_sink_%u --'
 */
#include "rtcsrtpenc.h"

GST_DEBUG_CATEGORY_STATIC (gst_rtc_srtp_enc_debug);
#define GST_CAT_DEFAULT gst_rtc_srtp_enc_debug

G_DEFINE_FINAL_TYPE (GstRtcSrtpEnc, gst_rtc_srtp_enc, GST_TYPE_ELEMENT);
GST_ELEMENT_REGISTER_DEFINE (rtcsrtpenc, "rtcsrtpenc", GST_RANK_NONE,
    GST_TYPE_RTC_SRTP_ENC);

static GstStaticPadTemplate rtp_template =
GST_STATIC_PAD_TEMPLATE ("rtp_sink_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate rtcp_template =
GST_STATIC_PAD_TEMPLATE ("rtcp_sink_%u", GST_PAD_SINK, GST_PAD_REQUEST,
    GST_STATIC_CAPS ("application/x-rtcp"));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

/* --- data ------------------------------------------------------------------ */

/* Without keys all is well for the payloader: networks lose packets */
static GstFlowReturn
protect (GstRtcSrtpEnc * self, RtcSrtpEncPad * info, GstBufferList * list,
    GstBufferList ** out)
{
  RtcSecure *secure = rtc_block_get_secure (self->user.block);
  RtcSrtp *srtp = secure != NULL ? rtc_secure_begin_out (secure) : NULL;
  guint n = gst_buffer_list_length (list), done = 0;
  gboolean ended;
  gsize bytes = 0;

  *out = NULL;
  if (srtp != NULL) {
    *out = rtc_srtp_enc_protect (srtp, info, list, &bytes);
    rtc_secure_end_out (secure);
    done = gst_buffer_list_length (*out);
    if (done == 0)
      g_clear_pointer (out, gst_buffer_list_unref);
  }
  rtc_block_user_count (&self->user, done, bytes, n - done);
  GST_OBJECT_LOCK (self);
  ended = self->ended;
  GST_OBJECT_UNLOCK (self);
  return ended ? GST_FLOW_EOS : GST_FLOW_OK;
}

/* Takes @list; a single buffer is a list of one, which leaves as a buffer */
static GstFlowReturn
take (GstPad * pad, GstRtcSrtpEnc * self, GstBufferList * list, gboolean single)
{
  GstBufferList *out;
  GstFlowReturn ret =
      protect (self, gst_pad_get_element_private (pad), list, &out);

  gst_buffer_list_unref (list);
  if (out != NULL && ret == GST_FLOW_OK) {
    GST_PAD_STREAM_LOCK (self->src);
    if (!rtc_srtp_enc_start (self))
      ret = GST_FLOW_FLUSHING;
    else if (single)
      ret = gst_pad_push (self->src,
          gst_buffer_ref (gst_buffer_list_get (out, 0)));
    else
      ret = gst_pad_push_list (self->src, g_steal_pointer (&out));
    GST_PAD_STREAM_UNLOCK (self->src);
  }
  gst_clear_buffer_list (&out);
  return ret;
}

GstFlowReturn
gst_rtc_srtp_enc_chain_list (GstPad * pad, GstObject * parent,
    GstBufferList * list)
{
  return take (pad, GST_RTC_SRTP_ENC (parent), list, FALSE);
}

GstFlowReturn
gst_rtc_srtp_enc_chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  GstBufferList *list = gst_buffer_list_new_sized (1);

  gst_buffer_list_add (list, buffer);
  return take (pad, GST_RTC_SRTP_ENC (parent), list, TRUE);
}

/* --- the handshake's records and news --------------------------------------- */

static void
deliver (GstElement * element, gpointer user_data)
{
  GstRtcSrtpEnc *self = GST_RTC_SRTP_ENC (element);
  gboolean keyed = FALSE;
  GstBuffer *record;

  GST_PAD_STREAM_LOCK (self->src);
  for (;;) {
    GST_OBJECT_LOCK (self);
    record = g_queue_pop_head (&self->records);
    self->delivering = record != NULL;
    keyed |= self->keyed;
    self->keyed = FALSE;
    GST_OBJECT_UNLOCK (self);
    if (record == NULL)
      break;
    if (rtc_srtp_enc_start (self))
      gst_pad_push (self->src, record);
    else
      gst_buffer_unref (record);
  }
  GST_PAD_STREAM_UNLOCK (self->src);
  if (keyed)
    rtc_srtp_enc_request_key_frames (element);
}

/* On the loop, which never goes into a pad: one of GStreamer's threads does, a
 * single one however long the pad blocks. */
static void
schedule (GstRtcSrtpEnc * self, GstBuffer * record, gboolean keyed)
{
  gboolean idle;

  GST_OBJECT_LOCK (self);
  if (record != NULL
      && g_queue_get_length (&self->records) < RTC_SRTP_ENC_MAX_RECORDS)
    g_queue_push_tail (&self->records, g_steal_pointer (&record));
  self->keyed |= keyed;
  idle = !self->delivering;
  self->delivering = TRUE;
  GST_OBJECT_UNLOCK (self);
  gst_clear_buffer (&record);
  if (idle)
    gst_element_call_async (GST_ELEMENT (self), deliver, NULL, NULL);
}

static void
output (gpointer member, const guint8 * data, gsize size)
{
  RtcBlockUser *user = member;

  schedule (GST_RTC_SRTP_ENC (user->element),
      gst_buffer_new_memdup (data, size), FALSE);
}

static void
keyed (gpointer member)
{
  RtcBlockUser *user = member;

  schedule (GST_RTC_SRTP_ENC (user->element), NULL, TRUE);
}

/* On the loop */
static void
ended (gpointer member)
{
  GstRtcSrtpEnc *self = GST_RTC_SRTP_ENC (((RtcBlockUser *) member)->element);

  GST_OBJECT_LOCK (self);
  self->ended = TRUE;
  GST_OBJECT_UNLOCK (self);
}

/* --- life ------------------------------------------------------------------ */

static void
forget (GstRtcSrtpEnc * self)
{
  GST_OBJECT_LOCK (self);
  g_queue_clear_full (&self->records, (GDestroyNotify) gst_buffer_unref);
  self->keyed = self->ended = FALSE;
  GST_OBJECT_UNLOCK (self);
}

static GstStateChangeReturn
gst_rtc_srtp_enc_change_state (GstElement * element, GstStateChange transition)
{
  GstRtcSrtpEnc *self = GST_RTC_SRTP_ENC (element);
  GstStateChangeReturn ret;

  if (!rtc_block_user_before (&self->user, transition))
    return GST_STATE_CHANGE_FAILURE;
  ret = GST_ELEMENT_CLASS (gst_rtc_srtp_enc_parent_class)->change_state
      (element, transition);
  rtc_block_user_after (&self->user, transition, ret);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    forget (self);
  return ret;
}

static void
gst_rtc_srtp_enc_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  rtc_block_user_set_property (&GST_RTC_SRTP_ENC (object)->user, value, pspec);
}

static void
gst_rtc_srtp_enc_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  rtc_block_user_get_property (&GST_RTC_SRTP_ENC (object)->user, value, pspec);
}

static void
gst_rtc_srtp_enc_finalize (GObject * object)
{
  rtc_block_user_clear (&GST_RTC_SRTP_ENC (object)->user);
  G_OBJECT_CLASS (gst_rtc_srtp_enc_parent_class)->finalize (object);
}

static void
gst_rtc_srtp_enc_class_init (GstRtcSrtpEncClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_rtc_srtp_enc_debug, "rtcsrtpenc", 0,
      "RTP and RTCP to SRTP");
  object_class->set_property = gst_rtc_srtp_enc_set_property;
  object_class->get_property = gst_rtc_srtp_enc_get_property;
  object_class->finalize = gst_rtc_srtp_enc_finalize;
  rtc_block_user_install_properties (object_class, RTC_BLOCK_SECURE, 1);
  element_class->request_new_pad = gst_rtc_srtp_enc_request_new_pad;
  element_class->release_pad = gst_rtc_srtp_enc_release_pad;
  element_class->change_state = gst_rtc_srtp_enc_change_state;
  gst_element_class_add_static_pad_template (element_class, &rtp_template);
  gst_element_class_add_static_pad_template (element_class, &rtcp_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "DTLS-SRTP encoder",
      "Filter/Network/WebRTC", "Protects RTP and RTCP with keys from DTLS "
      "(RFC 5764) or given ones", "gst-rtc developers");
}

static void
gst_rtc_srtp_enc_init (GstRtcSrtpEnc * self)
{
  static const RtcBlockEvents events = {
    .ended = ended,.output = output,.keyed = keyed
  };

  rtc_block_user_init (&self->user, GST_ELEMENT (self), RTC_BLOCK_SRTP_ENC,
      &events);
  g_queue_init (&self->records);
  self->src = gst_pad_new_from_static_template (&src_template, "src");
  gst_element_add_pad (GST_ELEMENT (self), self->src);
}
