/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Actions and signals.  An action hands over to its room and returns. */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

guint rtc_peer_signals[RTC_PEER_N_SIGNALS];

/* --- actions, any thread ------------------------------------------------------ */

static void
create_offer (GstRtcPeerBin * self, const GstStructure * options,
    GstPromise * promise)
{
  rtc_peer_create_description (self, GST_WEBRTC_SDP_TYPE_OFFER, options,
      promise);
}

static void
create_answer (GstRtcPeerBin * self, const GstStructure * options,
    GstPromise * promise)
{
  rtc_peer_create_description (self, GST_WEBRTC_SDP_TYPE_ANSWER, options,
      promise);
}

static void
set_local_description (GstRtcPeerBin * self,
    const GstWebRTCSessionDescription * description, GstPromise * promise)
{
  rtc_peer_set_description (self, FALSE, description, promise);
}

static void
set_remote_description (GstRtcPeerBin * self,
    const GstWebRTCSessionDescription * description, GstPromise * promise)
{
  rtc_peer_set_description (self, TRUE, description, promise);
}

static void
add_ice_candidate (GstRtcPeerBin * self, guint mline, const gchar * candidate)
{
  rtc_peer_add_candidate (self, mline, candidate, NULL);
}

static GstWebRTCRTPTransceiver *
add_transceiver (GstRtcPeerBin * self,
    GstWebRTCRTPTransceiverDirection direction, GstCaps * caps)
{
  g_autoptr (GError) error = NULL;
  GstWebRTCRTPTransceiver *transceiver =
      rtc_negotiator_add_transceiver (self->negotiator, direction, caps,
      &error);

  if (transceiver == NULL)
    GST_WARNING_OBJECT (self, "add-transceiver: %s", error->message);
  return transceiver;
}

static GstWebRTCRTPTransceiver *
get_transceiver (GstRtcPeerBin * self, gint index)
{
  return index < 0 ? NULL : rtc_negotiator_get_nth (self->negotiator, index);
}

static GArray *
get_transceivers (GstRtcPeerBin * self)
{
  g_autoptr (GPtrArray) all = rtc_negotiator_list_transceivers
      (self->negotiator);
  GArray *array = g_array_sized_new (FALSE, TRUE,
      sizeof (GstWebRTCRTPTransceiver *), all->len);

  g_array_set_clear_func (array, (GDestroyNotify) gst_clear_object);
  for (guint i = 0; i < all->len; i++) {
    GstWebRTCRTPTransceiver *transceiver =
        gst_object_ref (g_ptr_array_index (all, i));

    g_array_append_val (array, transceiver);
  }
  return array;
}

static gboolean
add_turn_server (GstRtcPeerBin * self, const gchar * uri)
{
  return uri != NULL && rtc_ice_agent_add_turn_server (self->ice_agent, uri);
}

typedef struct
{
  GstPad *pad;                  /* or NULL */
  GstPromise *promise;
} StatsCall;

static void
stats_call_free (gpointer data)
{
  StatsCall *call = data;

  gst_clear_object (&call->pad);
  gst_promise_unref (call->promise);
  g_free (call);
}

static void
run_stats (GstRtcPeerBin * self, gpointer data)
{
  StatsCall *call = data;

  if (rtc_peer_is_down (self))
    rtc_peer_reply_closed (self, call->promise,
        "Could not retrieve statistics");
  else
    rtc_peer_get_stats (self, call->pad, call->promise);
}

static void
get_stats (GstRtcPeerBin * self, GstPad * pad, GstPromise * promise)
{
  StatsCall *call;

  if (promise == NULL)
    return;
  if (rtc_peer_is_closed (self)) {
    rtc_peer_reply_closed (self, promise, "Could not retrieve statistics");
    return;
  }
  call = g_new0 (StatsCall, 1);
  call->pad = pad != NULL ? gst_object_ref (pad) : NULL;
  call->promise = gst_promise_ref (promise);
  rtc_peer_run (self, run_stats, call, stats_call_free);
}

static void
reply_done (GstRtcPeerBin * self, gpointer promise)
{
  rtc_peer_reply (promise, NULL);
}

/* After what was asked for before, which is answered first */
static void
close_action (GstRtcPeerBin * self, GstPromise * promise)
{
  rtc_peer_close (self, TRUE);
  if (promise != NULL)
    rtc_peer_run (self, reply_done, gst_promise_ref (promise),
        (GDestroyNotify) gst_promise_unref);
}

/* --- installing ---------------------------------------------------------------- */

static void
install_descriptions (GType type)
{
  /**
   * GstRtcPeerBin::create-offer:
   * @self: the element
   * @options: (nullable): "ice-restart" (boolean), "offer-to-receive-audio" and
   *   "offer-to-receive-video" (boolean or int)
   * @promise: (nullable): gets "offer", a #GstWebRTCSessionDescription
   *
   * W3C webrtc-pc 4.4.1.5, RFC 9429 section 5.2.  Any thread; @promise is
   * answered on the element's own.  It gets "error" in any state in which no
   * offer can be made, GST_WEBRTC_ERROR_INVALID_STATE if the element is closed.
   */
  g_signal_new_class_handler ("create-offer", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (create_offer),
      NULL, NULL, NULL, G_TYPE_NONE, 2, GST_TYPE_STRUCTURE, GST_TYPE_PROMISE);
  /**
   * GstRtcPeerBin::create-answer:
   * @self: the element
   * @options: (nullable): none yet
   * @promise: (nullable): gets "answer", a #GstWebRTCSessionDescription
   *
   * RFC 9429 section 5.3; needs a remote offer.  Otherwise as
   * #GstRtcPeerBin::create-offer.
   */
  g_signal_new_class_handler ("create-answer", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (create_answer),
      NULL, NULL, NULL, G_TYPE_NONE, 2, GST_TYPE_STRUCTURE, GST_TYPE_PROMISE);
  /**
   * GstRtcPeerBin::set-local-description:
   * @self: the element
   * @description: (nullable): offer, pranswer, answer or rollback; %NULL: that
   *   which the signaling state asks for is made and set
   * @promise: (nullable): gets no fields, or "error"
   *
   * RFC 9429 section 5.5 and on.  Any thread.  By the time that @promise is
   * answered, #GstRtcPeerBin:signaling-state has been notified; candidates come
   * after that.  On an error nothing has changed.
   */
  g_signal_new_class_handler ("set-local-description", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (set_local_description),
      NULL, NULL, NULL, G_TYPE_NONE, 2, GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
      GST_TYPE_PROMISE);
  /**
   * GstRtcPeerBin::set-remote-description:
   * @self: the element
   * @description: what came from the other side, or a rollback
   * @promise: (nullable): gets no fields, or "error"
   *
   * RFC 9429 section 5.6 and on.  Any thread.  An SDP that cannot be used gives
   * GST_WEBRTC_ERROR_SDP_SYNTAX_ERROR or the like and changes nothing.  New
   * transceivers have been announced by #GstRtcPeerBin::on-new-transceiver when
   * @promise is answered.
   */
  g_signal_new_class_handler ("set-remote-description", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (set_remote_description),
      NULL, NULL, NULL, G_TYPE_NONE, 2, GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
      GST_TYPE_PROMISE);
  /**
   * GstRtcPeerBin::on-negotiation-needed:
   * @self: the element
   *
   * An offer should be made.  Once, until a description has settled it (W3C
   * 4.7.3).  On the element's thread.
   */
  rtc_peer_signals[RTC_PEER_ON_NEGOTIATION_NEEDED] =
      g_signal_new ("on-negotiation-needed", type, G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 0);
}

static void
install_candidates (GType type)
{
  /**
   * GstRtcPeerBin::add-ice-candidate:
   * @self: the element
   * @mline_index: its m-line
   * @candidate: (nullable): "candidate:…"; %NULL or "": there are no more
   *
   * Any thread.  Those that come before the remote description are kept; what
   * is of no use is ignored.
   */
  g_signal_new_class_handler ("add-ice-candidate", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (add_ice_candidate),
      NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  /**
   * GstRtcPeerBin::add-ice-candidate-full:
   * @self: the element
   * @mline_index: its m-line
   * @candidate: (nullable): "candidate:…"; %NULL or "": there are no more
   * @promise: (nullable): gets no fields, or "error" and why it was of no use
   *
   * As #GstRtcPeerBin::add-ice-candidate, with an answer.
   */
  g_signal_new_class_handler ("add-ice-candidate-full", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (rtc_peer_add_candidate),
      NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_STRING,
      GST_TYPE_PROMISE);
  /**
   * GstRtcPeerBin::on-ice-candidate:
   * @self: the element
   * @mline_index: its m-line, in a BUNDLE group the tagged one
   * @candidate: "candidate:…", for the other side; "" says that there are no
   *   more, as in webrtcbin from GStreamer 1.24 on
   *
   * On the element's thread.
   */
  rtc_peer_signals[RTC_PEER_ON_ICE_CANDIDATE] =
      g_signal_new ("on-ice-candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  /**
   * GstRtcPeerBin::add-turn-server:
   * @self: the element
   * @uri: turn(s)://user:password@host:port?transport=tcp
   *
   * One more beside #GstRtcPeerBin:turn-server.  Any thread.
   *
   * Returns: %FALSE: not understood
   */
  g_signal_new_class_handler ("add-turn-server", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (add_turn_server),
      NULL, NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
}

static void
install_transceivers (GType type)
{
  /**
   * GstRtcPeerBin::add-transceiver:
   * @self: the element
   * @direction: what it is to do
   * @caps: (nullable): its codec preferences
   *
   * W3C webrtc-pc 5.1.  Any thread.
   *
   * Returns: (transfer full) (nullable): the #GstWebRTCRTPTransceiver
   */
  g_signal_new_class_handler ("add-transceiver", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (add_transceiver),
      NULL, NULL, NULL, GST_TYPE_WEBRTC_RTP_TRANSCEIVER, 2,
      GST_TYPE_WEBRTC_RTP_TRANSCEIVER_DIRECTION, GST_TYPE_CAPS);
  /**
   * GstRtcPeerBin::get-transceiver:
   * @self: the element
   * @index: counted from 0
   *
   * Any thread.
   *
   * Returns: (transfer full) (nullable): the #GstWebRTCRTPTransceiver
   */
  g_signal_new_class_handler ("get-transceiver", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (get_transceiver),
      NULL, NULL, NULL, GST_TYPE_WEBRTC_RTP_TRANSCEIVER, 1, G_TYPE_INT);
  /**
   * GstRtcPeerBin::get-transceivers:
   * @self: the element
   *
   * Any thread.
   *
   * Returns: (transfer full) (element-type GstWebRTCRTPTransceiver): all of them
   */
  g_signal_new_class_handler ("get-transceivers", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (get_transceivers),
      NULL, NULL, NULL, G_TYPE_ARRAY, 0);
  /**
   * GstRtcPeerBin::on-new-transceiver:
   * @self: the element
   * @transceiver: the new #GstWebRTCRTPTransceiver
   *
   * It came by a pad, by #GstRtcPeerBin::add-transceiver (then on the thread
   * that asked for it) or by a remote description (then on the element's).
   */
  rtc_peer_signals[RTC_PEER_ON_NEW_TRANSCEIVER] =
      g_signal_new ("on-new-transceiver", type, G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 1, GST_TYPE_WEBRTC_RTP_TRANSCEIVER);
}

static void
install_data (GType type)
{
  /**
   * GstRtcPeerBin::create-data-channel:
   * @self: the element
   * @label: its label
   * @options: (nullable): RTCDataChannelInit's fields: "ordered",
   *   "max-packet-lifetime", "max-retransmits", "protocol", "negotiated", "id",
   *   "priority"
   *
   * Not in this build: returns %NULL and warns on the bus.
   *
   * Returns: (transfer full) (nullable): the #GstWebRTCDataChannel
   */
  g_signal_new_class_handler ("create-data-channel", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (rtc_peer_create_data_channel), NULL, NULL, NULL,
      GST_TYPE_WEBRTC_DATA_CHANNEL, 2, G_TYPE_STRING, GST_TYPE_STRUCTURE);
  /**
   * GstRtcPeerBin::on-data-channel:
   * @self: the element
   * @channel: the #GstWebRTCDataChannel that the other side has opened
   */
  rtc_peer_signals[RTC_PEER_ON_DATA_CHANNEL] =
      g_signal_new ("on-data-channel", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 1, GST_TYPE_WEBRTC_DATA_CHANNEL);
  /**
   * GstRtcPeerBin::prepare-data-channel:
   * @self: the element
   * @channel: the new #GstWebRTCDataChannel
   * @is_local: we made it
   *
   * Before anything happens on @channel.
   */
  rtc_peer_signals[RTC_PEER_PREPARE_DATA_CHANNEL] =
      g_signal_new ("prepare-data-channel", type, G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 2, GST_TYPE_WEBRTC_DATA_CHANNEL, G_TYPE_BOOLEAN);
}

/* The first handler that has an element for us is the last that is asked */
static gboolean
first_element (GSignalInvocationHint * hint, GValue * accumulated,
    const GValue * returned, gpointer data)
{
  g_value_copy (returned, accumulated);
  return g_value_get_object (returned) == NULL;
}

static void
install_media (GType type)
{
  /**
   * GstRtcPeerBin::request-aux-sender:
   * @self: the element
   * @dtls_transport: the #GstWebRTCDTLSTransport that it is for
   *
   * An element to stand behind rtpbin's session, before RTX: a congestion
   * control, for example.  While a description is set.
   *
   * Returns: (transfer full) (nullable): the element
   */
  rtc_peer_signals[RTC_PEER_REQUEST_AUX_SENDER] =
      g_signal_new ("request-aux-sender", type, G_SIGNAL_RUN_LAST, 0,
      first_element, NULL, NULL, GST_TYPE_ELEMENT, 1,
      GST_TYPE_WEBRTC_DTLS_TRANSPORT);
  /**
   * GstRtcPeerBin::request-post-rtp-aux-sender:
   * @self: the element
   * @dtls_transport: the #GstWebRTCDTLSTransport that it is for
   *
   * An element to stand between rtpbin and the transport.
   *
   * Returns: (transfer full) (nullable): the element
   */
  rtc_peer_signals[RTC_PEER_REQUEST_POST_RTP_AUX_SENDER] =
      g_signal_new ("request-post-rtp-aux-sender", type, G_SIGNAL_RUN_LAST, 0,
      first_element, NULL, NULL, GST_TYPE_ELEMENT, 1,
      GST_TYPE_WEBRTC_DTLS_TRANSPORT);
  /**
   * GstRtcPeerBin::get-stats:
   * @self: the element
   * @pad: (nullable): only what belongs to this pad
   * @promise: gets one field a W3C statistics object, see docs/stats.md
   *
   * W3C webrtc-stats.  Any thread.
   */
  g_signal_new_class_handler ("get-stats", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (get_stats), NULL, NULL,
      NULL, G_TYPE_NONE, 2, GST_TYPE_PAD, GST_TYPE_PROMISE);
  /**
   * GstRtcPeerBin::close:
   * @self: the element
   * @promise: (nullable): gets no fields, once it is done
   *
   * Ends the connection for good: W3C webrtc-pc 4.4.1.9.  The other side learns
   * of it by DTLS.  Any thread.
   */
  g_signal_new_class_handler ("close", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (close_action), NULL,
      NULL, NULL, G_TYPE_NONE, 1, GST_TYPE_PROMISE);
}

/* In class_init */
void
rtc_peer_install_signals (GType type)
{
  install_descriptions (type);
  install_candidates (type);
  install_transceivers (type);
  install_data (type);
  install_media (type);
}
