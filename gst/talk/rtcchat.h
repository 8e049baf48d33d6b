/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A room in which the viewers of a stream and the application talk: who is in
 * it, what was said last, and who says too much.  Knows no channel and no clock.
 * Any thread. */
typedef struct _RtcChat RtcChat;
typedef struct _RtcSpeaker RtcSpeaker;

#define RTC_CHAT_MAX_TEXT 2000  /* characters */
#define RTC_CHAT_HISTORY 20     /* lines that somebody new is told */
#define RTC_CHAT_BURST 10       /* lines at once … */
#define RTC_CHAT_INTERVAL (G_USEC_PER_SEC / 2)  /* … then one in this time */

/* @line: who, a newline, the text.  Under the room's lock, so that all hear the
 * same in the same order: queue it and return.  FALSE: it was not taken */
typedef gboolean (*RtcChatDeliver) (GBytes * line, gpointer user_data);

RtcChat *rtc_chat_new (void);
void rtc_chat_free (RtcChat * chat);

/* @id is how the application calls this one, @name the others */
RtcSpeaker *rtc_chat_join (RtcChat * chat, const gchar * id,
    const gchar * name, RtcChatDeliver deliver, gpointer user_data,
    gint64 now);
void rtc_chat_leave (RtcChat * chat, RtcSpeaker * speaker);
gboolean rtc_chat_say (RtcChat * chat, RtcSpeaker * speaker,
    const gchar * text, gint64 now);
gboolean rtc_chat_announce (RtcChat * chat, const gchar * id,
    const gchar * text);
gboolean rtc_chat_is_text (const gchar * text, gsize size);

G_END_DECLS
