/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>

/* Somebody who watches an rtcsink of this process and opens data channels: an
 * rtcpeerbin, WHEP by hand. */
typedef struct
{
  GstElement *peer;
  GMutex lock;
  GCond cond;
  GPtrArray *heard;             /* under lock: "LABEL text", "LABEL open" … */
  guint taken;
} Visitor;

void visitor_init (Visitor * visitor);
/* before coming; the channel is the visitor's, GstWebRTCDataChannel */
gpointer visitor_open (Visitor * visitor, const gchar * label);
void visitor_come (Visitor * visitor, guint16 port);
void visitor_say (gpointer channel, const gchar * text);
void visitor_send (gpointer channel, const gchar * text);
/* the next thing that it hears is @line */
void visitor_wait (Visitor * visitor, const gchar * line);
void visitor_clear (Visitor * visitor);
