/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "room.h"

void
room_keep (Room * room, GPtrArray * lines, gchar * line)
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

  room_keep (room, room->lines, g_strdup_printf ("%s says %s", viewer_id,
          text));
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
  room_keep (room, room->lines,
      g_strdup_printf ("%s drops %s %" G_GUINT64_FORMAT, viewer_id, name,
          size));
  sit (room);
}

static void
on_control (const gchar * viewer_id, const RtcControl * control,
    gpointer user_data)
{
  Room *room = user_data;

  room_keep (room, room->lines, g_strdup_printf ("%s controls %d %g,%g",
          viewer_id, control->kind, control->x, control->y));
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

void
room_wait_for (Room * room, GPtrArray * lines, guint * taken,
    const gchar * line)
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
  room_wait_for (room, room->lines, &room->taken, line);
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
