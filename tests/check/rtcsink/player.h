/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include "transport/rtctransport.h"

/* Somebody who watches an rtcsink of this process: WHEP by hand, then a
 * transport of ours over libnice on 127.0.0.1.  All players share one loop; the
 * calls are the test thread's, several of them may make players at once. */
typedef struct
{
  RtcTransport *transport;      /* the loop's */
  gchar *ufrag, *pwd;
  GPtrArray *candidates;

  GMutex lock;
  GCond cond;
  /* all below under lock */
  gboolean gathered;
  RtcTransportState state;
  gboolean was_connected;
  guint n_rtp, n_rtcp;
  guint n_keyframes;            /* VP8 frames that begin as one */
  guint32 ssrc;                 /* of the newest packet */

  guint16 port;
  guint status;                 /* of the offer */
  gchar *location;
  gchar *answer;
} Player;

/* The loop of all players: once, before threads are counted */
void players_open (void);
void players_close (void);

void player_init (Player * player, guint16 port);
void player_clear (Player * player);
/* POST an offer to @path and keep the answer; returns the status */
guint player_offer (Player * player, const gchar * path);
/* begin with the answer that came */
void player_start (Player * player);
/* all three, on "/whep", and wait until media may flow */
void player_watch (Player * player);
void player_wait_connected (Player * player);
guint player_count_rtp (Player * player);
guint player_count_keyframes (Player * player);
void player_wait_rtp_total (Player * player, guint n);
/* @n more packets or key frames than now */
void player_wait_rtp (Player * player, guint n);
void player_wait_keyframes (Player * player, guint n);
void player_wait_gone (Player * player);
guint player_delete (Player * player);
/* the sockets close without a word */
void player_kill (Player * player);
/* runs @func with the transport on the players' loop */
void player_call (RtcLoopFunc func, gpointer data);
