/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcblockuser.h"

#include "nice/rtcnice.h"
#include "transport/rtcregistry.h"

#define DEFAULT_ID "default"

/* @events: what this element wants besides its messages */
void
rtc_block_user_init (RtcBlockUser * user, GstElement * element,
    RtcBlockRole role, const RtcBlockEvents * events)
{
  *user = (RtcBlockUser) {
  .element = element,.role = role,.events =
        *events,.transport_id = g_strdup (DEFAULT_ID),.settings =
        gst_structure_new_empty ("settings")};
  user->events.ice_state = rtc_block_user_messages.ice_state;
  user->events.candidate = rtc_block_user_messages.candidate;
  user->events.secure_state = rtc_block_user_messages.secure_state;
  user->events.refused = rtc_block_user_messages.refused;
}

/* At finalize: the state is NULL */
void
rtc_block_user_clear (RtcBlockUser * user)
{
  g_free (user->transport_id);
  gst_structure_free (user->settings);
}

static const gchar *
name_of (RtcBlockRole role)
{
  static const gchar *names[RTC_BLOCK_N_ROLES] = {
    [RTC_BLOCK_ICE_SRC] = "rtcicesrc",
    [RTC_BLOCK_ICE_SINK] = "rtcicesink",
    [RTC_BLOCK_SRTP_ENC] = "rtcsrtpenc",
    [RTC_BLOCK_SRTP_DEC] = "rtcsrtpdec",
  };

  return names[role];
}

static gboolean
join_block (RtcBlockUser * user, RtcBlock * block)
{
  if (user->get_member == NULL)
    return rtc_block_join (block, user->role, &user->events, user);
  return rtc_block_join (block, user->role, user->member_events,
      user->get_member (block));
}

/* NULL to READY */
static gboolean
join (RtcBlockUser * user)
{
  g_autoptr (RtcBlock) block = NULL;
  g_autofree gchar *id = NULL;

  GST_OBJECT_LOCK (user->element);
  id = g_strdup (user->transport_id);
  GST_OBJECT_UNLOCK (user->element);
  block = rtc_registry_acquire (id);
  if (!join_block (user, block)) {
    GST_ELEMENT_ERROR (user->element, RESOURCE, BUSY,
        ("Transport \"%s\" already has its %s: give each transport of the "
            "process a transport-id of its own.", id, name_of (user->role)),
        (NULL));
    return FALSE;
  }
  GST_OBJECT_LOCK (user->element);
  rtc_block_configure (block, rtc_block_end_of (user->role), user->settings);
  user->block = g_steal_pointer (&block);
  GST_OBJECT_UNLOCK (user->element);
  return TRUE;
}

/* READY to NULL */
static void
leave (RtcBlockUser * user)
{
  RtcBlock *block;

  GST_OBJECT_LOCK (user->element);
  block = g_steal_pointer (&user->block);
  GST_OBJECT_UNLOCK (user->element);
  if (block == NULL)
    return;
  rtc_block_leave (block, user->role);
  rtc_block_unref (block);
}

static gboolean
is_set (RtcBlockUser * user, const gchar * name)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  return rtc_block_get_setting (user->block, rtc_block_end_of (user->role),
      name, &value);
}

/* It is no mistake to set these later, but in a gst-launch line nobody will */
static void
say_what_is_missing (RtcBlockUser * user)
{
  if (rtc_block_end_of (user->role) == RTC_BLOCK_ICE) {
    if (!is_set (user, "remote-ufrag") || !is_set (user, "remote-pwd"))
      GST_ELEMENT_INFO (user->element, RESOURCE, SETTINGS,
          ("ICE waits for remote-ufrag and remote-pwd."), (NULL));
  } else if (!is_set (user, "remote-fingerprint")
      && !is_set (user, "local-key") && !is_set (user, "remote-key")) {
    GST_ELEMENT_INFO (user->element, RESOURCE, SETTINGS,
        ("DTLS waits for remote-fingerprint."), (NULL));
  }
}

/* READY to PAUSED */
static gboolean
open_end (RtcBlockUser * user)
{
  g_autoptr (GError) error = NULL;

  GST_OBJECT_LOCK (user->element);
  user->packets = user->bytes = user->dropped = 0;
  GST_OBJECT_UNLOCK (user->element);
  if (rtc_block_open (user->block, user->role, rtc_nice_new, &error)) {
    say_what_is_missing (user);
    return TRUE;
  }
  rtc_block_close (user->block, user->role);
  GST_ELEMENT_ERROR (user->element, RESOURCE, SETTINGS,
      ("Cannot start with these properties: %s.", error->message), (NULL));
  return FALSE;
}

/* What comes before the parent class's change_state.  FALSE: the bus has been
 * told why. */
gboolean
rtc_block_user_before (RtcBlockUser * user, GstStateChange transition)
{
  switch (transition) {
    case GST_STATE_CHANGE_NULL_TO_READY:
      return join (user);
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      return open_end (user);
    case GST_STATE_CHANGE_PAUSED_TO_PLAYING:
      rtc_block_play (user->block, user->role);
      return TRUE;
    default:
      return TRUE;
  }
}

/* What comes after it: no pad of the element is active any more where an end
 * closes. */
void
rtc_block_user_after (RtcBlockUser * user, GstStateChange transition,
    GstStateChangeReturn ret)
{
  gboolean failed = ret == GST_STATE_CHANGE_FAILURE;

  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY
      || (transition == GST_STATE_CHANGE_READY_TO_PAUSED && failed))
    rtc_block_close (user->block, user->role);
  else if (transition == GST_STATE_CHANGE_READY_TO_NULL
      || (transition == GST_STATE_CHANGE_NULL_TO_READY && failed))
    leave (user);
}

/* Any thread; for the stats */
void
rtc_block_user_count (RtcBlockUser * user, guint packets, gsize bytes,
    guint dropped)
{
  GST_OBJECT_LOCK (user->element);
  user->packets += packets;
  user->bytes += bytes;
  user->dropped += dropped;
  GST_OBJECT_UNLOCK (user->element);
}
