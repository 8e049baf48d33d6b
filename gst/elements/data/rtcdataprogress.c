/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdataprogress.h"

#define CODE "data-channel"
#define INTERVAL (G_TIME_SPAN_SECOND / 2)

/* "312 of 1024 MB, 84 MB/s" */
static gchar *
describe (const RtcDataProgress * progress, guint64 bytes, gint64 time)
{
  gdouble done = progress->bytes / 1e6, all = progress->total / 1e6;
  gdouble speed = time > 0 ? (gdouble) bytes / time : 0;
  gint digits = MAX (done, all) < 10 ? 1 : 0;

  if (progress->total > 0)
    return g_strdup_printf ("%.*f of %.*f MB, %.*f MB/s", digits, done, digits,
        all, speed < 10 ? 1 : 0, speed);
  return g_strdup_printf ("%.*f MB, %.*f MB/s", digits, done,
      speed < 10 ? 1 : 0, speed);
}

static void
post (RtcDataProgress * progress, GstProgressType type, guint64 bytes,
    gint64 time)
{
  g_autofree gchar *text = describe (progress, bytes, time);
  GstMessage *message = gst_message_new_progress (GST_OBJECT
      (progress->element), type, CODE, text);

  gst_structure_set (gst_message_writable_structure (message),
      "bytes", G_TYPE_UINT64, progress->bytes,
      "total", G_TYPE_UINT64, progress->total, NULL);
  gst_element_post_message (progress->element, message);
}

void
rtc_data_progress_reset (RtcDataProgress * progress)
{
  *progress = (RtcDataProgress) {.element = progress->element };
}

/* Begins in PLAYING: a pipeline that prerolls would wait for the end of what
 * has begun */
void
rtc_data_progress_add (RtcDataProgress * progress, gsize bytes)
{
  gint64 now = g_get_monotonic_time ();

  progress->bytes += bytes;
  if (progress->begun == 0) {
    if (GST_STATE (progress->element) != GST_STATE_PLAYING)
      return;
    progress->begun = now;
    post (progress, GST_PROGRESS_TYPE_START, 0, 0);
  } else if (now - progress->last < INTERVAL) {
    return;
  } else {
    post (progress, GST_PROGRESS_TYPE_CONTINUE,
        progress->bytes - progress->last_bytes, now - progress->last);
  }
  progress->last = now;
  progress->last_bytes = progress->bytes;
}

static void
end (RtcDataProgress * progress, GstProgressType type)
{
  if (progress->begun != 0)
    post (progress, type, progress->bytes,
        g_get_monotonic_time () - progress->begun);
  rtc_data_progress_reset (progress);
}

void
rtc_data_progress_complete (RtcDataProgress * progress)
{
  end (progress, GST_PROGRESS_TYPE_COMPLETE);
}

void
rtc_data_progress_error (RtcDataProgress * progress)
{
  end (progress, GST_PROGRESS_TYPE_ERROR);
}

/* Stopped, if it has not ended */
void
rtc_data_progress_cancel (RtcDataProgress * progress)
{
  end (progress, GST_PROGRESS_TYPE_CANCELED);
}
