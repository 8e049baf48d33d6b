/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcpeerbin
 * @title: rtcpeerbin
 * @short_description: One WebRTC peer connection
 * @see_also: rtcnegotiator, rtcsink
 *
 * A complete peer connection as W3C's webrtc-pc describes it, in GStreamer's
 * terms: what is sent comes in by sink_%u, what is received leaves by src_%u,
 * both as application/x-rtp.  Names and behaviour are those of webrtcbin, so
 * that an application goes from one to the other by changing the factory name.
 *
 * The application carries descriptions and candidates to the other side and
 * back, however it likes: #GstRtcPeerBin::on-negotiation-needed asks for an
 * offer, #GstRtcPeerBin::create-offer and
 * #GstRtcPeerBin::set-local-description make and set it,
 * #GstRtcPeerBin::set-remote-description takes what comes back, and
 * #GstRtcPeerBin::on-ice-candidate and #GstRtcPeerBin::add-ice-candidate the
 * candidates.
 *
 * Actions return at once.  They are carried out in their order on a thread of
 * the element's own, where promises are answered and signals are emitted
 * without any lock: every action, property and state change may be used inside
 * a callback.  After the way to NULL a connection that was negotiated stays
 * closed; make a new element for a new one.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 audiotestsrc is-live=true ! opusenc ! rtpopuspay ! application/x-rtp,media=audio,encoding-name=OPUS,payload=96 ! rtcpeerbin name=peer
 * ]| Gets ready to offer one audio stream; an application has to do the rest.
 *
 * |[
 * gst-launch-1.0 rtcpeerbin name=peer stun-server=stun://stun.example.org:3478 videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay ! application/x-rtp,media=video,encoding-name=VP8,payload=96 ! peer.sink_0
 * ]| Video, with a STUN server; the pad's number is its m-line.
 *
 * Since: 1.22
 */

/*
 *                  .------------------------------------------------------.
 *                  | rtcpeerbin                                           |
 *                  |  .------------.    .--------.    .------.   a        |
 *   sink_%u (rtp) -|->| rtc-       |--->|        |--->| edge |<==== ICE,  |
 *   sink_%u (rtp) -|->| negotiator |--->| rtpbin |<---| edge |   transport|
 *                  |  '------------'    |        |    '------'  DTLS,SRTP |
 *   src_%u (rtp) <-|--------------------|        |                        |
 *                  |                    '--------'                        |
 *                  '------------------------------------------------------'
 */
#include "rtcpeer-private.h"

#include "nice/rtcnice.h"

GST_DEBUG_CATEGORY (gst_rtc_peer_bin_debug);
#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

G_DEFINE_FINAL_TYPE (GstRtcPeerBin, gst_rtc_peer_bin, GST_TYPE_BIN);

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink_%u",
    GST_PAD_SINK, GST_PAD_REQUEST, GST_STATIC_CAPS ("application/x-rtp"));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src_%u",
    GST_PAD_SRC, GST_PAD_SOMETIMES, GST_STATIC_CAPS ("application/x-rtp"));

static gboolean
register_element (GstPlugin * plugin)
{
  g_autoptr (GError) error = NULL;

  GST_DEBUG_CATEGORY_INIT (gst_rtc_peer_bin_debug, "rtcpeerbin", 0,
      "one WebRTC peer connection");
  if (!rtc_types_check (&error)) {
    GST_WARNING ("rtcpeerbin is left out: %s", error->message);
    return TRUE;
  }
  return gst_element_register (plugin, "rtcpeerbin", GST_RANK_NONE,
      GST_TYPE_RTC_PEER_BIN);
}

GST_ELEMENT_REGISTER_DEFINE_CUSTOM (rtcpeerbin, register_element);

/* --- what the parts ask of the whole ------------------------------------------ */

static GstElement *
request_aux (RtcPeerMedia * media, GstWebRTCDTLSTransport * dtls,
    gboolean post_rtp, gpointer user_data)
{
  GstElement *element = NULL;

  g_signal_emit (user_data, rtc_peer_signals[post_rtp
          ? RTC_PEER_REQUEST_POST_RTP_AUX_SENDER
          : RTC_PEER_REQUEST_AUX_SENDER], 0, dtls, &element);
  return element;
}

static RtcPeerTransport *
get_transport (RtcPeerMedia * media, guint id, gpointer user_data)
{
  return rtc_peer_find_transport (user_data, id);
}

/* Any thread.  A transceiver of the application's own making is announced where
 * it was made, before the call returns, as webrtcbin does: it may be set up
 * there. */
static void
on_negotiator (GstRtcNegotiator * negotiator, RtcNegotiatorEvent event,
    GstWebRTCRTPTransceiver * transceiver, gpointer user_data)
{
  if (event == RTC_NEGOTIATOR_TRANSCEIVER)
    g_signal_emit (user_data, rtc_peer_signals[RTC_PEER_ON_NEW_TRANSCEIVER], 0,
        transceiver);
  else
    rtc_peer_check_needed (user_data);
}

static GPtrArray *
get_outputs (GstRtcNegotiator * negotiator, guint key, gpointer user_data)
{
  GstRtcPeerBin *self = user_data;

  return rtc_peer_media_get_outputs (self->media, key);
}

/* --- pads ------------------------------------------------------------------------ */

static GstPad *
gst_rtc_peer_bin_request_new_pad (GstElement * element, GstPadTemplate * templ,
    const gchar * name, const GstCaps * caps)
{
  GstRtcPeerBin *self = GST_RTC_PEER_BIN (element);

  return rtc_peer_media_request_sink (self->media, templ, name, caps);
}

static void
gst_rtc_peer_bin_release_pad (GstElement * element, GstPad * pad)
{
  GstRtcPeerBin *self = GST_RTC_PEER_BIN (element);

  /* the last reference is going, and GstElement takes down what is left */
  if (self->media == NULL) {
    gst_element_remove_pad (element, pad);
    return;
  }
  rtc_peer_media_release_sink (self->media, pad);
  rtc_peer_check_needed (self);
}

/* --- states ------------------------------------------------------------------------ */

/* Applications free what their callbacks use once the state is NULL, so that the
 * last callback has to be through by then.  Not at any price: it may be waiting
 * for a lock of whoever sets the state (this element's state lock is one). */
#define LAST_CALLS G_TIME_SPAN_SECOND

/* Live, and without a preroll: a peer connection has nothing to show before the
 * other side sends, and waits for no clock. */
static GstStateChangeReturn
gst_rtc_peer_bin_change_state (GstElement * element, GstStateChange transition)
{
  GstRtcPeerBin *self = GST_RTC_PEER_BIN (element);
  GstStateChangeReturn ret;

  if (transition == GST_STATE_CHANGE_NULL_TO_READY && !rtc_peer_open (self))
    return GST_STATE_CHANGE_FAILURE;
  ret = GST_ELEMENT_CLASS (gst_rtc_peer_bin_parent_class)->change_state
      (element, transition);
  switch (transition) {
    case GST_STATE_CHANGE_NULL_TO_READY:
      if (ret == GST_STATE_CHANGE_FAILURE)
        rtc_peer_close (self, FALSE);
      break;
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      if (ret != GST_STATE_CHANGE_FAILURE)
        ret = GST_STATE_CHANGE_NO_PREROLL;
      break;
    case GST_STATE_CHANGE_READY_TO_NULL:
      rtc_peer_close (self, FALSE);
      rtc_strand_flush (self->strand, LAST_CALLS);
      break;
    default:
      break;
  }
  return ret;
}

/* --- the object ---------------------------------------------------------------------- */

static void
gst_rtc_peer_bin_constructed (GObject * object)
{
  GstRtcPeerBin *self = GST_RTC_PEER_BIN (object);

  if (self->ice_agent == NULL)
    self->ice_agent = rtc_ice_agent_new ();
  G_OBJECT_CLASS (gst_rtc_peer_bin_parent_class)->constructed (object);
}

/* Before the media, which they belong to, is gone */
static void
release_pads (GstElement * element)
{
  g_autoptr (GPtrArray) pads =
      g_ptr_array_new_with_free_func (gst_object_unref);

  GST_OBJECT_LOCK (element);
  for (GList * l = element->sinkpads; l != NULL; l = l->next)
    g_ptr_array_add (pads, gst_object_ref (l->data));
  GST_OBJECT_UNLOCK (element);
  for (guint i = 0; i < pads->len; i++)
    gst_element_release_request_pad (element, g_ptr_array_index (pads, i));
}

/* In NULL, so that the strand has come to the end before: it holds references
 * while it has something to do. */
static void
gst_rtc_peer_bin_dispose (GObject * object)
{
  GstRtcPeerBin *self = GST_RTC_PEER_BIN (object);

  if (self->negotiator != NULL) {
    rtc_negotiator_set_watch (self->negotiator, NULL, NULL);
    rtc_negotiator_set_outputs (self->negotiator, NULL, NULL);
  }
  rtc_peer_clear_early_candidates (self);
  g_clear_pointer (&self->plan, rtc_jsep_plan_free);
  if (self->media != NULL)
    release_pads (GST_ELEMENT (self));
  g_clear_pointer (&self->media, rtc_peer_media_free);
  G_OBJECT_CLASS (gst_rtc_peer_bin_parent_class)->dispose (object);
}

static void
gst_rtc_peer_bin_finalize (GObject * object)
{
  GstRtcPeerBin *self = GST_RTC_PEER_BIN (object);

  g_hash_table_unref (self->transports);
  gst_clear_object (&self->negotiator);
  gst_clear_object (&self->ice_agent);
  g_clear_object (&self->sctp);
  g_clear_pointer (&self->certificate, rtc_certificate_unref);
  g_clear_pointer (&self->pool, rtc_loop_pool_unref);
  g_clear_pointer (&self->certificate_pem, g_free);
  g_clear_pointer (&self->interface_filter, g_free);
  g_clear_pointer (&self->external_addresses, g_strfreev);
  rtc_strand_unref (self->strand);
  g_mutex_clear (&self->transports_lock);
  g_hash_table_unref (self->stats_numbers);
  G_OBJECT_CLASS (gst_rtc_peer_bin_parent_class)->finalize (object);
}

static void
gst_rtc_peer_bin_class_init (GstRtcPeerBinClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->constructed = gst_rtc_peer_bin_constructed;
  object_class->dispose = gst_rtc_peer_bin_dispose;
  object_class->finalize = gst_rtc_peer_bin_finalize;
  rtc_peer_install_properties (object_class);
  rtc_peer_install_signals (G_TYPE_FROM_CLASS (klass));
  element_class->request_new_pad = gst_rtc_peer_bin_request_new_pad;
  element_class->release_pad = gst_rtc_peer_bin_release_pad;
  element_class->change_state = gst_rtc_peer_bin_change_state;
  gst_element_class_add_static_pad_template_with_gtype (element_class,
      &sink_template, rtc_peer_pad_get_type ());
  gst_element_class_add_static_pad_template_with_gtype (element_class,
      &src_template, rtc_peer_pad_get_type ());
  gst_element_class_set_static_metadata (element_class,
      "WebRTC peer connection", "Filter/Network/WebRTC",
      "One peer connection: negotiation, ICE, DTLS-SRTP, media both ways; "
      "webrtcbin's interface", "gst-rtc developers");
}

static void
gst_rtc_peer_bin_init (GstRtcPeerBin * self)
{
  static const RtcPeerMediaEvents events = {
    .request_aux = request_aux,
    .get_transport = get_transport,
  };

  /* it may be either, the descriptions say: the pipeline around it reckons with
   * both from the start */
  gst_bin_set_suppressed_flags (GST_BIN (self),
      GST_ELEMENT_FLAG_SINK | GST_ELEMENT_FLAG_SOURCE);
  GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SINK | GST_ELEMENT_FLAG_SOURCE);

  self->strand = rtc_strand_new ();
  self->closed = TRUE;
  self->ice_factory = rtc_nice_new;
  self->bundle_policy = GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE;
  self->candidate_kinds = RTC_CANDIDATES_ALL;
  self->dtls_setup = GST_WEBRTC_DTLS_SETUP_ACTIVE;
  self->latency = RTC_PEER_DEFAULT_LATENCY;
  g_mutex_init (&self->transports_lock);
  self->stats_numbers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->transports = g_hash_table_new_full (NULL, NULL, NULL,
      (GDestroyNotify) rtc_peer_transport_unref);
  g_queue_init (&self->early_candidates);

  self->negotiator = g_object_new (GST_TYPE_RTC_NEGOTIATOR,
      "name", "negotiator", NULL);
  gst_bin_add (GST_BIN (self), gst_object_ref (self->negotiator));
  self->media = rtc_peer_media_new (GST_BIN (self), self->negotiator, &events,
      self);
  rtc_negotiator_set_watch (self->negotiator, on_negotiator, self);
  rtc_negotiator_set_outputs (self->negotiator, get_outputs, self);
}
