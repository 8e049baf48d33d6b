/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* coturn on loopback, with ports that the kernel had free a moment ago; user
 * "user", password "pass word" */
gboolean turn_start (void);     /* FALSE: it is not installed */
gboolean turn_start_tls (const gchar * certificate, const gchar * key);
guint turn_get_port (void);     /* of TLS, where that is started */
void turn_stop (void);

G_END_DECLS
