/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One side of the data channel benchmark: peer connections of the element that
 * is named (webrtcbin, or what stands in for it), each with one channel.
 * data-peer.mjs is the same on libwebrtc.
 *
 *   data-peer FACTORY
 *
 * On stdin, N being a number of the caller's choice:
 *
 *   offer N                  a new peer makes a channel and an offer
 *   remote N TYPE SDP        a description; an offer makes a new peer and is
 *                            answered.  Line ends are written \r\n
 *   candidate N MLINE TEXT
 *   facts N                  asks for {"event": "facts", "peer": N, ...}
 *   flood N SIZE             messages of SIZE bytes from now on; 0: no more
 *   echo N 0|1               whether messages go back
 *   ping N TIMES SIZE        one at a time; {"event": "pings", "us": [...]}
 *   drop N                   {"event": "dropped", ...}
 *
 * On stdout, beside the answers: {"event": "sdp" or "candidate", "peer": N,
 * ...}, and {"event": "greeted", ...} when the first message has come
 */

#include "data-channel.h"

#include <gst/gst.h>
#include <gst/sdp/sdp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  guint number;
  GstElement *element;
  GstWebRTCDTLSTransport *dtls;
  DataChannel *channel;
  gint64 connected;             /* monotonic us; under the lock of "told" */
} Peer;

static const gchar *factory;
static GHashTable *peers;       /* number -> Peer; the main thread's */
G_LOCK_DEFINE_STATIC (told);

static void
tell (Peer * peer, const gchar * event, const gchar * format, ...)
G_GNUC_PRINTF (3, 4);

     static void
         tell (Peer * peer, const gchar * event, const gchar * format, ...)
{
  g_autofree gchar *rest = NULL;
  va_list args;

  va_start (args, format);
  rest = g_strdup_vprintf (format, args);
  va_end (args);
  G_LOCK (told);
  printf ("{\"event\": \"%s\", \"peer\": %u%s}\n", event, peer->number, rest);
  fflush (stdout);
  G_UNLOCK (told);
}

/* --- events ---------------------------------------------------------------- */

static void
on_ice_candidate (GstElement * element, guint mline, const gchar * candidate,
    Peer * peer)
{
  g_autofree gchar *text = g_strescape (candidate, NULL);

  if (*candidate != '\0')
    tell (peer, "candidate", ", \"mline\": %u, \"candidate\": \"%s\"", mline,
        text);
}

static void
on_dtls_state (GstWebRTCDTLSTransport * dtls, GParamSpec * pspec, Peer * peer)
{
  gint64 now = g_get_monotonic_time ();
  GstWebRTCDTLSTransportState state;

  g_object_get (dtls, "state", &state, NULL);
  G_LOCK (told);
  if (state == GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTED
      && peer->connected == 0)
    peer->connected = now;
  G_UNLOCK (told);
}

static void
on_data_channel (GstElement * element, GstWebRTCDataChannel * channel,
    Peer * peer)
{
  data_channel_take (peer->channel, g_object_ref (channel), FALSE);
}

static void
on_greeted (gpointer data)
{
  tell (data, "greeted", "%s", "");
}

/* --- negotiation ----------------------------------------------------------- */

/* The DTLS transport exists once a description has been set */
static void
watch_dtls (Peer * peer)
{
  g_autoptr (GObject) sctp = NULL;

  if (peer->dtls != NULL)
    return;
  g_object_get (peer->element, "sctp-transport", &sctp, NULL);
  if (sctp != NULL)
    g_object_get (sctp, "transport", &peer->dtls, NULL);
  if (peer->dtls == NULL)
    return;
  g_signal_connect (peer->dtls, "notify::state", G_CALLBACK (on_dtls_state),
      peer);
  on_dtls_state (peer->dtls, NULL, peer);
}

static void
set_description (Peer * peer, const gchar * action,
    GstWebRTCSessionDescription * description)
{
  GstPromise *promise = gst_promise_new ();

  g_signal_emit_by_name (peer->element, action, description, promise);
  gst_promise_wait (promise);
  gst_promise_unref (promise);
  watch_dtls (peer);
}

/* "offer" or "answer": makes it, sets it and tells it */
static void
describe (Peer * peer, const gchar * what)
{
  g_autofree gchar *action = g_strconcat ("create-", what, NULL);
  g_autofree gchar *text = NULL, *escaped = NULL;
  GstPromise *promise = gst_promise_new ();
  GstWebRTCSessionDescription *description = NULL;

  g_signal_emit_by_name (peer->element, action, NULL, promise);
  if (gst_promise_wait (promise) != GST_PROMISE_RESULT_REPLIED
      || !gst_structure_get (gst_promise_get_reply (promise), what,
          GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL)) {
    tell (peer, "failed", ", \"reason\": \"no %s\"", what);
  } else {
    text = gst_sdp_message_as_text (description->sdp);
    escaped = g_strescape (text, NULL);
    tell (peer, "sdp", ", \"type\": \"%s\", \"sdp\": \"%s\"", what, escaped);
    set_description (peer, "set-local-description", description);
    gst_webrtc_session_description_free (description);
  }
  gst_promise_unref (promise);
}

static void
apply (Peer * peer, gboolean is_offer, const gchar * escaped)
{
  g_autofree gchar *text = g_strcompress (escaped);
  GstWebRTCSessionDescription *description;
  GstSDPMessage *sdp;

  if (gst_sdp_message_new_from_text (text, &sdp) != GST_SDP_OK) {
    tell (peer, "failed", ", \"reason\": \"the SDP does not parse\"");
    return;
  }
  description = gst_webrtc_session_description_new (is_offer ?
      GST_WEBRTC_SDP_TYPE_OFFER : GST_WEBRTC_SDP_TYPE_ANSWER, sdp);
  set_description (peer, "set-remote-description", description);
  gst_webrtc_session_description_free (description);
  if (is_offer)
    describe (peer, "answer");
}

/* --- peers ----------------------------------------------------------------- */

static Peer *
peer_add (guint number)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr (GstBus) bus = gst_bus_new ();

  peer->number = number;
  peer->channel = data_channel_new (on_greeted, peer);
  peer->element = gst_object_ref_sink (gst_element_factory_make (factory,
          NULL));
  /* nobody reads it: keep nothing */
  gst_bus_set_flushing (bus, TRUE);
  gst_element_set_bus (peer->element, bus);
  gst_util_set_object_arg (G_OBJECT (peer->element), "bundle-policy",
      "max-bundle");
  g_signal_connect (peer->element, "on-ice-candidate",
      G_CALLBACK (on_ice_candidate), peer);
  g_signal_connect (peer->element, "on-data-channel",
      G_CALLBACK (on_data_channel), peer);
  gst_element_set_state (peer->element, GST_STATE_PLAYING);
  g_hash_table_insert (peers, GUINT_TO_POINTER (number), peer);
  return peer;
}

static void
peer_free (gpointer data)
{
  Peer *peer = data;

  g_signal_handlers_disconnect_by_data (peer->element, peer);
  if (peer->dtls != NULL)
    g_signal_handlers_disconnect_by_data (peer->dtls, peer);
  gst_element_set_state (peer->element, GST_STATE_NULL);
  data_channel_free (peer->channel);
  gst_clear_object (&peer->dtls);
  gst_object_unref (peer->element);
  g_free (peer);
}

/* --- commands -------------------------------------------------------------- */

static void
offer (guint number)
{
  Peer *peer = peer_add (number);
  GstWebRTCDataChannel *channel = NULL;

  g_signal_emit_by_name (peer->element, "create-data-channel", "bench", NULL,
      &channel);
  if (channel == NULL) {
    tell (peer, "failed", ", \"reason\": \"no channel\"");
    return;
  }
  data_channel_take (peer->channel, channel, TRUE);
  describe (peer, "offer");
}

static void
facts (Peer * peer)
{
  DataChannelFacts facts = data_channel_get_facts (peer->channel);
  gint64 connected;

  G_LOCK (told);
  connected = peer->connected;
  G_UNLOCK (told);
  tell (peer, "facts", ", \"now\": %" G_GINT64_FORMAT ", \"connected\": %"
      G_GINT64_FORMAT ", \"open\": %" G_GINT64_FORMAT ", \"first\": %"
      G_GINT64_FORMAT ", \"bytes\": %zu, \"messages\": %zu",
      g_get_monotonic_time (), connected, facts.open, facts.first,
      facts.bytes, facts.messages);
}

static void
ping (Peer * peer, guint n, gsize size)
{
  g_autofree gint64 *times = data_channel_ping (peer->channel, n, size);
  g_autoptr (GString) text = g_string_new (NULL);

  if (times == NULL) {
    tell (peer, "failed", ", \"reason\": \"messages do not come back\"");
    return;
  }
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "",
        times[i]);
  tell (peer, "pings", ", \"us\": [%s]", text->str);
}

static void
obey (gchar ** words)
{
  const gchar *verb = words[0];
  guint number = atoi (words[1]), n = g_strv_length (words);
  Peer *peer = g_hash_table_lookup (peers, GUINT_TO_POINTER (number));

  if (g_str_equal (verb, "offer")) {
    offer (number);
  } else if (g_str_equal (verb, "remote") && n == 4) {
    apply (peer != NULL ? peer : peer_add (number),
        g_str_equal (words[2], "offer"), words[3]);
  } else if (peer == NULL) {
    g_printerr ("nobody is number %u\n", number);
  } else if (g_str_equal (verb, "candidate") && n == 4) {
    g_signal_emit_by_name (peer->element, "add-ice-candidate", atoi (words[2]),
        words[3]);
  } else if (g_str_equal (verb, "facts")) {
    facts (peer);
  } else if (g_str_equal (verb, "flood") && n == 3) {
    data_channel_flood (peer->channel, atoi (words[2]));
  } else if (g_str_equal (verb, "echo") && n == 3) {
    data_channel_echo (peer->channel, atoi (words[2]));
  } else if (g_str_equal (verb, "ping") && n == 4) {
    ping (peer, atoi (words[2]), atoi (words[3]));
  } else if (g_str_equal (verb, "drop")) {
    tell (peer, "dropped", "%s", "");
    g_hash_table_remove (peers, GUINT_TO_POINTER (number));
  }
}

int
main (int argc, char **argv)
{
  static gchar line[64 * 1024];

  gst_init (&argc, &argv);
  factory = argc == 2 ? argv[1] : "no factory";
  if (gst_element_factory_find (factory) == NULL) {
    g_printerr ("cannot find %s\n", factory);
    return 1;
  }
  peers = g_hash_table_new_full (NULL, NULL, NULL, peer_free);
  while (fgets (line, sizeof (line), stdin) != NULL) {
    g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", 4);

    if (g_strv_length (words) >= 2)
      obey (words);
  }
  /* nothing is taken down: the process ends, and the others see it */
  return 0;
}
