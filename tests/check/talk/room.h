/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>

#include "talk/rtctalk.h"

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

void room_init (Room * room, const RtcTalkConfig * config);
void room_clear (Room * room);
/* the next line is this one */
void room_wait (Room * room, const gchar * line);
/* every callback sits from now on, until it is released */
void room_hold (Room * room);
void room_wait_sitting (Room * room);
void room_release (Room * room);
/* the same for the lines of somebody else, of which @taken were waited for */
void room_wait_for (Room * room, GPtrArray * lines, guint * taken,
    const gchar * line);
void room_keep (Room * room, GPtrArray * lines, gchar * line);
