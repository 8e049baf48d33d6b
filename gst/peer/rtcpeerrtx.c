/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeerrtx.h"

#include <string.h>

#include "core/rtcloop.h"
#include "rtp/rtcbytes.h"
#include "rtp/rtcnack.h"
#include "rtp/rtcsentpackets.h"

#define MAX_AGE G_USEC_PER_SEC
#define MAX_BYTES (8 * 1024 * 1024)

typedef struct
{
  guint32 ssrc, rtx_ssrc;
  gint8 pt_map[128];
  guint8 transport_cc;          /* extension id, 0: none */
  RtcSentPackets *packets;
  RtcNackLimiter limiter;
} Stream;

struct _RtcPeerRtx
{
  GstPad *sink;
  GMutex lock;                  /* leaf, over what follows */
  GHashTable *streams;          /* ssrc -> Stream */
  /* RTX SSRC -> next sequence number, for good: SRTP may send no number twice
   * (RFC 3711 9.1), whatever stream comes and goes */
  GHashTable *next_seqs;
};

static void
stream_free (Stream * stream)
{
  rtc_sent_packets_free (stream->packets);
  g_free (stream);
}

RtcPeerRtx *
rtc_peer_rtx_new (GstPad * sink)
{
  RtcPeerRtx *rtx = g_new0 (RtcPeerRtx, 1);

  rtx->sink = gst_object_ref (sink);
  g_mutex_init (&rtx->lock);
  rtx->streams = g_hash_table_new_full (NULL, NULL, NULL,
      (GDestroyNotify) stream_free);
  rtx->next_seqs = g_hash_table_new (NULL, NULL);
  return rtx;
}

void
rtc_peer_rtx_free (RtcPeerRtx * rtx)
{
  gst_object_unref (rtx->sink);
  g_mutex_clear (&rtx->lock);
  g_hash_table_unref (rtx->streams);
  g_hash_table_unref (rtx->next_seqs);
  g_free (rtx);
}

void
rtc_peer_rtx_set_stream (RtcPeerRtx * rtx, guint32 ssrc, guint32 rtx_ssrc,
    const gint8 * pt_map, guint8 transport_cc)
{
  Stream *stream;

  g_mutex_lock (&rtx->lock);
  stream = g_hash_table_lookup (rtx->streams, GUINT_TO_POINTER (ssrc));
  if (stream == NULL) {
    stream = g_new0 (Stream, 1);
    stream->ssrc = ssrc;
    stream->packets = rtc_sent_packets_new (MAX_AGE, MAX_BYTES);
    rtc_nack_init (&stream->limiter);
    g_hash_table_insert (rtx->streams, GUINT_TO_POINTER (ssrc), stream);
  }
  stream->rtx_ssrc = rtx_ssrc;
  memcpy (stream->pt_map, pt_map, sizeof (stream->pt_map));
  stream->transport_cc = transport_cc;
  g_mutex_unlock (&rtx->lock);
}

void
rtc_peer_rtx_clear_stream (RtcPeerRtx * rtx, guint32 ssrc)
{
  g_mutex_lock (&rtx->lock);
  g_hash_table_remove (rtx->streams, GUINT_TO_POINTER (ssrc));
  g_mutex_unlock (&rtx->lock);
}

/* The stream of @buffer, if it has RTX; with the lock */
static Stream *
find_stream (RtcPeerRtx * rtx, GstBuffer * buffer, guint8 header[12])
{
  if (gst_buffer_extract (buffer, 0, header, 12) != 12)
    return NULL;
  return g_hash_table_lookup (rtx->streams,
      GUINT_TO_POINTER (rtc_get_u32 (header + 8)));
}

static void
remember (RtcPeerRtx * rtx, GstBuffer * buffer, gint64 now)
{
  guint8 header[12];
  Stream *stream = find_stream (rtx, buffer, header);

  if (stream == NULL)
    return;
  rtc_sent_packets_push (stream->packets, rtc_get_u16 (header + 2), buffer,
      now);
  rtc_nack_note_sent (&stream->limiter, gst_buffer_get_size (buffer), now);
}

GstPadProbeReturn
rtc_peer_rtx_probe (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  RtcPeerRtx *rtx = user_data;
  const gint64 now = rtc_loop_now ();

  g_mutex_lock (&rtx->lock);
  if (g_hash_table_size (rtx->streams) == 0) {
    /* nothing to remember */
  } else if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST) {
    GstBufferList *list = GST_PAD_PROBE_INFO_BUFFER_LIST (info);
    const guint n = gst_buffer_list_length (list);

    for (guint i = 0; i < n; i++)
      remember (rtx, gst_buffer_list_get (list, i), now);
  } else {
    remember (rtx, GST_PAD_PROBE_INFO_BUFFER (info), now);
  }
  g_mutex_unlock (&rtx->lock);
  return GST_PAD_PROBE_OK;
}

static guint16
take_seq (RtcPeerRtx * rtx, guint32 rtx_ssrc)
{
  gpointer next;
  guint16 seq;

  if (g_hash_table_lookup_extended (rtx->next_seqs,
          GUINT_TO_POINTER (rtx_ssrc), NULL, &next))
    seq = GPOINTER_TO_UINT (next);
  else
    seq = g_random_int_range (0, 0x8000);
  g_hash_table_insert (rtx->next_seqs, GUINT_TO_POINTER (rtx_ssrc),
      GUINT_TO_POINTER ((guint) (guint16) (seq + 1)));
  return seq;
}

static GstBuffer *
make_rtx (RtcPeerRtx * rtx, const Stream * stream, GstBuffer * packet)
{
  GstBuffer *out = NULL;
  GstMapInfo in;
  gint8 pt;

  if (!gst_buffer_map (packet, &in, GST_MAP_READ))
    return NULL;
  pt = in.size < 12 ? -1 : stream->pt_map[in.data[1] & 0x7f];
  if (pt >= 0) {
    guint8 *data = g_malloc (in.size + 2);
    const gsize size = rtc_sent_packets_write_rtx (in.data, in.size, pt,
        stream->rtx_ssrc, take_seq (rtx, stream->rtx_ssrc),
        stream->transport_cc, data);

    if (size > 0)
      out = gst_buffer_new_wrapped (data, size);
    else
      g_free (data);
  }
  gst_buffer_unmap (packet, &in);
  return out;
}

/* One sequence number of a NACK.  Nothing is said about one that is too old, or
 * that was asked for a moment ago: the peer asks again. */
void
rtc_peer_rtx_request (RtcPeerRtx * rtx, guint32 ssrc, guint16 seq)
{
  const gint64 now = rtc_loop_now ();
  GstBuffer *packet, *out = NULL;
  Stream *stream;
  guint64 index;

  g_mutex_lock (&rtx->lock);
  stream = g_hash_table_lookup (rtx->streams, GUINT_TO_POINTER (ssrc));
  packet = stream == NULL ? NULL :
      rtc_sent_packets_find (stream->packets, seq, now, &index);
  if (packet != NULL && rtc_nack_allow (&stream->limiter, index,
          gst_buffer_get_size (packet), -1, now))
    out = make_rtx (rtx, stream, packet);
  g_mutex_unlock (&rtx->lock);

  if (out != NULL)
    gst_pad_chain (rtx->sink, out);
}
