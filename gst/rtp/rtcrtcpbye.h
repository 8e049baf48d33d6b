/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Copies a compound or reduced-size packet to @out, which has room for @size
 * bytes, without its BYEs.  Returns the bytes written; 0: nothing else was in
 * it, or it is malformed. */
gsize rtc_rtcp_drop_byes (const guint8 * data, gsize size, guint8 * out);

G_END_DECLS
