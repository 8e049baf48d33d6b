/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* rtcsink's properties: names and defaults are the ecosystem's (webrtcsink,
 * webrtcbin) where it has one. */
#include "rtcsink.h"

#include <string.h>
#include <gst/webrtc/webrtc.h>

#define DEFAULT_ADDRESS "127.0.0.1"
#define DEFAULT_PORT 8080
#define DEFAULT_VIDEO_CAPS "video/x-vp8;video/x-h264;video/x-vp9;video/x-h265"
#define DEFAULT_AUDIO_CAPS "audio/x-opus;audio/x-mulaw;audio/x-alaw"
#define DEFAULT_MIN_BITRATE 1000
#define DEFAULT_MAX_BITRATE 8192000
#define DEFAULT_START_BITRATE 2048000
#define DEFAULT_MAX_DROP_SIZE (G_GUINT64_CONSTANT (1) << 30)

enum
{
  PROP_0,
  PROP_ADDRESS,
  PROP_PORT,
  PROP_STREAM_ID,
  PROP_TOKEN,
  PROP_INSECURE,
  PROP_ALLOWED_ORIGINS,
  PROP_STUN_SERVER,
  PROP_TURN_SERVER,
  PROP_TURN_SERVERS,
  PROP_ICE_TRANSPORT_POLICY,
  PROP_MIN_RTP_PORT,
  PROP_MAX_RTP_PORT,
  PROP_LOCAL_ADDRESSES,
  PROP_VIDEO_CAPS,
  PROP_AUDIO_CAPS,
  PROP_MIN_BITRATE,
  PROP_MAX_BITRATE,
  PROP_START_BITRATE,
  PROP_MAX_VIEWERS,
  PROP_ENABLE_CHAT,
  PROP_DROP_DIRECTORY,
  PROP_MAX_DROP_SIZE,
  PROP_ENABLE_CONTROL,
  PROP_STATS,
  PROP_URL,
};

/* Lists are strings with commas, which gst-launch can write */
static void
take_list (gchar *** list, const GValue * value)
{
  const gchar *text = g_value_get_string (value);

  g_clear_pointer (list, g_strfreev);
  if (text == NULL || *text == '\0')
    return;
  *list = g_strsplit (text, ",", -1);
  for (guint i = 0; (*list)[i] != NULL; i++)
    g_strstrip ((*list)[i]);
}

static void
give_list (gchar ** list, GValue * value)
{
  if (list != NULL)
    g_value_take_string (value, g_strjoinv (",", list));
}

static void
take_string (gchar ** field, const GValue * value)
{
  const gchar *text = g_value_get_string (value);

  g_free (*field);
  /* an empty string on a command line means "none" */
  *field = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
take_caps (GstCaps ** field, const GValue * value, const gchar * fallback)
{
  const GstCaps *caps = gst_value_get_caps (value);

  gst_caps_take (field, caps != NULL ? gst_caps_copy (caps) :
      gst_caps_from_string (fallback));
}

static gboolean
set_network_property (GstRtcSinkSettings * s, guint id, const GValue * value)
{
  switch (id) {
    case PROP_ADDRESS:
      take_string (&s->address, value);
      return TRUE;
    case PROP_PORT:
      s->port = g_value_get_uint (value);
      return TRUE;
    case PROP_STREAM_ID:
      take_string (&s->stream_id, value);
      return TRUE;
    case PROP_TOKEN:
      take_string (&s->token, value);
      return TRUE;
    case PROP_INSECURE:
      s->insecure = g_value_get_boolean (value);
      return TRUE;
    case PROP_ALLOWED_ORIGINS:
      take_list (&s->allowed_origins, value);
      return TRUE;
    case PROP_STUN_SERVER:
      take_string (&s->stun_server, value);
      return TRUE;
    case PROP_TURN_SERVER:
      take_string (&s->turn_server, value);
      return TRUE;
    case PROP_TURN_SERVERS:
      g_value_copy (value, &s->turn_servers);
      return TRUE;
    case PROP_ICE_TRANSPORT_POLICY:
      s->ice_transport_policy = g_value_get_enum (value);
      return TRUE;
    case PROP_MIN_RTP_PORT:
      s->min_rtp_port = g_value_get_uint (value);
      return TRUE;
    case PROP_MAX_RTP_PORT:
      s->max_rtp_port = g_value_get_uint (value);
      return TRUE;
    case PROP_LOCAL_ADDRESSES:
      take_list (&s->local_addresses, value);
      return TRUE;
    default:
      return FALSE;
  }
}

static gboolean
set_media_property (GstRtcSinkSettings * s, guint id, const GValue * value)
{
  switch (id) {
    case PROP_VIDEO_CAPS:
      take_caps (&s->video_caps, value, DEFAULT_VIDEO_CAPS);
      return TRUE;
    case PROP_AUDIO_CAPS:
      take_caps (&s->audio_caps, value, DEFAULT_AUDIO_CAPS);
      return TRUE;
    case PROP_MIN_BITRATE:
      s->min_bitrate = g_value_get_uint (value);
      return TRUE;
    case PROP_MAX_BITRATE:
      s->max_bitrate = g_value_get_uint (value);
      return TRUE;
    case PROP_START_BITRATE:
      s->start_bitrate = g_value_get_uint (value);
      return TRUE;
    case PROP_MAX_VIEWERS:
      s->max_viewers = g_value_get_uint (value);
      return TRUE;
    default:
      return FALSE;
  }
}

static gboolean
set_talk_property (GstRtcSinkSettings * s, guint id, const GValue * value)
{
  switch (id) {
    case PROP_ENABLE_CHAT:
      s->chat = g_value_get_boolean (value);
      return TRUE;
    case PROP_DROP_DIRECTORY:
      take_string (&s->drop_directory, value);
      return TRUE;
    case PROP_MAX_DROP_SIZE:
      s->max_drop_size = g_value_get_uint64 (value);
      return TRUE;
    case PROP_ENABLE_CONTROL:
      s->control = g_value_get_boolean (value);
      return TRUE;
    default:
      return FALSE;
  }
}

static void
set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstRtcSink *self = GST_RTC_SINK (object);
  gboolean known;

  GST_OBJECT_LOCK (self);
  known = set_network_property (&self->settings, id, value)
      || set_media_property (&self->settings, id, value)
      || set_talk_property (&self->settings, id, value);
  GST_OBJECT_UNLOCK (self);
  if (!known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static guint
current_port (GstRtcSink * self)
{
  guint port = 0;

  g_mutex_lock (&self->lock);
  if (self->server != NULL)
    port = rtc_server_get_port (self->server);
  g_mutex_unlock (&self->lock);
  return port;
}

static GstStructure *
current_stats (GstRtcSink * self)
{
  g_autoptr (RtcAudience) audience = NULL;

  g_mutex_lock (&self->lock);
  if (self->audience != NULL)
    audience = rtc_audience_ref (self->audience);
  g_mutex_unlock (&self->lock);
  return audience != NULL ? rtc_audience_get_stats (audience) :
      gst_structure_new_empty ("application/x-rtc-stats");
}

/* What only a running sink knows */
static gboolean
get_live_property (GstRtcSink * self, guint id, GValue * value)
{
  guint port;

  switch (id) {
    case PROP_PORT:
      /* the one that was picked for 0, while it is open */
      port = current_port (self);
      if (port == 0)
        return FALSE;
      g_value_set_uint (value, port);
      return TRUE;
    case PROP_STATS:
      g_value_take_boxed (value, current_stats (self));
      return TRUE;
    case PROP_URL:
      g_mutex_lock (&self->lock);
      g_value_set_string (value, self->url);
      g_mutex_unlock (&self->lock);
      return TRUE;
    default:
      return FALSE;
  }
}

static gboolean
get_network_property (const GstRtcSinkSettings * s, guint id, GValue * value)
{
  switch (id) {
    case PROP_ADDRESS:
      g_value_set_string (value, s->address);
      return TRUE;
    case PROP_PORT:
      g_value_set_uint (value, s->port);
      return TRUE;
    case PROP_STREAM_ID:
      g_value_set_string (value, s->stream_id);
      return TRUE;
    case PROP_INSECURE:
      g_value_set_boolean (value, s->insecure);
      return TRUE;
    case PROP_ALLOWED_ORIGINS:
      give_list (s->allowed_origins, value);
      return TRUE;
    case PROP_STUN_SERVER:
      g_value_set_string (value, s->stun_server);
      return TRUE;
    case PROP_ICE_TRANSPORT_POLICY:
      g_value_set_enum (value, s->ice_transport_policy);
      return TRUE;
    case PROP_MIN_RTP_PORT:
      g_value_set_uint (value, s->min_rtp_port);
      return TRUE;
    case PROP_MAX_RTP_PORT:
      g_value_set_uint (value, s->max_rtp_port);
      return TRUE;
    case PROP_LOCAL_ADDRESSES:
      give_list (s->local_addresses, value);
      return TRUE;
    default:
      return FALSE;
  }
}

static gboolean
get_media_property (const GstRtcSinkSettings * s, guint id, GValue * value)
{
  switch (id) {
    case PROP_VIDEO_CAPS:
      gst_value_set_caps (value, s->video_caps);
      return TRUE;
    case PROP_AUDIO_CAPS:
      gst_value_set_caps (value, s->audio_caps);
      return TRUE;
    case PROP_MIN_BITRATE:
      g_value_set_uint (value, s->min_bitrate);
      return TRUE;
    case PROP_MAX_BITRATE:
      g_value_set_uint (value, s->max_bitrate);
      return TRUE;
    case PROP_START_BITRATE:
      g_value_set_uint (value, s->start_bitrate);
      return TRUE;
    case PROP_MAX_VIEWERS:
      g_value_set_uint (value, s->max_viewers);
      return TRUE;
    default:
      return FALSE;
  }
}

static gboolean
get_talk_property (const GstRtcSinkSettings * s, guint id, GValue * value)
{
  switch (id) {
    case PROP_ENABLE_CHAT:
      g_value_set_boolean (value, s->chat);
      return TRUE;
    case PROP_DROP_DIRECTORY:
      g_value_set_string (value, s->drop_directory);
      return TRUE;
    case PROP_MAX_DROP_SIZE:
      g_value_set_uint64 (value, s->max_drop_size);
      return TRUE;
    case PROP_ENABLE_CONTROL:
      g_value_set_boolean (value, s->control);
      return TRUE;
    default:
      return FALSE;
  }
}

static void
get_property (GObject * object, guint id, GValue * value, GParamSpec * pspec)
{
  GstRtcSink *self = GST_RTC_SINK (object);
  gboolean known;

  if (get_live_property (self, id, value))
    return;
  GST_OBJECT_LOCK (self);
  known = get_network_property (&self->settings, id, value)
      || get_media_property (&self->settings, id, value)
      || get_talk_property (&self->settings, id, value);
  GST_OBJECT_UNLOCK (self);
  if (!known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

#define RW (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | \
    GST_PARAM_MUTABLE_READY)
#define RO (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)
/* secrets go in and never come out: not in gst-inspect, not in a dot graph */
#define WO (G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | \
    GST_PARAM_MUTABLE_READY)

static void
install_server_properties (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_ADDRESS,
      g_param_spec_string ("address", "Address", "Address to serve the page "
          "and WHEP on: 127.0.0.1 is this machine only, 0.0.0.0 and :: are "
          "all interfaces; anything but loopback needs token or insecure",
          DEFAULT_ADDRESS, RW));
  g_object_class_install_property (klass, PROP_PORT,
      g_param_spec_uint ("port", "Port", "TCP port to serve on; 0 picks a free "
          "one, which reads back while the sink runs. Sinks of a process may "
          "share a port, each with its own stream-id", 0, 65535, DEFAULT_PORT,
          RW));
  g_object_class_install_property (klass, PROP_STREAM_ID,
      g_param_spec_string ("stream-id", "Stream id", "Name of this stream in "
          "/whep/ID and in the page's list; needed where sinks share a port",
          NULL, RW));
  g_object_class_install_property (klass, PROP_TOKEN,
      g_param_spec_string ("token", "Token", "Secret that viewers must give "
          "(the page asks for it; WHEP: Authorization: Bearer); unset: none",
          NULL, WO));
  g_object_class_install_property (klass, PROP_INSECURE,
      g_param_spec_boolean ("insecure", "Insecure", "Let anybody who reaches "
          "address watch without a token", FALSE, RW));
  g_object_class_install_property (klass, PROP_ALLOWED_ORIGINS,
      g_param_spec_string ("allowed-origins", "Allowed origins", "Other web "
          "sites whose pages may play this stream: https://host:port, "
          "separated by commas; \"*\" is any; unset: only our own page", NULL,
          RW));
  g_object_class_install_property (klass, PROP_URL,
      g_param_spec_string ("url", "URL", "What to open in a browser, while the "
          "sink runs", NULL, RO));
}

static void
install_ice_properties (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_STUN_SERVER,
      g_param_spec_string ("stun-server", "STUN server", "stun://host:port "
          "that tells our address beyond a NAT; unset: none is asked", NULL,
          RW));
  g_object_class_install_property (klass, PROP_TURN_SERVER,
      g_param_spec_string ("turn-server", "TURN server",
          "turn(s)://user:password@host:port to relay through; see also "
          "turn-servers", NULL, WO));
  g_object_class_install_property (klass, PROP_TURN_SERVERS,
      gst_param_spec_array ("turn-servers", "TURN servers", "More TURN "
          "servers, each as turn-server", g_param_spec_string ("turn-server",
              "TURN server", "turn(s)://user:password@host:port", NULL,
              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS), WO));
  g_object_class_install_property (klass, PROP_ICE_TRANSPORT_POLICY,
      g_param_spec_enum ("ice-transport-policy", "ICE transport policy",
          "all: any path; relay: only through a TURN server",
          GST_TYPE_WEBRTC_ICE_TRANSPORT_POLICY,
          GST_WEBRTC_ICE_TRANSPORT_POLICY_ALL, RW));
  g_object_class_install_property (klass, PROP_MIN_RTP_PORT,
      g_param_spec_uint ("min-rtp-port", "Lowest RTP port", "Lowest UDP port "
          "for media; 0: any", 0, 65535, 0, RW));
  g_object_class_install_property (klass, PROP_MAX_RTP_PORT,
      g_param_spec_uint ("max-rtp-port", "Highest RTP port", "Highest UDP port "
          "for media; 0: any. Each viewer takes one port an address", 0,
          65535, 0, RW));
  g_object_class_install_property (klass, PROP_LOCAL_ADDRESSES,
      g_param_spec_string ("local-addresses", "Local addresses", "Addresses of "
          "this machine to send media from, separated by commas; unset: all",
          NULL, RW));
}

static void
install_media_properties (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_VIDEO_CAPS,
      g_param_spec_boxed ("video-caps", "Video caps", "Codecs that raw video "
          "is encoded to, best first (default " DEFAULT_VIDEO_CAPS ")",
          GST_TYPE_CAPS, RW));
  g_object_class_install_property (klass, PROP_AUDIO_CAPS,
      g_param_spec_boxed ("audio-caps", "Audio caps", "Codecs that raw audio "
          "is encoded to, best first (default " DEFAULT_AUDIO_CAPS ")",
          GST_TYPE_CAPS, RW));
  g_object_class_install_property (klass, PROP_MIN_BITRATE,
      g_param_spec_uint ("min-bitrate", "Minimum bitrate",
          "The least a video encoder falls to when viewers report loss, bits/s",
          1, G_MAXUINT, DEFAULT_MIN_BITRATE, RW));
  g_object_class_install_property (klass, PROP_MAX_BITRATE,
      g_param_spec_uint ("max-bitrate", "Maximum bitrate",
          "The most a video encoder rises to while they report none, bits/s",
          1, G_MAXUINT, DEFAULT_MAX_BITRATE, RW));
  g_object_class_install_property (klass, PROP_START_BITRATE,
      g_param_spec_uint ("start-bitrate", "Start bitrate",
          "What a video encoder starts with, bits/s", 1, G_MAXUINT,
          DEFAULT_START_BITRATE, RW));
  g_object_class_install_property (klass, PROP_MAX_VIEWERS,
      g_param_spec_uint ("max-viewers", "Maximum viewers",
          "How many may watch at once, others are turned away; 0: no limit", 0,
          G_MAXUINT, 0, RW));
  g_object_class_install_property (klass, PROP_STATS,
      g_param_spec_boxed ("stats", "Statistics",
          "What is sent to whom, and how it fares", GST_TYPE_STRUCTURE, RO));
}

static void
install_talk_properties (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_ENABLE_CHAT,
      g_param_spec_boolean ("enable-chat", "Enable chat",
          "Let viewers write to "
          "each other and to the application: see chat-message and send-chat",
          FALSE, RW));
  g_object_class_install_property (klass, PROP_DROP_DIRECTORY,
      g_param_spec_string ("drop-directory", "Drop directory",
          "Directory into "
          "which viewers may drop files: see file-received; unset: they may "
          "not", NULL, RW));
  g_object_class_install_property (klass, PROP_MAX_DROP_SIZE,
      g_param_spec_uint64 ("max-drop-size", "Maximum drop size",
          "Largest file " "that a viewer may drop, bytes", 1, G_MAXINT64,
          DEFAULT_MAX_DROP_SIZE, RW));
  g_object_class_install_property (klass, PROP_ENABLE_CONTROL,
      g_param_spec_boolean ("enable-control-data-channel",
          "Enable control data channel",
          "Send viewers' mouse, keys and touch "
          "upstream from the first video pad as GstNavigation events", FALSE,
          RW));
}

void
gst_rtc_sink_install_properties (GObjectClass * klass)
{
  klass->set_property = set_property;
  klass->get_property = get_property;
  install_server_properties (klass);
  install_ice_properties (klass);
  install_media_properties (klass);
  install_talk_properties (klass);
}

void
gst_rtc_sink_settings_init (GstRtcSinkSettings * s)
{
  s->address = g_strdup (DEFAULT_ADDRESS);
  s->port = DEFAULT_PORT;
  g_value_init (&s->turn_servers, GST_TYPE_ARRAY);
  s->ice_transport_policy = GST_WEBRTC_ICE_TRANSPORT_POLICY_ALL;
  s->video_caps = gst_caps_from_string (DEFAULT_VIDEO_CAPS);
  s->audio_caps = gst_caps_from_string (DEFAULT_AUDIO_CAPS);
  s->min_bitrate = DEFAULT_MIN_BITRATE;
  s->max_bitrate = DEFAULT_MAX_BITRATE;
  s->start_bitrate = DEFAULT_START_BITRATE;
  s->max_drop_size = DEFAULT_MAX_DROP_SIZE;
}

void
gst_rtc_sink_settings_clear (GstRtcSinkSettings * s)
{
  g_free (s->address);
  g_free (s->stream_id);
  g_free (s->token);
  g_strfreev (s->allowed_origins);
  g_free (s->stun_server);
  g_free (s->turn_server);
  g_value_unset (&s->turn_servers);
  g_strfreev (s->local_addresses);
  g_free (s->drop_directory);
  gst_clear_caps (&s->video_caps);
  gst_clear_caps (&s->audio_caps);
}
