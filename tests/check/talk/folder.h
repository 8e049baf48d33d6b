/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>

/* A directory of a test's own */
gchar *folder_new (void);
/* removes it with what is in it */
void folder_free (gchar * folder);
/* names in it, sorted, with spaces between them; free */
gchar *folder_list (const gchar * folder);
/* waits until that is @names */
void folder_wait (const gchar * folder, const gchar * names);
void folder_check_file (const gchar * folder, const gchar * name,
    const gchar * content);
