/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcviewer-private.h"

gboolean
rtc_viewer_is_sending (RtcViewer * viewer)
{
  return viewer->connected != 0;
}

/* What was only noted while the transport was locked for sending */
void
rtc_viewer_settle (RtcViewer * viewer)
{
  for (guint i = 0; i < viewer->n_streams; i++) {
    RtcViewerStream *stream = viewer->streams[i];

    if (stream->wants_keyframe)
      rtc_fanout_request_keyframe (stream->fanout);
    if (stream->reported)
      rtc_fanout_vote (stream->fanout, stream,
          stream->sender.reception.fraction_lost);
    stream->wants_keyframe = stream->reported = FALSE;
  }
}

/* Everything that waits and may go, of all streams; what the pacer holds back
 * goes when its timer fires.  Sound has no part in the pacing: it is little and
 * late sound is lost sound. */
static void
pump (RtcViewer * viewer)
{
  RtcBatch *batch = rtc_batch_get_for_thread ();
  gint64 now = rtc_loop_now ();
  gboolean all = TRUE;

  if (!rtc_transport_send_begin (viewer->transport))
    return;
  for (guint i = 0; i < viewer->n_streams; i++)
    all &= rtc_viewer_stream_pump (viewer->streams[i], viewer->transport,
        batch, &viewer->pacer, &viewer->transport_seq, now);
  rtc_transport_send_end (viewer->transport, batch);

  rtc_viewer_settle (viewer);
  rtc_timer_set (viewer->pace_timer, all ? RTC_NEVER :
      rtc_pacer_deadline (&viewer->pacer, now));
}

void
rtc_viewer_on_pace (gpointer data)
{
  pump (data);
}

void
rtc_viewer_frame (RtcViewer * viewer, RtcViewerStream * stream,
    RtcFrame * frame)
{
  if (stream->paced)
    rtc_pacer_note_frame (&viewer->pacer, frame->n_bytes, rtc_loop_now ());
  pump (viewer);
}

/* The transport has just connected: pictures begin with a key frame */
void
rtc_viewer_resume (RtcViewer * viewer)
{
  for (guint i = 0; i < viewer->n_streams; i++)
    viewer->streams[i]->wants_keyframe = viewer->streams[i]->paced;
  rtc_viewer_settle (viewer);
}
