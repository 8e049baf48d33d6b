/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include "../process.h"
#include "ice/rtcice.h"
#include "nice/rtcnice.h"

/* Two agents on two loops, which hand each other credentials and candidates as
 * a signaller would.  Under the pair's lock: what the test waits for. */
typedef struct _Pair Pair;

typedef struct
{
  Pair *pair;
  guint index;
  RtcLoop *loop;
  RtcIceConfig config;
  RtcIce *ice;                  /* loop */
  GError *error;
  gboolean mute;                /* candidates are not handed over, */
  gboolean mute_direct;         /* or only relayed ones */

  RtcIceState state;
  gboolean failed_once;
  gchar *candidate;             /* the first */
  guint n_candidates, n_relayed;
  gboolean gathered;
  gboolean has_path, direct;
  gint fd;                      /* a dup */
  GSocketAddress *remote;
  gchar *local_type, *remote_type;
  GPtrArray *received;          /* GBytes */
  void (*hook) (gpointer side); /* loop, on each event */
} Side;

struct _Pair
{
  GMutex lock;
  GCond cond;
  Side side[2];
};

void pair_init (Pair * pair);
void pair_new_agents (Pair * pair);
void pair_credentials (Pair * pair);
void pair_start (Pair * pair);
void pair_clear (Pair * pair);

gint pair_wait_state (Pair * pair, guint index, RtcIceState state,
    guint seconds);
void pair_wait_connected (Pair * pair);
void pair_wait_gathered (Pair * pair, guint index);
void pair_wait_received (Pair * pair, guint index, guint n);

gboolean side_send (Side * side, const gchar * text);
gboolean side_add_candidate (Side * side, const gchar * text);
void side_free (Side * side);
