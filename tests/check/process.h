/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What this process holds just now */
guint count_threads (void);
guint count_fds (void);
gsize resident_kib (void);

G_END_DECLS
