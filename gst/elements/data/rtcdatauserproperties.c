/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The properties of rtcdatasrc and rtcdatasink that are the channel's */
#include "rtcdatauser.h"

#define RW (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define RO (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)
#define READY GST_PARAM_MUTABLE_READY

enum
{
  PROP_CHANNEL = 1,
  PROP_LABEL,
  PROP_PROTOCOL,
  PROP_ORDERED,
  PROP_MAX_PACKET_LIFETIME,
  PROP_MAX_RETRANSMITS,
  PROP_PRIORITY,
  PROP_NEGOTIATED,
  PROP_ID,
  PROP_STATE,
  PROP_STATS,
  FIRST_OF_BLOCK,
};

/* --- the list --------------------------------------------------------------------- */

static void
install_identity (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_CHANNEL,
      g_param_spec_object ("channel", "Channel", "The data channel to use, of "
          "rtcpeerbin, webrtcbin or another; a source keeps what comes from "
          "now on. Unset: one over a transport of one's own, as the other "
          "properties say", GST_TYPE_WEBRTC_DATA_CHANNEL, RW | READY));
  g_object_class_install_property (klass, PROP_LABEL,
      g_param_spec_string ("label", "Label", "Name of the channel. A source "
          "takes the peer's channel of this name, without one the first that "
          "nobody else takes; a sink makes it", NULL, RW | READY));
  g_object_class_install_property (klass, PROP_PROTOCOL,
      g_param_spec_string ("protocol", "Protocol", "What is spoken in the "
          "channel, for the peer's information", NULL, RW | READY));
  g_object_class_install_property (klass, PROP_NEGOTIATED,
      g_param_spec_boolean ("negotiated", "Negotiated", "Both sides open the "
          "channel with this id, without telling each other", FALSE,
          RW | READY));
  g_object_class_install_property (klass, PROP_ID,
      g_param_spec_int ("id", "Id", "Stream id of a negotiated channel", -1,
          65534, -1, RW | READY));
}

static void
install_reliability (GObjectClass * klass)
{
  g_object_class_install_property (klass, PROP_ORDERED,
      g_param_spec_boolean ("ordered", "Ordered", "Whether messages arrive in "
          "the order in which they were sent", TRUE, RW | READY));
  g_object_class_install_property (klass, PROP_MAX_PACKET_LIFETIME,
      g_param_spec_int ("max-packet-lifetime", "Longest time of a message",
          "Milliseconds after which a message that has not arrived is given "
          "up; -1: never", -1, G_MAXUINT16, -1, RW | READY));
  g_object_class_install_property (klass, PROP_MAX_RETRANSMITS,
      g_param_spec_int ("max-retransmits", "Most retransmissions",
          "Repetitions after which a message that has not arrived is given "
          "up; -1: never", -1, G_MAXUINT16, -1, RW | READY));
  g_object_class_install_property (klass, PROP_PRIORITY,
      g_param_spec_enum ("priority", "Priority", "Share of the association "
          "that the channel gets beside others (RFC 8831 section 6.4)",
          GST_TYPE_WEBRTC_PRIORITY_TYPE, GST_WEBRTC_PRIORITY_TYPE_LOW,
          RW | READY));
}

void
rtc_data_user_install_properties (GObjectClass * klass)
{
  install_identity (klass);
  install_reliability (klass);
  g_object_class_install_property (klass, PROP_STATE,
      g_param_spec_enum ("state", "State", "State of the channel; closed: "
          "there is none", GST_TYPE_WEBRTC_DATA_CHANNEL_STATE,
          GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED, RO));
  g_object_class_install_property (klass, PROP_STATS,
      g_param_spec_boxed ("stats", "Statistics", "messages and bytes since "
          "PAUSED, bytes buffered on this side and messages dropped",
          GST_TYPE_STRUCTURE, RO));
  rtc_block_user_install_both (klass, FIRST_OF_BLOCK);
}

/* --- set ----------------------------------------------------------------------------- */

/* Heard from now on, so that a source misses nothing between on-data-channel and
 * PAUSED */
static void
set_channel (RtcDataUser * user, GstWebRTCDataChannel * channel)
{
  g_autoptr (GstWebRTCDataChannel) old = NULL;

  GST_OBJECT_LOCK (user->element);
  old = user->channel;
  user->channel = channel != NULL ? g_object_ref (channel) : NULL;
  GST_OBJECT_UNLOCK (user->element);
  if (old != NULL)
    rtc_data_port_detach (user->port);
  if (channel != NULL)
    rtc_data_user_attach (user);
}

static void
set_string (const gchar ** place, const GValue * value)
{
  g_free ((gchar *) * place);
  *place = g_value_dup_string (value);
}

static void
set_config (RtcDataUser * user, guint id, const GValue * value)
{
  RtcDataChannelConfig *config = &user->config;

  GST_OBJECT_LOCK (user->element);
  if (id == PROP_LABEL)
    set_string (&config->label, value);
  else if (id == PROP_PROTOCOL)
    set_string (&config->protocol, value);
  else if (id == PROP_ORDERED)
    config->ordered = g_value_get_boolean (value);
  else if (id == PROP_MAX_PACKET_LIFETIME)
    config->max_packet_lifetime = g_value_get_int (value);
  else if (id == PROP_MAX_RETRANSMITS)
    config->max_retransmits = g_value_get_int (value);
  else if (id == PROP_NEGOTIATED)
    config->negotiated = g_value_get_boolean (value);
  else if (id == PROP_ID)
    config->id = g_value_get_int (value);
  else if (id == PROP_PRIORITY)
    user->priority = g_value_get_enum (value);
  GST_OBJECT_UNLOCK (user->element);
}

void
rtc_data_user_set_property (RtcDataUser * user, guint id, const GValue * value,
    GParamSpec * pspec)
{
  if (id == PROP_CHANNEL) {
    set_channel (user, g_value_get_object (value));
  } else if (id < FIRST_OF_BLOCK) {
    set_config (user, id, value);
  } else {
    /* the id goes for both */
    if (rtc_block_user_get_end (pspec) == RTC_BLOCK_ICE)
      rtc_block_user_set_property (&user->ice, value, pspec);
    if (rtc_block_user_get_end (pspec) == RTC_BLOCK_SECURE
        || g_str_equal (pspec->name, "transport-id"))
      rtc_block_user_set_property (&user->secure, value, pspec);
  }
}

/* --- get ----------------------------------------------------------------------------- */

static GstStructure *
make_stats (RtcDataUser * user)
{
  RtcDataPortStats stats;

  rtc_data_port_get_stats (user->port, &stats);
  return gst_structure_new ("application/x-rtc-stats",
      "messages", G_TYPE_UINT64, stats.messages,
      "bytes", G_TYPE_UINT64, stats.bytes,
      "buffered", G_TYPE_UINT64, stats.buffered,
      "dropped", G_TYPE_UINT64, stats.dropped, NULL);
}

static void
get_config (RtcDataUser * user, guint id, GValue * value)
{
  const RtcDataChannelConfig *config = &user->config;

  GST_OBJECT_LOCK (user->element);
  if (id == PROP_CHANNEL)
    g_value_set_object (value, user->channel);
  else if (id == PROP_LABEL)
    g_value_set_string (value, config->label);
  else if (id == PROP_PROTOCOL)
    g_value_set_string (value, config->protocol);
  else if (id == PROP_ORDERED)
    g_value_set_boolean (value, config->ordered);
  else if (id == PROP_MAX_PACKET_LIFETIME)
    g_value_set_int (value, config->max_packet_lifetime);
  else if (id == PROP_MAX_RETRANSMITS)
    g_value_set_int (value, config->max_retransmits);
  else if (id == PROP_NEGOTIATED)
    g_value_set_boolean (value, config->negotiated);
  else if (id == PROP_ID)
    g_value_set_int (value, config->id);
  else if (id == PROP_PRIORITY)
    g_value_set_enum (value, user->priority);
  GST_OBJECT_UNLOCK (user->element);
}

void
rtc_data_user_get_property (RtcDataUser * user, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstWebRTCDataChannelState state;

  if (id == PROP_STATE) {
    state = rtc_data_port_get_state (user->port);
    g_value_set_enum (value, state != 0 ? state :
        GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  } else if (id == PROP_STATS) {
    g_value_take_boxed (value, make_stats (user));
  } else if (id < FIRST_OF_BLOCK) {
    get_config (user, id, value);
  } else if (rtc_block_user_get_end (pspec) == RTC_BLOCK_ICE) {
    rtc_block_user_get_property (&user->ice, value, pspec);
  } else {
    rtc_block_user_get_property (&user->secure, value, pspec);
  }
}
