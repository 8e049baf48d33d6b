/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A viewer's channel "chat" */
#include "rtctalk-private.h"

/* What may wait for a viewer that does not read, bytes */
#define MAX_WAITING (256 * 1024)

typedef struct
{
  RtcGuest *guest;
  RtcDataChannel *channel;
} Part;

/* Under the chat's lock, which comes before that of any data */
static gboolean
deliver (GBytes * line, gpointer user_data)
{
  Part *part = user_data;

  if (rtc_data_channel_get_buffered_amount (part->channel)
      + g_bytes_get_size (line) <= MAX_WAITING
      && rtc_data_channel_send (part->channel, line, TRUE, NULL))
    return TRUE;
  rtc_guest_count (part->guest, chat_missed);
  return FALSE;
}

static void
part_free (gpointer user_data)
{
  Part *part = user_data;
  RtcGuest *guest = part->guest;

  rtc_chat_leave (guest->talk->chat, g_steal_pointer (&guest->speaker));
  rtc_data_channel_unref (part->channel);
  rtc_guest_unref (guest);
  g_free (part);
}

static void
on_message (RtcDataChannel * channel, GBytes * message, gboolean is_string,
    gpointer user_data)
{
  RtcGuest *guest = ((Part *) user_data)->guest;
  RtcTalk *talk = guest->talk;
  g_autofree gchar *text = NULL;
  gconstpointer data;
  gsize size;

  data = g_bytes_get_data (message, &size);
  if (is_string && rtc_chat_is_text (data, size))
    text = g_strndup (data, size);
  if (text == NULL || !rtc_chat_say (talk->chat, guest->speaker, text,
          g_get_monotonic_time ())) {
    rtc_guest_count (guest, chat_dropped);
    return;
  }
  rtc_guest_count (guest, chat_messages);
  talk->events.chat (guest->id, text, talk->user_data);
}

gboolean
rtc_guest_open_chat (RtcGuest * guest, RtcDataChannel * channel)
{
  static const RtcDataChannelEvents events = {.message = on_message };
  g_autofree gchar *name = g_strdup_printf ("viewer %u", guest->number);
  Part *part;

  if (guest->speaker != NULL)
    return FALSE;
  part = g_new (Part, 1);
  *part = (Part) { rtc_guest_ref (guest), rtc_data_channel_ref (channel) };
  guest->speaker = rtc_chat_join (guest->talk->chat, guest->id, name,
      deliver, part, g_get_monotonic_time ());
  rtc_data_channel_watch (channel, &events, part, part_free);
  return TRUE;
}
