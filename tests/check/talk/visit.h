/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "../data/pair.h"
#include "room.h"
#include "talk/rtcguest.h"

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
