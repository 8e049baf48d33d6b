/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>
#include <string.h>

#include "talk/rtcdropname.h"

/* The announcement of a file from any bytes: its name stays in its directory,
 * and cleaned again it is the same */

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  g_autofree gchar *name = NULL;
  g_autofree gchar *again = NULL;
  g_autofree gchar *number = NULL;
  guint64 bytes;

  if (!rtc_drop_parse ((const gchar *) data, size, &bytes, &name))
    return 0;
  again = rtc_drop_clean_name (name, strlen (name));
  number = rtc_drop_number_name (name, 9999);
  if (bytes > G_MAXINT64 || *name == '\0' || *name == '.'
      || strlen (name) > RTC_DROP_MAX_NAME || strlen (number) > 255
      || strpbrk (name, "/\\\n") != NULL || !g_utf8_validate (name, -1, NULL)
      || !g_str_equal (name, again))
    abort ();
  return 0;
}
