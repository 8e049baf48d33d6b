/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 *   strand                          media loop                  streaming threads
 *     |  apply, candidates, close     |                               |
 *     |------------------------------>| rtcpeertransport-loop.c       |
 *     |                               |   RtcTransport <------------- | RtcEdge
 *     |<------------------------------|                               |
 *     |  rtcpeertransport-notice.c    |                               |
 *     |  objects, then events         |                               |
 */
#include "rtcpeertransport-private.h"

#include "nice/rtcnice.h"

/* --- life ------------------------------------------------------------------------- */

static void
copy_settings (RtcIceAgentSettings * to, const RtcIceAgentSettings * from)
{
  if (from == NULL)
    return;
  *to = *from;
  to->stun_server = g_strdup (from->stun_server);
  to->http_proxy = g_strdup (from->http_proxy);
  to->turn_servers = g_strdupv (from->turn_servers);
  to->local_addresses = g_strdupv (from->local_addresses);
}

static void
clear_settings (RtcIceAgentSettings * settings)
{
  g_free (settings->stun_server);
  g_free (settings->http_proxy);
  g_strfreev (settings->turn_servers);
  g_strfreev (settings->local_addresses);
}

/* transfer: full.  Any thread.  What is in @config is copied or referenced. */
RtcPeerTransport *
rtc_peer_transport_new (guint id, const RtcPeerTransportConfig * config,
    const RtcPeerTransportEvents * events, gpointer user_data)
{
  RtcPeerTransport *self = g_new0 (RtcPeerTransport, 1);
  g_autofree gchar *pem = rtc_certificate_to_public_pem (config->certificate);

  self->refs = 1;
  self->id = id;
  self->events = *events;
  self->user_data = user_data;
  self->pool = rtc_loop_pool_ref (config->pool);
  self->loop_index = rtc_loop_pool_pick (self->pool);
  self->loop = rtc_loop_pool_get_media (self->pool, self->loop_index);
  self->strand = rtc_strand_ref (config->strand);
  self->edge = gst_object_ref_sink (rtc_edge_new (id));
  self->ice = rtc_ice_transport_new ();
  self->dtls = rtc_dtls_transport_new (id, self->ice);
  rtc_dtls_transport_set_certificates (self->dtls, pem, NULL);
  self->factory = config->factory != NULL ? config->factory : rtc_nice_new;
  self->certificate = rtc_certificate_ref (config->certificate);
  copy_settings (&self->settings, config->ice);
  self->relay_only = config->relay_only;
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->early);
  return self;
}

RtcPeerTransport *
rtc_peer_transport_ref (RtcPeerTransport * self)
{
  g_atomic_int_inc (&self->refs);
  return self;
}

/* Any thread.  Who made it has closed it: an open one is referenced by its own
 * sockets. */
void
rtc_peer_transport_unref (RtcPeerTransport * self)
{
  if (!g_atomic_int_dec_and_test (&self->refs))
    return;
  g_clear_pointer (&self->picture, rtc_peer_picture_free);
  rtc_peer_ice_session_clear (&self->now);
  rtc_peer_ice_session_clear (&self->before);
  g_hash_table_unref (self->given);
  g_queue_clear_full (&self->early, g_free);
  clear_settings (&self->settings);
  rtc_certificate_unref (self->certificate);
  gst_clear_object (&self->dtls);
  gst_clear_object (&self->ice);
  gst_object_unref (self->edge);
  rtc_strand_unref (self->strand);
  rtc_loop_pool_release (self->pool, self->loop_index);
  rtc_loop_pool_unref (self->pool);
  g_free (self);
}

/* --- calls for the loop -------------------------------------------------------------- */

typedef struct
{
  RtcPeerTransport *self;
  RtcPeerPicture *picture;
  gchar *candidate;             /* "": the end */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_pointer (&call->picture, rtc_peer_picture_free);
  g_free (call->candidate);
  rtc_peer_transport_unref (call->self);
  g_free (call);
}

static void
call (RtcPeerTransport * self, RtcLoopFunc func, RtcPeerPicture * picture,
    gchar * candidate)
{
  Call *data = g_new (Call, 1);

  *data = (Call) {
  rtc_peer_transport_ref (self), picture, candidate};
  rtc_loop_post (self->loop, func, data, call_free);
}

static void
run_apply (gpointer data)
{
  Call *call = data;

  rtc_peer_transport_loop_apply (call->self, g_steal_pointer (&call->picture));
}

static void
run_candidate (gpointer data)
{
  Call *call = data;

  rtc_peer_transport_loop_candidate (call->self, call->candidate);
}

static void
run_close (gpointer data)
{
  rtc_peer_transport_loop_close (((Call *) data)->self);
}

/* The strand; does not wait.  Twice the same: no change. */
void
rtc_peer_transport_apply (RtcPeerTransport * self,
    const RtcJsepPlanTransport * plan)
{
  if (g_atomic_int_get (&self->closed))
    return;
  if (plan->has_role)
    rtc_dtls_transport_set_client (self->dtls, plan->dtls_client);
  call (self, run_apply, rtc_peer_picture_new (plan), NULL);
}

/* Any thread.  What comes before its description waits for it, the newest 64. */
void
rtc_peer_transport_add_candidate (RtcPeerTransport * self,
    const gchar * candidate)
{
  if (!g_atomic_int_get (&self->closed))
    call (self, run_candidate, NULL, g_strdup (candidate ? candidate : ""));
}

/* Any thread, any number of times; does not wait.  After it no event begins; one
 * that is under way on the strand may still end. */
void
rtc_peer_transport_close (RtcPeerTransport * self)
{
  if (!g_atomic_int_compare_and_exchange (&self->closed, FALSE, TRUE))
    return;
  call (self, run_close, NULL, NULL);
  rtc_peer_transport_notify (self, RTC_PEER_NOTICE_CLOSED, 0, NULL, NULL);
}

/* --- looks ------------------------------------------------------------------------- */

guint
rtc_peer_transport_get_id (RtcPeerTransport * self)
{
  return self->id;
}

GstElement *
rtc_peer_transport_get_edge (RtcPeerTransport * self)
{
  return GST_ELEMENT (self->edge);
}

GstWebRTCICETransport *
rtc_peer_transport_get_ice (RtcPeerTransport * self)
{
  return self->ice;
}

GstWebRTCDTLSTransport *
rtc_peer_transport_get_dtls (RtcPeerTransport * self)
{
  return self->dtls;
}

typedef struct
{
  RtcPeerTransport *self;
  RtcPeerTransportStatsFunc done;
  gpointer user_data;
  GDestroyNotify notify;
  RtcTransportStats stats;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  if (question->notify != NULL)
    question->notify (question->user_data);
  rtc_transport_stats_clear (&question->stats);
  rtc_peer_transport_unref (question->self);
  g_free (question);
}

static void
run_answer (gpointer data)
{
  Question *question = data;

  question->done (question->self, &question->stats, question->user_data);
}

static void
run_question (gpointer data)
{
  Question *question = data;
  RtcTransport *transport = question->self->transport;

  if (transport != NULL) {
    rtc_transport_get_stats (transport, &question->stats);
    rtc_transport_add_details (transport, &question->stats);
  }
  rtc_strand_post (question->self->strand, run_answer, question, question_free);
}

/* Any thread */
void
rtc_peer_transport_get_stats (RtcPeerTransport * self,
    RtcPeerTransportStatsFunc done, gpointer user_data, GDestroyNotify notify)
{
  Question *question = g_new0 (Question, 1);

  question->self = rtc_peer_transport_ref (self);
  question->done = done;
  question->user_data = user_data;
  question->notify = notify;
  question->stats.rtt = -1;
  rtc_loop_post (self->loop, run_question, question, NULL);
}
