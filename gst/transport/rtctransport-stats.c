/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtctransport-private.h"

/* The loop's thread.  Clear @stats afterwards. */
void
rtc_transport_get_stats (RtcTransport * transport, RtcTransportStats * stats)
{
  *stats = (RtcTransportStats) {
    .state = transport->state,
    .packets_received = transport->packets_received,
    .bytes_received = transport->bytes_received,
    .packets_discarded = transport->packets_discarded,
    .srtp_profile = rtc_secure_get_profile (transport->secure),
    .time_created = transport->time_created,
    .time_ice = transport->time_ice,
    .time_dtls = transport->time_dtls,
    .dtls_cipher = g_strdup (rtc_secure_get_cipher (transport->secure)),
    .ice_state = transport->ice_state,
    .dtls_state = transport->dtls_state,
    .rtt = -1,
  };

  g_mutex_lock (&transport->send_lock);
  stats->packets_sent = transport->path.packets;
  stats->bytes_sent = transport->path.bytes;
  stats->packets_dropped = transport->path.dropped;
  stats->send_calls = transport->path.calls;
  stats->candidate_pair = g_strdup (transport->path.description);
  g_mutex_unlock (&transport->send_lock);
}

gchar *
rtc_transport_dup_remote_certificate (RtcTransport * transport)
{
  RtcDtls *dtls = rtc_secure_get_dtls (transport->secure);

  return dtls != NULL ? rtc_dtls_get_remote_pem (dtls) : NULL;
}

/* The loop's thread: what get_stats () leaves out */
void
rtc_transport_add_details (RtcTransport * transport, RtcTransportStats * stats)
{
  RtcDtls *dtls = rtc_secure_get_dtls (transport->secure);
  RtcIceStats ice = {.rtt = -1 };

  if (dtls != NULL) {
    guint version = rtc_dtls_get_version (dtls);

    stats->dtls_client = rtc_dtls_is_client (dtls);
    stats->remote_certificate =
        rtc_transport_dup_remote_certificate (transport);
    if (version != 0)
      stats->tls_version = g_strdup_printf ("%04X", version);
  }

  if (transport->ice != NULL)
    transport->ice->klass->get_stats (transport->ice, &ice);
  stats->local_candidates = ice.local;
  stats->remote_candidates = ice.remote;
  stats->selected_local = ice.selected_local;
  stats->selected_remote = ice.selected_remote;
  stats->rtt = ice.rtt;
}

void
rtc_transport_stats_clear (RtcTransportStats * stats)
{
  g_clear_pointer (&stats->dtls_cipher, g_free);
  g_clear_pointer (&stats->candidate_pair, g_free);
  g_clear_pointer (&stats->tls_version, g_free);
  g_clear_pointer (&stats->remote_certificate, g_free);
  g_clear_pointer (&stats->selected_local, g_free);
  g_clear_pointer (&stats->selected_remote, g_free);
  g_clear_pointer (&stats->local_candidates, g_ptr_array_unref);
  g_clear_pointer (&stats->remote_candidates, g_ptr_array_unref);
}
