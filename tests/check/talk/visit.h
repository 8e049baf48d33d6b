/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "../data/pair.h"
#include "talk/rtcguest.h"

/* What the application of a stream is told, line by line */
typedef struct
{
  RtcTalk *talk;
  GMutex lock;
  GCond cond;
  GPtrArray *lines;             /* under lock, as all below */
  guint taken;                  /* lines that were waited for */
  gboolean held;                /* the application sits in a callback */
  gboolean sitting;             /* … and has come to it */
} Room;

/* A viewer of it, whose page is the first side of a pair; what the page hears is
 * kept as "LABEL text" and "LABEL closed" */
typedef struct
{
  Room *room;
  Pair *pair;
  RtcGuest *guest;
  GPtrArray *heard;             /* under the room's lock */
  guint taken;
} Visit;

void room_init (Room * room, const RtcTalkConfig * config);
void room_clear (Room * room);
/* the next line is this one */
void room_wait (Room * room, const gchar * line);
/* every callback sits from now on, until it is released */
void room_hold (Room * room);
void room_wait_sitting (Room * room);
void room_release (Room * room);

Visit *visit_new (Room * room, const gchar * id);
void visit_free (Visit * visit);
/* transfer: full */
RtcDataChannel *visit_open (Visit * visit, const gchar * label);
RtcDataChannel *visit_open_with (Visit * visit,
    const RtcDataChannelConfig * config);
void visit_say (RtcDataChannel * channel, const gchar * text);
void visit_send (RtcDataChannel * channel, gconstpointer data, gsize size);
/* the next thing that the page hears is this */
void visit_wait (Visit * visit, const gchar * line);
guint64 visit_get_count (Visit * visit, const gchar * field);
