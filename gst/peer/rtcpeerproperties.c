/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties.  All may be read and written from any thread; what the strand has
 * to know of a change it is told in order with the actions. */
#include "rtcpeer-private.h"

#include <gst/webrtc/sctptransport.h>

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

enum
{
  PROP_0,
  PROP_CONNECTION_STATE,
  PROP_SIGNALING_STATE,
  PROP_ICE_GATHERING_STATE,
  PROP_ICE_CONNECTION_STATE,
  PROP_LOCAL_DESCRIPTION,
  PROP_CURRENT_LOCAL_DESCRIPTION,
  PROP_PENDING_LOCAL_DESCRIPTION,
  PROP_REMOTE_DESCRIPTION,
  PROP_CURRENT_REMOTE_DESCRIPTION,
  PROP_PENDING_REMOTE_DESCRIPTION,
  PROP_SCTP_TRANSPORT,
  PROP_STUN_SERVER,
  PROP_TURN_SERVER,
  PROP_HTTP_PROXY,
  PROP_ICE_TRANSPORT_POLICY,
  PROP_ICE_AGENT,
  PROP_BUNDLE_POLICY,
  PROP_DTLS_SETUP,
  PROP_CERTIFICATE,
  PROP_LATENCY,
  PROP_REUSE_SOURCE_PADS,
  PROP_CANDIDATE_FILTER,
  PROP_INTERFACE_FILTER,
  PROP_EXTERNAL_ADDRESS,
};

/* --- settings that live on the strand --------------------------------------------- */

static void
update_session (GstRtcPeerBin * self, gpointer data)
{
  RtcJsepSession *session;
  GstWebRTCBundlePolicy bundle_policy;
  GstWebRTCDTLSSetup setup;

  if (!self->configured)
    return;
  GST_OBJECT_LOCK (self);
  bundle_policy = self->bundle_policy;
  setup = self->dtls_setup;
  GST_OBJECT_UNLOCK (self);
  session = rtc_negotiator_get_session (self->negotiator);
  rtc_jsep_session_set_bundle_policy (session, (RtcBundlePolicy) bundle_policy);
  rtc_jsep_session_set_passive (session,
      setup == GST_WEBRTC_DTLS_SETUP_PASSIVE);
}

static void
update_media (GstRtcPeerBin * self, gpointer data)
{
  guint latency;
  gboolean reuse;

  GST_OBJECT_LOCK (self);
  latency = self->latency;
  reuse = self->reuse_pads;
  GST_OBJECT_UNLOCK (self);
  rtc_peer_media_set_latency (self->media, latency);
  rtc_peer_media_set_reuse_pads (self->media, reuse);
}

static void
set_field (GstRtcPeerBin * self, gint * field, gint value,
    RtcPeerTaskFunc update)
{
  GST_OBJECT_LOCK (self);
  *field = value;
  GST_OBJECT_UNLOCK (self);
  if (update != NULL)
    rtc_peer_run (self, update, NULL, NULL);
}

static gint
get_field (GstRtcPeerBin * self, const gint * field)
{
  gint value;

  GST_OBJECT_LOCK (self);
  value = *field;
  GST_OBJECT_UNLOCK (self);
  return value;
}

static void
set_dtls_setup (GstRtcPeerBin * self, GstWebRTCDTLSSetup setup)
{
  if (setup == GST_WEBRTC_DTLS_SETUP_ACTIVE
      || setup == GST_WEBRTC_DTLS_SETUP_PASSIVE)
    set_field (self, (gint *) & self->dtls_setup, setup, update_session);
  else
    GST_WARNING_OBJECT (self, "dtls-setup takes active or passive; an answer "
        "cannot leave it open (RFC 5763 section 5)");
}

static void
set_ice_policy (GstRtcPeerBin * self, GstWebRTCICETransportPolicy policy)
{
  set_field (self, (gint *) & self->ice_policy, policy, NULL);
  gst_webrtc_ice_set_force_relay (self->ice_agent,
      policy == GST_WEBRTC_ICE_TRANSPORT_POLICY_RELAY);
}

static void
set_certificate (GstRtcPeerBin * self, const gchar * pem)
{
  gchar *copy = g_strdup (pem);

  GST_OBJECT_LOCK (self);
  g_free (self->certificate_pem);
  self->certificate_pem = copy;
  GST_OBJECT_UNLOCK (self);
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstRtcPeerBin *self = GST_RTC_PEER_BIN (object);

  switch (id) {
    case PROP_STUN_SERVER:
      gst_webrtc_ice_set_stun_server (self->ice_agent,
          g_value_get_string (value));
      break;
    case PROP_TURN_SERVER:
      gst_webrtc_ice_set_turn_server (self->ice_agent,
          g_value_get_string (value));
      break;
    case PROP_HTTP_PROXY:
      gst_webrtc_ice_set_http_proxy (self->ice_agent,
          g_value_get_string (value));
      break;
    case PROP_ICE_TRANSPORT_POLICY:
      set_ice_policy (self, g_value_get_enum (value));
      break;
    case PROP_ICE_AGENT:
      self->ice_agent = g_value_dup_object (value);
      break;
    case PROP_BUNDLE_POLICY:
      set_field (self, (gint *) & self->bundle_policy,
          g_value_get_enum (value), update_session);
      break;
    case PROP_DTLS_SETUP:
      set_dtls_setup (self, g_value_get_enum (value));
      break;
    case PROP_CERTIFICATE:
      set_certificate (self, g_value_get_string (value));
      break;
    case PROP_LATENCY:
      set_field (self, (gint *) & self->latency, g_value_get_uint (value),
          update_media);
      break;
    case PROP_REUSE_SOURCE_PADS:
      set_field (self, &self->reuse_pads, g_value_get_boolean (value),
          update_media);
      break;
    case PROP_CANDIDATE_FILTER:
      set_field (self, (gint *) & self->candidate_kinds,
          g_value_get_flags (value), NULL);
      break;
    case PROP_INTERFACE_FILTER:
      rtc_peer_set_interface_filter (self, g_value_get_string (value));
      break;
    case PROP_EXTERNAL_ADDRESS:
      rtc_peer_set_external_address (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* --- reading ------------------------------------------------------------------------ */

static void
get_description (GstRtcPeerBin * self, guint id, GValue * value)
{
  static const struct
  {
    guint id;
    gboolean remote;
    RtcDescriptionAge age;
  } which[] = {
    {PROP_LOCAL_DESCRIPTION, FALSE, RTC_DESCRIPTION_NEWEST},
    {PROP_CURRENT_LOCAL_DESCRIPTION, FALSE, RTC_DESCRIPTION_CURRENT},
    {PROP_PENDING_LOCAL_DESCRIPTION, FALSE, RTC_DESCRIPTION_PENDING},
    {PROP_REMOTE_DESCRIPTION, TRUE, RTC_DESCRIPTION_NEWEST},
    {PROP_CURRENT_REMOTE_DESCRIPTION, TRUE, RTC_DESCRIPTION_CURRENT},
    {PROP_PENDING_REMOTE_DESCRIPTION, TRUE, RTC_DESCRIPTION_PENDING},
  };

  for (guint i = 0; i < G_N_ELEMENTS (which); i++) {
    if (which[i].id == id)
      g_value_take_boxed (value, rtc_negotiator_get_description
          (self->negotiator, which[i].remote, which[i].age));
  }
}

static void
get_sctp_transport (GstRtcPeerBin * self, GValue * value)
{
  GST_OBJECT_LOCK (self);
  g_value_set_object (value, self->sctp);
  GST_OBJECT_UNLOCK (self);
}

/* FALSE: none of ICE's */
static gboolean
get_ice_property (GstRtcPeerBin * self, guint id, GValue * value)
{
  switch (id) {
    case PROP_STUN_SERVER:
      g_value_take_string (value,
          gst_webrtc_ice_get_stun_server (self->ice_agent));
      break;
    case PROP_TURN_SERVER:
      g_value_take_string (value,
          gst_webrtc_ice_get_turn_server (self->ice_agent));
      break;
    case PROP_HTTP_PROXY:
      g_value_take_string (value,
          gst_webrtc_ice_get_http_proxy (self->ice_agent));
      break;
    case PROP_ICE_TRANSPORT_POLICY:
      g_value_set_enum (value, get_field (self, (gint *) & self->ice_policy));
      break;
    case PROP_ICE_AGENT:
      g_value_set_object (value, self->ice_agent);
      break;
    case PROP_CANDIDATE_FILTER:
      g_value_set_flags (value, get_field (self,
              (gint *) & self->candidate_kinds));
      break;
    case PROP_INTERFACE_FILTER:
      GST_OBJECT_LOCK (self);
      g_value_set_string (value, self->interface_filter);
      GST_OBJECT_UNLOCK (self);
      break;
    case PROP_EXTERNAL_ADDRESS:
      g_value_take_string (value, rtc_peer_dup_external_address (self));
      break;
    default:
      return FALSE;
  }
  return TRUE;
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  GstRtcPeerBin *self = GST_RTC_PEER_BIN (object);

  switch (id) {
    case PROP_CONNECTION_STATE:
      g_value_set_enum (value, get_field (self,
              (gint *) & self->connection_state));
      break;
    case PROP_SIGNALING_STATE:
      g_value_set_enum (value, get_field (self,
              (gint *) & self->signaling_state));
      break;
    case PROP_ICE_GATHERING_STATE:
      g_value_set_enum (value, get_field (self,
              (gint *) & self->gathering_state));
      break;
    case PROP_ICE_CONNECTION_STATE:
      g_value_set_enum (value, get_field (self, (gint *) & self->ice_state));
      break;
    case PROP_LOCAL_DESCRIPTION:
    case PROP_CURRENT_LOCAL_DESCRIPTION:
    case PROP_PENDING_LOCAL_DESCRIPTION:
    case PROP_REMOTE_DESCRIPTION:
    case PROP_CURRENT_REMOTE_DESCRIPTION:
    case PROP_PENDING_REMOTE_DESCRIPTION:
      get_description (self, id, value);
      break;
    case PROP_SCTP_TRANSPORT:
      get_sctp_transport (self, value);
      break;
    case PROP_BUNDLE_POLICY:
      g_value_set_enum (value, get_field (self,
              (gint *) & self->bundle_policy));
      break;
    case PROP_DTLS_SETUP:
      g_value_set_enum (value, get_field (self, (gint *) & self->dtls_setup));
      break;
    case PROP_LATENCY:
      g_value_set_uint (value, get_field (self, (gint *) & self->latency));
      break;
    case PROP_REUSE_SOURCE_PADS:
      g_value_set_boolean (value, get_field (self, &self->reuse_pads));
      break;
    default:
      if (!get_ice_property (self, id, value))
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* --- installing --------------------------------------------------------------------- */

#define READ (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)
#define WRITE (G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS)
#define READ_WRITE (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)

static void
install_states (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_CONNECTION_STATE,
      g_param_spec_enum ("connection-state", "Connection state",
          "The sum of all transports' states (W3C webrtc-pc 4.3.4)",
          GST_TYPE_WEBRTC_PEER_CONNECTION_STATE,
          GST_WEBRTC_PEER_CONNECTION_STATE_NEW, READ));
  g_object_class_install_property (klass, PROP_SIGNALING_STATE,
      g_param_spec_enum ("signaling-state", "Signaling state",
          "Where the exchange of descriptions stands (W3C webrtc-pc 4.3.1)",
          GST_TYPE_WEBRTC_SIGNALING_STATE,
          GST_WEBRTC_SIGNALING_STATE_STABLE, READ));
  g_object_class_install_property (klass, PROP_ICE_GATHERING_STATE,
      g_param_spec_enum ("ice-gathering-state", "ICE gathering state",
          "Whether candidates are still to come (W3C webrtc-pc 4.3.2)",
          GST_TYPE_WEBRTC_ICE_GATHERING_STATE,
          GST_WEBRTC_ICE_GATHERING_STATE_NEW, READ));
  g_object_class_install_property (klass, PROP_ICE_CONNECTION_STATE,
      g_param_spec_enum ("ice-connection-state", "ICE connection state",
          "The sum of all ICE transports' states (W3C webrtc-pc 4.3.5)",
          GST_TYPE_WEBRTC_ICE_CONNECTION_STATE,
          GST_WEBRTC_ICE_CONNECTION_STATE_NEW, READ));
  g_object_class_install_property (klass, PROP_SCTP_TRANSPORT,
      g_param_spec_object ("sctp-transport", "SCTP transport",
          "What data channels go over; NULL: none are in use",
          GST_TYPE_WEBRTC_SCTP_TRANSPORT, READ));
}

static void
install_description (GObjectClass * klass, guint id, const gchar * name,
    const gchar * nick, const gchar * blurb)
{
  g_object_class_install_property (klass, id, g_param_spec_boxed (name, nick,
          blurb, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, READ));
}

static void
install_descriptions (GObjectClass * klass)
{
  install_description (klass, PROP_LOCAL_DESCRIPTION, "local-description",
      "Local description", "The pending one, or else the current one, with the "
      "candidates so far");
  install_description (klass, PROP_CURRENT_LOCAL_DESCRIPTION,
      "current-local-description", "Current local description",
      "That of the last complete exchange, with the candidates so far");
  install_description (klass, PROP_PENDING_LOCAL_DESCRIPTION,
      "pending-local-description", "Pending local description",
      "The offer or pranswer that is under way, with the candidates so far");
  install_description (klass, PROP_REMOTE_DESCRIPTION, "remote-description",
      "Remote description", "The pending one, or else the current one, with "
      "the candidates that were added");
  install_description (klass, PROP_CURRENT_REMOTE_DESCRIPTION,
      "current-remote-description", "Current remote description",
      "That of the last complete exchange, with the candidates that were added");
  install_description (klass, PROP_PENDING_REMOTE_DESCRIPTION,
      "pending-remote-description", "Pending remote description",
      "The offer or pranswer that is under way, with the candidates that were "
      "added");
}

static void
install_ice (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_STUN_SERVER,
      g_param_spec_string ("stun-server", "STUN server",
          "stun://host:port; holds for transports that are made later", NULL,
          READ_WRITE));
  g_object_class_install_property (klass, PROP_TURN_SERVER,
      g_param_spec_string ("turn-server", "TURN server",
          "turn(s)://user:password@host:port?transport=tcp, with what is special "
          "in user and password percent-encoded; more of them by the action "
          "add-turn-server", NULL, READ_WRITE));
  g_object_class_install_property (klass, PROP_HTTP_PROXY,
      g_param_spec_string ("http-proxy", "HTTP proxy",
          "http://[user:password@]host[:port] for TURN over TCP", NULL,
          READ_WRITE));
  g_object_class_install_property (klass, PROP_ICE_TRANSPORT_POLICY,
      g_param_spec_enum ("ice-transport-policy", "ICE transport policy",
          "Which candidates are used (W3C webrtc-pc 4.2.2)",
          GST_TYPE_WEBRTC_ICE_TRANSPORT_POLICY,
          GST_WEBRTC_ICE_TRANSPORT_POLICY_ALL, READ_WRITE));
  g_object_class_install_property (klass, PROP_ICE_AGENT,
      g_param_spec_object ("ice-agent", "ICE agent",
          "The ICE agent's settings: min-rtp-port, max-rtp-port, "
          "add-local-ip-address", GST_TYPE_WEBRTC_ICE,
          READ_WRITE | G_PARAM_CONSTRUCT_ONLY));
}

static void
install_rules (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_CANDIDATE_FILTER,
      g_param_spec_flags ("candidate-filter", "Candidate filter",
          "Which candidates the other side is told, and which of its own are "
          "used; a related address is blanked where host is left out",
          rtc_peer_candidate_filter_get_type (), RTC_CANDIDATES_ALL,
          READ_WRITE));
  g_object_class_install_property (klass, PROP_INTERFACE_FILTER,
      g_param_spec_string ("interface-filter", "Interface filter",
          "Interfaces to gather on: names with * and ?, commas between them, ! "
          "before those that are not to be used (\"!docker*,!tun0\"); NULL: all. "
          "Holds for transports that are made later.", NULL, READ_WRITE));
  g_object_class_install_property (klass, PROP_EXTERNAL_ADDRESS,
      g_param_spec_string ("external-address", "External address",
          "What a NAT 1:1 in front of this machine is called outside, IPv4, IPv6 "
          "or both with a comma: stands in host candidates instead of the own "
          "one", NULL, READ_WRITE));
}

static void
install_rest (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_BUNDLE_POLICY,
      g_param_spec_enum ("bundle-policy", "Bundle policy",
          "How many transports an offer asks for (RFC 9429 section 4.1.1); "
          "fixed by the first description", GST_TYPE_WEBRTC_BUNDLE_POLICY,
          GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE, READ_WRITE));
  g_object_class_install_property (klass, PROP_DTLS_SETUP,
      g_param_spec_enum ("dtls-setup", "DTLS setup",
          "What our answers choose where the offer leaves it open: active "
          "(client) or passive (server, chooses the SRTP profile)",
          GST_TYPE_WEBRTC_DTLS_SETUP, GST_WEBRTC_DTLS_SETUP_ACTIVE,
          READ_WRITE));
  /* write-only: it holds a private key, which no dump of the pipeline shows */
  g_object_class_install_property (klass, PROP_CERTIFICATE,
      g_param_spec_string ("certificate", "Certificate",
          "Own certificate and its private key, both in PEM; NULL: one that "
          "was made for this process. To be set before READY.", NULL,
          WRITE | GST_PARAM_MUTABLE_READY));
  g_object_class_install_property (klass, PROP_LATENCY,
      g_param_spec_uint ("latency", "Latency",
          "Milliseconds to buffer in the jitterbuffers", 0, G_MAXUINT,
          RTC_PEER_DEFAULT_LATENCY, READ_WRITE));
  g_object_class_install_property (klass, PROP_REUSE_SOURCE_PADS,
      g_param_spec_boolean ("reuse-source-pads", "Reuse source pads",
          "Keep a src pad whose section receives no more, and use it again when "
          "it does; otherwise it gets EOS", FALSE, READ_WRITE));
}

/* In class_init */
void
rtc_peer_install_properties (GObjectClass * klass)
{
  klass->set_property = set_property;
  klass->get_property = get_property;
  install_states (klass);
  install_descriptions (klass);
  install_ice (klass);
  install_rules (klass);
  install_rest (klass);
}
