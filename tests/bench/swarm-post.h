/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtcloop.h"

G_BEGIN_DECLS

/* One WHEP exchange over plain HTTP.  It blocks on a thread of its own and
 * reports on @loop. */
typedef struct _SwarmPost SwarmPost;

typedef struct
{
  /* once; NULL: refused, @reason says why */
  void (*answer) (const gchar * answer, const gchar * reason,
      gpointer user_data);
  /* a candidate that came after the answer, "candidate:…" */
  void (*candidate) (const gchar * candidate, gpointer user_data);
} SwarmPostEvents;

SwarmPost *swarm_post_new (RtcLoop * loop, const gchar * url,
    const gchar * offer, const SwarmPostEvents * events, gpointer user_data);
/* Hang up: the viewer is connected and no candidate is needed any more */
void swarm_post_hang_up (SwarmPost * post);
/* DELETE the viewer, if there is one; no event after this */
void swarm_post_free (SwarmPost * post);

G_END_DECLS
