/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* local-candidate, remote-candidate, candidate-pair: W3C webrtc-stats sections
 * 8.12 and 8.13 */
#include "rtcpeerstats.h"

#include "sdp/rtccandidate.h"

/* Where candidates of a transport are written to */
typedef struct
{
  RtcStats *stats;
  gboolean remote;
  guint transport;              /* its number */
  const gchar *transport_id;
  const gchar *ufrag;           /* of this side, or NULL */
  gchar *stun_url, *turn_url;   /* of the local side; NULL: not to be told */
} Side;

/* --- servers ------------------------------------------------------------------ */

/* "turn://user:password@host:port?transport=tcp" without the slashes and what is
 * secret */
static gchar *
get_url (const gchar * uri)
{
  const gchar *rest = uri != NULL ? strstr (uri, "://") : NULL;
  const gchar *at;

  if (rest == NULL)
    return NULL;
  at = strrchr (rest, '@');
  return g_strdup_printf ("%.*s:%s", (int) (rest - uri), uri,
      at != NULL ? at + 1 : rest + 3);
}

/* Which of several TURN servers gave a candidate, the candidate does not tell */
static void
side_learn_servers (Side * side)
{
  GstWebRTCICE *agent = side->stats->peer->ice_agent;
  RtcIceAgentSettings settings = { NULL, };

  if (side->remote || agent == NULL)
    return;
  rtc_ice_agent_get_settings (agent, &settings);
  side->stun_url = get_url (settings.stun_server);
  if (settings.turn_servers != NULL
      && g_strv_length (settings.turn_servers) == 1)
    side->turn_url = get_url (settings.turn_servers[0]);
  rtc_ice_agent_settings_clear (&settings);
}

/* --- candidates --------------------------------------------------------------- */

/* "tls", "tcp" or "udp": how a TURN server is spoken to */
static const gchar *
get_relay_protocol (const gchar * url)
{
  if (g_str_has_prefix (url, "turns:"))
    return "tls";
  return g_str_has_suffix (url, "?transport=tcp") ? "tcp" : "udp";
}

static void
write_server (const Side * side, GstStructure * entry,
    const RtcCandidate * candidate)
{
  const gchar *url = "";

  if (side->remote)
    return;
  if (candidate->type == RTC_CANDIDATE_SRFLX && side->stun_url != NULL)
    url = side->stun_url;
  if (candidate->type == RTC_CANDIDATE_RELAY && side->turn_url != NULL) {
    url = side->turn_url;
    gst_structure_set (entry, "relay-protocol", G_TYPE_STRING,
        get_relay_protocol (url), NULL);
  }
  gst_structure_set (entry, "url", G_TYPE_STRING, url, NULL);
}

/* Returns its id, transfer: full; NULL: @text is none */
static gchar *
write_candidate (const Side * side, const gchar * text)
{
  g_autoptr (RtcCandidate) candidate = rtc_candidate_parse (text, NULL);
  g_autofree gchar *protocol = NULL;
  g_autofree gchar *key = NULL;
  GstStructure *entry;
  gchar *id;

  if (candidate == NULL)
    return NULL;
  protocol = g_ascii_strdown (candidate->transport, -1);
  key = g_strdup_printf ("%s %u %s %u %s", side->remote ? "remote" : "local",
      side->transport, candidate->address, candidate->port,
      candidate->tcptype != NULL ? candidate->tcptype : "");
  id = rtc_stats_id (side->stats, side->remote ?
      "ice-candidate-remote" : "ice-candidate-local", key);
  entry = rtc_stats_entry (side->stats, side->remote ?
      GST_WEBRTC_STATS_REMOTE_CANDIDATE : GST_WEBRTC_STATS_LOCAL_CANDIDATE, id);
  gst_structure_set (entry, "transport-id", G_TYPE_STRING, side->transport_id,
      "address", G_TYPE_STRING, candidate->address, "port", G_TYPE_UINT,
      candidate->port, "candidate-type", G_TYPE_STRING, candidate->type_name,
      "priority", G_TYPE_UINT, candidate->priority, "protocol", G_TYPE_STRING,
      protocol, "foundation", G_TYPE_STRING, candidate->foundation, NULL);
  if (candidate->raddr != NULL)
    gst_structure_set (entry, "related-address", G_TYPE_STRING,
        candidate->raddr, "related-port", G_TYPE_UINT, candidate->rport, NULL);
  rtc_stats_set_string (entry, "tcp-type", candidate->tcptype);
  rtc_stats_set_string (entry, "username-fragment",
      candidate->ufrag != NULL ? candidate->ufrag : side->ufrag);
  write_server (side, entry, candidate);
  rtc_stats_take (side->stats, entry);
  return id;
}

/* The selected one first: of two that share an address it is the one.  Returns
 * its id, transfer: full; NULL: there is none. */
static gchar *
write_side (RtcStats * self, RtcPeerTransport * transport, gboolean remote,
    const gchar * selected, const GPtrArray * candidates)
{
  g_autofree gchar *transport_id = rtc_stats_transport_id (transport);
  guint id = rtc_peer_transport_get_id (transport);
  const RtcJsepPlanTransport *plan = self->peer->plan == NULL ? NULL :
      rtc_jsep_plan_find_transport (self->peer->plan, id);
  Side side = { self, remote, id, transport_id, NULL, NULL, NULL };
  gchar *selected_id;

  if (plan != NULL)
    side.ufrag = remote ? plan->remote_ufrag : plan->local_ufrag;
  side_learn_servers (&side);
  selected_id = selected != NULL ? write_candidate (&side, selected) : NULL;
  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    g_free (write_candidate (&side, g_ptr_array_index (candidates, i)));
  g_free (side.stun_url);
  g_free (side.turn_url);
  return selected_id;
}

/* --- the pair ------------------------------------------------------------------ */

/* RTCStatsIceCandidatePairState */
static const gchar *
get_pair_state (RtcIceState state)
{
  switch (state) {
    case RTC_ICE_NEW:
      return "waiting";
    case RTC_ICE_CHECKING:
      return "in-progress";
    case RTC_ICE_CONNECTED:
    case RTC_ICE_DISCONNECTED:
      return "succeeded";
    case RTC_ICE_FAILED:
    case RTC_ICE_CLOSED:
      break;
  }
  return "failed";
}

gchar *
rtc_stats_write_ice (RtcStats * self, RtcPeerTransport * transport,
    const RtcTransportStats * stats, const GstStructure * twcc)
{
  g_autofree gchar *transport_id = rtc_stats_transport_id (transport);
  g_autofree gchar *local = write_side (self, transport, FALSE,
      stats->selected_local, stats->local_candidates);
  g_autofree gchar *remote = write_side (self, transport, TRUE,
      stats->selected_remote, stats->remote_candidates);
  gchar *id = g_strdup_printf ("ice-candidate-pair_%u",
      rtc_peer_transport_get_id (transport));
  GstStructure *entry =
      rtc_stats_entry (self, GST_WEBRTC_STATS_CANDIDATE_PAIR, id);

  rtc_stats_set_string (entry, "local-candidate-id", local);
  rtc_stats_set_string (entry, "remote-candidate-id", remote);
  gst_structure_set (entry, "transport-id", G_TYPE_STRING, transport_id,
      "state", G_TYPE_STRING, get_pair_state (stats->ice_state), "nominated",
      G_TYPE_BOOLEAN, local != NULL && stats->ice_state == RTC_ICE_CONNECTED,
      "packets-sent", G_TYPE_UINT64, stats->packets_sent, "packets-received",
      G_TYPE_UINT64, stats->packets_received, "bytes-sent", G_TYPE_UINT64,
      stats->bytes_sent, "bytes-received", G_TYPE_UINT64,
      stats->bytes_received, NULL);
  if (stats->rtt >= 0)
    gst_structure_set (entry, "current-round-trip-time", G_TYPE_DOUBLE,
        stats->rtt / (gdouble) G_USEC_PER_SEC, NULL);
  if (twcc != NULL)
    gst_structure_set (entry, "gst-twcc-stats", GST_TYPE_STRUCTURE, twcc, NULL);
  rtc_stats_take (self, entry);
  return id;
}
