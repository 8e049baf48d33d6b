/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small readers shared by the files of this room */

/* decimal digits only, within [min, max] */
static inline gboolean
rtc_sdp_number (const gchar * text, guint64 min, guint64 max, guint64 * value)
{
  return text && g_ascii_string_to_unsigned (text, 10, min, max, value, NULL);
}

static inline void
rtc_sdp_set (gchar ** field, const gchar * value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* The words between spaces and tabs; transfer: full */
gchar **rtc_sdp_words (const gchar * text);
/* Up to the first space, and what follows it; FALSE if either is empty.
 * *@rest points into @text; *@first is transfer: full */
gboolean rtc_sdp_split (const gchar * text, gchar ** first,
    const gchar ** rest);

G_END_DECLS
