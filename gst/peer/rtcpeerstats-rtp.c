/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* inbound-rtp, outbound-rtp, remote-inbound-rtp and remote-outbound-rtp: W3C
 * webrtc-stats sections 8.2 to 8.7, out of what rtpbin counts for each source */
#include "rtcpeerstats.h"

/* What the entries about one SSRC have in common */
typedef struct
{
  RtcStats *stats;
  const GstStructure *source;   /* rtpbin's word */
  guint32 ssrc;
  const RtcStatsPad *pad;       /* or NULL */
  guint mline;
  const gchar *transport_id;
} Stream;

/* --- what rtpbin knows ------------------------------------------------------- */

/* The GstRtpSession element of a transport; transfer: full; NULL: none yet */
static GstElement *
get_session (const RtcStats * self, RtcPeerTransport * transport)
{
  GstElement *rtpbin = gst_bin_get_by_name (GST_BIN (self->peer), "rtpbin");
  GstElement *session = NULL;

  if (rtpbin == NULL)
    return NULL;
  g_signal_emit_by_name (rtpbin, "get-session",
      rtc_peer_transport_get_id (transport), &session);
  gst_object_unref (rtpbin);
  return session;
}

GstStructure *
rtc_stats_get_twcc (const RtcStats * self, RtcPeerTransport * transport)
{
  GstElement *session = get_session (self, transport);
  GstStructure *twcc = NULL;

  if (session == NULL)
    return NULL;
  g_object_get (session, "twcc-stats", &twcc, NULL);
  gst_object_unref (session);
  return twcc;
}

/* Its sink is linked to the pad of the demultiplexer that is named after the
 * SSRC */
static gint
compare_jitterbuffer (gconstpointer item, gconstpointer user_data)
{
  GstElement *element = g_value_get_object (item);
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");
  g_autoptr (GstPad) peer = gst_pad_get_peer (sink);

  return peer == NULL || !g_str_equal (GST_OBJECT_NAME (peer), user_data);
}

/* transfer: full; NULL: that source has none */
static GstStructure *
get_jitterbuffer_stats (const RtcStats * self, guint32 ssrc)
{
  GstElement *rtpbin = gst_bin_get_by_name (GST_BIN (self->peer), "rtpbin");
  g_autofree gchar *name = g_strdup_printf ("src_%u", ssrc);
  GstStructure *stats = NULL;
  GValue found = G_VALUE_INIT;
  GstIterator *iterator;

  if (rtpbin == NULL)
    return NULL;
  iterator = gst_bin_iterate_all_by_element_factory_name (GST_BIN (rtpbin),
      "rtpjitterbuffer");
  if (gst_iterator_find_custom (iterator, compare_jitterbuffer, &found, name)) {
    g_object_get (g_value_get_object (&found), "stats", &stats, NULL);
    g_value_unset (&found);
  }
  gst_iterator_free (iterator);
  gst_object_unref (rtpbin);
  return stats;
}

/* --- fields -------------------------------------------------------------------- */

/* @what: "inbound", "remote-outbound"…; transfer: full */
static gchar *
get_id (const Stream * self, const gchar * what)
{
  g_autofree gchar *name = g_strdup_printf ("rtp-%s-stream-stats", what);
  g_autofree gchar *key = g_strdup_printf ("ssrc %u", self->ssrc);

  return rtc_stats_id (self->stats, name, key);
}

static void
copy (GstStructure * entry, const gchar * field, const GstStructure * from,
    const gchar * name)
{
  const GValue *value = gst_structure_get_value (from, name);

  if (value != NULL)
    gst_structure_set_value (entry, field, value);
}

static void
copy_seconds (GstStructure * entry, const gchar * field,
    const GstStructure * from, const gchar * name, gint clock_rate)
{
  guint ticks;

  if (gst_structure_get_uint (from, name, &ticks))
    gst_structure_set (entry, field, G_TYPE_DOUBLE,
        clock_rate > 0 ? ticks / (gdouble) clock_rate : 0.0, NULL);
}

/* RTCRtpStreamStats */
static GstStructure *
stream_entry (const Stream * self, GstWebRTCStatsType type, const gchar * what)
{
  g_autofree gchar *id = get_id (self, what);
  const RtcJsepPlan *plan = self->stats->peer->plan;
  GstStructure *entry = rtc_stats_entry (self->stats, type, id);

  gst_structure_set (entry, "ssrc", G_TYPE_UINT, self->ssrc, NULL);
  if (self->pad != NULL)
    gst_structure_set (entry, "codec-id", G_TYPE_STRING, self->pad->codec_id,
        NULL);
  gst_structure_set (entry, "transport-id", G_TYPE_STRING, self->transport_id,
      NULL);
  if (self->pad != NULL)
    rtc_stats_set_string (entry, "kind", self->pad->kind);
  if (plan != NULL && self->mline < plan->sections->len) {
    const RtcJsepPlanSection *section =
        g_ptr_array_index (plan->sections, self->mline);

    rtc_stats_set_string (entry, "mid", section->mid);
  }
  return entry;
}

static void
set_id (const Stream * self, GstStructure * entry, const gchar * field,
    const gchar * what)
{
  g_autofree gchar *id = get_id (self, what);

  gst_structure_set (entry, field, G_TYPE_STRING, id, NULL);
}

static void
take (const Stream * self, GstStructure * entry)
{
  rtc_stats_take (self->stats, entry);
}

/* --- what we send ---------------------------------------------------------------- */

/* RTCRemoteInboundRtpStreamStats, of the last report block about it */
static void
write_remote_inbound (const Stream * self)
{
  GstStructure *entry = stream_entry (self,
      GST_WEBRTC_STATS_REMOTE_INBOUND_RTP, "remote-inbound");
  const GstStructure *source = self->source;
  guint value;
  gint lost;

  set_id (self, entry, "local-id", "outbound");
  if (gst_structure_get_int (source, "rb-packetslost", &lost))
    gst_structure_set (entry, "packets-lost", G_TYPE_INT64, (gint64) lost,
        NULL);
  copy_seconds (entry, "jitter", source, "rb-jitter",
      self->pad != NULL ? self->pad->clock_rate : 0);
  if (gst_structure_get_uint (source, "rb-fractionlost", &value))
    gst_structure_set (entry, "fraction-lost", G_TYPE_DOUBLE, value / 256.0,
        NULL);
  /* 16.16 seconds, RFC 3550 section 6.4.1 */
  if (gst_structure_get_uint (source, "rb-round-trip", &value))
    gst_structure_set (entry, "round-trip-time", G_TYPE_DOUBLE,
        value / 65536.0, NULL);
  gst_structure_set (entry, "gst-rtpsource-stats", GST_TYPE_STRUCTURE, source,
      NULL);
  take (self, entry);
}

/* RTCOutboundRtpStreamStats */
static void
write_outbound (const Stream * self)
{
  GstStructure *entry =
      stream_entry (self, GST_WEBRTC_STATS_OUTBOUND_RTP, "outbound");
  const GstStructure *source = self->source;
  g_autofree gchar *remote = get_id (self, "remote-inbound");

  copy (entry, "bytes-sent", source, "octets-sent");
  copy (entry, "packets-sent", source, "packets-sent");
  copy (entry, "fir-count", source, "recv-fir-count");
  copy (entry, "pli-count", source, "recv-pli-count");
  copy (entry, "nack-count", source, "recv-nack-count");
  if (rtc_stats_has (self->stats, remote))
    gst_structure_set (entry, "remote-id", G_TYPE_STRING, remote, NULL);
  gst_structure_set (entry, "gst-rtpsource-stats", GST_TYPE_STRUCTURE, source,
      NULL);
  take (self, entry);
}

/* --- what we receive ---------------------------------------------------------------- */

static void
write_jitterbuffer (const Stream * self, GstStructure * entry)
{
  GstStructure *stats = get_jitterbuffer_stats (self->stats, self->ssrc);
  guint64 lost;

  if (stats == NULL)
    return;
  if (gst_structure_get_uint64 (stats, "num-lost", &lost))
    gst_structure_set (entry, "packets-lost", G_TYPE_INT64,
        (gint64) MIN (lost, G_MAXINT64), NULL);
  copy (entry, "packets-discarded", stats, "num-late");
  copy (entry, "packets-repaired", stats, "rtx-success-count");
  copy (entry, "packets-duplicated", stats, "num-duplicates");
  gst_structure_set (entry, "gst-rtpjitterbuffer-stats", GST_TYPE_STRUCTURE,
      stats, NULL);
  gst_structure_free (stats);
}

/* RTCInboundRtpStreamStats */
static void
write_inbound (const Stream * self)
{
  GstStructure *entry =
      stream_entry (self, GST_WEBRTC_STATS_INBOUND_RTP, "inbound");
  const GstStructure *source = self->source;
  gint clock_rate = 0;

  gst_structure_get_int (source, "clock-rate", &clock_rate);
  set_id (self, entry, "remote-id", "remote-outbound");
  copy (entry, "packets-received", source, "packets-received");
  copy (entry, "bytes-received", source, "octets-received");
  copy_seconds (entry, "jitter", source, "jitter", clock_rate);
  copy (entry, "fir-count", source, "sent-fir-count");
  copy (entry, "pli-count", source, "sent-pli-count");
  copy (entry, "nack-count", source, "sent-nack-count");
  write_jitterbuffer (self, entry);
  gst_structure_set (entry, "gst-rtpsource-stats", GST_TYPE_STRUCTURE, source,
      NULL);
  take (self, entry);
}

/* RTCRemoteOutboundRtpStreamStats, of the last sender report */
static void
write_remote_outbound (const Stream * self)
{
  GstStructure *entry = stream_entry (self,
      GST_WEBRTC_STATS_REMOTE_OUTBOUND_RTP, "remote-outbound");
  const GstStructure *source = self->source;
  gboolean have_sr = FALSE;
  guint64 ntp = 0;

  set_id (self, entry, "local-id", "inbound");
  gst_structure_get_boolean (source, "have-sr", &have_sr);
  if (have_sr) {
    copy (entry, "bytes-sent", source, "sr-octet-count");
    copy (entry, "packets-sent", source, "sr-packet-count");
    gst_structure_get_uint64 (source, "sr-ntptime", &ntp);
  }
  /* 32.32 seconds since 1900 */
  gst_structure_set (entry, "remote-timestamp", G_TYPE_DOUBLE,
      ntp / 4294967296.0, NULL);
  take (self, entry);
}

/* --- all of a session --------------------------------------------------------------- */

/* Fills the rest of @self for a stream that is sent or received; FALSE: it is
 * none of a section, or not one that was asked for */
static gboolean
find_stream (Stream * self, guint32 ssrc, gboolean received)
{
  RtcStats *stats = self->stats;
  gint mline = rtc_peer_media_find_mline (stats->peer->media, ssrc, received);

  if (mline < 0)
    return FALSE;
  self->ssrc = ssrc;
  self->mline = mline;
  self->pad = rtc_stats_find_pad (stats, mline,
      received ? GST_PAD_SRC : GST_PAD_SINK, ssrc);
  return stats->only == NULL
      || (self->pad != NULL && self->pad->pad == stats->only);
}

/* What @source says about one of ours */
static void
write_report (Stream * self)
{
  gboolean internal = FALSE, have_rb = FALSE;
  guint ssrc = 0;

  gst_structure_get (self->source, "internal", G_TYPE_BOOLEAN, &internal,
      "have-rb", G_TYPE_BOOLEAN, &have_rb, NULL);
  if (!internal && have_rb
      && gst_structure_get_uint (self->source, "rb-ssrc", &ssrc)
      && find_stream (self, ssrc, FALSE))
    write_remote_inbound (self);
}

static void
write_source (Stream * self)
{
  gboolean internal = FALSE;
  guint ssrc = 0;

  gst_structure_get (self->source, "internal", G_TYPE_BOOLEAN, &internal,
      "ssrc", G_TYPE_UINT, &ssrc, NULL);
  if (!find_stream (self, ssrc, !internal))
    return;
  if (internal) {
    write_outbound (self);
  } else {
    write_inbound (self);
    write_remote_outbound (self);
  }
}

static void
each_source (Stream * self, const GValue * sources, void (*func) (Stream *))
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS;
  const GValueArray *array = g_value_get_boxed (sources);

  for (guint i = 0; array != NULL && i < array->n_values; i++) {
    self->source = gst_value_get_structure (&array->values[i]);
    func (self);
  }
  G_GNUC_END_IGNORE_DEPRECATIONS;
}

void
rtc_stats_write_streams (RtcStats * self, RtcPeerTransport * transport)
{
  g_autofree gchar *transport_id = rtc_stats_transport_id (transport);
  Stream stream = {.stats = self,.transport_id = transport_id };
  GstElement *session = get_session (self, transport);
  GstStructure *stats = NULL;
  const GValue *sources = NULL;

  if (session == NULL)
    return;
  g_object_get (session, "stats", &stats, NULL);
  gst_object_unref (session);
  if (stats != NULL)
    sources = gst_structure_get_value (stats, "source-stats");
  if (sources != NULL) {
    /* reports first: what we send names them */
    each_source (&stream, sources, write_report);
    each_source (&stream, sources, write_source);
  }
  gst_clear_structure (&stats);
}
