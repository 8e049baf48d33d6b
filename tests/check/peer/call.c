/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "call.h"

#define WAIT_SECONDS 20

/* --- what a side says ------------------------------------------------------------ */

static void
note (Side * side, const gchar * format, ...)
{
  va_list args;

  va_start (args, format);
  g_mutex_lock (&side->call->lock);
  if (side->log->len > 0)
    g_string_append_c (side->log, ' ');
  g_string_append_vprintf (side->log, format, args);
  g_cond_broadcast (&side->call->cond);
  g_mutex_unlock (&side->call->lock);
  va_end (args);
}

static void
on_notify (GstElement * element, GParamSpec * pspec, Side * side)
{
  note (side, "%s=%d", pspec->name, side_get (side, pspec->name));
}

static void
on_needed (GstElement * element, Side * side)
{
  g_atomic_int_inc (&side->n_needed);
  note (side, "needed");
}

static void
on_transceiver (GstElement * element, GstWebRTCRTPTransceiver * transceiver,
    Side * side)
{
  note (side, "transceiver");
}

static void
on_candidate (GstElement * element, guint mline, const gchar * candidate,
    Side * side)
{
  Call *call = side->call;
  Side *other = side == &call->sides[0] ? &call->sides[1] : &call->sides[0];
  gboolean trickle;

  g_mutex_lock (&call->lock);
  g_ptr_array_add (side->candidates, g_strdup_printf ("%u %s", mline,
          candidate));
  trickle = call->trickle;
  g_cond_broadcast (&call->cond);
  g_mutex_unlock (&call->lock);
  if (trickle)
    g_signal_emit_by_name (other->element, "add-ice-candidate", mline,
        candidate);
}

/* --- making ------------------------------------------------------------------------ */

static void
keep_to_loopback (GstElement * element)
{
  g_autoptr (GObject) agent = NULL;
  gboolean ok = FALSE;

  g_object_get (element, "ice-agent", &agent, NULL);
  g_signal_emit_by_name (agent, "add-local-ip-address", "127.0.0.1", &ok);
  fail_unless (ok);
}

static void
side_init (Side * side, Call * call, const gchar * factory)
{
  static const gchar *states[] = { "signaling-state", "ice-gathering-state",
    "ice-connection-state", "connection-state"
  };

  side->call = call;
  side->log = g_string_new (NULL);
  side->candidates = g_ptr_array_new_with_free_func (g_free);
  side->element = gst_element_factory_make (factory, NULL);
  fail_unless (side->element != NULL, "no %s", factory);
  gst_object_ref_sink (side->element);
  gst_util_set_object_arg (G_OBJECT (side->element), "bundle-policy",
      "max-bundle");
  side->bus = gst_bus_new ();
  gst_element_set_bus (side->element, side->bus);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autofree gchar *signal = g_strconcat ("notify::", states[i], NULL);

    g_signal_connect (side->element, signal, G_CALLBACK (on_notify), side);
  }
  g_signal_connect (side->element, "on-negotiation-needed",
      G_CALLBACK (on_needed), side);
  g_signal_connect (side->element, "on-new-transceiver",
      G_CALLBACK (on_transceiver), side);
  g_signal_connect (side->element, "on-ice-candidate",
      G_CALLBACK (on_candidate), side);
}

/* On every interface of this machine */
void
call_init_anywhere (Call * call, const gchar * factory_a,
    const gchar * factory_b)
{
  *call = (Call) {.trickle = TRUE };
  g_mutex_init (&call->lock);
  g_cond_init (&call->cond);
  side_init (&call->sides[0], call, factory_a);
  side_init (&call->sides[1], call, factory_b);
}

void
call_init (Call * call, const gchar * factory_a, const gchar * factory_b)
{
  call_init_anywhere (call, factory_a, factory_b);
  for (guint i = 0; i < 2; i++)
    keep_to_loopback (call->sides[i].element);
}

/* A strand may still be at its end: it holds a reference meanwhile, and nobody
 * but us says when the last is gone. */
static void
side_clear (Side * side)
{
  GWeakRef gone;
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  GstElement *left;

  /* messages hold their source */
  gst_bus_set_flushing (side->bus, TRUE);
  g_weak_ref_init (&gone, side->element);
  gst_clear_object (&side->element);
  while ((left = g_weak_ref_get (&gone)) != NULL) {
    fail_unless (g_get_monotonic_time () < deadline, "the element stays");
    gst_object_unref (left);
    g_thread_yield ();
  }
  g_weak_ref_clear (&gone);
  gst_clear_object (&side->bus);
  g_string_free (side->log, TRUE);
  g_ptr_array_unref (side->candidates);
}

void
call_clear (Call * call)
{
  for (guint i = 0; i < 2; i++) {
    g_signal_handlers_disconnect_by_data (call->sides[i].element,
        &call->sides[i]);
    fail_unless_equals_int (gst_element_set_state (call->sides[i].element,
            GST_STATE_NULL), GST_STATE_CHANGE_SUCCESS);
  }
  for (guint i = 0; i < 2; i++)
    side_clear (&call->sides[i]);
  g_mutex_clear (&call->lock);
  g_cond_clear (&call->cond);
}

void
call_set_state (Call * call, GstState state)
{
  for (guint i = 0; i < 2; i++)
    fail_if (gst_element_set_state (call->sides[i].element, state) ==
        GST_STATE_CHANGE_FAILURE);
}

GstWebRTCRTPTransceiver *
side_add_transceiver (Side * side, GstWebRTCRTPTransceiverDirection direction,
    const gchar * text)
{
  g_autoptr (GstCaps) caps = text != NULL ? gst_caps_from_string (text) : NULL;
  GstWebRTCRTPTransceiver *transceiver = NULL;

  g_signal_emit_by_name (side->element, "add-transceiver", direction, caps,
      &transceiver);
  fail_unless (GST_IS_WEBRTC_RTP_TRANSCEIVER (transceiver));
  return transceiver;
}

void
side_release_transceiver (Side * side,
    GstWebRTCRTPTransceiverDirection direction, const gchar * caps)
{
  gst_object_unref (side_add_transceiver (side, direction, caps));
}

/* --- asking --------------------------------------------------------------------------- */

GstStructure *
promise_take (GstPromise * promise)
{
  const GstStructure *reply;
  GstStructure *copy;

  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);
  reply = gst_promise_get_reply (promise);
  copy = reply != NULL ? gst_structure_copy (reply) : NULL;
  gst_promise_unref (promise);
  return copy;
}

static GError *
take_error (GstStructure * reply)
{
  GError *error = NULL;

  if (reply == NULL)
    return NULL;
  if (gst_structure_has_field (reply, "error"))
    gst_structure_get (reply, "error", G_TYPE_ERROR, &error, NULL);
  gst_structure_free (reply);
  return error;
}

static GstStructure *
ask_to_create (Side * side, const gchar * type, GstStructure * options)
{
  g_autofree gchar *action = g_strconcat ("create-", type, NULL);
  GstPromise *promise = gst_promise_new ();

  g_signal_emit_by_name (side->element, action, options, promise);
  g_clear_pointer (&options, gst_structure_free);
  return promise_take (promise);
}

GstWebRTCSessionDescription *
side_create (Side * side, const gchar * type, GstStructure * options)
{
  GstStructure *reply = ask_to_create (side, type, options);
  GstWebRTCSessionDescription *description = NULL;
  g_autoptr (GError) error = NULL;

  fail_unless (reply != NULL);
  if (!gst_structure_get (reply, type, GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
          &description, NULL))
    gst_structure_get (reply, "error", G_TYPE_ERROR, &error, NULL);
  fail_unless (description != NULL, "no %s: %s", type,
      error != NULL ? error->message : "?");
  gst_structure_free (reply);
  return description;
}

GError *
side_create_error (Side * side, const gchar * type)
{
  return take_error (ask_to_create (side, type, NULL));
}

GError *
side_set (Side * side, gboolean remote,
    const GstWebRTCSessionDescription * description)
{
  GstPromise *promise = gst_promise_new ();

  g_signal_emit_by_name (side->element, remote ? "set-remote-description"
      : "set-local-description", description, promise);
  return take_error (promise_take (promise));
}

static void
set_or_fail (Side * side, gboolean remote,
    const GstWebRTCSessionDescription * description)
{
  g_autoptr (GError) error = side_set (side, remote, description);

  fail_unless (error == NULL, "%s: not set: %s",
      GST_OBJECT_NAME (side->element), error != NULL ? error->message : "");
}

void
side_set_local (Side * side, const GstWebRTCSessionDescription * description)
{
  set_or_fail (side, FALSE, description);
}

void
side_set_remote (Side * side, const GstWebRTCSessionDescription * description)
{
  set_or_fail (side, TRUE, description);
}

void
side_rollback (Side * side, gboolean remote)
{
  g_autoptr (GstWebRTCSessionDescription) rollback =
      description_from_text (GST_WEBRTC_SDP_TYPE_ROLLBACK, "");

  set_or_fail (side, remote, rollback);
}

GstWebRTCSessionDescription *
description_from_text (GstWebRTCSDPType type, const gchar * text)
{
  GstSDPMessage *sdp;

  fail_unless_equals_int (gst_sdp_message_new (&sdp), GST_SDP_OK);
  if (*text != '\0')
    fail_unless_equals_int (gst_sdp_message_parse_buffer ((const guint8 *) text,
            strlen (text), sdp), GST_SDP_OK);
  return gst_webrtc_session_description_new (type, sdp);
}

gchar *
side_get_description (Side * side, const gchar * property)
{
  g_autoptr (GstWebRTCSessionDescription) description = NULL;

  g_object_get (side->element, property, &description, NULL);
  return description != NULL ? gst_sdp_message_as_text (description->sdp)
      : NULL;
}

void
side_settle (Side * side)
{
  GstPromise *promise = gst_promise_new ();
  GstStructure *reply;

  g_signal_emit_by_name (side->element, "create-answer", NULL, promise);
  reply = promise_take (promise);
  g_clear_pointer (&reply, gst_structure_free);
}

/* --- both ------------------------------------------------------------------------------ */

static GstWebRTCSessionDescription *
gathered (Side * side, GstWebRTCSessionDescription * description)
{
  if (side->call->trickle)
    return description;
  gst_webrtc_session_description_free (description);
  side_wait (side, "ice-gathering-state",
      GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE);
  g_object_get (side->element, "local-description", &description, NULL);
  return description;
}

void
call_negotiate_full (Call * call, guint offerer, GstStructure * options)
{
  Side *a = &call->sides[offerer];
  Side *b = &call->sides[1 - offerer];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  offer = side_create (a, "offer", options);
  side_set_local (a, offer);
  offer = gathered (a, g_steal_pointer (&offer));
  side_set_remote (b, offer);
  answer = side_create (b, "answer", NULL);
  side_set_local (b, answer);
  answer = gathered (b, g_steal_pointer (&answer));
  side_set_remote (a, answer);
}

void
call_negotiate (Call * call, guint offerer)
{
  call_negotiate_full (call, offerer, NULL);
}

gint
side_get (Side * side, const gchar * property)
{
  gint value;

  g_object_get (side->element, property, &value, NULL);
  return value;
}

void
side_wait (Side * side, const gchar * property, gint value)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  gboolean in_time = TRUE;

  g_mutex_lock (&side->call->lock);
  while (side_get (side, property) != value && in_time)
    in_time = g_cond_wait_until (&side->call->cond, &side->call->lock,
        deadline);
  g_mutex_unlock (&side->call->lock);
  fail_unless (in_time, "%s: %s is %d, not %d: %s",
      GST_OBJECT_NAME (side->element), property, side_get (side, property),
      value, side->log->str);
}

void
call_wait_connected (Call * call)
{
  for (guint i = 0; i < 2; i++)
    side_wait (&call->sides[i], "connection-state",
        GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED);
}

void
call_connect (Call * call, const gchar * factory_a, const gchar * factory_b)
{
  call_init (call, factory_a, factory_b);
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call->sides[i],
        GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV, OPUS_CAPS);
  call_set_state (call, GST_STATE_PLAYING);
  call_negotiate (call, 0);
  call_wait_connected (call);
}

gchar *
side_dup_log (Side * side)
{
  gchar *text;

  g_mutex_lock (&side->call->lock);
  text = g_strdup (side->log->str);
  g_mutex_unlock (&side->call->lock);
  return text;
}

void
side_clear_log (Side * side)
{
  g_mutex_lock (&side->call->lock);
  g_string_truncate (side->log, 0);
  g_mutex_unlock (&side->call->lock);
}
