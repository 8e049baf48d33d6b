/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Carries a plan out: transports, media, and what the transceivers show of
 * them.  All on the strand. */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

/* --- the table of transports ------------------------------------------------ */

/* borrowed; NULL: not there */
RtcPeerTransport *
rtc_peer_find_transport (GstRtcPeerBin * self, guint id)
{
  RtcPeerTransport *transport;

  g_mutex_lock (&self->transports_lock);
  transport = g_hash_table_lookup (self->transports, GUINT_TO_POINTER (id));
  g_mutex_unlock (&self->transports_lock);
  return transport;
}

/* Any thread.  transfer: full */
GPtrArray *
rtc_peer_dup_transports (GstRtcPeerBin * self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)
      rtc_peer_transport_unref);
  GHashTableIter iter;
  gpointer transport;

  g_mutex_lock (&self->transports_lock);
  g_hash_table_iter_init (&iter, self->transports);
  while (g_hash_table_iter_next (&iter, NULL, &transport))
    g_ptr_array_add (all, rtc_peer_transport_ref (transport));
  g_mutex_unlock (&self->transports_lock);
  return all;
}

/* --- what a transport says --------------------------------------------------- */

static void
on_candidate (RtcPeerTransport * transport, const gchar * candidate,
    gpointer user_data)
{
  g_autoptr (GstRtcPeerBin) self = gst_object_ref (user_data);

  if (rtc_peer_is_closed (self))
    return;
  rtc_peer_local_candidate (self, rtc_peer_transport_get_id (transport),
      candidate);
  if (candidate == NULL)
    rtc_peer_update_states (self);
}

/* Somebody who watches the bus learns what went wrong; that a peer has vanished
 * is no error of the pipeline. */
static void
post_failure (GstRtcPeerBin * self, RtcPeerTransport * transport,
    const gchar * reason)
{
  GST_WARNING_OBJECT (self, "transport %u: %s",
      rtc_peer_transport_get_id (transport), reason);
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_element (GST_OBJECT (self),
          gst_structure_new ("rtc-peer-failure",
              "transport", G_TYPE_UINT, rtc_peer_transport_get_id (transport),
              "reason", G_TYPE_STRING, reason, NULL)));
}

static void
on_state_changed (RtcPeerTransport * transport, const gchar * reason,
    gpointer user_data)
{
  g_autoptr (GstRtcPeerBin) self = gst_object_ref (user_data);

  if (rtc_peer_is_closed (self))
    return;
  if (reason != NULL)
    post_failure (self, transport, reason);
  rtc_peer_update_states (self);
}

/* --- transports ---------------------------------------------------------------- */

static RtcPeerTransport *
make_transport (GstRtcPeerBin * self, guint id)
{
  static const RtcPeerTransportEvents events = {
    .candidate = on_candidate,
    .state_changed = on_state_changed,
  };
  RtcIceAgentSettings settings = { NULL, };
  RtcPeerTransportConfig config = {
    .pool = self->pool,
    .strand = self->strand,
    .factory = self->ice_factory,
    .certificate = self->certificate,
    .ice = &settings,
  };
  RtcPeerTransport *transport;

  rtc_ice_agent_get_settings (self->ice_agent, &settings);
  rtc_peer_limit_interfaces (self, &settings);
  config.relay_only = settings.force_relay;
  transport = rtc_peer_transport_new (id, &config, &events, self);
  rtc_ice_agent_settings_clear (&settings);
  g_mutex_lock (&self->transports_lock);
  g_hash_table_insert (self->transports, GUINT_TO_POINTER (id), transport);
  g_mutex_unlock (&self->transports_lock);
  GST_DEBUG_OBJECT (self, "transport %u made", id);
  return transport;
}

static void
make_transports (GstRtcPeerBin * self, const RtcJsepPlan * plan)
{
  for (guint i = 0; i < plan->transports->len; i++) {
    const RtcJsepPlanTransport *wanted = g_ptr_array_index (plan->transports,
        i);

    if (rtc_peer_find_transport (self, wanted->id) == NULL)
      make_transport (self, wanted->id);
  }
}

static void
apply_transports (GstRtcPeerBin * self, const RtcJsepPlan * plan)
{
  for (guint i = 0; i < plan->transports->len; i++) {
    const RtcJsepPlanTransport *wanted = g_ptr_array_index (plan->transports,
        i);

    rtc_peer_transport_apply (rtc_peer_find_transport (self, wanted->id),
        wanted);
  }
}

/* Those that were bundled away, rolled back or belonged to a section that is
 * rejected now */
static void
drop_transports (GstRtcPeerBin * self, const RtcJsepPlan * plan)
{
  g_autoptr (GPtrArray) transports = rtc_peer_dup_transports (self);

  for (guint i = 0; i < transports->len; i++) {
    RtcPeerTransport *transport = g_ptr_array_index (transports, i);
    guint id = rtc_peer_transport_get_id (transport);

    if (rtc_jsep_plan_find_transport (plan, id) != NULL)
      continue;
    GST_DEBUG_OBJECT (self, "transport %u is used no more", id);
    g_mutex_lock (&self->transports_lock);
    g_hash_table_remove (self->transports, GUINT_TO_POINTER (id));
    g_mutex_unlock (&self->transports_lock);
    rtc_peer_transport_close (transport);
  }
}

/* --- transceivers ---------------------------------------------------------------- */

static void
show_transport (GstWebRTCRTPTransceiver * transceiver,
    GstWebRTCDTLSTransport * dtls)
{
  rtc_sender_set_transport (rtc_transceiver_get_sender (transceiver), dtls);
  rtc_receiver_set_transport (rtc_transceiver_get_receiver (transceiver), dtls);
}

/* W3C 5.2 and 5.3: "transport" of sender and receiver is NULL unless a section
 * of a description is theirs */
static void
show_transports (GstRtcPeerBin * self, const RtcJsepPlan * plan)
{
  g_autoptr (GPtrArray) transceivers =
      rtc_negotiator_list_transceivers (self->negotiator);

  for (guint i = 0; i < transceivers->len; i++) {
    GstWebRTCRTPTransceiver *transceiver = g_ptr_array_index (transceivers, i);
    const RtcJsepPlanSection *section = rtc_jsep_plan_find_transceiver (plan,
        rtc_transceiver_get_key (transceiver));
    RtcPeerTransport *transport = section != NULL && !section->rejected
        ? rtc_peer_find_transport (self, section->transport) : NULL;

    show_transport (transceiver, transport != NULL
        ? rtc_peer_transport_get_dtls (transport) : NULL);
  }
}

/* The media is wired before anything can come in or leave. */
void
rtc_peer_apply (GstRtcPeerBin * self, RtcNegotiatorChange * change)
{
  RtcJsepPlan *plan = g_steal_pointer (&change->plan);

  if (plan == NULL)
    return;
  make_transports (self, plan);
  rtc_peer_media_apply (self->media, plan);
  show_transports (self, plan);
  for (guint i = 0; change->removed_transceivers != NULL
      && i < change->removed_transceivers->len; i++)
    show_transport (g_ptr_array_index (change->removed_transceivers, i), NULL);
  apply_transports (self, plan);
  drop_transports (self, plan);
  g_clear_pointer (&self->plan, rtc_jsep_plan_free);
  self->plan = plan;
}
