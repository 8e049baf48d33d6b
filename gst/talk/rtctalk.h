/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "rtccontrol.h"

G_BEGIN_DECLS

/* What the viewers of one stream may do over data channels: talk, drop files,
 * control.  Shared by all of them; an RtcGuest is one. */
typedef struct _RtcTalk RtcTalk;

typedef struct
{
  gboolean chat;
  const gchar *drop_directory;  /* NULL: no files */
  guint64 max_drop_size;        /* bytes of a file */
  gboolean control;
} RtcTalkConfig;

/* On the strand of the viewer who did it, no lock held: it may take its time,
 * and holds up nobody else */
typedef struct
{
  void (*chat) (const gchar * viewer_id, const gchar * text,
      gpointer user_data);
  void (*file) (const gchar * viewer_id, const gchar * name,
      const gchar * location, guint64 size, gpointer user_data);
  void (*control) (const gchar * viewer_id, const RtcControl * control,
      gpointer user_data);
} RtcTalkEvents;

RtcTalk *rtc_talk_new (const RtcTalkConfig * config,
    const RtcTalkEvents * events, gpointer user_data, GDestroyNotify notify);
RtcTalk *rtc_talk_ref (RtcTalk * talk);
void rtc_talk_unref (RtcTalk * talk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcTalk, rtc_talk_unref)

gboolean rtc_talk_send_chat (RtcTalk * talk, const gchar * viewer_id,
    const gchar * text);
void rtc_talk_wait (RtcTalk * talk, gint64 timeout);

G_END_DECLS
