/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The properties of both ends, installed once for the two elements of each */
#include <string.h>

#include "types/rtcstates.h"
#include "rtcblockuser.h"

#define RW (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define RO (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)
/* secrets of others go in and never come out */
#define WO (G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS)
#define READY GST_PARAM_MUTABLE_READY
#define PLAYING GST_PARAM_MUTABLE_PLAYING

GType
gst_rtc_srtp_profile_get_type (void)
{
  static const GEnumValue values[] = {
    {RTC_SRTP_AES128_CM_SHA1_80, "AES_128_CM_HMAC_SHA1_80 (RFC 5764)",
        "aes128-cm-sha1-80"},
    {RTC_SRTP_AEAD_AES_128_GCM, "AEAD_AES_128_GCM (RFC 7714)",
        "aead-aes-128-gcm"},
    {RTC_SRTP_AEAD_AES_256_GCM, "AEAD_AES_256_GCM (RFC 7714)",
        "aead-aes-256-gcm"},
    {0, NULL, NULL}
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GstRtcSrtpProfile",
            values));
  return type;
}

static const gchar *
profile_to_string (RtcSrtpProfile profile)
{
  switch (profile) {
    case RTC_SRTP_AES128_CM_SHA1_80:
      return "AES_128_CM_HMAC_SHA1_80";
    case RTC_SRTP_AEAD_AES_128_GCM:
      return "AEAD_AES_128_GCM";
    case RTC_SRTP_AEAD_AES_256_GCM:
      return "AEAD_AES_256_GCM";
    default:
      return NULL;
  }
}

/* --- set and get ----------------------------------------------------------- */

/* Kept by name; an empty string is the same as none */
void
rtc_block_user_set_property (RtcBlockUser * user, const GValue * value,
    GParamSpec * pspec)
{
  g_autoptr (GstStructure) change = gst_structure_new_empty ("settings");
  g_autoptr (RtcBlock) block = NULL;
  const gchar *text = G_VALUE_HOLDS_STRING (value) ?
      g_value_get_string (value) : NULL;

  GST_OBJECT_LOCK (user->element);
  if (g_str_equal (pspec->name, "transport-id")) {
    g_free (user->transport_id);
    user->transport_id = g_strdup (text != NULL ? text : "");
  } else if (G_VALUE_HOLDS_STRING (value) && (text == NULL || *text == '\0')) {
    gst_structure_remove_field (user->settings, pspec->name);
  } else {
    gst_structure_set_value (user->settings, pspec->name, value);
    gst_structure_set_value (change, pspec->name, value);
    if (user->block != NULL)
      block = rtc_block_ref (user->block);
  }
  GST_OBJECT_UNLOCK (user->element);
  if (block != NULL)
    rtc_block_configure (block, rtc_block_end_of (user->role), change);
}

static RtcBlock *
dup_block (RtcBlockUser * user)
{
  RtcBlock *block;

  GST_OBJECT_LOCK (user->element);
  block = user->block != NULL ? rtc_block_ref (user->block) : NULL;
  GST_OBJECT_UNLOCK (user->element);
  return block;
}

static void
get_setting (RtcBlockUser * user, RtcBlock * block, GValue * value,
    GParamSpec * pspec)
{
  const GValue *found;

  if (block != NULL && rtc_block_get_setting (block,
          rtc_block_end_of (user->role), pspec->name, value))
    return;
  GST_OBJECT_LOCK (user->element);
  found = gst_structure_get_value (user->settings, pspec->name);
  if (found != NULL)
    g_value_copy (found, value);
  else
    g_param_value_set_default (pspec, value);
  GST_OBJECT_UNLOCK (user->element);
}

static gchar *
dup_fingerprint (RtcBlockUser * user, RtcBlock * block, GParamSpec * pspec)
{
  g_auto (GValue) pem = G_VALUE_INIT;
  g_autoptr (RtcCertificate) certificate = NULL;
  GParamSpec *other = g_object_class_find_property (G_OBJECT_GET_CLASS
      (user->element), "certificate");

  g_value_init (&pem, G_TYPE_STRING);
  get_setting (user, block, &pem, other);
  certificate = rtc_block_read_certificate (g_value_get_string (&pem), NULL);
  return certificate != NULL ?
      g_strdup (rtc_certificate_get_fingerprint (certificate)) : NULL;
}

static GstStructure *
make_stats (RtcBlockUser * user, const RtcBlockStatus * status)
{
  GstStructure *stats = gst_structure_new_empty ("application/x-rtc-stats");

  GST_OBJECT_LOCK (user->element);
  gst_structure_set (stats, "packets", G_TYPE_UINT64, user->packets,
      "bytes", G_TYPE_UINT64, user->bytes,
      "dropped", G_TYPE_UINT64, user->dropped, NULL);
  GST_OBJECT_UNLOCK (user->element);
  if (user->role == RTC_BLOCK_ICE_SINK)
    gst_structure_set (stats, "calls", G_TYPE_UINT64, status->send_calls, NULL);
  if (rtc_block_end_of (user->role) == RTC_BLOCK_ICE)
    gst_structure_set (stats, "candidate-pair", G_TYPE_STRING,
        status->candidate_pair, NULL);
  return stats;
}

/* What is not set by anybody.  FALSE: it is. */
static gboolean
get_status (RtcBlockUser * user, RtcBlock * block, GValue * value,
    GParamSpec * pspec)
{
  RtcBlockStatus status = { 0 };
  gboolean known = TRUE;

  if (block != NULL)
    rtc_block_get_status (block, &status);
  if (g_str_equal (pspec->name, "state"))
    g_value_set_enum (value, rtc_block_end_of (user->role) == RTC_BLOCK_ICE ?
        (gint) rtc_ice_state_to_webrtc (status.ice_state) :
        (gint) rtc_dtls_state_to_webrtc (status.secure_state));
  else if (g_str_equal (pspec->name, "stats"))
    g_value_take_boxed (value, make_stats (user, &status));
  else if (g_str_equal (pspec->name, "local-candidates"))
    g_value_set_string (value, status.local_candidates);
  else if (g_str_equal (pspec->name, "srtp-cipher"))
    g_value_set_string (value, profile_to_string (status.profile));
  else if (g_str_equal (pspec->name, "fingerprint"))
    g_value_take_string (value, dup_fingerprint (user, block, pspec));
  else
    known = FALSE;
  g_free (status.local_candidates);
  g_free (status.candidate_pair);
  return known;
}

void
rtc_block_user_get_property (RtcBlockUser * user, GValue * value,
    GParamSpec * pspec)
{
  g_autoptr (RtcBlock) block = dup_block (user);

  if (g_str_equal (pspec->name, "transport-id")) {
    GST_OBJECT_LOCK (user->element);
    g_value_set_string (value, user->transport_id);
    GST_OBJECT_UNLOCK (user->element);
  } else if (!get_status (user, block, value, pspec)) {
    get_setting (user, block, value, pspec);
  }
}

/* --- the list -------------------------------------------------------------- */

static guint
install (GObjectClass * klass, guint id, GParamSpec ** specs, guint n)
{
  for (guint i = 0; i < n; i++)
    g_object_class_install_property (klass, id + i, specs[i]);
  return id + n;
}

static guint
install_id (GObjectClass * klass, guint id)
{
  GParamSpec *spec = g_param_spec_string ("transport-id", "Transport id",
      "Name of the transport in this process: rtcicesrc, rtcicesink, "
      "rtcsrtpenc and rtcsrtpdec of one name, one of each at most, and any "
      "number of rtcdatasrc and rtcdatasink belong together", "default",
      RW | READY);

  return install (klass, id, &spec, 1);
}

static guint
install_common (GObjectClass * klass, guint id, GType state_type,
    const gchar * state_blurb)
{
  GParamSpec *specs[] = {
    g_param_spec_enum ("state", "State", state_blurb, state_type, 0, RO),
    g_param_spec_boxed ("stats", "Statistics", "packets, bytes and dropped "
        "packets since PAUSED", GST_TYPE_STRUCTURE, RO),
  };

  id = install_id (klass, id);
  return install (klass, id, specs, G_N_ELEMENTS (specs));
}

static guint
install_ice_peers (GObjectClass * klass, guint id)
{
  GParamSpec *specs[] = {
    g_param_spec_string ("ufrag", "User name fragment", "Our ICE user name "
        "fragment, 4 to 256 characters; unset: a random one, which reads back "
        "from READY on", NULL, RW | READY),
    g_param_spec_string ("pwd", "Password", "Our ICE password, 22 to 256 "
        "characters; unset: a random one, which reads back from READY on",
        NULL, RW | READY),
    g_param_spec_string ("local-candidates", "Local candidates", "Our "
        "candidates, one a line, as far as gathered; each is also an element "
        "message rtc-ice-candidate", NULL, RO),
    g_param_spec_string ("remote-ufrag", "Remote user name fragment",
        "The peer's ICE user name fragment", NULL, RW | PLAYING),
    g_param_spec_string ("remote-pwd", "Remote password", "The peer's ICE "
        "password", NULL, WO | PLAYING),
    g_param_spec_string ("remote-candidates", "Remote candidates", "The peer's "
        "candidates with commas or line ends between them; those set later "
        "are added. None at all is enough where the peer can reach us",
        NULL, RW | PLAYING),
    g_param_spec_boolean ("controlling", "Controlling", "Whether we choose the "
        "path: TRUE on exactly one side", FALSE, RW | READY),
  };

  return install (klass, id, specs, G_N_ELEMENTS (specs));
}

static guint
install_ice_ways (GObjectClass * klass, guint id)
{
  GParamSpec *specs[] = {
    g_param_spec_string ("local-address", "Local address", "Addresses of this "
        "machine to use, with commas between them; unset: all but loopback",
        NULL, RW | READY),
    g_param_spec_uint ("min-port", "Lowest port", "Lowest UDP port to use; 0: "
        "any", 0, G_MAXUINT16, 0, RW | READY),
    g_param_spec_uint ("max-port", "Highest port", "Highest UDP port to use; "
        "0: any. One port is used for each address", 0, G_MAXUINT16, 0,
        RW | READY),
    g_param_spec_string ("stun-server", "STUN server", "stun://host:port that "
        "tells our address beyond a NAT; unset: none is asked", NULL,
        RW | READY),
    g_param_spec_string ("turn-server", "TURN server",
        "turn(s)://user:password@host:port to relay through, several with "
        "commas between them; unset: none", NULL, WO | READY),
    g_param_spec_enum ("ice-transport-policy", "ICE transport policy",
        "all: any path; relay: only through a TURN server",
        GST_TYPE_WEBRTC_ICE_TRANSPORT_POLICY,
        GST_WEBRTC_ICE_TRANSPORT_POLICY_ALL, RW | READY),
  };

  return install (klass, id, specs, G_N_ELEMENTS (specs));
}

static guint
install_dtls (GObjectClass * klass, guint id)
{
  GParamSpec *specs[] = {
    g_param_spec_boolean ("dtls-client", "DTLS client", "Whether we begin the "
        "handshake (a=setup:active): TRUE on exactly one side", FALSE,
        RW | READY),
    g_param_spec_string ("certificate", "Certificate", "Our certificate and "
        "its private key: PEM text, or the name of a file that holds it; "
        "unset: one that is made for this process", NULL, WO | READY),
    g_param_spec_string ("fingerprint", "Fingerprint", "Our certificate's "
        "fingerprint, as in a=fingerprint: the peer's remote-fingerprint",
        NULL, RO),
    g_param_spec_string ("remote-fingerprint", "Remote fingerprint",
        "Fingerprint of the peer's certificate, as in a=fingerprint; without "
        "\"sha-256 \" in front it is taken for that; several with commas "
        "between them: one must match. Stays from the first to PAUSED", NULL,
        RW | PLAYING),
  };

  return install (klass, id, specs, G_N_ELEMENTS (specs));
}

static guint
install_srtp (GObjectClass * klass, guint id)
{
  GParamSpec *specs[] = {
    g_param_spec_string ("srtp-cipher", "SRTP cipher", "The SRTP profile in "
        "use; unset: no keys yet", NULL, RO),
    g_param_spec_enum ("srtp-profile", "SRTP profile", "Profile of local-key "
        "and remote-key; DTLS negotiates its own",
        gst_rtc_srtp_profile_get_type (), RTC_SRTP_AEAD_AES_128_GCM,
        RW | READY),
    g_param_spec_string ("local-key", "Local key", "Instead of DTLS: master "
        "key, then salt, that we send with, in hexadecimal digits or base64: "
        "28 bytes for aead-aes-128-gcm, 44 for aead-aes-256-gcm, 30 for "
        "aes128-cm-sha1-80", NULL, WO | READY),
    g_param_spec_string ("remote-key", "Remote key", "Instead of DTLS: master "
        "key, then salt, that the peer sends with; as local-key", NULL,
        WO | READY),
  };

  return install (klass, id, specs, G_N_ELEMENTS (specs));
}

/* @first_id: the id of the first of them */
void
rtc_block_user_install_properties (GObjectClass * klass, RtcBlockEnd end,
    guint first_id)
{
  if (end == RTC_BLOCK_ICE) {
    first_id = install_common (klass, first_id,
        GST_TYPE_WEBRTC_ICE_CONNECTION_STATE, "State of the ICE connection; "
        "also an element message rtc-ice-state");
    first_id = install_ice_peers (klass, first_id);
    install_ice_ways (klass, first_id);
  } else {
    first_id = install_common (klass, first_id,
        GST_TYPE_WEBRTC_DTLS_TRANSPORT_STATE, "State of the DTLS handshake; "
        "also an element message rtc-dtls-state");
    first_id = install_dtls (klass, first_id);
    install_srtp (klass, first_id);
  }
}

/* transport-id and what each end needs, without its state and SRTP */
void
rtc_block_user_install_both (GObjectClass * klass, guint first_id)
{
  first_id = install_id (klass, first_id);
  first_id = install_ice_peers (klass, first_id);
  first_id = install_ice_ways (klass, first_id);
  install_dtls (klass, first_id);
}

/* Of a property of those: whose it is */
RtcBlockEnd
rtc_block_user_get_end (GParamSpec * pspec)
{
  static const gchar *const secure[] = {
    "dtls-client", "certificate", "fingerprint", "remote-fingerprint", NULL
  };

  return g_strv_contains (secure, pspec->name) ? RTC_BLOCK_SECURE :
      RTC_BLOCK_ICE;
}
