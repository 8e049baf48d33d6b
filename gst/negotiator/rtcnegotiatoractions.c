/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The signals of the element that stands alone.  They run on the caller's thread
 * and reply before they return. */
#include "rtcnegotiator-private.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_negotiator_debug);
#define GST_CAT_DEFAULT rtc_negotiator_debug

enum
{
  ON_NEGOTIATION_NEEDED,
  ON_NEW_TRANSCEIVER,
  PLAN,
  LAST_SIGNAL
};

static guint signals[LAST_SIGNAL];

void
rtc_negotiator_emit_needed (GstRtcNegotiator * self)
{
  g_signal_emit (self, signals[ON_NEGOTIATION_NEEDED], 0);
}

void
rtc_negotiator_emit_transceiver (GstRtcNegotiator * self,
    GstWebRTCRTPTransceiver * transceiver)
{
  g_signal_emit (self, signals[ON_NEW_TRANSCEIVER], 0, transceiver);
}

/* --- replies ------------------------------------------------------------- */

/* @promise may be NULL; @error is consumed */
static void
reply_error (GstRtcNegotiator * self, GstPromise * promise, GError * error)
{
  GST_INFO_OBJECT (self, "%s", error->message);
  if (promise != NULL)
    gst_promise_reply (promise, gst_structure_new ("application/x-gst-promise",
            "error", G_TYPE_ERROR, error, NULL));
  g_error_free (error);
}

static void
reply_description (GstPromise * promise, const gchar * field,
    GstWebRTCSessionDescription * description)
{
  if (promise != NULL)
    gst_promise_reply (promise, gst_structure_new ("application/x-gst-promise",
            field, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, description, NULL));
  gst_webrtc_session_description_free (description);
}

/* --- create -------------------------------------------------------------- */

static gboolean
has_fingerprint (GstRtcNegotiator * self, GError ** error)
{
  gboolean has;

  GST_OBJECT_LOCK (self);
  has = self->fingerprint != NULL;
  GST_OBJECT_UNLOCK (self);
  if (!has)
    g_set_error_literal (error, GST_WEBRTC_ERROR,
        GST_WEBRTC_ERROR_FINGERPRINT_FAILURE, "A description needs the "
        "fingerprint of the transport's certificate: set the property "
        "\"fingerprint\" to sha-256 AB:CD:…");
  return has;
}

static void
create (GstRtcNegotiator * self, GstWebRTCSDPType type,
    const GstStructure * options, GstPromise * promise)
{
  GstWebRTCSessionDescription *description = NULL;
  GError *error = NULL;

  if (has_fingerprint (self, &error))
    description = rtc_negotiator_create (self, type, options, &error);
  if (description == NULL)
    reply_error (self, promise, error);
  else
    reply_description (promise,
        type == GST_WEBRTC_SDP_TYPE_OFFER ? "offer" : "answer", description);
}

static void
create_offer (GstRtcNegotiator * self, const GstStructure * options,
    GstPromise * promise)
{
  create (self, GST_WEBRTC_SDP_TYPE_OFFER, options, promise);
}

static void
create_answer (GstRtcNegotiator * self, const GstStructure * options,
    GstPromise * promise)
{
  create (self, GST_WEBRTC_SDP_TYPE_ANSWER, options, promise);
}

/* --- set ----------------------------------------------------------------- */

static void
notify_changed (GstRtcNegotiator * self, RtcNegotiatorChange * change)
{
  static const gchar *const descriptions[] = { "local-description",
    "current-local-description", "pending-local-description",
    "remote-description", "current-remote-description",
    "pending-remote-description"
  };

  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    g_object_notify (G_OBJECT (self), descriptions[i]);
  if (change->state_changed)
    g_object_notify (G_OBJECT (self), "signaling-state");
}

static void
carry_out (GstRtcNegotiator * self, RtcNegotiatorChange * change)
{
  g_autoptr (GstStructure) plan =
      rtc_negotiator_plan_to_structure (self, change->plan);

  for (guint i = 0; i < change->new_transceivers->len; i++)
    rtc_negotiator_emit_transceiver (self,
        g_ptr_array_index (change->new_transceivers, i));
  g_signal_emit (self, signals[PLAN], 0, plan);
  notify_changed (self, change);
}

static void
set (GstRtcNegotiator * self, gboolean remote,
    GstWebRTCSessionDescription * description, GstPromise * promise)
{
  g_auto (RtcNegotiatorChange) change = { NULL, };
  GError *error = NULL;
  gboolean ok = FALSE;

  if (remote && (description == NULL || (description->sdp == NULL
              && description->type != GST_WEBRTC_SDP_TYPE_ROLLBACK)))
    g_set_error_literal (&error, GST_WEBRTC_ERROR, GST_WEBRTC_ERROR_TYPE_ERROR,
        "A remote description needs an SDP, unless it is a rollback");
  else if (has_fingerprint (self, &error))
    ok = rtc_negotiator_set (self, remote, description, &change, &error);
  if (!ok) {
    reply_error (self, promise, error);
    return;
  }
  carry_out (self, &change);
  if (promise != NULL)
    gst_promise_reply (promise, NULL);
  rtc_negotiator_settled (self);
}

static void
set_local_description (GstRtcNegotiator * self,
    GstWebRTCSessionDescription * description, GstPromise * promise)
{
  set (self, FALSE, description, promise);
}

static void
set_remote_description (GstRtcNegotiator * self,
    GstWebRTCSessionDescription * description, GstPromise * promise)
{
  set (self, TRUE, description, promise);
}

/* --- the rest ------------------------------------------------------------ */

static void
add_ice_candidate (GstRtcNegotiator * self, guint mline,
    const gchar * candidate)
{
  g_autoptr (GError) error = NULL;

  if (candidate != NULL && *candidate == '\0')
    candidate = NULL;
  if (!rtc_negotiator_add_remote_candidate (self, (gint) mline, NULL,
          candidate, &error))
    GST_WARNING_OBJECT (self, "a remote candidate is left out: %s",
        error->message);
}

static void
add_local_candidate (GstRtcNegotiator * self, guint transport,
    const gchar * candidate)
{
  if (candidate != NULL && *candidate == '\0')
    candidate = NULL;
  rtc_negotiator_add_local_candidate (self, transport, candidate);
  g_object_notify (G_OBJECT (self), "local-description");
}

static GstWebRTCRTPTransceiver *
add_transceiver (GstRtcNegotiator * self,
    GstWebRTCRTPTransceiverDirection direction, GstCaps * caps)
{
  g_autoptr (GError) error = NULL;
  GstWebRTCRTPTransceiver *transceiver =
      rtc_negotiator_add_transceiver (self, direction, caps, &error);

  if (transceiver == NULL)
    GST_WARNING_OBJECT (self, "%s", error->message);
  return transceiver;
}

static GstWebRTCRTPTransceiver *
get_transceiver (GstRtcNegotiator * self, gint index)
{
  return index < 0 ? NULL : rtc_negotiator_get_nth (self, index);
}

static GArray *
get_transceivers (GstRtcNegotiator * self)
{
  g_autoptr (GPtrArray) all = rtc_negotiator_list_transceivers (self);
  GArray *array = g_array_new (FALSE, TRUE, sizeof (gpointer));

  g_array_set_clear_func (array, (GDestroyNotify) gst_clear_object);
  for (guint i = 0; i < all->len; i++) {
    gpointer transceiver = gst_object_ref (g_ptr_array_index (all, i));

    g_array_append_val (array, transceiver);
  }
  return array;
}

/* --- the class ----------------------------------------------------------- */

static void
install_events (GType type)
{
  /**
   * GstRtcNegotiator::on-negotiation-needed:
   * @self: the element
   *
   * What passes or is wanted is no longer what was agreed upon: time for
   * #GstRtcNegotiator::create-offer.  Once, until a description is set.
   *
   * Since: 1.22
   */
  signals[ON_NEGOTIATION_NEEDED] =
      g_signal_new ("on-negotiation-needed", type, G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 0);
  /**
   * GstRtcNegotiator::on-new-transceiver:
   * @self: the element
   * @transceiver: the new #GstWebRTCRTPTransceiver
   *
   * It came by a pad, by #GstRtcNegotiator::add-transceiver or by a remote
   * offer.
   *
   * Since: 1.22
   */
  signals[ON_NEW_TRANSCEIVER] =
      g_signal_new ("on-new-transceiver", type, G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 1, GST_TYPE_WEBRTC_RTP_TRANSCEIVER);
  /**
   * GstRtcNegotiator::plan:
   * @self: the element
   * @plan: how things should be, see docs/negotiator.md
   *
   * A description was set.  The transport compares the plan with how things are
   * and does what is missing; the same plan twice changes nothing.
   *
   * Since: 1.22
   */
  signals[PLAN] = g_signal_new ("plan", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 1, GST_TYPE_STRUCTURE);
}

static void
install_action (GType type, const gchar * name, GCallback handler,
    GType return_type, GType first, GType second)
{
  g_signal_new_class_handler (name, type, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      handler, NULL, NULL, NULL, return_type, second != G_TYPE_NONE ? 2 :
      first != G_TYPE_NONE ? 1 : 0, first, second);
}

/* Not copied on its way: the library cannot copy a rollback without SDP */
#define DESCRIPTION_TYPE \
  (GST_TYPE_WEBRTC_SESSION_DESCRIPTION | G_SIGNAL_TYPE_STATIC_SCOPE)

static void
install_descriptions (GType type)
{
  /**
   * GstRtcNegotiator::create-offer:
   * @self: the element
   * @options: (nullable): "ice-restart" (boolean), "offer-to-receive-audio" and
   *   "offer-to-receive-video" (boolean or int)
   * @promise: (nullable): gets "offer", a #GstWebRTCSessionDescription, or
   *   "error" before this returns
   *
   * Since: 1.22
   */
  install_action (type, "create-offer", G_CALLBACK (create_offer), G_TYPE_NONE,
      GST_TYPE_STRUCTURE, GST_TYPE_PROMISE);
  /**
   * GstRtcNegotiator::create-answer:
   * @self: the element
   * @options: (nullable): none are known yet
   * @promise: (nullable): gets "answer", a #GstWebRTCSessionDescription, or
   *   "error" before this returns
   *
   * Since: 1.22
   */
  install_action (type, "create-answer", G_CALLBACK (create_answer),
      G_TYPE_NONE, GST_TYPE_STRUCTURE, GST_TYPE_PROMISE);
  /**
   * GstRtcNegotiator::set-local-description:
   * @self: the element
   * @description: (nullable): what was created, or a rollback; %NULL: one is
   *   made, as the state asks for
   * @promise: (nullable): is replied before this returns, with "error" if it
   *   failed; nothing has changed then
   *
   * Since: 1.22
   */
  install_action (type, "set-local-description",
      G_CALLBACK (set_local_description), G_TYPE_NONE,
      DESCRIPTION_TYPE, GST_TYPE_PROMISE);
  /**
   * GstRtcNegotiator::set-remote-description:
   * @self: the element
   * @description: what the other side sent, or a rollback
   * @promise: (nullable): is replied before this returns, with "error" if it
   *   failed; nothing has changed then
   *
   * Since: 1.22
   */
  install_action (type, "set-remote-description",
      G_CALLBACK (set_remote_description), G_TYPE_NONE,
      DESCRIPTION_TYPE, GST_TYPE_PROMISE);
  /**
   * GstRtcNegotiator::add-ice-candidate:
   * @self: the element
   * @mline: of which section
   * @candidate: (nullable): "candidate:…"; NULL or empty: no more
   *
   * Keeps a candidate of the other side in the remote description.  Whoever has
   * the transport hands it over there too.
   *
   * Since: 1.22
   */
  install_action (type, "add-ice-candidate", G_CALLBACK (add_ice_candidate),
      G_TYPE_NONE, G_TYPE_UINT, G_TYPE_STRING);
  /**
   * GstRtcNegotiator::add-local-candidate:
   * @self: the element
   * @transport: the id of one of the plan's transports
   * @candidate: (nullable): "candidate:…"; NULL or empty: no more
   *
   * Puts what the transport has gathered into the local description.
   *
   * Since: 1.22
   */
  install_action (type, "add-local-candidate",
      G_CALLBACK (add_local_candidate), G_TYPE_NONE, G_TYPE_UINT,
      G_TYPE_STRING);
}

static void
install_transceivers (GType type)
{
  /**
   * GstRtcNegotiator::add-transceiver:
   * @self: the element
   * @direction: what it is to do
   * @caps: (nullable): its codec-preferences
   *
   * Returns: (transfer full): the new #GstWebRTCRTPTransceiver
   *
   * Since: 1.22
   */
  install_action (type, "add-transceiver", G_CALLBACK (add_transceiver),
      GST_TYPE_WEBRTC_RTP_TRANSCEIVER,
      GST_TYPE_WEBRTC_RTP_TRANSCEIVER_DIRECTION, GST_TYPE_CAPS);
  /**
   * GstRtcNegotiator::get-transceiver:
   * @self: the element
   * @index: which, in order of creation
   *
   * Returns: (transfer full) (nullable): a #GstWebRTCRTPTransceiver
   *
   * Since: 1.22
   */
  install_action (type, "get-transceiver", G_CALLBACK (get_transceiver),
      GST_TYPE_WEBRTC_RTP_TRANSCEIVER, G_TYPE_INT, G_TYPE_NONE);
  /**
   * GstRtcNegotiator::get-transceivers:
   * @self: the element
   *
   * Returns: (transfer full) (element-type GstWebRTCRTPTransceiver): all of
   *   them
   *
   * Since: 1.22
   */
  install_action (type, "get-transceivers", G_CALLBACK (get_transceivers),
      G_TYPE_ARRAY, G_TYPE_NONE, G_TYPE_NONE);
}

void
rtc_negotiator_install_signals (GType type)
{
  install_events (type);
  install_descriptions (type);
  install_transceivers (type);
}
