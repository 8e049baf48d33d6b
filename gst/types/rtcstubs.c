/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes.h"

gboolean
rtc_types_check (GError ** error)
{
  g_set_error_literal (error, GST_CORE_ERROR, GST_CORE_ERROR_NOT_IMPLEMENTED,
      "not there yet");
  return FALSE;
}

GType rtc_transceiver_get_type (void) { return G_TYPE_INVALID; }
GType rtc_sender_get_type (void) { return G_TYPE_INVALID; }
GType rtc_receiver_get_type (void) { return G_TYPE_INVALID; }
GType rtc_ice_transport_get_type (void) { return G_TYPE_INVALID; }
GType rtc_dtls_transport_get_type (void) { return G_TYPE_INVALID; }
GType rtc_ice_agent_get_type (void) { return G_TYPE_INVALID; }
GType rtc_data_channel_get_type (void) { return G_TYPE_INVALID; }
GType rtc_sctp_transport_get_type (void) { return G_TYPE_INVALID; }
GstWebRTCRTPTransceiver *rtc_transceiver_new (guint key, gint mline,
    GstWebRTCKind kind, GstWebRTCRTPTransceiverDirection direction)
{ return NULL; }
void rtc_transceiver_get_state (GstWebRTCRTPTransceiver * transceiver,
    RtcTransceiverState * state) { memset (state, 0, sizeof *state); }
void rtc_transceiver_state_clear (RtcTransceiverState * state) {}
guint rtc_transceiver_get_key (GstWebRTCRTPTransceiver * transceiver)
{ return 0; }
void rtc_transceiver_set_mline (GstWebRTCRTPTransceiver * transceiver,
    gint mline, const gchar * mid) {}
void rtc_transceiver_set_kind (GstWebRTCRTPTransceiver * transceiver,
    GstWebRTCKind kind) {}
void rtc_transceiver_set_current_direction (GstWebRTCRTPTransceiver *
    transceiver, GstWebRTCRTPTransceiverDirection direction) {}
void rtc_transceiver_set_direction (GstWebRTCRTPTransceiver * transceiver,
    GstWebRTCRTPTransceiverDirection direction) {}
void rtc_transceiver_set_stopped (GstWebRTCRTPTransceiver * transceiver) {}
GstWebRTCRTPSender *rtc_transceiver_get_sender (GstWebRTCRTPTransceiver *
    transceiver) { return NULL; }
GstWebRTCRTPReceiver *rtc_transceiver_get_receiver (GstWebRTCRTPTransceiver *
    transceiver) { return NULL; }
void rtc_transceiver_set_changed (GstWebRTCRTPTransceiver * transceiver,
    RtcTransceiverChanged changed, gpointer user_data, GDestroyNotify notify)
{}
void rtc_sender_set_transport (GstWebRTCRTPSender * sender,
    GstWebRTCDTLSTransport * transport) {}
void rtc_receiver_set_transport (GstWebRTCRTPReceiver * receiver,
    GstWebRTCDTLSTransport * transport) {}
GstWebRTCPriorityType rtc_sender_get_priority (GstWebRTCRTPSender * sender)
{ return GST_WEBRTC_PRIORITY_TYPE_LOW; }
GstWebRTCICETransport *rtc_ice_transport_new (void) { return NULL; }
GstWebRTCDTLSTransport *rtc_dtls_transport_new (guint session,
    GstWebRTCICETransport * ice) { return NULL; }
void rtc_dtls_transport_set_state (GstWebRTCDTLSTransport * transport,
    GstWebRTCDTLSTransportState state) {}
void rtc_dtls_transport_set_client (GstWebRTCDTLSTransport * transport,
    gboolean client) {}
void rtc_dtls_transport_set_certificates (GstWebRTCDTLSTransport * transport,
    const gchar * certificate, const gchar * remote_certificate) {}
GstWebRTCICE *rtc_ice_agent_new (void) { return NULL; }
void rtc_ice_agent_get_settings (GstWebRTCICE * agent,
    RtcIceAgentSettings * settings) { memset (settings, 0, sizeof *settings); }
void rtc_ice_agent_settings_clear (RtcIceAgentSettings * settings) {}
gboolean rtc_ice_agent_add_turn_server (GstWebRTCICE * agent,
    const gchar * uri) { return FALSE; }
