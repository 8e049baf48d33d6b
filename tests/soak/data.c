/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Data channels without mercy: more than can go out, more channels than there are
 * streams, connections without end.  tests/soak/data says how to start it. */
#include "../check/peer/endurance.h"
#include "../check/process.h"

#define MESSAGE (64 * 1024)     /* bytes */
#define WORDS (MESSAGE / sizeof (guint64))
/* 16 MiB of the queue, 2 + 4 of SCTP's buffers, 4 of the strand, as much again for
 * what malloc keeps of them */
#define BOUND_KIB (64 * 1024)
#define WAVE 200                /* channels of each side at once */
#define SLACK_BYTES 256

typedef struct
{
  Duo duo;
  GstWebRTCDataChannel *ends[2];

  /* under the duo's lock */
  guint open;
  guint64 received, wrong, next;
  guint closed, gone;
  gint highest;                 /* id */
  gsize most;                   /* KiB resident */
} Soak;

static guint64
get_number (const gchar * variable)
{
  return g_ascii_strtoull (g_getenv (variable), NULL, 10);
}

static void
changed (Soak * soak, guint * counter, guint by)
{
  g_mutex_lock (&soak->duo.lock);
  *counter += by;
  g_cond_broadcast (&soak->duo.cond);
  g_mutex_unlock (&soak->duo.lock);
}

static void
wait_for (Soak * soak, const guint * counter, guint n)
{
  g_mutex_lock (&soak->duo.lock);
  while (*counter < n)
    g_cond_wait (&soak->duo.cond, &soak->duo.lock);
  g_mutex_unlock (&soak->duo.lock);
}

/* What the bus has said by now: a failure that nobody expects */
static void
print_bus (Soak * soak)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (soak->duo.pipeline);
  GstMessage *message;

  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING |
              GST_MESSAGE_ERROR | GST_MESSAGE_ELEMENT)) != NULL) {
    g_autofree gchar *text = message->type == GST_MESSAGE_ELEMENT ?
        gst_structure_to_string (gst_message_get_structure (message)) : NULL;
    g_autoptr (GError) error = NULL;

    if (message->type == GST_MESSAGE_WARNING)
      gst_message_parse_warning (message, &error, NULL);
    else if (message->type == GST_MESSAGE_ERROR)
      gst_message_parse_error (message, &error, NULL);
    g_print ("%s: %s\n", GST_OBJECT_NAME (message->src), text != NULL ? text :
        error->message);
    gst_message_unref (message);
  }
}

static GstWebRTCDataChannel *
create (Soak * soak, guint side, const gchar * label)
{
  GstWebRTCDataChannel *channel = NULL;

  g_signal_emit_by_name (soak->duo.peers[side], "create-data-channel", label,
      NULL, &channel);
  if (channel == NULL)
    print_bus (soak);
  fail_unless (channel != NULL);
  return channel;
}

static void
prepare (Soak * soak, GCallback on_channel)
{
  duo_init (&soak->duo, "rtcpeerbin", "rtcpeerbin", "");
  for (guint i = 0; i < 2; i++)
    g_signal_connect (soak->duo.peers[i], "prepare-data-channel", on_channel,
        soak);
  duo_play (&soak->duo);
  soak->ends[0] = create (soak, 0, "first");
  duo_negotiate (&soak->duo);
}

/* --- without mercy ---------------------------------------------------------------- */

static guint64
word (guint64 number, guint i)
{
  return (number + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + i;
}

/* The number is the message's first word, the others follow from it */
static GBytes *
make_message (guint64 number)
{
  guint64 *words = g_malloc (MESSAGE);

  words[0] = number;
  for (guint i = 1; i < WORDS; i++)
    words[i] = word (number, i);
  return g_bytes_new_take (words, MESSAGE);
}

static gboolean
is_right (Soak * soak, const guint64 * words, gsize size)
{
  guint64 different = 0;

  if (size != MESSAGE || words[0] < soak->next)
    return FALSE;
  for (guint i = 1; i < WORDS; i++)
    different |= words[i] ^ word (words[0], i);
  return different == 0;
}

static void
on_message (GstWebRTCDataChannel * channel, GBytes * bytes, Soak * soak)
{
  gsize size;
  const guint64 *words = g_bytes_get_data (bytes, &size);
  gboolean right = is_right (soak, words, size);

  g_mutex_lock (&soak->duo.lock);
  soak->received++;
  soak->wrong += !right;
  soak->next = words[0] + 1;
  if (soak->received % 256 == 0)
    soak->most = MAX (soak->most, resident_kib ());
  g_cond_broadcast (&soak->duo.cond);
  g_mutex_unlock (&soak->duo.lock);
}

static void
on_flood_open (GstWebRTCDataChannel * channel, Soak * soak)
{
  changed (soak, &soak->open, 1);
}

static void
on_flood_channel (GstElement * peer, GstWebRTCDataChannel * channel,
    gboolean is_local, Soak * soak)
{
  g_signal_connect (channel, "on-open", G_CALLBACK (on_flood_open), soak);
  g_signal_connect (channel, "on-message-data", G_CALLBACK (on_message), soak);
}

/* That the association has taken: what the stats call sent */
static guint64
count_sent (Soak * soak)
{
  GstStructure *stats = duo_get_stats (soak->duo.peers[0], NULL);
  const GstStructure *entry =
      duo_find_stats (stats, GST_WEBRTC_STATS_DATA_CHANNEL);
  guint64 sent = 0;

  fail_unless (entry != NULL
      && gst_structure_get_uint64 (entry, "messages-sent", &sent));
  gst_structure_free (stats);
  return sent;
}

static void
wait_received (Soak * soak, guint64 n)
{
  g_mutex_lock (&soak->duo.lock);
  while (soak->received < n)
    g_cond_wait (&soak->duo.cond, &soak->duo.lock);
  g_mutex_unlock (&soak->duo.lock);
}

static void
wait_drained (Soak * soak)
{
  guint64 left = 1;

  while (left > 0)
    g_object_get (soak->ends[0], "buffered-amount", &left, NULL);
}

/* Everything once, whatever becomes of it; returns how many were offered */
static guint64
offer (Soak * soak, guint64 n)
{
  for (guint64 i = 0; i < n; i++) {
    g_autoptr (GBytes) message = make_message (i);

    g_signal_emit_by_name (soak->ends[0], "send-data", message);
  }
  return n;
}

/* The same one until it is taken */
static guint64
insist (Soak * soak, guint64 n)
{
  guint64 offered = 0;

  for (guint64 i = 0; i < n; i++) {
    g_autoptr (GBytes) message = make_message (i);
    gboolean taken = FALSE;

    for (; !taken; offered++) {
      g_autoptr (GError) error = NULL;

      taken = gst_webrtc_data_channel_send_data_full (soak->ends[0], message,
          &error);
      fail_unless (taken || g_error_matches (error, GST_WEBRTC_ERROR,
              GST_WEBRTC_ERROR_DATA_CHANNEL_FAILURE), "%s",
          error != NULL ? error->message : "");
    }
  }
  return offered;
}

static void
run_flood (const gchar * what, guint64 (*send) (Soak *, guint64), gboolean all)
{
  guint64 n = get_number ("SOAK_GIGABYTES") * 1000000000 / MESSAGE;
  Soak soak = { 0 };
  guint64 offered, sent;
  gsize before;
  gdouble seconds;
  gboolean good;

  if (n == 0)
    return;
  prepare (&soak, G_CALLBACK (on_flood_channel));
  wait_for (&soak, &soak.open, 2);
  before = resident_kib ();
  seconds = g_get_monotonic_time () / 1e6;
  offered = send (&soak, n);
  wait_drained (&soak);
  sent = count_sent (&soak);
  wait_received (&soak, sent);
  seconds = g_get_monotonic_time () / 1e6 - seconds;
  good = soak.wrong == 0 && soak.received == sent && (!all || sent == n)
      && soak.most < before + BOUND_KIB;
  g_print ("%s: %.1f GB offered, %.1f MB taken, %.1f MB arrived, %"
      G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " messages wrong, %.0f s; "
      "resident %" G_GSIZE_FORMAT " KiB before, %" G_GSIZE_FORMAT
      " KiB at most: %s\n", what, offered * MESSAGE / 1e9,
      sent * MESSAGE / 1e6, soak.received * MESSAGE / 1e6, soak.wrong,
      soak.received, seconds, before, soak.most, good ? "good" : "BAD");
  g_object_unref (soak.ends[0]);
  duo_clear (&soak.duo);
  fail_unless (good);
}

GST_START_TEST (test_signal)
{
  run_flood ("send-data, each message once", offer, FALSE);
}

GST_END_TEST;

GST_START_TEST (test_typed)
{
  run_flood ("send_data_full, until it is taken", insist, TRUE);
}

GST_END_TEST;

/* --- waves of channels -------------------------------------------------------------- */

static void
on_wave_gone (gpointer user_data, GObject * channel)
{
  Soak *soak = user_data;

  changed (soak, &soak->gone, 1);
}

static void
on_wave_close (GstWebRTCDataChannel * channel, Soak * soak)
{
  changed (soak, &soak->closed, 1);
}

/* The opener says hello.  Every second channel is closed by its other side at that,
 * the rest by the opener when it is answered. */
static void
on_wave_open (GstWebRTCDataChannel * channel, Soak * soak)
{
  gst_webrtc_data_channel_send_string_full (channel, "hello", NULL);
}

static void
on_wave_hello (GstWebRTCDataChannel * channel, const gchar * text, Soak * soak)
{
  gint id;

  g_object_get (channel, "id", &id, NULL);
  g_mutex_lock (&soak->duo.lock);
  soak->highest = MAX (soak->highest, id);
  g_mutex_unlock (&soak->duo.lock);
  if (id / 2 % 2 == 0 && g_str_equal (text, "hello"))
    gst_webrtc_data_channel_send_string_full (channel, "answer", NULL);
  else
    gst_webrtc_data_channel_close (channel);
}

static void
on_wave_channel (GstElement * peer, GstWebRTCDataChannel * channel,
    gboolean is_local, Soak * soak)
{
  if (is_local)
    g_signal_connect (channel, "on-open", G_CALLBACK (on_wave_open), soak);
  g_signal_connect (channel, "on-message-string", G_CALLBACK (on_wave_hello),
      soak);
  g_signal_connect (channel, "on-close", G_CALLBACK (on_wave_close), soak);
  g_object_weak_ref (G_OBJECT (channel), on_wave_gone, soak);
}

static void
wave (Soak * soak)
{
  for (guint i = 0; i < 2 * WAVE; i++)
    g_object_unref (create (soak, i % 2, "wave"));
  wait_for (soak, &soak->closed, 4 * WAVE);
  wait_for (soak, &soak->gone, 4 * WAVE);
  soak->closed = soak->gone = 0;
}

GST_START_TEST (test_waves)
{
  guint waves = get_number ("SOAK_CHANNELS") / (2 * WAVE);
  Soak soak = { 0 };
  Endurance endurance;
  gdouble seconds;
  gboolean good;

  if (waves == 0)
    return;
  prepare (&soak, G_CALLBACK (on_wave_channel));
  g_object_unref (soak.ends[0]);
  wait_for (&soak, &soak.closed, 2);
  wait_for (&soak, &soak.gone, 2);
  soak.closed = soak.gone = 0;
  seconds = g_get_monotonic_time () / 1e6;
  endurance_init (&endurance, waves);
  for (guint i = 0; i < waves; i++) {
    wave (&soak);
    endurance_measure (&endurance);
  }
  seconds = g_get_monotonic_time () / 1e6 - seconds;
  good = endurance_verdict (&endurance, "waves of channels", WAVE)
      && soak.highest < 2 * WAVE;
  g_print ("%u channels, %u at once, in %.1f s; highest id %d; %.1f bytes a "
      "channel stay: %s\n", waves * 2 * WAVE, 2 * WAVE, seconds, soak.highest,
      ((gdouble) endurance.bytes.after - endurance.bytes.before) / (waves * 3 /
          5.0) / (2 * WAVE), good ? "good" : "BAD");
  duo_clear (&soak.duo);
  fail_unless (good);
}

GST_END_TEST;

/* --- connections ---------------------------------------------------------------------- */

static void
connect_once (void)
{
  Soak soak = { 0 };

  prepare (&soak, G_CALLBACK (on_wave_channel));
  g_object_unref (soak.ends[0]);
  g_object_unref (create (&soak, 1, "second"));
  wait_for (&soak, &soak.closed, 4);
  /* what is open now is closed by the end */
  for (guint i = 0; i < 10; i++)
    g_object_unref (create (&soak, i % 2, "third"));
  duo_clear (&soak.duo);
}

GST_START_TEST (test_connections)
{
  guint rounds = get_number ("SOAK_CONNECTIONS");
  GstElement *idle = gst_element_factory_make ("rtcpeerbin", NULL);
  Endurance endurance;

  /* GLib keeps threads of strands for 15 s, as many as there were at once */
  g_thread_pool_set_max_unused_threads (2);
  /* keeps the loops: docs/threads.md */
  fail_if (gst_element_set_state (idle, GST_STATE_READY) ==
      GST_STATE_CHANGE_FAILURE);
  endurance_init (&endurance, rounds);
  for (guint i = 0; i < rounds; i++) {
    connect_once ();
    endurance_measure (&endurance);
  }
  gst_element_set_state (idle, GST_STATE_NULL);
  gst_object_unref (idle);
  fail_unless (rounds == 0 || endurance_verdict (&endurance,
          "connections with channels", SLACK_BYTES));
}

GST_END_TEST;

static Suite *
soak_data_suite (void)
{
  Suite *suite = suite_create ("soak-data");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 0);
  tcase_add_test (tc, test_signal);
  tcase_add_test (tc, test_typed);
  tcase_add_test (tc, test_waves);
  tcase_add_test (tc, test_connections);
  return suite;
}

GST_CHECK_MAIN (soak_data);
