/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @packet has room for its checksum, and is only lent */
typedef void (*RtcSctpCutFunc) (guint8 * packet, gsize size,
    gpointer user_data);

void rtc_sctp_cut (guint8 * train, gsize size, gsize mtu, RtcSctpCutFunc func,
    gpointer user_data);

G_END_DECLS
