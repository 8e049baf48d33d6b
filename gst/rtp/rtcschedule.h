/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When the next compound RTCP packet is due (RFC 3550 6.2, RFC 4585 3.5 with
 * the reduced minimum): randomised, so that a thousand viewers who came at once
 * do not report at once. */
gint64 rtc_schedule_next_report (gint64 now, gboolean first, guint64 bitrate,
    guint32 random);

G_END_DECLS
