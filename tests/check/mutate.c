/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mutate.h"

#include <string.h>

/* the start of a random line, and its length with the line end */
static gsize
random_line (GRand * rand, const GString * text, gsize * len)
{
  gsize start = g_rand_int_range (rand, 0, text->len);
  const gchar *end;

  while (start > 0 && text->str[start - 1] != '\n')
    start--;
  end = strchr (text->str + start, '\n');
  *len = end ? (gsize) (end - text->str) + 1 - start : text->len - start;
  return start;
}

static void
mutate (GRand * rand, GString * text)
{
  static const gchar interesting[] = " :;/=-0129\r\n\t\xc3*az";
  gsize len, start = random_line (rand, text, &len);
  gsize at = g_rand_int_range (rand, 0, text->len);
  g_autofree gchar *line = g_strndup (text->str + start, len);

  switch (g_rand_int_range (rand, 0, 6)) {
    case 0:
      text->str[at] = interesting[g_rand_int_range (rand, 0,
              sizeof (interesting) - 1)];
      break;
    case 1:
      text->str[at] = g_rand_int_range (rand, 0, 256);
      break;
    case 2:
      g_string_erase (text, start, len);
      break;
    case 3:
      g_string_insert (text, start, line);
      break;
    case 4:
      g_string_erase (text, start, len);
      if (text->len > 0)
        start = random_line (rand, text, &len);
      g_string_insert (text, MIN (start, text->len), line);
      break;
    default:
      if (g_rand_int_range (rand, 0, 20) == 0)
        g_string_truncate (text, at);
  }
}

void
mutate_text (GRand * rand, GString * text)
{
  gint n = g_rand_int_range (rand, 1, 12);

  while (n-- > 0 && text->len > 0)
    mutate (rand, text);
}
