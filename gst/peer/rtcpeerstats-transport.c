/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* transport: W3C webrtc-stats section 8.11 */
#include "rtcpeerstats.h"

gchar *
rtc_stats_transport_id (RtcPeerTransport * transport)
{
  return g_strdup_printf ("transport-stats_%u",
      rtc_peer_transport_get_id (transport));
}

/* RTCDtlsTransportState */
static const gchar *
get_dtls_state (RtcDtlsState state)
{
  switch (state) {
    case RTC_DTLS_NEW:
      return "new";
    case RTC_DTLS_CONNECTING:
      return "connecting";
    case RTC_DTLS_CONNECTED:
      return "connected";
    case RTC_DTLS_CLOSED:
      return "closed";
    case RTC_DTLS_FAILED:
      break;
  }
  return "failed";
}

/* RTCIceTransportState */
static const gchar *
get_ice_state (RtcIceState state)
{
  switch (state) {
    case RTC_ICE_NEW:
      return "new";
    case RTC_ICE_CHECKING:
      return "checking";
    case RTC_ICE_CONNECTED:
      return "connected";
    case RTC_ICE_DISCONNECTED:
      return "disconnected";
    case RTC_ICE_CLOSED:
      return "closed";
    case RTC_ICE_FAILED:
      break;
  }
  return "failed";
}

/* The names of IANA's registry of DTLS-SRTP protection profiles */
static const gchar *
get_srtp_cipher (RtcSrtpProfile profile)
{
  switch (profile) {
    case RTC_SRTP_AES128_CM_SHA1_80:
      return "SRTP_AES128_CM_HMAC_SHA1_80";
    case RTC_SRTP_AEAD_AES_128_GCM:
      return "SRTP_AEAD_AES_128_GCM";
    case RTC_SRTP_AEAD_AES_256_GCM:
      return "SRTP_AEAD_AES_256_GCM";
    case RTC_SRTP_NONE:
      break;
  }
  return NULL;
}

static void
write_dtls (GstStructure * entry, const RtcTransportStats * stats)
{
  const gchar *role = "unknown";

  /* which one we are is settled with the answer, which starts the handshake */
  if (stats->dtls_state != RTC_DTLS_NEW)
    role = stats->dtls_client ? "client" : "server";
  gst_structure_set (entry, "dtls-role", G_TYPE_STRING, role, "dtls-state",
      G_TYPE_STRING, get_dtls_state (stats->dtls_state), NULL);
  rtc_stats_set_string (entry, "tls-version", stats->tls_version);
  rtc_stats_set_string (entry, "dtls-cipher", stats->dtls_cipher);
  rtc_stats_set_string (entry, "srtp-cipher",
      get_srtp_cipher (stats->srtp_profile));
}

static void
write_ice (const RtcStats * self, GstStructure * entry,
    RtcPeerTransport * transport, const RtcTransportStats * stats)
{
  const RtcJsepPlanTransport *plan = NULL;
  const gchar *role = "unknown";

  if (self->peer->plan != NULL)
    plan = rtc_jsep_plan_find_transport (self->peer->plan,
        rtc_peer_transport_get_id (transport));
  if (plan != NULL) {
    role = plan->controlling ? "controlling" : "controlled";
    rtc_stats_set_string (entry, "ice-local-username-fragment",
        plan->local_ufrag);
  }
  gst_structure_set (entry, "ice-role", G_TYPE_STRING, role, "ice-state",
      G_TYPE_STRING, get_ice_state (stats->ice_state), NULL);
}

static void
write_certificates (RtcStats * self, GstStructure * entry,
    const RtcTransportStats * stats)
{
  g_autofree gchar *pem = rtc_certificate_to_pem (self->peer->certificate);
  g_autofree gchar *local = rtc_stats_write_certificate (self, pem);
  g_autofree gchar *remote =
      rtc_stats_write_certificate (self, stats->remote_certificate);

  rtc_stats_set_string (entry, "local-certificate-id", local);
  rtc_stats_set_string (entry, "remote-certificate-id", remote);
}

void
rtc_stats_write_transport (RtcStats * self, RtcPeerTransport * transport,
    const RtcTransportStats * stats)
{
  g_autofree gchar *id = rtc_stats_transport_id (transport);
  GstStructure *twcc = rtc_stats_get_twcc (self, transport);
  g_autofree gchar *pair = rtc_stats_write_ice (self, transport, stats, twcc);
  GstStructure *entry = rtc_stats_entry (self, GST_WEBRTC_STATS_TRANSPORT, id);

  gst_structure_set (entry, "packets-sent", G_TYPE_UINT64,
      stats->packets_sent, "packets-received", G_TYPE_UINT64,
      stats->packets_received, "bytes-sent", G_TYPE_UINT64,
      stats->bytes_sent, "bytes-received", G_TYPE_UINT64,
      stats->bytes_received, "selected-candidate-pair-id", G_TYPE_STRING,
      pair, NULL);
  write_ice (self, entry, transport, stats);
  write_dtls (entry, stats);
  write_certificates (self, entry, stats);
  rtc_stats_take (self, entry);
  gst_clear_structure (&twcc);
}
