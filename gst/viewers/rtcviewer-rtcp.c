/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcviewer-private.h"

#include "rtp/rtcrtcpread.h"
#include "rtp/rtcrtcpwrite.h"

/* Seconds from 1900 to 1970 */
#define NTP_UNIX_OFFSET G_GUINT64_CONSTANT (2208988800)

/* Wall clock as NTP 32.32 */
guint64
rtc_viewer_ntp_now (void)
{
  guint64 now = g_get_real_time ();

  return ((now / G_USEC_PER_SEC + NTP_UNIX_OFFSET) << 32)
      | (((now % G_USEC_PER_SEC) << 32) / G_USEC_PER_SEC);
}

/* --- what comes in ---------------------------------------------------- */

typedef struct
{
  RtcViewer *viewer;
  RtcBatch *batch;              /* for retransmissions */
  gint64 now;
} Reading;

static RtcViewerStream *
find_stream (RtcViewer * viewer, guint32 ssrc)
{
  for (guint i = 0; i < viewer->n_streams; i++)
    if (viewer->streams[i]->sender.config.ssrc == ssrc)
      return viewer->streams[i];
  return NULL;
}

static void
resend (Reading * reading, RtcViewerStream * stream, guint16 pid, guint16 blp)
{
  RtcViewer *viewer = reading->viewer;

  rtc_viewer_stream_resend (stream, viewer->transport, reading->batch, pid,
      &viewer->transport_seq, reading->now);
  for (guint bit = 0; bit < 16; bit++)
    if (blp & (1 << bit))
      rtc_viewer_stream_resend (stream, viewer->transport, reading->batch,
          pid + bit + 1, &viewer->transport_seq, reading->now);
}

static void
on_event (const RtcRtcpEvent * event, gpointer user_data)
{
  Reading *reading = user_data;
  RtcViewerStream *stream = find_stream (reading->viewer, event->media_ssrc);

  if (stream == NULL)
    return;

  switch (event->kind) {
    case RTC_RTCP_REPORT:
      rtc_sender_report (&stream->sender, reading->now, rtc_viewer_ntp_now (),
          event->report.fraction_lost, event->report.packets_lost,
          event->report.jitter, event->report.lsr, event->report.dlsr);
      stream->reported = TRUE;
      break;
    case RTC_RTCP_NACK:
      resend (reading, stream, event->nack.pid, event->nack.blp);
      break;
    case RTC_RTCP_PLI:
      stream->sender.plis++;
      stream->wants_keyframe = TRUE;
      break;
    case RTC_RTCP_FIR:
      if (rtc_sender_fir (&stream->sender, event->fir.seq))
        stream->wants_keyframe = TRUE;
      break;
    default:
      break;
  }
}

void
rtc_viewer_on_rtcp (RtcTransport * transport, guint8 * data, gsize size,
    gpointer user_data)
{
  RtcViewer *viewer = user_data;
  Reading reading = { viewer, rtc_batch_get_for_thread (), rtc_loop_now () };

  viewer->last_heard = reading.now;
  if (!rtc_transport_send_begin (transport))
    return;
  rtc_rtcp_read (data, size, on_event, &reading);
  rtc_transport_send_end (transport, reading.batch);
  rtc_viewer_settle (viewer);
}

/* --- what goes out ---------------------------------------------------- */

/* SR and SDES of each stream that has begun, a compound packet each (RFC 3550
 * section 6.1) */
void
rtc_viewer_send_reports (RtcViewer * viewer)
{
  RtcBatch *batch = rtc_batch_get_for_thread ();
  gint64 now = rtc_loop_now ();
  guint64 ntp = rtc_viewer_ntp_now ();
  guint64 base[RTC_VIEWER_MAX_STREAMS];

  for (guint i = 0; i < viewer->n_streams; i++)
    base[i] = rtc_fanout_get_clock_base (viewer->streams[i]->fanout);
  if (!rtc_transport_send_begin (viewer->transport))
    return;
  for (guint i = 0; i < viewer->n_streams; i++) {
    RtcViewerStream *stream = viewer->streams[i];
    guint8 *out;
    gsize size;

    if (!stream->sender.started)
      continue;
    out = rtc_transport_reserve (viewer->transport, batch);
    size = rtc_sender_write_sr (&stream->sender, now, ntp, base[i], out,
        RTC_TRANSPORT_MAX_PACKET);
    size += rtc_rtcp_write_sdes_cname (stream->sender.config.ssrc,
        viewer->cname, out + size, RTC_TRANSPORT_MAX_PACKET - size);
    rtc_transport_commit_rtcp (viewer->transport, batch, size);
  }
  rtc_transport_send_end (viewer->transport, batch);
}

/* RFC 3550 section 6.6 */
void
rtc_viewer_send_bye (RtcViewer * viewer)
{
  RtcBatch *batch = rtc_batch_get_for_thread ();
  guint32 ssrcs[2 * RTC_VIEWER_MAX_STREAMS];
  guint n = 0;
  guint8 *out;
  gsize size;

  for (guint i = 0; i < viewer->n_streams; i++) {
    const RtcSenderConfig *config = &viewer->streams[i]->sender.config;

    ssrcs[n++] = config->ssrc;
    if (config->rtx_ssrc != 0)
      ssrcs[n++] = config->rtx_ssrc;
  }
  if (n == 0 || !rtc_transport_send_begin (viewer->transport))
    return;
  out = rtc_transport_reserve (viewer->transport, batch);
  size = rtc_rtcp_write_rr_empty (ssrcs[0], out, RTC_TRANSPORT_MAX_PACKET);
  size += rtc_rtcp_write_bye (ssrcs, n, out + size,
      RTC_TRANSPORT_MAX_PACKET - size);
  rtc_transport_commit_rtcp (viewer->transport, batch, size);
  rtc_transport_send_end (viewer->transport, batch);
}
