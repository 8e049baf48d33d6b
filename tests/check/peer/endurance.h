/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "duo.h"

G_BEGIN_DECLS

/* What is done to peers over and over, and what the process is left with.  Any
 * element with webrtcbin's names will do. */

/* One peer through @n states at random, with offers asked for and set in
 * between; returns when all its promises have been answered */
void endure_states (const gchar * factory, GRand * random, guint n);
/* Two meet, sound flows, get-stats, they part */
void endure_connection (const gchar * factory);

/* Of some measure after each of many rounds, the least in the second fifth of
 * them and the least in the last: what is freed late, or kept for the next time,
 * is in neither */
typedef struct
{
  guint64 before, after;
} EnduranceRange;

typedef struct
{
  guint rounds;
  guint done;
  EnduranceRange threads, fds, bytes;
} Endurance;
void endurance_init (Endurance * self, guint rounds);
/* after each round */
void endurance_measure (Endurance * self);
/* Prints a line; FALSE: threads, fds, or more than @slack bytes a round stayed */
gboolean endurance_verdict (const Endurance * self, const gchar * what,
    guint slack);

G_END_DECLS
