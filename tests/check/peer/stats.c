/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* get-stats has whatever webrtcbin's has, of the same types, and what W3C wants
 * beyond */
#include "duo.h"

static const GstWebRTCStatsType sender_types[] = {
  GST_WEBRTC_STATS_CODEC, GST_WEBRTC_STATS_OUTBOUND_RTP,
  GST_WEBRTC_STATS_REMOTE_INBOUND_RTP, GST_WEBRTC_STATS_TRANSPORT,
  GST_WEBRTC_STATS_CANDIDATE_PAIR, GST_WEBRTC_STATS_LOCAL_CANDIDATE,
  GST_WEBRTC_STATS_REMOTE_CANDIDATE, GST_WEBRTC_STATS_PEER_CONNECTION,
  0
};

static const GstWebRTCStatsType receiver_types[] = {
  GST_WEBRTC_STATS_CODEC, GST_WEBRTC_STATS_INBOUND_RTP,
  GST_WEBRTC_STATS_REMOTE_OUTBOUND_RTP, 0
};

static const GstWebRTCStatsType *const types[2] =
    { sender_types, receiver_types };

/* Reports come soon and not after five seconds */
static void
hurry_reports (GstElement * peer)
{
  g_autoptr (GstElement) rtpbin = gst_bin_get_by_name (GST_BIN (peer),
      "rtpbin");
  GObject *session = NULL;

  g_signal_emit_by_name (rtpbin, "get-internal-session", 0, &session);
  g_object_set (session, "rtcp-min-interval", (guint64) GST_SECOND / 10, NULL);
  g_object_unref (session);
}

static gboolean
is_complete (const GstStructure * stats, const GstWebRTCStatsType * wanted)
{
  const GstStructure *entry;

  for (; *wanted != 0; wanted++) {
    entry = duo_find_stats (stats, *wanted);
    if (entry == NULL)
      return FALSE;
    /* the jitterbuffer is there and a sender report has come */
    if (*wanted == GST_WEBRTC_STATS_INBOUND_RTP
        && !gst_structure_has_field (entry, "gst-rtpjitterbuffer-stats"))
      return FALSE;
    if (*wanted == GST_WEBRTC_STATS_REMOTE_OUTBOUND_RTP
        && !gst_structure_has_field (entry, "packets-sent"))
      return FALSE;
  }
  return TRUE;
}

/* Two connected peers and, of each, the stats when all is in them */
typedef struct
{
  Duo duo;
  GstStructure *stats[2];
} Stats;

static void
stats_init (Stats * self, const gchar * factory)
{
  duo_init (&self->duo, factory, factory, DUO_SOUND);
  duo_play (&self->duo);
  duo_negotiate (&self->duo);
  duo_wait_connected (&self->duo);
  for (guint i = 0; i < 2; i++) {
    hurry_reports (self->duo.peers[i]);
    for (;;) {
      duo_wait_buffers (&self->duo, 1);
      self->stats[i] = duo_get_stats (self->duo.peers[i], NULL);
      fail_unless (self->stats[i] != NULL);
      if (is_complete (self->stats[i], types[i]))
        break;
      gst_structure_free (self->stats[i]);
    }
  }
}

static void
stats_clear (Stats * self)
{
  for (guint i = 0; i < 2; i++)
    gst_structure_free (self->stats[i]);
  duo_clear (&self->duo);
}

static const GstStructure *
stats_get (Stats * self, guint side, GstWebRTCStatsType type)
{
  const GstStructure *entry = duo_find_stats (self->stats[side], type);

  fail_unless (entry != NULL, "side %u has nothing of type %d", side, type);
  return entry;
}

/* --- as webrtcbin ------------------------------------------------------------------ */

static void
compare_entries (const GstStructure * theirs, const GstStructure * ours)
{
  for (gint i = 0; i < gst_structure_n_fields (theirs); i++) {
    const gchar *field = gst_structure_nth_field_name (theirs, i);

    fail_unless (gst_structure_has_field (ours, field),
        "%s lacks %s", gst_structure_get_name (ours), field);
    fail_unless (gst_structure_get_field_type (theirs, field) ==
        gst_structure_get_field_type (ours, field), "%s of %s is a %s",
        field, gst_structure_get_name (ours),
        g_type_name (gst_structure_get_field_type (ours, field)));
  }
}

GST_START_TEST (test_fields_of_webrtcbin)
{
  Stats theirs, ours;

  stats_init (&theirs, "webrtcbin");
  stats_init (&ours, "rtcpeerbin");
  fail_unless_equals_string (gst_structure_get_name (ours.stats[0]),
      gst_structure_get_name (theirs.stats[0]));
  for (guint side = 0; side < 2; side++)
    for (const GstWebRTCStatsType * type = types[side]; *type != 0; type++) {
      GstWebRTCStatsType named = *type;

      /* webrtcbin 1.22 takes the one for the other */
      if (named == GST_WEBRTC_STATS_LOCAL_CANDIDATE)
        named = GST_WEBRTC_STATS_REMOTE_CANDIDATE;
      else if (named == GST_WEBRTC_STATS_REMOTE_CANDIDATE)
        named = GST_WEBRTC_STATS_LOCAL_CANDIDATE;
      compare_entries (stats_get (&theirs, side, named),
          stats_get (&ours, side, *type));
    }
  stats_clear (&ours);
  stats_clear (&theirs);
}

GST_END_TEST;

GST_START_TEST (test_each_entry_has_type_timestamp_id)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GST_TYPE_WEBRTC_STATS_TYPE);
  Stats stats;

  stats_init (&stats, "rtcpeerbin");
  for (gint i = 0; i < gst_structure_n_fields (stats.stats[0]); i++) {
    const gchar *id = gst_structure_nth_field_name (stats.stats[0], i);
    const GstStructure *entry = duo_get_entry (stats.stats[0], id);
    GstWebRTCStatsType type;
    gdouble timestamp;

    fail_unless (entry != NULL, "%s", id);
    fail_unless_equals_string (gst_structure_get_string (entry, "id"), id);
    fail_unless (gst_structure_get (entry, "type", GST_TYPE_WEBRTC_STATS_TYPE,
            &type, "timestamp", G_TYPE_DOUBLE, &timestamp, NULL));
    fail_unless_equals_string (gst_structure_get_name (entry),
        g_enum_get_value (klass, type)->value_nick);
    fail_unless (timestamp > 0);
  }
  stats_clear (&stats);
}

GST_END_TEST;

/* --- beyond ---------------------------------------------------------------------------- */

static void
check_string (const GstStructure * entry, const gchar * field,
    const gchar * wanted)
{
  fail_unless_equals_string (gst_structure_get_string (entry, field), wanted);
}

static void
check_prefix (const GstStructure * entry, const gchar * field,
    const gchar * prefix)
{
  const gchar *value = gst_structure_get_string (entry, field);

  fail_unless (value != NULL && g_str_has_prefix (value, prefix),
      "%s: %s", field, value);
}

static guint64
get_count (const GstStructure * entry, const gchar * field)
{
  guint64 value = 0;

  fail_unless (gst_structure_get_uint64 (entry, field, &value), "%s", field);
  return value;
}

GST_START_TEST (test_transport)
{
  const GstStructure *sides[2];
  Stats stats;

  stats_init (&stats, "rtcpeerbin");
  for (guint i = 0; i < 2; i++) {
    sides[i] = stats_get (&stats, i, GST_WEBRTC_STATS_TRANSPORT);
    check_string (sides[i], "dtls-state", "connected");
    check_string (sides[i], "tls-version", "FEFD");
    check_prefix (sides[i], "dtls-cipher", "TLS_ECDHE_ECDSA_WITH_");
    check_string (sides[i], "srtp-cipher", "SRTP_AEAD_AES_128_GCM");
    check_string (sides[i], "ice-state", "connected");
  }
  check_string (sides[0], "dtls-role", "server");
  check_string (sides[1], "dtls-role", "client");
  check_string (sides[0], "ice-role", "controlling");
  check_string (sides[1], "ice-role", "controlled");
  fail_unless (get_count (sides[0], "packets-sent") > 0);
  fail_unless (get_count (sides[1], "bytes-received") > 0);
  stats_clear (&stats);
}

GST_END_TEST;

/* What one side says of its own certificate, the other says of the remote one */
GST_START_TEST (test_certificates)
{
  const GstStructure *entry, *local, *remote;
  g_autofree guchar *der = NULL;
  Stats stats;
  gsize size;

  stats_init (&stats, "rtcpeerbin");
  local = stats_get (&stats, 0, GST_WEBRTC_STATS_TRANSPORT);
  remote = stats_get (&stats, 1, GST_WEBRTC_STATS_TRANSPORT);
  fail_unless_equals_string (gst_structure_get_string (local,
          "local-certificate-id"), gst_structure_get_string (remote,
          "remote-certificate-id"));
  entry = stats_get (&stats, 0, GST_WEBRTC_STATS_CERTIFICATE);
  check_string (entry, "fingerprint-algorithm", "sha-256");
  fail_unless_equals_int (strlen (gst_structure_get_string (entry,
              "fingerprint")), 32 * 3 - 1);
  der = g_base64_decode (gst_structure_get_string (entry,
          "base64-certificate"), &size);
  /* a sequence, as every certificate is */
  fail_unless (size > 100 && der[0] == 0x30);
  stats_clear (&stats);
}

GST_END_TEST;

GST_START_TEST (test_candidates)
{
  const GstStructure *pair, *local, *remote;
  gboolean nominated = FALSE;
  Stats stats;

  stats_init (&stats, "rtcpeerbin");
  pair = stats_get (&stats, 0, GST_WEBRTC_STATS_CANDIDATE_PAIR);
  check_string (pair, "state", "succeeded");
  fail_unless (gst_structure_get_boolean (pair, "nominated", &nominated));
  fail_unless (nominated);
  fail_unless (get_count (pair, "bytes-sent") > 0);
  fail_unless (get_count (pair, "packets-received") > 0);
  local = duo_get_entry (stats.stats[0],
      gst_structure_get_string (pair, "local-candidate-id"));
  remote = duo_get_entry (stats.stats[0],
      gst_structure_get_string (pair, "remote-candidate-id"));
  fail_unless (local != NULL && remote != NULL);
  check_string (local, "candidate-type", "host");
  check_string (local, "protocol", "udp");
  fail_unless (gst_structure_has_field (local, "foundation"));
  fail_unless (gst_structure_has_field (remote, "foundation"));
  fail_if (g_strcmp0 (gst_structure_get_string (local, "username-fragment"),
          gst_structure_get_string (remote, "username-fragment")) == 0);
  stats_clear (&stats);
}

GST_END_TEST;

static Suite *
stats_suite (void)
{
  Suite *s = suite_create ("stats");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_fields_of_webrtcbin);
  tcase_add_test (tc, test_each_entry_has_type_timestamp_id);
  tcase_add_test (tc, test_transport);
  tcase_add_test (tc, test_certificates);
  tcase_add_test (tc, test_candidates);
  return s;
}

GST_CHECK_MAIN (stats);
