/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "process.h"

#include <stdio.h>

static guint
count_entries (const gchar * path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

guint
count_threads (void)
{
  /* ThreadSanitizer has one of its own */
  return count_entries ("/proc/self/task") -
      (g_getenv ("TSAN_OPTIONS") != NULL ? 1 : 0);
}

guint
count_fds (void)
{
  return count_entries ("/proc/self/fd");
}

gsize
resident_kib (void)
{
  g_autofree gchar *text = NULL;
  gulong total = 0, resident = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    (void) sscanf (text, "%lu %lu", &total, &resident);
  return resident * 4;
}
