/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtcloop.h"
#include "swarm-count.h"

G_BEGIN_DECLS

/* A receiver that does as little as a receiver can: ICE and DTLS in full, then
 * it counts packets.  All calls on the loop. */
typedef struct _SwarmViewer SwarmViewer;

/* Once.  @reason NULL: DTLS is connected, @ms after the POST of the offer */
typedef void (*SwarmViewerFunc) (SwarmViewer * viewer, gdouble ms,
    const gchar * reason, gpointer user_data);

SwarmViewer *swarm_viewer_new (RtcLoop * loop, const gchar * url,
    const gchar * local_address, SwarmViewerFunc done, gpointer user_data);
void swarm_viewer_free (SwarmViewer * viewer);
const SwarmCount *swarm_viewer_get_count (SwarmViewer * viewer);
const gchar *swarm_viewer_get_profile (SwarmViewer * viewer);

G_END_DECLS
