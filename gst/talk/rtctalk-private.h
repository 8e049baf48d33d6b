/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcchat.h"
#include "rtcguest.h"

G_BEGIN_DECLS

struct _RtcTalk
{
  gint refcount;
  RtcTalkConfig config;         /* the string is ours */
  RtcTalkEvents events;
  gpointer user_data;
  GDestroyNotify notify;
  RtcChat *chat;

  GMutex lock;                  /* a leaf */
  GCond cond;
  GQueue guests;                /* RtcGuest, each until its strand is done */
  guint n_guests;               /* that there have been */
};

typedef struct
{
  guint64 chat_messages, chat_dropped, chat_missed;
  guint64 files_received, files_refused;
  guint64 control_events, control_dropped;
  guint64 channels_refused;
} RtcGuestStats;

struct _RtcGuest
{
  gint refcount;
  RtcTalk *talk;
  gchar *id;                    /* the viewer's */
  guint number;                 /* what the others call it by */
  RtcStrand *strand;
  RtcData *data;
  gint closed;

  /* the strand's */
  RtcSpeaker *speaker;          /* while it has a channel "chat" */
  gboolean has_control;
  guint n_files;                /* that are being received */

  GMutex lock;                  /* a leaf */
  RtcGuestStats stats;
};

/* One more of @field: one of RtcGuestStats */
#define rtc_guest_count(guest, field) G_STMT_START { \
  g_mutex_lock (&(guest)->lock); \
  (guest)->stats.field++; \
  g_mutex_unlock (&(guest)->lock); \
} G_STMT_END

/* rtcguest-chat.c, rtcguest-file.c, rtcguest-control.c: on the strand; the peer
 * has opened @channel.  FALSE: it is one too many */
gboolean rtc_guest_open_chat (RtcGuest * guest, RtcDataChannel * channel);
gboolean rtc_guest_open_file (RtcGuest * guest, RtcDataChannel * channel);
gboolean rtc_guest_open_control (RtcGuest * guest, RtcDataChannel * channel);

/* rtctalk.c */
void rtc_talk_enter (RtcTalk * talk, RtcGuest * guest);
void rtc_talk_leave (RtcTalk * talk, RtcGuest * guest);

G_END_DECLS
