/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "folder.h"

#include <glib/gstdio.h>

gchar *
folder_new (void)
{
  gchar *folder = g_dir_make_tmp ("rtc-drop-XXXXXX", NULL);

  fail_unless (folder != NULL);
  return folder;
}

static GPtrArray *
read_names (const gchar * folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  fail_unless (dir != NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  return names;
}

void
folder_free (gchar * folder)
{
  g_autoptr (GPtrArray) names = read_names (folder);

  for (guint i = 0; i < names->len; i++) {
    g_autofree gchar *path = g_build_filename (folder,
        (gchar *) g_ptr_array_index (names, i), NULL);

    g_unlink (path);
  }
  fail_unless_equals_int (g_rmdir (folder), 0);
  g_free (folder);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const gchar **) a, *(const gchar **) b);
}

gchar *
folder_list (const gchar * folder)
{
  g_autoptr (GPtrArray) names = read_names (folder);

  g_ptr_array_sort (names, compare);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (gchar **) names->pdata);
}

void
folder_wait (const gchar * folder, const gchar * names)
{
  for (;;) {
    g_autofree gchar *now = folder_list (folder);

    if (g_str_equal (now, names))
      break;
    g_thread_yield ();
  }
}

void
folder_check_file (const gchar * folder, const gchar * name,
    const gchar * content)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autofree gchar *is = NULL;

  fail_unless (g_file_get_contents (path, &is, NULL, NULL), "%s", name);
  fail_unless_equals_string (is, content);
}
