/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What somebody says of a file before sending it, as values: nothing in it is to
 * be trusted. */

#define RTC_DROP_MAX_NAME 200   /* bytes: room for " (9999)" in 255 */

gboolean rtc_drop_parse (const gchar * text, gsize length, guint64 * size,
    gchar ** name);
gchar *rtc_drop_clean_name (const gchar * text, gsize length);
gchar *rtc_drop_number_name (const gchar * name, guint n);

G_END_DECLS
