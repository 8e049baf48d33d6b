/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The benchmark's sender on webrtcbin or rtcpeerbin, which FACTORY names: one
 * payloader, a tee, one peer for each viewer.  No queue stands between tee and
 * peer: it would add a thread and a hop a packet that are not the peer's.  With
 * "caps-filter" on the command line one stands behind the payloader, as in most
 * of webrtcbin's examples; in GStreamer 1.22 it takes buffer lists apart.
 *
 * It serves just enough of WHEP for viewer-swarm: POST makes a viewer, DELETE
 * ends it.  The answer goes out before gathering has ended and candidates
 * follow on the same connection, one a line with the m-line's index in front,
 * so that a peer does not pay for the lack of a trickle channel. */

#include "bench-source.h"

#include <gio/gio.h>
#include <gst/sdp/sdp.h>
#include <gst/webrtc/webrtc.h>
#include <stdlib.h>
#include <string.h>

#define RTP_CAPS "application/x-rtp,media=video,encoding-name=VP8,payload=96," \
    "clock-rate=90000"

static GstElement *pipeline, *tee;

G_LOCK_DEFINE_STATIC (peers);
static GHashTable *peers;       /* id -> Peer, under lock */

typedef struct
{
  GstElement *webrtc;
  GstPad *sink_pad;

  GMutex lock;
  GOutputStream *out;           /* NULL once the viewer has hung up */
  gboolean answered;
  GString *candidates;          /* not written yet */
  GstPad *tee_pad;              /* NULL until connected */
} Peer;

/* Under the peer's lock */
static void
flush_candidates (Peer * peer)
{
  if (peer->out == NULL || !peer->answered || peer->candidates->len == 0)
    return;
  g_output_stream_write_all (peer->out, peer->candidates->str,
      peer->candidates->len, NULL, NULL, NULL);
  g_string_truncate (peer->candidates, 0);
}

static void
on_ice_candidate (GstElement * webrtc, guint mline, const gchar * candidate,
    Peer * peer)
{
  g_mutex_lock (&peer->lock);
  g_string_append_printf (peer->candidates, "%u %s\r\n", mline, candidate);
  flush_candidates (peer);
  g_mutex_unlock (&peer->lock);
}

/* Media is let in only now: before, webrtcbin would block the tee's thread */
static void
on_connection_state (GstElement * webrtc, GParamSpec * pspec, Peer * peer)
{
  GstWebRTCPeerConnectionState state;

  g_object_get (webrtc, "connection-state", &state, NULL);
  if (state != GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED)
    return;
  g_mutex_lock (&peer->lock);
  if (peer->tee_pad == NULL) {
    peer->tee_pad = gst_element_request_pad_simple (tee, "src_%u");
    gst_pad_link (peer->tee_pad, peer->sink_pad);
  }
  g_mutex_unlock (&peer->lock);
}

static Peer *
peer_new (GOutputStream * out)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
  g_autoptr (GstCaps) caps = gst_caps_from_string (RTP_CAPS);

  g_mutex_init (&peer->lock);
  peer->out = out;
  peer->candidates = g_string_new (NULL);
  peer->webrtc = gst_element_factory_make (FACTORY, NULL);
  gst_util_set_object_arg (G_OBJECT (peer->webrtc), "bundle-policy",
      "max-bundle");
  g_signal_connect (peer->webrtc, "on-ice-candidate",
      G_CALLBACK (on_ice_candidate), peer);
  g_signal_connect (peer->webrtc, "notify::connection-state",
      G_CALLBACK (on_connection_state), peer);
  gst_bin_add (GST_BIN (pipeline), peer->webrtc);

  peer->sink_pad = gst_element_request_pad_simple (peer->webrtc, "sink_%u");
  g_object_get (peer->sink_pad, "transceiver", &transceiver, NULL);
  g_object_set (transceiver, "codec-preferences", caps, "direction",
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, NULL);
  gst_element_sync_state_with_parent (peer->webrtc);
  return peer;
}

static GstPadProbeReturn
unlink_tee (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GAsyncQueue *done = user_data;
  g_autoptr (GstPad) peer_pad = gst_pad_get_peer (pad);

  if (peer_pad != NULL)
    gst_pad_unlink (pad, peer_pad);
  g_async_queue_push (done, done);
  return GST_PAD_PROBE_REMOVE;
}

static void
peer_free (Peer * peer)
{
  if (peer->tee_pad != NULL) {
    g_autoptr (GAsyncQueue) done = g_async_queue_new ();

    gst_pad_add_probe (peer->tee_pad, GST_PAD_PROBE_TYPE_IDLE, unlink_tee,
        done, NULL);
    g_async_queue_pop (done);
    gst_element_release_request_pad (tee, peer->tee_pad);
    gst_object_unref (peer->tee_pad);
  }
  g_signal_handlers_disconnect_by_data (peer->webrtc, peer);
  gst_element_set_state (peer->webrtc, GST_STATE_NULL);
  gst_element_release_request_pad (peer->webrtc, peer->sink_pad);
  gst_object_unref (peer->sink_pad);
  gst_bin_remove (GST_BIN (pipeline), peer->webrtc);
  g_string_free (peer->candidates, TRUE);
  g_mutex_clear (&peer->lock);
  g_free (peer);
}

/* The answer's text, or NULL */
static gchar *
peer_answer (Peer * peer, const gchar * offer, gsize size)
{
  GstSDPMessage *sdp;
  GstPromise *promise;
  GstWebRTCSessionDescription *remote, *local = NULL;
  gchar *text;

  gst_sdp_message_new (&sdp);
  gst_sdp_message_parse_buffer ((const guint8 *) offer, size, sdp);
  remote = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER, sdp);
  promise = gst_promise_new ();
  g_signal_emit_by_name (peer->webrtc, "set-remote-description", remote,
      promise);
  gst_promise_wait (promise);
  gst_promise_unref (promise);
  gst_webrtc_session_description_free (remote);

  promise = gst_promise_new ();
  g_signal_emit_by_name (peer->webrtc, "create-answer", NULL, promise);
  gst_promise_wait (promise);
  gst_structure_get (gst_promise_get_reply (promise), "answer",
      GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &local, NULL);
  gst_promise_unref (promise);
  if (local == NULL)
    return NULL;

  g_signal_emit_by_name (peer->webrtc, "set-local-description", local, NULL);
  text = gst_sdp_message_as_text (local->sdp);
  gst_webrtc_session_description_free (local);
  return text;
}

static void
serve_post (GIOStream * connection, GDataInputStream * in, gsize size)
{
  static gint next_id;
  GOutputStream *out = g_io_stream_get_output_stream (connection);
  Peer *peer = peer_new (out);
  g_autofree gchar *id = g_strdup_printf ("%d", g_atomic_int_add (&next_id, 1));
  g_autofree gchar *offer = g_malloc0 (size + 1);
  g_autofree gchar *answer = NULL, *reply = NULL;
  gchar *line;

  g_input_stream_read_all (G_INPUT_STREAM (in), offer, size, NULL, NULL, NULL);
  answer = peer_answer (peer, offer, size);
  G_LOCK (peers);
  g_hash_table_insert (peers, g_strdup (id), peer);
  G_UNLOCK (peers);

  reply = answer == NULL ? g_strdup ("HTTP/1.1 406 No answer\r\n\r\n") :
      g_strdup_printf ("HTTP/1.1 201 Created\r\nContent-Type: application/sdp"
      "\r\nLocation: /whep/%s\r\nContent-Length: %zu\r\n\r\n%s", id,
      strlen (answer), answer);
  g_mutex_lock (&peer->lock);
  g_output_stream_write_all (out, reply, strlen (reply), NULL, NULL, NULL);
  peer->answered = TRUE;
  flush_candidates (peer);
  g_mutex_unlock (&peer->lock);

  /* until the viewer hangs up */
  while ((line = g_data_input_stream_read_line (in, NULL, NULL, NULL)) != NULL)
    g_free (line);
  g_mutex_lock (&peer->lock);
  peer->out = NULL;
  g_mutex_unlock (&peer->lock);
}

static void
serve_delete (GIOStream * connection, const gchar * id)
{
  const gchar *reply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  gpointer key = NULL, peer = NULL;

  G_LOCK (peers);
  g_hash_table_steal_extended (peers, id, &key, &peer);
  G_UNLOCK (peers);
  if (peer != NULL)
    peer_free (peer);
  g_free (key);
  g_output_stream_write_all (g_io_stream_get_output_stream (connection), reply,
      strlen (reply), NULL, NULL, NULL);
}

/* A thread of its own a request; it ends with the connection */
static gboolean
on_run (GThreadedSocketService * service, GSocketConnection * connection,
    GObject * source_object, gpointer user_data)
{
  g_autoptr (GDataInputStream) in =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM
          (connection)));
  g_autofree gchar *request = NULL;
  gchar *line;
  gsize size = 0;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (in),
      FALSE);
  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  request = g_data_input_stream_read_line (in, NULL, NULL, NULL);
  while ((line = g_data_input_stream_read_line (in, NULL, NULL, NULL)) != NULL) {
    gboolean last = *line == '\0';

    if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
      size = strtoul (line + 15, NULL, 10);
    g_free (line);
    if (last)
      break;
  }

  if (request != NULL && g_str_has_prefix (request, "POST "))
    serve_post (G_IO_STREAM (connection), in, size);
  else if (request != NULL && g_str_has_prefix (request, "DELETE /whep/")) {
    request[strcspn (request + 13, " ") + 13] = '\0';
    serve_delete (G_IO_STREAM (connection), request + 13);
  }
  return TRUE;
}

static gpointer
http_thread (gpointer loop)
{
  g_main_loop_run (loop);
  return NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GSocketService) service = NULL;
  g_autoptr (GInetAddress) address = NULL;
  g_autoptr (GSocketAddress) any = NULL, bound = NULL;
  g_autofree gchar *url = NULL, *description = NULL;
  const gchar *filter = "";

  gst_init (&argc, &argv);
  g_thread_pool_set_max_unused_threads (0);
  peers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (gst_element_factory_find (FACTORY) == NULL) {
    g_printerr ("no " FACTORY "\n");
    return 1;
  }
  if (argc > 1 && strcmp (argv[1], "caps-filter") == 0)
    filter = " ! " RTP_CAPS;
  description = g_strconcat (BENCH_SOURCE " ! rtpvp8pay mtu=1200", filter,
      " ! tee name=tee allow-not-linked=true", NULL);
  pipeline = gst_parse_launch (description, &error);
  if (pipeline == NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  tee = gst_bin_get_by_name (GST_BIN (pipeline), "tee");
  if (!bench_start (pipeline))
    return 1;

  service = g_threaded_socket_service_new (-1);
  address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  any = g_inet_socket_address_new (address, 0);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), any,
          G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  g_signal_connect (service, "run", G_CALLBACK (on_run), NULL);
  loop = g_main_loop_new (NULL, FALSE);
  g_thread_unref (g_thread_new ("bench-http", http_thread, loop));
  url = g_strdup_printf ("http://127.0.0.1:%u/whep",
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  bench_run (url);
  return 0;
}
