/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RTC_SRTP_RTP_INDICES (G_GUINT64_CONSTANT (1) << 48)

guint64 rtc_srtp_guess_index (guint64 top, guint16 seq);

/* Replay list of RFC 3711 section 3.3.2: the last @size indices up to @top, as
 * a ring of bits.  @size: a power of two, 64 at least. */
gboolean rtc_srtp_window_accepts (const guint64 * bits, guint size,
    guint64 top, guint64 index);
guint64 rtc_srtp_window_add (guint64 * bits, guint size, guint64 top,
    guint64 index);

G_END_DECLS
