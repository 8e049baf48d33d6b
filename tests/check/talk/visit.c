/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "visit.h"

#include <string.h>

/* --- the application ------------------------------------------------------------ */

static void
keep (Room * room, GPtrArray * lines, gchar * line)
{
  g_mutex_lock (&room->lock);
  g_ptr_array_add (lines, line);
  g_cond_broadcast (&room->cond);
  g_mutex_unlock (&room->lock);
}

static void
sit (Room * room)
{
  g_mutex_lock (&room->lock);
  room->sitting = TRUE;
  g_cond_broadcast (&room->cond);
  while (room->held)
    g_cond_wait (&room->cond, &room->lock);
  g_mutex_unlock (&room->lock);
}

static void
on_chat (const gchar * viewer_id, const gchar * text, gpointer user_data)
{
  Room *room = user_data;

  keep (room, room->lines, g_strdup_printf ("%s says %s", viewer_id, text));
  sit (room);
}

static void
on_file (const gchar * viewer_id, const gchar * name, const gchar * location,
    guint64 size, gpointer user_data)
{
  Room *room = user_data;
  g_autofree gchar *base = g_path_get_basename (location);

  fail_unless_equals_string (name, base);
  fail_unless (g_file_test (location, G_FILE_TEST_IS_REGULAR));
  keep (room, room->lines, g_strdup_printf ("%s drops %s %" G_GUINT64_FORMAT,
          viewer_id, name, size));
  sit (room);
}

static void
on_control (const gchar * viewer_id, const RtcControl * control,
    gpointer user_data)
{
  Room *room = user_data;

  keep (room, room->lines, g_strdup_printf ("%s controls %d %g,%g", viewer_id,
          control->kind, control->x, control->y));
  sit (room);
}

void
room_init (Room * room, const RtcTalkConfig * config)
{
  static const RtcTalkEvents events = { on_chat, on_file, on_control };

  *room = (Room) {
    .lines = g_ptr_array_new_with_free_func (g_free)
  };
  g_mutex_init (&room->lock);
  g_cond_init (&room->cond);
  room->talk = rtc_talk_new (config, &events, room, NULL);
}

void
room_clear (Room * room)
{
  /* a thread of a strand may still hold it */
  rtc_talk_wait (room->talk, G_MAXINT32);
  rtc_talk_unref (room->talk);
  fail_unless_equals_int (room->taken, room->lines->len);
  g_ptr_array_unref (room->lines);
  g_mutex_clear (&room->lock);
  g_cond_clear (&room->cond);
}

static void
wait_for (Room * room, GPtrArray * lines, guint * taken, const gchar * line)
{
  const gchar *next;

  g_mutex_lock (&room->lock);
  while (*taken == lines->len)
    g_cond_wait (&room->cond, &room->lock);
  next = g_ptr_array_index (lines, (*taken)++);
  g_mutex_unlock (&room->lock);
  fail_unless_equals_string (next, line);
}

void
room_wait (Room * room, const gchar * line)
{
  wait_for (room, room->lines, &room->taken, line);
}

void
room_hold (Room * room)
{
  g_mutex_lock (&room->lock);
  room->held = TRUE;
  room->sitting = FALSE;
  g_mutex_unlock (&room->lock);
}

void
room_wait_sitting (Room * room)
{
  g_mutex_lock (&room->lock);
  while (!room->sitting)
    g_cond_wait (&room->cond, &room->lock);
  g_mutex_unlock (&room->lock);
}

void
room_release (Room * room)
{
  g_mutex_lock (&room->lock);
  room->held = FALSE;
  g_cond_broadcast (&room->cond);
  g_mutex_unlock (&room->lock);
}

/* --- a viewer -------------------------------------------------------------------- */

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
    keep (visit->room, visit->heard, g_strconcat (label, " closed", NULL));
}

static void
on_message (RtcDataChannel * channel, GBytes * message, gboolean is_string,
    gpointer user_data)
{
  Visit *visit = user_data;
  gsize size;
  const gchar *text = g_bytes_get_data (message, &size);

  fail_unless (is_string);
  keep (visit->room, visit->heard, g_strdup_printf ("%s %.*s",
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
  wait_for (visit->room, visit->heard, &visit->taken, line);
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
