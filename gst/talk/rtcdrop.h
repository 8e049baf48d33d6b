/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One file that is being received into a directory.  It has a hidden name of its
 * own there until it is complete.  Any one thread at a time; each call may wait
 * for the disk.  Errors are G_IO_ERROR with a text that may be told to whoever
 * sends it. */
typedef struct _RtcDrop RtcDrop;

RtcDrop *rtc_drop_begin (const gchar * directory, const gchar * name,
    guint64 size, GError ** error);
gboolean rtc_drop_write (RtcDrop * drop, const guint8 * data, gsize size,
    GError ** error);
gboolean rtc_drop_is_complete (RtcDrop * drop);
gchar *rtc_drop_finish (RtcDrop * drop, GError ** error);
void rtc_drop_free (RtcDrop * drop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcDrop, rtc_drop_free)

G_END_DECLS
