/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcblock.h"

G_BEGIN_DECLS

/* The blocks of the process by transport-id.  The table is weak: a block is in
 * it while somebody else holds it. */
RtcBlock *rtc_registry_acquire (const gchar * id);
gboolean rtc_registry_drop (RtcBlock * block, const gchar * id,
    gatomicrefcount * refs);

G_END_DECLS
