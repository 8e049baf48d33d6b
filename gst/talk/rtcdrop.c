/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdrop.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "rtcdropname.h"

#define TEMPLATE ".drop-XXXXXX"
/* Names that are tried before giving up: "name (9999)" */
#define MAX_NUMBER 9999

struct _RtcDrop
{
  gchar *directory, *name;      /* as cleaned */
  gchar *temporary;             /* NULL once it has its name */
  gint fd;
  guint64 size, written;
};

/* What the sender may know: nothing of our paths */
static void
set_error (GError ** error, gint why)
{
  gboolean full = why == ENOSPC || why == EDQUOT || why == EFBIG;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (why),
      full ? "the disk is full" : "it cannot be stored");
}

/* @name is one of rtc_drop_clean_name ().  transfer: full */
RtcDrop *
rtc_drop_begin (const gchar * directory, const gchar * name, guint64 size,
    GError ** error)
{
  RtcDrop *drop = g_new0 (RtcDrop, 1);

  drop->directory = g_strdup (directory);
  drop->name = g_strdup (name);
  drop->size = size;
  drop->temporary = g_build_filename (directory, TEMPLATE, NULL);
  /* with the umask, as any file that a program writes */
  drop->fd = g_mkstemp_full (drop->temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (drop->fd >= 0)
    return drop;
  set_error (error, errno);
  g_clear_pointer (&drop->temporary, g_free);
  rtc_drop_free (drop);
  return NULL;
}

/* FALSE: it is more than was announced, or the disk does not take it */
gboolean
rtc_drop_write (RtcDrop * drop, const guint8 * data, gsize size,
    GError ** error)
{
  if (size > drop->size - drop->written) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
        "these are more bytes than were announced");
    return FALSE;
  }
  while (size > 0) {
    gssize n = write (drop->fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      set_error (error, n < 0 ? errno : ENOSPC);
      return FALSE;
    }
    data += n;
    size -= n;
    drop->written += n;
  }
  return TRUE;
}

gboolean
rtc_drop_is_complete (RtcDrop * drop)
{
  return drop->written == drop->size;
}

/* The name is ours from here on, in whatever order two of them end: it did not
 * exist (O_EXCL).  NULL with errno: none is free */
static gchar *
claim_name (RtcDrop * drop)
{
  for (guint n = 1; n <= MAX_NUMBER; n++) {
    g_autofree gchar *name = n == 1 ? g_strdup (drop->name) :
        rtc_drop_number_name (drop->name, n);
    g_autofree gchar *path = g_build_filename (drop->directory, name, NULL);
    gint fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd >= 0) {
      close (fd);
      return g_steal_pointer (&path);
    }
    if (errno != EEXIST)
      break;
  }
  return NULL;
}

/* Gives it its name, or "name (2).ext" if there is one of that.  The path;
 * transfer: full.  NULL: the disk does not take it. */
gchar *
rtc_drop_finish (RtcDrop * drop, GError ** error)
{
  g_autofree gchar *path = NULL;
  gint result = close (drop->fd);

  drop->fd = -1;
  if (result == 0)
    path = claim_name (drop);
  if (path == NULL) {
    set_error (error, errno);
    return NULL;
  }
  if (g_rename (drop->temporary, path) != 0) {
    set_error (error, errno);
    g_unlink (path);
    return NULL;
  }
  g_clear_pointer (&drop->temporary, g_free);
  return g_steal_pointer (&path);
}

/* What is not complete goes */
void
rtc_drop_free (RtcDrop * drop)
{
  if (drop->fd >= 0)
    close (drop->fd);
  if (drop->temporary != NULL)
    g_unlink (drop->temporary);
  g_free (drop->temporary);
  g_free (drop->directory);
  g_free (drop->name);
  g_free (drop);
}
