/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each writes one RTCP packet, returns its size or 0 when there is no room */
gsize rtc_rtcp_write_rr_empty (guint32 ssrc, guint8 * out, gsize room);
gsize rtc_rtcp_write_sdes_cname (guint32 ssrc, const gchar * cname,
    guint8 * out, gsize room);
gsize rtc_rtcp_write_bye (const guint32 * ssrcs, guint n, guint8 * out,
    gsize room);
gsize rtc_rtcp_write_pli (guint32 ssrc, guint32 media_ssrc, guint8 * out,
    gsize room);

G_END_DECLS
