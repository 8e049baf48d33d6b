/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GInetAddress *rtc_listen_parse_address (const gchar * address,
    GError ** error);
GSocket *rtc_listen_open (GInetAddress * address, guint16 port,
    GError ** error);
guint16 rtc_listen_get_port (GSocket * socket);
gchar *rtc_listen_make_url (GInetAddress * address, guint16 port);

G_END_DECLS
