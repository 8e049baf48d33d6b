/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "../process.h"
#include "player.h"

/* A pipeline with an rtcsink "s", playing, whose caps are known */
typedef struct
{
  GstElement *pipeline;
  GstElement *sink;
  guint16 port;
  GMutex lock;
  GCond cond;
  /* under lock, from the signals */
  GPtrArray *events;            /* "+ID" and "-ID" in their order */
} Sink;

#define SINK_SOURCE "videotestsrc is-live=true pattern=ball ! " \
    "video/x-raw,width=64,height=48,framerate=60/1 ! "
#define SINK_END "rtcsink name=s port=0"
#define SINK_LINE SINK_SOURCE SINK_END

void sink_init (Sink * sink, const gchar * line);
void sink_play (Sink * sink);
void sink_stop (Sink * sink);
void sink_clear (Sink * sink);
/* waits for the next buffer at @pad of @element */
void sink_wait_buffer (GstElement * element, const gchar * pad);
guint sink_count_viewers (Sink * sink);
/* until the stats count @n */
void sink_wait_viewers (Sink * sink, guint n);
void sink_wait_events (Sink * sink, guint n);
/* no error has been posted */
void sink_check_bus (Sink * sink);

/* What goes in the background goes soon: waits until both are down to what is
 * given, and fails if that takes longer than 10 s */
void wait_process (guint threads, guint fds);
