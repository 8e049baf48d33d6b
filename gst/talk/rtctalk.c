/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtctalk-private.h"

#include <string.h>

/* Any thread; transfer: full.  @config is copied; @notify frees @user_data after
 * the last event. */
RtcTalk *
rtc_talk_new (const RtcTalkConfig * config, const RtcTalkEvents * events,
    gpointer user_data, GDestroyNotify notify)
{
  RtcTalk *talk = g_new0 (RtcTalk, 1);

  talk->refcount = 1;
  talk->config = *config;
  talk->config.drop_directory = g_strdup (config->drop_directory);
  talk->events = *events;
  talk->user_data = user_data;
  talk->notify = notify;
  talk->chat = rtc_chat_new ();
  g_mutex_init (&talk->lock);
  g_cond_init (&talk->cond);
  g_queue_init (&talk->guests);
  return talk;
}

RtcTalk *
rtc_talk_ref (RtcTalk * talk)
{
  g_atomic_int_inc (&talk->refcount);
  return talk;
}

void
rtc_talk_unref (RtcTalk * talk)
{
  if (!g_atomic_int_dec_and_test (&talk->refcount))
    return;
  if (talk->notify != NULL)
    talk->notify (talk->user_data);
  rtc_chat_free (talk->chat);
  g_mutex_clear (&talk->lock);
  g_cond_clear (&talk->cond);
  g_free ((gchar *) talk->config.drop_directory);
  g_free (talk);
}

/* Gives @guest its number */
void
rtc_talk_enter (RtcTalk * talk, RtcGuest * guest)
{
  g_mutex_lock (&talk->lock);
  guest->number = ++talk->n_guests;
  g_queue_push_tail (&talk->guests, guest);
  g_mutex_unlock (&talk->lock);
}

void
rtc_talk_leave (RtcTalk * talk, RtcGuest * guest)
{
  g_mutex_lock (&talk->lock);
  g_queue_remove (&talk->guests, guest);
  g_cond_broadcast (&talk->cond);
  g_mutex_unlock (&talk->lock);
}

/* With the lock: those whose end can be waited for from here */
static gboolean
has_others (RtcTalk * talk)
{
  for (GList * item = talk->guests.head; item != NULL; item = item->next)
    if (!rtc_strand_is_current (((RtcGuest *) item->data)->strand))
      return TRUE;
  return FALSE;
}

/* Any thread but a loop's, after everybody was closed.  Until nothing is told or
 * written any more, @timeout microseconds at most: what the application does in
 * an event may take any time. */
void
rtc_talk_wait (RtcTalk * talk, gint64 timeout)
{
  gint64 deadline = g_get_monotonic_time () + timeout;

  g_mutex_lock (&talk->lock);
  while (has_others (talk)
      && g_cond_wait_until (&talk->cond, &talk->lock, deadline));
  g_mutex_unlock (&talk->lock);
}

/* Any thread.  From the application to the viewer @viewer_id, or to all, and to
 * those who come later, if that is NULL.  FALSE: there is no chat or no such
 * viewer in it, or @text is empty, not UTF-8 or too long. */
gboolean
rtc_talk_send_chat (RtcTalk * talk, const gchar * viewer_id, const gchar * text)
{
  return talk->config.chat && rtc_chat_is_text (text, strlen (text))
      && rtc_chat_announce (talk->chat, viewer_id, text);
}
