/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdropname.h"

#include <string.h>

#define MAX_HEADER 4096         /* bytes: two short lines */

/* What a file system, a shell or a reader could take for something else */
static gboolean
is_harmless (gunichar c)
{
  switch (g_unichar_type (c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    default:
      return c > 0x7f || strchr ("\"*/:<>?\\|$`", c) == NULL;
  }
}

/* Where the name ends and its extension begins */
static gsize
find_extension (const gchar * name)
{
  const gchar *dot = strrchr (name, '.');

  return dot != NULL && dot > name && strlen (dot) <= 16 ?
      (gsize) (dot - name) : strlen (name);
}

/* To RTC_DROP_MAX_NAME bytes, in whole characters, of which the extension stays */
static void
shorten (GString * name)
{
  gsize end = find_extension (name->str);
  gsize keep = RTC_DROP_MAX_NAME - (name->len - end);

  if (name->len <= RTC_DROP_MAX_NAME)
    return;
  while (((guchar) name->str[keep] & 0xc0) == 0x80)
    keep--;
  g_string_erase (name, keep, end - keep);
}

/* A name for a file of ours: no path, not hidden, no option of a command, not too
 * long, never empty.  Any thread; transfer: full */
gchar *
rtc_drop_clean_name (const gchar * text, gsize length)
{
  g_autofree gchar *valid = g_utf8_make_valid (text, length);
  g_autoptr (GString) name = g_string_new (NULL);
  const gchar *at = valid;

  for (const gchar * c = valid; *c != '\0'; c++)
    if (*c == '/' || *c == '\\')
      at = c + 1;
  for (; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (is_harmless (c))
      g_string_append_unichar (name, c);
    else
      g_string_append_c (name, '_');
  }
  while (name->len > 0 && strchr (". -~", name->str[0]) != NULL)
    g_string_erase (name, 0, 1);
  shorten (name);
  while (name->len > 0 && strchr (". ", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    g_string_assign (name, "file");
  return g_strdup (name->str);
}

/* "name (2).ext".  Any thread; transfer: full */
gchar *
rtc_drop_number_name (const gchar * name, guint n)
{
  gsize end = find_extension (name);

  return g_strdup_printf ("%.*s (%u)%s", (gint) end, name, n, name + end);
}

/* The first message: the size in bytes, a newline, the name.  FALSE: it is none.
 * Any thread; transfer of @name: full */
gboolean
rtc_drop_parse (const gchar * text, gsize length, guint64 * size, gchar ** name)
{
  const gchar *newline;
  gchar digits[20];
  gsize n;

  if (length == 0 || length > MAX_HEADER)
    return FALSE;
  newline = memchr (text, '\n', length);
  n = newline != NULL ? newline - text : 0;
  if (n == 0 || n >= sizeof (digits))
    return FALSE;
  memcpy (digits, text, n);
  digits[n] = '\0';
  if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, size, NULL))
    return FALSE;
  *name = rtc_drop_clean_name (newline + 1, length - n - 1);
  return TRUE;
}
