/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcviewer-private.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_viewer_debug);
#define GST_CAT_DEFAULT rtc_viewer_debug

/* What a media loop tells the control loop.  A notice holds the viewer and is
 * dropped if that has been closed meanwhile. */
typedef struct
{
  RtcViewer *viewer;
  enum
  { NOTICE_GATHERED, NOTICE_CONNECTED, NOTICE_GONE } kind;
  gchar *ufrag, *pwd;
  gchar **candidates;
  gboolean complete;
  gchar *reason;
} Notice;

static void
notice_run (gpointer data)
{
  Notice *notice = data;
  RtcViewer *viewer = notice->viewer;

  if (viewer->closed)
    return;
  switch (notice->kind) {
    case NOTICE_GATHERED:
      viewer->events.gathered (viewer, notice->ufrag, notice->pwd,
          notice->candidates, notice->complete, viewer->user_data);
      break;
    case NOTICE_CONNECTED:
      viewer->events.connected (viewer, viewer->user_data);
      break;
    case NOTICE_GONE:
      viewer->events.gone (viewer, notice->reason, viewer->user_data);
      break;
  }
}

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  rtc_viewer_unref (notice->viewer);
  g_free (notice->ufrag);
  g_free (notice->pwd);
  g_strfreev (notice->candidates);
  g_free (notice->reason);
  g_free (notice);
}

static void
notice_post (const Notice * notice)
{
  rtc_viewer_ref (notice->viewer);
  rtc_loop_post (rtc_loop_pool_get_control (notice->viewer->pool), notice_run,
      g_memdup2 (notice, sizeof (*notice)), notice_free);
}

/* @candidates: transfer full */
void
rtc_viewer_report_gathered (RtcViewer * viewer, gchar ** candidates,
    gboolean complete)
{
  notice_post (&(Notice) {
        .viewer = viewer,
        .kind = NOTICE_GATHERED,
        .ufrag = g_strdup (rtc_transport_get_local_ufrag (viewer->transport)),
        .pwd = g_strdup (rtc_transport_get_local_pwd (viewer->transport)),
        .candidates = candidates,
        .complete = complete
      });
}

void
rtc_viewer_report_connected (RtcViewer * viewer)
{
  notice_post (&(Notice) {
        .viewer = viewer,
        .kind = NOTICE_CONNECTED
      });
}

/* Only the first reason counts */
void
rtc_viewer_report_gone (RtcViewer * viewer, const gchar * reason)
{
  if (viewer->reported_gone)
    return;
  viewer->reported_gone = TRUE;
  GST_INFO ("viewer %s is gone: %s", viewer->id, reason);
  notice_post (&(Notice) {
        .viewer = viewer,
        .kind = NOTICE_GONE,
        .reason = g_strdup (reason)
      });
}
