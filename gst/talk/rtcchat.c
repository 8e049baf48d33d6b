/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcchat.h"

#include <string.h>

struct _RtcSpeaker
{
  gchar *id, *name;
  RtcChatDeliver deliver;
  gpointer user_data;
  gint64 spent;                 /* microseconds: until when its lines so far are
                                 * worth, at one in an interval */
};

struct _RtcChat
{
  GMutex lock;                  /* a leaf but for what deliver () queues into */
  GQueue speakers;              /* RtcSpeaker */
  GQueue history;               /* GBytes, oldest first */
};

/* transfer: full */
RtcChat *
rtc_chat_new (void)
{
  RtcChat *chat = g_new0 (RtcChat, 1);

  g_mutex_init (&chat->lock);
  g_queue_init (&chat->speakers);
  g_queue_init (&chat->history);
  return chat;
}

/* Everybody has left */
void
rtc_chat_free (RtcChat * chat)
{
  g_queue_clear_full (&chat->history, (GDestroyNotify) g_bytes_unref);
  g_mutex_clear (&chat->lock);
  g_free (chat);
}

/* Is it something to say: neither empty nor too long, UTF-8, no byte 0 */
gboolean
rtc_chat_is_text (const gchar * text, gsize size)
{
  return size > 0 && size <= 4 * RTC_CHAT_MAX_TEXT
      && g_utf8_validate (text, size, NULL)
      && g_utf8_strlen (text, size) <= RTC_CHAT_MAX_TEXT;
}

static GBytes *
make_line (const gchar * name, const gchar * text)
{
  gchar *line = g_strconcat (name, "\n", text, NULL);

  return g_bytes_new_take (line, strlen (line));
}

/* With the lock.  Takes @line; to all but @from, and into the history. */
static void
spread (RtcChat * chat, RtcSpeaker * from, GBytes * line)
{
  for (GList * item = chat->speakers.head; item != NULL; item = item->next) {
    RtcSpeaker *to = item->data;

    if (to != from)
      to->deliver (line, to->user_data);
  }
  g_queue_push_tail (&chat->history, line);
  if (chat->history.length > RTC_CHAT_HISTORY)
    g_bytes_unref (g_queue_pop_head (&chat->history));
}

/* A bucket of RTC_CHAT_BURST lines, filled by one in each interval */
static gboolean
may_say (RtcSpeaker * speaker, gint64 now)
{
  gint64 spent = MAX (speaker->spent, now) + RTC_CHAT_INTERVAL;

  if (spent - now > RTC_CHAT_BURST * (gint64) RTC_CHAT_INTERVAL)
    return FALSE;
  speaker->spent = spent;
  return TRUE;
}

/* What was said last is delivered inside the call.  @now: microseconds of any
 * clock that only goes forward.  The speaker is the room's until it leaves. */
RtcSpeaker *
rtc_chat_join (RtcChat * chat, const gchar * id, const gchar * name,
    RtcChatDeliver deliver, gpointer user_data, gint64 now)
{
  RtcSpeaker *speaker = g_new (RtcSpeaker, 1);

  *speaker = (RtcSpeaker) { g_strdup (id), g_strdup (name), deliver,
    user_data, now
  };
  g_mutex_lock (&chat->lock);
  for (GList * item = chat->history.head; item != NULL; item = item->next)
    deliver (item->data, user_data);
  g_queue_push_tail (&chat->speakers, speaker);
  g_mutex_unlock (&chat->lock);
  return speaker;
}

/* Nothing is delivered to it after this; frees it */
void
rtc_chat_leave (RtcChat * chat, RtcSpeaker * speaker)
{
  g_mutex_lock (&chat->lock);
  g_queue_remove (&chat->speakers, speaker);
  g_mutex_unlock (&chat->lock);
  g_free (speaker->id);
  g_free (speaker->name);
  g_free (speaker);
}

/* To all others.  FALSE: it has said too much lately; nobody hears it.  @text as
 * rtc_chat_is_text () wants it. */
gboolean
rtc_chat_say (RtcChat * chat, RtcSpeaker * speaker, const gchar * text,
    gint64 now)
{
  gboolean may;

  g_mutex_lock (&chat->lock);
  may = may_say (speaker, now);
  if (may)
    spread (chat, speaker, make_line (speaker->name, text));
  g_mutex_unlock (&chat->lock);
  return may;
}

/* From the application: to all, also to those who come later (@id NULL), or to
 * one alone.  FALSE: there is none of this @id, or it does not take more. */
gboolean
rtc_chat_announce (RtcChat * chat, const gchar * id, const gchar * text)
{
  g_autoptr (GBytes) line = make_line ("", text);
  gboolean told = id == NULL;

  g_mutex_lock (&chat->lock);
  if (id == NULL)
    spread (chat, NULL, g_bytes_ref (line));
  for (GList * item = chat->speakers.head; item != NULL && id != NULL;
      item = item->next) {
    RtcSpeaker *to = item->data;

    if (g_str_equal (to->id, id))
      told = to->deliver (line, to->user_data);
  }
  g_mutex_unlock (&chat->lock);
  return told;
}
