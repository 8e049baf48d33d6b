/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcviewerstream.h"

#include "rtcviewer.h"

/* On media loop number @loop.  Nothing is sent before a frame comes that a
 * decoder can begin with. */
RtcViewerStream *
rtc_viewer_stream_new (RtcViewer * viewer, RtcFanout * fanout, guint loop,
    const RtcSenderConfig * config, const gchar * codec, gboolean paced)
{
  RtcViewerStream *stream = g_new0 (RtcViewerStream, 1);

  stream->viewer = viewer;
  stream->fanout = rtc_fanout_ref (fanout);
  stream->paced = paced;
  stream->waiting = TRUE;
  stream->codec = g_strdup (codec);
  rtc_sender_init (&stream->sender, config);
  rtc_nack_init (&stream->nack);
  stream->branch = rtc_fanout_attach (fanout, loop, stream);
  return stream;
}

void
rtc_viewer_stream_free (RtcViewerStream * stream, guint loop)
{
  rtc_fanout_detach (stream->fanout, loop, stream);
  rtc_fanout_unref (stream->fanout);
  g_free (stream->codec);
  g_free (stream);
}

void
rtc_viewer_stream_frame (RtcViewerStream * stream, RtcFrame * frame)
{
  if (!rtc_viewer_is_sending (stream->viewer))
    return;

  if (stream->waiting) {
    if (stream->paced && !frame->keyframe)
      return;
    stream->waiting = FALSE;
    stream->cursor = frame->first_index;
  }
  rtc_nack_note_sent (&stream->nack, frame->n_bytes, rtc_loop_now ());
  rtc_viewer_frame (stream->viewer, stream, frame);
}

static void
send_item (RtcViewerStream * stream, RtcTransport * transport, RtcBatch * batch,
    RtcFrame * frame, const RtcFrameItem * item, guint16 * transport_seq,
    gint64 now)
{
  guint8 *out = rtc_transport_reserve (transport, batch);
  gsize size = rtc_sender_write (&stream->sender, frame, item, stream->cursor,
      transport_seq, now, out, RTC_TRANSPORT_MAX_PACKET);

  if (size > 0)
    rtc_transport_commit_rtp (transport, batch, size);
  stream->cursor++;
}

/* The backlog fell out of the history: what is left cannot be decoded, so begin
 * again with the next key frame. */
static void
begin_again (RtcViewerStream * stream)
{
  stream->waiting = TRUE;
  stream->wants_keyframe = stream->paced;
}

gboolean
rtc_viewer_stream_pump (RtcViewerStream * stream, RtcTransport * transport,
    RtcBatch * batch, RtcPacer * pacer, guint16 * transport_seq, gint64 now)
{
  gint64 budget = stream->paced ?
      (gint64) rtc_pacer_budget (pacer, now) : G_MAXINT64;

  while (!stream->waiting && stream->cursor < stream->branch->end) {
    const RtcFrameItem *item;
    RtcFrame *frame;
    gint64 spent = 0;

    if (budget <= 0)
      return FALSE;
    item = rtc_history_find (stream->branch->history, stream->cursor, &frame);
    if (item == NULL) {
      begin_again (stream);
      break;
    }

    /* to the end of this frame without another look-up */
    for (; item < frame->items + frame->n_items && spent < budget; item++) {
      send_item (stream, transport, batch, frame, item, transport_seq, now);
      spent += item->size;
    }
    if (stream->paced) {
      rtc_pacer_spend (pacer, spent);
      budget -= spent;
    }
  }
  return TRUE;
}

/* Answer a NACK for @seq out of the shared history (RFC 4585, RFC 4588) */
void
rtc_viewer_stream_resend (RtcViewerStream * stream, RtcTransport * transport,
    RtcBatch * batch, guint16 seq, guint16 * transport_seq, gint64 now)
{
  const RtcReception *reception = &stream->sender.reception;
  const RtcFrameItem *item;
  RtcFrame *frame;
  guint64 index;
  gsize size;

  stream->sender.nacks++;
  if (!rtc_sender_find (&stream->sender, seq, &index))
    return;
  item = rtc_history_find (stream->branch->history, index, &frame);
  if (item == NULL || !rtc_nack_allow (&stream->nack, index, item->size,
          reception->valid ? reception->rtt : -1, now))
    return;

  size = rtc_sender_write_rtx (&stream->sender, frame, item, index,
      transport_seq, now, rtc_transport_reserve (transport, batch),
      RTC_TRANSPORT_MAX_PACKET);
  if (size > 0)
    rtc_transport_commit_rtp (transport, batch, size);
}
