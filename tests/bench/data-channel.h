/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/webrtc/webrtc.h>

/* One channel under load.  What is called from the outside may come from any
 * thread; the channel's signals come on whatever thread its element has. */

typedef struct _DataChannel DataChannel;

typedef struct
{
  gint64 open, first;           /* monotonic us; 0: not yet */
  gsize bytes, messages;        /* received */
} DataChannelFacts;

/* @greeted: on the first message */
typedef void (*DataChannelFunc) (gpointer data);

DataChannel *data_channel_new (DataChannelFunc greeted, gpointer data);

/* transfer: full.  @greets: its first message goes out when it opens. */
void data_channel_take (DataChannel * self, GstWebRTCDataChannel * channel,
    gboolean greets);

void data_channel_free (DataChannel * self);

DataChannelFacts data_channel_get_facts (DataChannel * self);

/* Keeps the channel full of messages of @size, until that is 0. */
void data_channel_flood (DataChannel * self, gsize size);

/* Every message goes back. */
void data_channel_echo (DataChannel * self, gboolean on);

/* @n messages of @size, each sent when the one before has come back.
 * transfer: full; microseconds, NULL if they stay away for half a minute. */
gint64 *data_channel_ping (DataChannel * self, guint n, gsize size);
