/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpscan.h"

#include <string.h>

gchar **
rtc_sdp_words (const gchar * text)
{
  GPtrArray *words = g_ptr_array_new ();

  for (;;) {
    gsize len;

    text += strspn (text, " \t");
    len = strcspn (text, " \t");
    if (len == 0)
      break;
    g_ptr_array_add (words, g_strndup (text, len));
    text += len;
  }
  g_ptr_array_add (words, NULL);
  return (gchar **) g_ptr_array_free (words, FALSE);
}

gboolean
rtc_sdp_split (const gchar * text, gchar ** first, const gchar ** rest)
{
  gsize len = strcspn (text, " \t");
  const gchar *tail = text + len + strspn (text + len, " \t");

  if (len == 0 || *tail == '\0')
    return FALSE;
  *first = g_strndup (text, len);
  *rest = tail;
  return TRUE;
}
