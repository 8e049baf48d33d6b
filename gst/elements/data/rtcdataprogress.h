/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* How far it is, on the bus: messages of the kind PROGRESS with the code
 * "data-channel", a text, and the fields bytes and total (0: not known).  The
 * streaming thread's. */
typedef struct
{
  GstElement *element;
  guint64 bytes, total;
  gint64 begun, last;           /* when, 0: not yet */
  guint64 last_bytes;
} RtcDataProgress;

void rtc_data_progress_reset (RtcDataProgress * progress);
void rtc_data_progress_add (RtcDataProgress * progress, gsize bytes);
void rtc_data_progress_complete (RtcDataProgress * progress);
void rtc_data_progress_error (RtcDataProgress * progress);
void rtc_data_progress_cancel (RtcDataProgress * progress);

G_END_DECLS
