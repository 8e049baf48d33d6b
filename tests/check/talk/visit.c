/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "visit.h"

#include <string.h>

/* The other side's data are the guest's */
Visit *
visit_new (Room * room, const gchar * id)
{
  Visit *visit = g_new0 (Visit, 1);
  Side *side;

  visit->room = room;
  visit->heard = g_ptr_array_new_with_free_func (g_free);
  visit->guest = rtc_guest_new (room->talk, id);
  visit->pair = pair_new ();
  side = &visit->pair->sides[1];
  rtc_data_close (side->data);
  rtc_data_unref (side->data);
  side->data = rtc_data_ref (rtc_guest_get_data (visit->guest));
  pair_connect (visit->pair);
  return visit;
}

void
visit_free (Visit * visit)
{
  rtc_guest_close (visit->guest);
  pair_free (visit->pair);
  rtc_guest_unref (visit->guest);
  g_ptr_array_unref (visit->heard);
  g_free (visit);
}

static void
on_state (RtcDataChannel * channel, RtcDataChannelState state,
    gpointer user_data)
{
  Visit *visit = user_data;
  const gchar *label = rtc_data_channel_get_config (channel)->label;

  if (state == RTC_DATA_CHANNEL_CLOSED)
    room_keep (visit->room, visit->heard, g_strconcat (label, " closed", NULL));
}

static void
on_message (RtcDataChannel * channel, GBytes * message, gboolean is_string,
    gpointer user_data)
{
  Visit *visit = user_data;
  gsize size;
  const gchar *text = g_bytes_get_data (message, &size);

  fail_unless (is_string);
  room_keep (visit->room, visit->heard, g_strdup_printf ("%s %.*s",
          rtc_data_channel_get_config (channel)->label, (gint) size, text));
}

RtcDataChannel *
visit_open_with (Visit * visit, const RtcDataChannelConfig * config)
{
  static const RtcDataChannelEvents events = {.state_changed = on_state,
    .message = on_message
  };
  RtcDataChannel *channel = rtc_data_create_channel
      (visit->pair->sides[0].data, config, NULL);

  fail_unless (channel != NULL);
  rtc_data_channel_watch (channel, &events, visit, NULL);
  while (rtc_data_channel_get_state (channel) == RTC_DATA_CHANNEL_CONNECTING)
    g_thread_yield ();
  return channel;
}

RtcDataChannel *
visit_open (Visit * visit, const gchar * label)
{
  RtcDataChannelConfig config = CHAT;

  config.label = label;
  return visit_open_with (visit, &config);
}

static void
send (RtcDataChannel * channel, GBytes * bytes, gboolean is_string)
{
  g_autoptr (GError) error = NULL;

  fail_unless (rtc_data_channel_send (channel, bytes, is_string, &error),
      "%s", error != NULL ? error->message : "");
  g_bytes_unref (bytes);
}

void
visit_say (RtcDataChannel * channel, const gchar * text)
{
  send (channel, g_bytes_new (text, strlen (text)), TRUE);
}

void
visit_send (RtcDataChannel * channel, gconstpointer data, gsize size)
{
  send (channel, g_bytes_new (data, size), FALSE);
}

void
visit_wait (Visit * visit, const gchar * line)
{
  room_wait_for (visit->room, visit->heard, &visit->taken, line);
}

guint64
visit_get_count (Visit * visit, const gchar * field)
{
  g_autoptr (GstStructure) stats = gst_structure_new_empty ("stats");
  guint64 n;

  rtc_guest_add_stats (visit->guest, stats);
  fail_unless (gst_structure_get_uint64 (stats, field, &n));
  return n;
}
