/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcviewer-private.h"

static const gchar *
profile_name (RtcSrtpProfile profile)
{
  switch (profile) {
    case RTC_SRTP_AEAD_AES_128_GCM:
      return "AEAD_AES_128_GCM";
    case RTC_SRTP_AEAD_AES_256_GCM:
      return "AEAD_AES_256_GCM";
    case RTC_SRTP_AES128_CM_SHA1_80:
      return "AES_CM_128_HMAC_SHA1_80";
    default:
      return "";
  }
}

static void
clear_transport_stats (RtcTransportStats * stats)
{
  g_clear_pointer (&stats->dtls_cipher, g_free);
  g_clear_pointer (&stats->candidate_pair, g_free);
}

/* On the media loop, with each report */
void
rtc_viewer_update_stats (RtcViewer * viewer)
{
  RtcViewerSnapshot snapshot = { 0 };

  rtc_transport_get_stats (viewer->transport, &snapshot.transport);
  snapshot.n_streams = viewer->n_streams;
  for (guint i = 0; i < viewer->n_streams; i++) {
    const RtcViewerStream *stream = viewer->streams[i];
    const RtcSender *sender = &stream->sender;
    RtcViewerStreamStats *stats = &snapshot.streams[i];

    *stats = (RtcViewerStreamStats) {
      .ssrc = sender->config.ssrc,
      .packets_sent = sender->packets_sent,
      .bytes_sent = sender->bytes_sent,
      .rtx_packets_sent = sender->rtx_packets_sent,
      .rtx_bytes_sent = sender->rtx_bytes_sent,
      .nacks = sender->nacks,
      .plis = sender->plis,
      .firs = sender->firs,
      .reception = sender->reception,
      .clock_rate = sender->config.clock_rate,
    };
    g_strlcpy (stats->codec, stream->codec, sizeof (stats->codec));
  }

  g_mutex_lock (&viewer->stats_lock);
  clear_transport_stats (&viewer->snapshot.transport);
  viewer->snapshot = snapshot;
  g_mutex_unlock (&viewer->stats_lock);
}

void
rtc_viewer_clear_stats (RtcViewer * viewer)
{
  clear_transport_stats (&viewer->snapshot.transport);
}

static GstStructure *
stream_structure (const RtcViewerStreamStats * stats)
{
  GstStructure *s = gst_structure_new ("stream",
      "codec", G_TYPE_STRING, stats->codec,
      "ssrc", G_TYPE_UINT, stats->ssrc,
      "packets-sent", G_TYPE_UINT64, stats->packets_sent,
      "bytes-sent", G_TYPE_UINT64, stats->bytes_sent,
      "retransmitted-packets-sent", G_TYPE_UINT64, stats->rtx_packets_sent,
      "retransmitted-bytes-sent", G_TYPE_UINT64, stats->rtx_bytes_sent,
      "nack-count", G_TYPE_UINT64, stats->nacks,
      "pli-count", G_TYPE_UINT64, stats->plis,
      "fir-count", G_TYPE_UINT64, stats->firs, NULL);

  if (stats->reception.valid) {
    gst_structure_set (s,
        "fraction-lost", G_TYPE_DOUBLE,
        stats->reception.fraction_lost / 256.0,
        "packets-lost", G_TYPE_INT, stats->reception.packets_lost,
        "jitter", G_TYPE_DOUBLE,
        stats->reception.jitter / (gdouble) MAX (stats->clock_rate, 1), NULL);
    if (stats->reception.rtt >= 0)
      gst_structure_set (s, "round-trip-time", G_TYPE_DOUBLE,
          stats->reception.rtt / (gdouble) G_USEC_PER_SEC, NULL);
  }
  return s;
}

/* Appends @s (transfer full) to a GstValueArray */
void
rtc_viewer_take_structure (GValue * array, GstStructure * s)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_STRUCTURE);
  g_value_take_boxed (&value, s);
  gst_value_array_append_and_take_value (array, &value);
}

/* W3C names where there are any; times in seconds.  Transfer full. */
GstStructure *
rtc_viewer_get_stats (RtcViewer * viewer)
{
  const RtcTransportStats *t = &viewer->snapshot.transport;
  GValue streams = G_VALUE_INIT;
  g_autoptr (RtcGuest) guest = NULL;
  GstStructure *s;

  g_mutex_lock (&viewer->stats_lock);
  s = gst_structure_new ("viewer", "id", G_TYPE_STRING, viewer->id,
      "connected", G_TYPE_BOOLEAN, t->state == RTC_TRANSPORT_CONNECTED,
      "packets-sent", G_TYPE_UINT64, t->packets_sent,
      "bytes-sent", G_TYPE_UINT64, t->bytes_sent,
      "packets-dropped", G_TYPE_UINT64, t->packets_dropped,
      "send-calls", G_TYPE_UINT64, t->send_calls,
      "packets-received", G_TYPE_UINT64, t->packets_received,
      "packets-discarded", G_TYPE_UINT64, t->packets_discarded,
      "srtp-cipher", G_TYPE_STRING, profile_name (t->srtp_profile),
      "dtls-cipher", G_TYPE_STRING, t->dtls_cipher,
      "candidate-pair", G_TYPE_STRING, t->candidate_pair, NULL);
  if (t->time_dtls != 0)
    gst_structure_set (s, "setup-time", G_TYPE_DOUBLE,
        (t->time_dtls - t->time_created) / (gdouble) G_USEC_PER_SEC, NULL);
  gst_value_array_init (&streams, viewer->snapshot.n_streams);
  for (guint i = 0; i < viewer->snapshot.n_streams; i++)
    rtc_viewer_take_structure (&streams,
        stream_structure (&viewer->snapshot.streams[i]));
  gst_structure_take_value (s, "streams", &streams);
  if (viewer->guest != NULL)
    guest = rtc_guest_ref (viewer->guest);
  g_mutex_unlock (&viewer->stats_lock);
  if (guest != NULL)
    rtc_guest_add_stats (guest, s);
  return s;
}
