/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtcloop.h"
#include "swarm-count.h"

G_BEGIN_DECLS

/* A receiver for the bare sender: a UDP socket at 127.0.0.1 and the key both
 * know.  All calls on the loop. */
typedef struct _SwarmPlain SwarmPlain;

SwarmPlain *swarm_plain_new (RtcLoop * loop, guint16 port, GError ** error);
void swarm_plain_free (SwarmPlain * plain);
const SwarmCount *swarm_plain_get_count (SwarmPlain * plain);

G_END_DECLS
