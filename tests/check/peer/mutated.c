/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Offers with bytes and lines changed at random, always the same ones, into
 * set-remote-description and create-answer: nothing crashes, nothing complains
 * (criticals are fatal in tests), and every promise is answered. */
#include <gst/check/gstcheck.h>
#include <gst/webrtc/webrtc.h>

#include "../mutate.h"

#define N_MUTATIONS 12000
/* into one peer before the next one is made */
#define N_A_PEER 24

static const gchar *const seeds[] = {
  "chromium-recvonly.sdp", "firefox-recvonly.sdp", "aiortc-recvonly.sdp",
  "safari-recvonly.sdp", "chromium-sendrecv.sdp", "firefox-sendrecv.sdp",
};

static const gchar *
get_factory (void)
{
  const gchar *factory = g_getenv ("PEER_FACTORY");

  return factory != NULL ? factory : "rtcpeerbin";
}

typedef struct
{
  GMutex lock;
  GCond cond;
  guint n_open;                 /* promises not answered yet */
  guint n_refused, n_set, n_answers;
} Tally;

typedef struct
{
  Tally *tally;
  gboolean answer;              /* it was create-answer */
} Asked;

static void
on_reply (GstPromise * promise, gpointer user_data)
{
  Asked *asked = user_data;
  Tally *tally = asked->tally;
  const GstStructure *reply = NULL;

  g_mutex_lock (&tally->lock);
  tally->n_open--;
  /* EXPIRED or INTERRUPTED is no answer: the count stays short then */
  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    reply = gst_promise_get_reply (promise);
  if (reply != NULL && gst_structure_has_field (reply, "error"))
    tally->n_refused++;
  else if (asked->answer)
    tally->n_answers += reply != NULL
        && gst_structure_has_field (reply, "answer");
  else
    tally->n_set++;
  g_cond_signal (&tally->cond);
  g_mutex_unlock (&tally->lock);
  gst_promise_unref (promise);
}

static GstPromise *
ask (Tally * tally, gboolean answer)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked) { tally, answer };
  g_mutex_lock (&tally->lock);
  tally->n_open++;
  g_mutex_unlock (&tally->lock);
  return gst_promise_new_with_change_func (on_reply, asked, g_free);
}

static void
wait_answered (Tally * tally)
{
  g_mutex_lock (&tally->lock);
  while (tally->n_open > 0)
    g_cond_wait (&tally->cond, &tally->lock);
  g_mutex_unlock (&tally->lock);
}

static GstElement *
peer_new (void)
{
  GstElement *peer = gst_element_factory_make (get_factory (), NULL);

  fail_unless (peer != NULL);
  gst_object_ref_sink (peer);
  gst_element_set_state (peer, GST_STATE_READY);
  return peer;
}

static void
peer_free (GstElement * peer)
{
  gst_element_set_state (peer, GST_STATE_NULL);
  gst_object_unref (peer);
}

/* FALSE: not even GStreamer reads it */
static gboolean
offer (GstElement * peer, const GString * text, Tally * tally)
{
  GstWebRTCSessionDescription *description;
  GstSDPMessage *message;

  if (text->len == 0)
    return FALSE;
  gst_sdp_message_new (&message);
  if (gst_sdp_message_parse_buffer ((const guint8 *) text->str, text->len,
          message) != GST_SDP_OK) {
    gst_sdp_message_free (message);
    return FALSE;
  }
  description =
      gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER, message);
  g_signal_emit_by_name (peer, "set-remote-description", description,
      ask (tally, FALSE));
  gst_webrtc_session_description_free (description);
  g_signal_emit_by_name (peer, "create-answer", NULL, ask (tally, TRUE));
  return TRUE;
}

static gchar *
read_seed (const gchar * name)
{
  g_autofree gchar *path = g_build_filename (SDP_SEEDS, name, NULL);
  gchar *text = NULL;

  fail_unless (g_file_get_contents (path, &text, NULL, NULL), "%s", path);
  return text;
}

GST_START_TEST (test_mutations)
{
  GRand *rand = g_rand_new_with_seed (20140611);
  gboolean slow = g_getenv ("VALGRIND") || g_getenv ("ASAN_OPTIONS")
      || g_getenv ("TSAN_OPTIONS");
  guint n_mutations = N_MUTATIONS / (slow ? 20 : 1), n_asked = 0;
  GstElement *peer = NULL;
  Tally tally = { 0, };

  g_mutex_init (&tally.lock);
  g_cond_init (&tally.cond);
  for (guint i = 0; i < n_mutations; i++) {
    g_autofree gchar *seed = read_seed (seeds[i % G_N_ELEMENTS (seeds)]);
    g_autoptr (GString) text = g_string_new (seed);

    if (i % N_A_PEER == 0) {
      wait_answered (&tally);
      g_clear_pointer (&peer, peer_free);
      peer = peer_new ();
    }
    mutate_text (rand, text);
    n_asked += 2 * offer (peer, text, &tally);
  }
  wait_answered (&tally);
  peer_free (peer);
  g_print ("%u asked: %u set, %u answers, %u refused\n", n_asked, tally.n_set,
      tally.n_answers, tally.n_refused);
  fail_unless_equals_int (tally.n_set + tally.n_answers + tally.n_refused,
      n_asked);
  /* both ways were taken often enough to mean something */
  fail_unless (tally.n_answers > n_mutations / 20);
  fail_unless (tally.n_refused > n_mutations / 20);
  g_rand_free (rand);
  g_mutex_clear (&tally.lock);
  g_cond_clear (&tally.cond);
}

GST_END_TEST;

#define N_LINES 1000

GST_START_TEST (test_a_thousand_sections)
{
  g_autofree gchar *seed = read_seed ("chromium-recvonly.sdp");
  g_autoptr (GString) text = g_string_new (NULL);
  const gchar *media = strstr (seed, "m=");
  GstElement *peer = peer_new ();
  Tally tally = { 0, };
  gint64 began;

  g_mutex_init (&tally.lock);
  g_cond_init (&tally.cond);
  fail_unless (media != NULL);
  g_string_append_len (text, seed, media - seed);
  for (guint i = 0; i < N_LINES; i++)
    g_string_append_printf (text, "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
        "c=IN IP4 0.0.0.0\r\na=mid:%u\r\na=sendrecv\r\na=rtcp-mux\r\n"
        "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n", i);
  began = g_get_monotonic_time ();
  fail_unless (offer (peer, text, &tally));
  wait_answered (&tally);
  g_print ("%u sections refused in %.1f ms\n", N_LINES,
      (g_get_monotonic_time () - began) / 1000.0);
  fail_unless_equals_int (tally.n_refused, 2);
  peer_free (peer);
  g_mutex_clear (&tally.lock);
  g_cond_clear (&tally.cond);
}

GST_END_TEST;

static Suite *
mutated_suite (void)
{
  Suite *suite = suite_create ("mutated");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, test_mutations);
  tcase_add_test (tc, test_a_thousand_sections);
  return suite;
}

GST_CHECK_MAIN (mutated);
