/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include <gst/webrtc/sctptransport.h>
#include <gst/webrtc/webrtc.h>
#include "data/rtcdata.h"

G_BEGIN_DECLS

/* libgstwebrtc's object types as this house fills them: typed calls, casts and
 * bindings of the library meet objects of ours.  Their structs are opaque, so
 * the types are derived at run time, with all state in instance private data;
 * nothing of a library's instance is ever read or written.
 *
 * Properties may be read from any thread.  The rtc_…_set () functions that the
 * house calls notify on the calling thread, with no lock held. */

/* FALSE and an error that says which size is not as expected: libgstwebrtc is
 * not one that this was made for, and nothing may be registered.  Any thread,
 * any number of times. */
gboolean rtc_types_check (GError ** error);

/* --- transceiver: GstRtcTransceiver is a GstWebRTCRTPTransceiver --------- */

GType rtc_transceiver_get_type (void);

/* Named "webrtctransceiver%u", counted in the process as webrtcbin's are, with a sender and a receiver of
 * its own.  transfer: floating, as GstObjects are */
GstWebRTCRTPTransceiver *rtc_transceiver_new (guint key, gint mline,
    GstWebRTCKind kind, GstWebRTCRTPTransceiverDirection direction);

typedef struct
{
  guint key;
  gint mline;                   /* -1: none */
  gchar *mid;                   /* free */
  GstWebRTCKind kind;
  GstWebRTCRTPTransceiverDirection direction, current_direction;
  GstCaps *codec_preferences;   /* unref; NULL: none */
  GstWebRTCFECType fec_type;
  guint fec_percentage;
  gboolean do_nack;
  gboolean stopping, stopped;
} RtcTransceiverState;

/* A copy; any thread */
void rtc_transceiver_get_state (GstWebRTCRTPTransceiver * transceiver,
    RtcTransceiverState * state);
void rtc_transceiver_state_clear (RtcTransceiverState * state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RtcTransceiverState,
    rtc_transceiver_state_clear)
guint rtc_transceiver_get_key (GstWebRTCRTPTransceiver * transceiver);
void rtc_transceiver_set_mline (GstWebRTCRTPTransceiver * transceiver,
    gint mline, const gchar * mid);
void rtc_transceiver_set_kind (GstWebRTCRTPTransceiver * transceiver,
    GstWebRTCKind kind);
void rtc_transceiver_set_current_direction (GstWebRTCRTPTransceiver *
    transceiver, GstWebRTCRTPTransceiverDirection direction);
/* what a remote offer or the house decides; the application sets the property */
void rtc_transceiver_set_direction (GstWebRTCRTPTransceiver * transceiver,
    GstWebRTCRTPTransceiverDirection direction);
void rtc_transceiver_set_stopped (GstWebRTCRTPTransceiver * transceiver);
GstWebRTCRTPSender *rtc_transceiver_get_sender (GstWebRTCRTPTransceiver *
    transceiver);           /* borrowed */
GstWebRTCRTPReceiver *rtc_transceiver_get_receiver (GstWebRTCRTPTransceiver *
    transceiver);           /* borrowed */
/* @changed is called, on the thread of who did it, when the application has
 * changed something that negotiation depends on: direction, codec-preferences,
 * the action signal "stop".  NULL: nobody any more. */
typedef void (*RtcTransceiverChanged) (GstWebRTCRTPTransceiver * transceiver,
    gpointer user_data);
void rtc_transceiver_set_changed (GstWebRTCRTPTransceiver * transceiver,
    RtcTransceiverChanged changed, gpointer user_data, GDestroyNotify notify);

/* --- sender, receiver ---------------------------------------------------- */

GType rtc_sender_get_type (void);
GType rtc_receiver_get_type (void);
/* the property "transport" of each; @transport may be NULL */
void rtc_sender_set_transport (GstWebRTCRTPSender * sender,
    GstWebRTCDTLSTransport * transport);
void rtc_receiver_set_transport (GstWebRTCRTPReceiver * receiver,
    GstWebRTCDTLSTransport * transport);
GstWebRTCPriorityType rtc_sender_get_priority (GstWebRTCRTPSender * sender);

/* --- ICE transport, DTLS transport --------------------------------------- */

GType rtc_ice_transport_get_type (void);
/* state and gathering state by libgstwebrtc's own functions.  transfer: full */
GstWebRTCICETransport *rtc_ice_transport_new (void);

GType rtc_dtls_transport_get_type (void);
/* transfer: full */
GstWebRTCDTLSTransport *rtc_dtls_transport_new (guint session,
    GstWebRTCICETransport * ice);
void rtc_dtls_transport_set_state (GstWebRTCDTLSTransport * transport,
    GstWebRTCDTLSTransportState state);
void rtc_dtls_transport_set_client (GstWebRTCDTLSTransport * transport,
    gboolean client);
/* PEM; the remote one is NULL until the handshake is done */
void rtc_dtls_transport_set_certificates (GstWebRTCDTLSTransport * transport,
    const gchar * certificate, const gchar * remote_certificate);

/* --- ICE agent: what the application sets by the property ice-agent ------ */

GType rtc_ice_agent_get_type (void);
/* transfer: full */
GstWebRTCICE *rtc_ice_agent_new (void);

typedef struct
{
  gchar *stun_server;
  gchar **turn_servers;         /* turn-server and those that were added */
  gchar *http_proxy;
  gchar **local_addresses;      /* add-local-ip-address; NULL: every one */
  guint min_port, max_port;     /* 0, 65535: any */
  gboolean force_relay;
} RtcIceAgentSettings;

/* A copy of what is set on any GstWebRTCICE, ours or the application's; any
 * thread */
void rtc_ice_agent_get_settings (GstWebRTCICE * agent,
    RtcIceAgentSettings * settings);
void rtc_ice_agent_settings_clear (RtcIceAgentSettings * settings);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RtcIceAgentSettings,
    rtc_ice_agent_settings_clear)
/* Checks that @uri is one of turn: or turns: with user and password */
gboolean rtc_ice_agent_add_turn_server (GstWebRTCICE * agent,
    const gchar * uri);

/* --- data channel, SCTP transport ----------------------------------------- */

GType rtc_data_channel_get_type (void);
/* What the application sees of @channel: typed calls and action signals go there.
 * transfer: full */
GstWebRTCDataChannel *rtc_data_channel_object_new (RtcDataChannel * channel);
RtcDataChannel *rtc_data_channel_object_get_channel (GstWebRTCDataChannel *
    object);           /* borrowed */
/* Notifies; FALSE: it was there, or beyond, already */
gboolean rtc_data_channel_object_set_state (GstWebRTCDataChannel * object,
    GstWebRTCDataChannelState state);
/* on-open (unless it is closing already: W3C 6.2, "announce as open"), on-close,
 * on-error, on-buffered-amount-low, on-message-… */
void rtc_data_channel_object_tell_open (GstWebRTCDataChannel * object);
void rtc_data_channel_object_tell_closed (GstWebRTCDataChannel * object);
void rtc_data_channel_object_tell_error (GstWebRTCDataChannel * object,
    const GError * error);
void rtc_data_channel_object_tell_low (GstWebRTCDataChannel * object);
void rtc_data_channel_object_tell_message (GstWebRTCDataChannel * object,
    GBytes * data, gboolean is_string);

GType rtc_sctp_transport_get_type (void);
/* transfer: full */
GstWebRTCSCTPTransport *rtc_sctp_transport_new (void);
void rtc_sctp_transport_set_transport (GstWebRTCSCTPTransport * sctp,
    GstWebRTCDTLSTransport * transport);
void rtc_sctp_transport_set_state (GstWebRTCSCTPTransport * sctp,
    GstWebRTCSCTPTransportState state);
void rtc_sctp_transport_set_max_message_size (GstWebRTCSCTPTransport * sctp,
    guint64 bytes);
void rtc_sctp_transport_set_max_channels (GstWebRTCSCTPTransport * sctp,
    guint n);

G_END_DECLS
