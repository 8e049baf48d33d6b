/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The element that stands alone: its properties are what a transport of the
 * application's has. */
#include "rtcnegotiator-private.h"

#include "core/rtcids.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_negotiator_debug);
#define GST_CAT_DEFAULT rtc_negotiator_debug

#define SCTP_PORT 5000
#define MAX_MESSAGE_SIZE 262144

enum
{
  PROP_BUNDLE_POLICY = 1,
  PROP_DTLS_SETUP,
  PROP_LOCAL_UFRAG,
  PROP_LOCAL_PWD,
  PROP_FINGERPRINT,
  PROP_SIGNALING_STATE,
  PROP_LOCAL_DESCRIPTION,
  PROP_CURRENT_LOCAL_DESCRIPTION,
  PROP_PENDING_LOCAL_DESCRIPTION,
  PROP_REMOTE_DESCRIPTION,
  PROP_CURRENT_REMOTE_DESCRIPTION,
  PROP_PENDING_REMOTE_DESCRIPTION,
};

/* --- the session --------------------------------------------------------- */

/* Those that were set are used once: another transport, or an ICE restart, has
 * others (RFC 8445 section 9) */
static void
make_credentials (gchar ** ufrag, gchar ** pwd, gpointer user_data)
{
  GstRtcNegotiator *self = user_data;
  gboolean fresh;

  GST_OBJECT_LOCK (self);
  fresh = self->fresh && self->ufrag != NULL && self->pwd != NULL;
  self->fresh = FALSE;
  *ufrag = fresh ? g_strdup (self->ufrag) : rtc_random_token (8);
  *pwd = fresh ? g_strdup (self->pwd) : rtc_random_token (24);
  GST_OBJECT_UNLOCK (self);
}

RtcJsepSession *
rtc_negotiator_session_from_properties (GstRtcNegotiator * self)
{
  g_autofree gchar *fingerprint = NULL;
  RtcJsepConfig config = {
    .sctp_port = SCTP_PORT,
    .max_message_size = MAX_MESSAGE_SIZE,
    .make_credentials = make_credentials,
    .user_data = self,
  };

  rtc_random_bytes (&config.session_id, sizeof (config.session_id));
  config.session_id &= G_MAXINT64;
  GST_OBJECT_LOCK (self);
  config.bundle_policy = (RtcBundlePolicy) self->bundle_policy;
  config.passive = self->passive;
  fingerprint = g_strdup (self->fingerprint);
  GST_OBJECT_UNLOCK (self);
  config.fingerprint = fingerprint;
  return rtc_jsep_session_new (&config);
}

static gboolean
is_used (RtcJsepSession * session)
{
  RtcSdpType type;

  return rtc_jsep_session_get_local (session, TRUE, &type) != NULL
      || rtc_jsep_session_get_local (session, FALSE, &type) != NULL
      || rtc_jsep_session_get_remote (session, TRUE, &type) != NULL
      || rtc_jsep_session_get_remote (session, FALSE, &type) != NULL;
}

/* Another one is made of the properties when it is wanted */
static void
drop_unused_session (GstRtcNegotiator * self)
{
  g_mutex_lock (&self->lock);
  if (self->session != NULL && !self->configured && !is_used (self->session))
    g_clear_pointer (&self->session, rtc_jsep_session_free);
  g_mutex_unlock (&self->lock);
}

/* --- events that nobody watches ------------------------------------------ */

/* W3C 4.7.3: once, until a description settles it */
static void
update_needed (GstRtcNegotiator * self)
{
  gboolean needed, tell;

  if (rtc_negotiator_get_state (self) != RTC_SIGNALING_STABLE)
    return;
  needed = rtc_negotiator_is_needed (self);
  GST_OBJECT_LOCK (self);
  tell = needed && !self->needed;
  self->needed = needed;
  GST_OBJECT_UNLOCK (self);
  if (tell)
    rtc_negotiator_emit_needed (self);
}

void
rtc_negotiator_event (GstRtcNegotiator * self, RtcNegotiatorEvent event,
    GstWebRTCRTPTransceiver * transceiver)
{
  if (event == RTC_NEGOTIATOR_NEEDED)
    update_needed (self);
  else
    rtc_negotiator_emit_transceiver (self, transceiver);
}

void
rtc_negotiator_settled (GstRtcNegotiator * self)
{
  GST_OBJECT_LOCK (self);
  self->needed = FALSE;
  GST_OBJECT_UNLOCK (self);
  update_needed (self);
}

/* --- properties ---------------------------------------------------------- */

static void
set_text (GstRtcNegotiator * self, gchar ** field, const GValue * value)
{
  GST_OBJECT_LOCK (self);
  g_free (*field);
  *field = g_value_dup_string (value);
  self->fresh = TRUE;
  GST_OBJECT_UNLOCK (self);
}

static void
set_dtls_setup (GstRtcNegotiator * self, GstWebRTCDTLSSetup setup)
{
  if (setup != GST_WEBRTC_DTLS_SETUP_ACTIVE
      && setup != GST_WEBRTC_DTLS_SETUP_PASSIVE) {
    GST_WARNING_OBJECT (self, "dtls-setup takes active or passive; an answer "
        "cannot leave it open (RFC 5763 section 5)");
    return;
  }
  GST_OBJECT_LOCK (self);
  self->passive = setup == GST_WEBRTC_DTLS_SETUP_PASSIVE;
  GST_OBJECT_UNLOCK (self);
}

void
rtc_negotiator_set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstRtcNegotiator *self = GST_RTC_NEGOTIATOR (object);

  switch (id) {
    case PROP_BUNDLE_POLICY:
      GST_OBJECT_LOCK (self);
      self->bundle_policy = g_value_get_enum (value);
      GST_OBJECT_UNLOCK (self);
      break;
    case PROP_DTLS_SETUP:
      set_dtls_setup (self, g_value_get_enum (value));
      break;
    case PROP_LOCAL_UFRAG:
      set_text (self, &self->ufrag, value);
      break;
    case PROP_LOCAL_PWD:
      set_text (self, &self->pwd, value);
      break;
    case PROP_FINGERPRINT:
      set_text (self, &self->fingerprint, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  drop_unused_session (self);
}

static void
get_setting (GstRtcNegotiator * self, guint id, GValue * value)
{
  GST_OBJECT_LOCK (self);
  switch (id) {
    case PROP_BUNDLE_POLICY:
      g_value_set_enum (value, self->bundle_policy);
      break;
    case PROP_DTLS_SETUP:
      g_value_set_enum (value, self->passive ? GST_WEBRTC_DTLS_SETUP_PASSIVE :
          GST_WEBRTC_DTLS_SETUP_ACTIVE);
      break;
    case PROP_LOCAL_UFRAG:
      g_value_set_string (value, self->ufrag);
      break;
    case PROP_LOCAL_PWD:
      g_value_set_string (value, self->pwd);
      break;
    default:
      g_value_set_string (value, self->fingerprint);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

void
rtc_negotiator_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstRtcNegotiator *self = GST_RTC_NEGOTIATOR (object);
  static const RtcDescriptionAge ages[] = { RTC_DESCRIPTION_NEWEST,
    RTC_DESCRIPTION_CURRENT, RTC_DESCRIPTION_PENDING
  };

  switch (id) {
    case PROP_BUNDLE_POLICY:
    case PROP_DTLS_SETUP:
    case PROP_LOCAL_UFRAG:
    case PROP_LOCAL_PWD:
    case PROP_FINGERPRINT:
      get_setting (self, id, value);
      break;
    case PROP_SIGNALING_STATE:
      g_value_set_enum (value, rtc_negotiator_get_state (self));
      break;
    case PROP_LOCAL_DESCRIPTION:
    case PROP_CURRENT_LOCAL_DESCRIPTION:
    case PROP_PENDING_LOCAL_DESCRIPTION:
      g_value_take_boxed (value, rtc_negotiator_get_description (self, FALSE,
              ages[id - PROP_LOCAL_DESCRIPTION]));
      break;
    case PROP_REMOTE_DESCRIPTION:
    case PROP_CURRENT_REMOTE_DESCRIPTION:
    case PROP_PENDING_REMOTE_DESCRIPTION:
      g_value_take_boxed (value, rtc_negotiator_get_description (self, TRUE,
              ages[id - PROP_REMOTE_DESCRIPTION]));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
}

#define READ (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)
#define READ_WRITE (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)

static void
install_descriptions (GObjectClass * klass)
{
  static const struct
  {
    guint id;
    const gchar *name, *blurb;
  } properties[] = {
    {PROP_LOCAL_DESCRIPTION, "local-description",
        "The pending local description, or else the current one"},
    {PROP_CURRENT_LOCAL_DESCRIPTION, "current-local-description",
        "What this side has agreed to"},
    {PROP_PENDING_LOCAL_DESCRIPTION, "pending-local-description",
        "What this side has set and is not agreed upon yet"},
    {PROP_REMOTE_DESCRIPTION, "remote-description",
        "The pending remote description, or else the current one"},
    {PROP_CURRENT_REMOTE_DESCRIPTION, "current-remote-description",
        "What the other side has agreed to"},
    {PROP_PENDING_REMOTE_DESCRIPTION, "pending-remote-description",
        "What the other side has set and is not agreed upon yet"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_object_class_install_property (klass, properties[i].id,
        g_param_spec_boxed (properties[i].name, properties[i].name,
            properties[i].blurb, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, READ));
}

void
rtc_negotiator_install (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_BUNDLE_POLICY,
      g_param_spec_enum ("bundle-policy", "Bundle policy",
          "How many transports an offer asks for (RFC 9429 section 4.1.1); "
          "fixed by the first description", GST_TYPE_WEBRTC_BUNDLE_POLICY,
          GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE, READ_WRITE));
  g_object_class_install_property (klass, PROP_DTLS_SETUP,
      g_param_spec_enum ("dtls-setup", "DTLS setup",
          "What our answers choose where the offer leaves it open: active "
          "(client) or passive (server)", GST_TYPE_WEBRTC_DTLS_SETUP,
          GST_WEBRTC_DTLS_SETUP_ACTIVE, READ_WRITE));
  g_object_class_install_property (klass, PROP_LOCAL_UFRAG,
      g_param_spec_string ("local-ufrag", "Local ufrag",
          "ICE user fragment of the first transport, and after an ICE restart "
          "if it was set anew; NULL: random, the plan tells it", NULL,
          READ_WRITE));
  g_object_class_install_property (klass, PROP_LOCAL_PWD,
      g_param_spec_string ("local-pwd", "Local password",
          "ICE password that belongs to local-ufrag", NULL, READ_WRITE));
  g_object_class_install_property (klass, PROP_FINGERPRINT,
      g_param_spec_string ("fingerprint", "Fingerprint",
          "Of the certificate that the transport has, as in SDP: "
          "\"sha-256 AB:CD:…\". No description is made without", NULL,
          READ_WRITE));
  g_object_class_install_property (klass, PROP_SIGNALING_STATE,
      g_param_spec_enum ("signaling-state", "Signaling state",
          "Where the exchange of descriptions stands",
          GST_TYPE_WEBRTC_SIGNALING_STATE, GST_WEBRTC_SIGNALING_STATE_STABLE,
          READ));
  install_descriptions (klass);
}
