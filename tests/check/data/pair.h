/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>

#include "data/rtcdata.h"

/* Two ends of data channels over a wire in memory, that loses and doubles as it
 * is told; every event is kept, in order, as a line of text ("open chat",
 * "message chat 5", ...), and what a test waits for it waits for by these. */

typedef struct _Pair Pair;
typedef struct _Side Side;

struct _Side
{
  Pair *pair;
  Side *peer;
  RtcLoop *loop;
  RtcStrand *strand;
  RtcData *data;
  GRand *rand;
  gint silent;                  /* keep no lines of messages */

  /* under the pair's lock */
  GPtrArray *lines;
  guint taken;                  /* lines that were waited for */
  RtcDataChannel *accepted;     /* the last that the peer has opened */
  GBytes *last;                 /* the last message */
  guint messages;
  guint64 bytes;
  guint closed;                 /* channels */
};

struct _Pair
{
  GMutex lock;
  GCond cond;
  gint loss, doubled;           /* percent */
  Side sides[2];
};

Pair *pair_new (void);
Pair *pair_new_connected (void);
void pair_connect (Pair * pair);
void pair_connect_with (Pair * pair, guint64 remote_max_message_size);
void pair_disconnect (Side * side);
void pair_free (Pair * pair);
RtcDataChannel *pair_create (Side * side, const gchar * label);
RtcDataChannel *pair_create_with (Side * side,
    const RtcDataChannelConfig * config);
void pair_send (RtcDataChannel * channel, gsize size, guint8 fill);
/* the next line of those that begin with @start's first word is this one */
void pair_wait (Side * side, const gchar * line);
void pair_wait_messages (Side * side, guint n);
guint pair_count_messages (Side * side);
/* what the loops and this side's strand have got so far is done */
void pair_settle (Side * side);
void pair_inject (Side * side, gconstpointer packet, gsize size);

/* the usual channel, to be changed by a test */
#define CHAT { .label = "chat", .protocol = "", .ordered = TRUE, \
    .max_packet_lifetime = -1, .max_retransmits = -1, .id = -1, \
    .priority = 256 }
