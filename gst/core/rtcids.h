/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Identifiers nobody can guess, from the kernel's random source. */
void rtc_random_bytes (gpointer out, gsize size);
guint32 rtc_random_ssrc (void);
gchar *rtc_random_token (gsize n_chars);

G_END_DECLS
