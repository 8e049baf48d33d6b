/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdatauser.h"

#include "types/rtctypes.h"

static gpointer
get_end (RtcBlock * block)
{
  return rtc_data_end_get (block);
}

static void
init_part (RtcBlockUser * part, GstElement * element, RtcBlockRole role)
{
  static const RtcBlockEvents none = { NULL };

  rtc_block_user_init (part, element, role, &none);
  part->get_member = get_end;
  part->member_events = &rtc_data_end_events;
}

void
rtc_data_user_init (RtcDataUser * user, GstElement * element, gboolean is_sink,
    void (*lost) (GstElement * element))
{
  *user = (RtcDataUser) {.element = element };
  user->port = rtc_data_port_new (element, !is_sink, lost);
  user->claim = (RtcDataClaim) {
  .element = element,.port = user->port,.is_sink = is_sink};
  user->config = (RtcDataChannelConfig) {
  .ordered = TRUE,.max_packet_lifetime = -1,.max_retransmits = -1,.id = -1};
  user->priority = GST_WEBRTC_PRIORITY_TYPE_LOW;
  init_part (&user->ice, element, RTC_BLOCK_ICE_DATA);
  init_part (&user->secure, element, RTC_BLOCK_SECURE_DATA);
}

/* At finalize: the state is NULL */
void
rtc_data_user_clear (RtcDataUser * user)
{
  rtc_data_port_dispose (user->port);
  g_clear_object (&user->channel);
  g_free ((gchar *) user->config.label);
  g_free ((gchar *) user->config.protocol);
  rtc_block_user_clear (&user->ice);
  rtc_block_user_clear (&user->secure);
}

/* --- states ----------------------------------------------------------------------- */

/* RFC 8831 section 6.4 */
static guint16
number_of (GstWebRTCPriorityType priority)
{
  switch (priority) {
    case GST_WEBRTC_PRIORITY_TYPE_VERY_LOW:
      return 128;
    case GST_WEBRTC_PRIORITY_TYPE_MEDIUM:
      return 512;
    case GST_WEBRTC_PRIORITY_TYPE_HIGH:
      return 1024;
    default:
      return 256;
  }
}

/* Its strings are to be freed */
static RtcDataChannelConfig
dup_config (RtcDataUser * user)
{
  RtcDataChannelConfig config;

  GST_OBJECT_LOCK (user->element);
  config = user->config;
  config.label = g_strdup (config.label);
  config.protocol = g_strdup (config.protocol);
  config.priority = number_of (user->priority);
  GST_OBJECT_UNLOCK (user->element);
  if (!config.negotiated)
    config.id = -1;
  return config;
}

static void
clear_config (RtcDataChannelConfig * config)
{
  g_free ((gchar *) config->label);
  g_free ((gchar *) config->protocol);
}

/* transfer: full; NULL: none is given */
static GstWebRTCDataChannel *
dup_channel (RtcDataUser * user)
{
  GstWebRTCDataChannel *channel = NULL;

  GST_OBJECT_LOCK (user->element);
  if (user->channel != NULL)
    channel = g_object_ref (user->channel);
  GST_OBJECT_UNLOCK (user->element);
  return channel;
}

static gboolean
has_channel (RtcDataUser * user)
{
  g_autoptr (GstWebRTCDataChannel) channel = dup_channel (user);

  return channel != NULL;
}

void
rtc_data_user_attach (RtcDataUser * user)
{
  g_autoptr (GstWebRTCDataChannel) channel = dup_channel (user);

  if (rtc_data_port_is_attached (user->port))
    return;
  if (G_TYPE_CHECK_INSTANCE_TYPE (channel, rtc_data_channel_get_type ()))
    rtc_data_port_attach_own (user->port,
        rtc_data_channel_object_get_channel (channel));
  else
    rtc_data_port_attach_foreign (user->port, channel);
}

/* NULL to READY */
static void
join (RtcDataUser * user)
{
  RtcDataChannelConfig config = dup_config (user);

  /* neither fails: all data elements are one member */
  rtc_block_user_before (&user->ice, GST_STATE_CHANGE_NULL_TO_READY);
  rtc_block_user_before (&user->secure, GST_STATE_CHANGE_NULL_TO_READY);
  user->end = rtc_data_end_get (user->ice.block);
  rtc_data_end_add (user->end, &user->claim, &config);
  clear_config (&config);
}

/* READY to NULL */
static void
leave (RtcDataUser * user)
{
  if (user->end == NULL)
    return;
  rtc_data_end_remove (user->end, &user->claim);
  user->end = NULL;
  rtc_block_user_after (&user->secure, GST_STATE_CHANGE_READY_TO_NULL,
      GST_STATE_CHANGE_SUCCESS);
  rtc_block_user_after (&user->ice, GST_STATE_CHANGE_READY_TO_NULL,
      GST_STATE_CHANGE_SUCCESS);
}

static void
close_part (RtcBlockUser * part)
{
  rtc_block_user_after (part, GST_STATE_CHANGE_PAUSED_TO_READY,
      GST_STATE_CHANGE_SUCCESS);
}

/* transfer of @text: full */
static void
post (RtcDataUser * user, gint code, gchar * text)
{
  gst_element_message_full (user->element, GST_MESSAGE_ERROR,
      GST_RESOURCE_ERROR, code, text, NULL, __FILE__, GST_FUNCTION, __LINE__);
}

static gboolean
open_channel (RtcDataUser * user)
{
  RtcDataChannelConfig config = dup_config (user);
  g_autoptr (GError) error = NULL;
  gboolean ok = rtc_data_end_open (user->end, &user->claim, &config, &error);

  clear_config (&config);
  if (ok)
    return TRUE;
  if (error->domain == GST_RESOURCE_ERROR)
    post (user, error->code, g_strdup (error->message));
  else
    post (user, GST_RESOURCE_ERROR_SETTINGS, g_strdup_printf ("Cannot start "
            "with these properties: %s.", error->message));
  return FALSE;
}

/* READY to PAUSED.  Nothing waits for the peer. */
static gboolean
open_end (RtcDataUser * user)
{
  if (!rtc_block_user_before (&user->ice, GST_STATE_CHANGE_READY_TO_PAUSED))
    return FALSE;
  if (rtc_block_user_before (&user->secure, GST_STATE_CHANGE_READY_TO_PAUSED)) {
    user->open = open_channel (user);
    if (user->open)
      return TRUE;
    close_part (&user->secure);
  }
  close_part (&user->ice);
  return FALSE;
}

static gboolean
start (RtcDataUser * user)
{
  rtc_data_port_start (user->port);
  if (has_channel (user)) {
    rtc_data_user_attach (user);
    return TRUE;
  }
  /* the channel has been taken away in READY */
  if (user->end == NULL)
    join (user);
  if (open_end (user))
    return TRUE;
  rtc_data_port_stop (user->port);
  return FALSE;
}

/* What comes while stopped is for others: it must not hold up the association */
static void
stop (RtcDataUser * user)
{
  rtc_data_port_stop (user->port);
  if (!user->open) {
    rtc_data_port_detach (user->port);
    return;
  }
  user->open = FALSE;
  rtc_data_end_close (user->end, &user->claim);
  close_part (&user->secure);
  close_part (&user->ice);
}

/* What comes before the parent class's change_state.  FALSE: the bus has been
 * told why. */
gboolean
rtc_data_user_before (RtcDataUser * user, GstStateChange transition)
{
  if (transition == GST_STATE_CHANGE_NULL_TO_READY && !has_channel (user))
    join (user);
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED)
    return start (user);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_PLAYING && user->open) {
    rtc_block_user_before (&user->ice, transition);
    rtc_block_user_before (&user->secure, transition);
  }
  return TRUE;
}

/* What comes after it: no pad is active where the channel goes. */
void
rtc_data_user_after (RtcDataUser * user, GstStateChange transition,
    GstStateChangeReturn ret)
{
  gboolean failed = ret == GST_STATE_CHANGE_FAILURE;

  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY
      || (transition == GST_STATE_CHANGE_READY_TO_PAUSED && failed))
    stop (user);
  else if (transition == GST_STATE_CHANGE_READY_TO_NULL
      || (transition == GST_STATE_CHANGE_NULL_TO_READY && failed))
    leave (user);
}

void
rtc_data_user_post_error (RtcDataUser * user)
{
  g_autoptr (GError) error = rtc_data_port_take_error (user->port);

  if (error == NULL)
    return;
  post (user, error->code, g_strdup_printf ("The data channel is lost: %s%s",
          error->message, g_str_has_suffix (error->message, ".") ? "" : "."));
}
