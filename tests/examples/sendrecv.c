/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Audio and video both ways between GStreamer and a browser.
 *
 *   sendrecv [PORT [VIDEO-SINK AUDIO-SINK]]
 *
 * serves sendrecv.html at http://127.0.0.1:8080/ and calls whoever opens it.
 * The same in Python: sendrecv.py.  Alone it is compiled with
 *
 *   gcc sendrecv.c -DGST_USE_UNSTABLE_API -o sendrecv \
 *     $(pkg-config --cflags --libs gstreamer-webrtc-1.0 gstreamer-sdp-1.0 libsoup-3.0)
 */

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>
#include <libsoup/soup.h>
#include <stdio.h>
#include <string.h>

#define PEER "rtcpeerbin"       /* "webrtcbin" does as well */
#ifndef PAGE
#define PAGE "sendrecv.html"
#endif

#define SEND PEER " name=peer bundle-policy=max-bundle " \
    "videotestsrc is-live=true pattern=ball ! " \
    "video/x-raw,width=640,height=480 ! queue ! " \
    "vp8enc deadline=1 threads=1 keyframe-max-dist=60 ! " \
    "rtpvp8pay pt=96 ! peer. " \
    "audiotestsrc is-live=true wave=ticks ! queue ! opusenc ! " \
    "rtpopuspay pt=97 ! peer. "
#define RECEIVE_VIDEO "rtpvp8depay ! vp8dec ! queue ! videoconvert ! "
#define RECEIVE_AUDIO "rtpopusdepay ! opusdec ! queue ! audioconvert ! " \
    "audioresample ! "

static const gchar *video_sink = "autovideosink";
static const gchar *audio_sink = "autoaudiosink";

/* One browser: its WebSocket and a pipeline */
typedef struct
{
  SoupWebsocketConnection *socket;
  GstElement *pipeline, *peer;
} Call;

/* --- to the browser ---------------------------------------------------------- */

typedef struct
{
  SoupWebsocketConnection *socket;
  gchar *text;
} Message;

static gboolean
message_send (gpointer data)
{
  Message *message = data;

  if (soup_websocket_connection_get_state (message->socket)
      == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (message->socket, message->text);
  g_object_unref (message->socket);
  g_free (message->text);
  g_free (message);
  return G_SOURCE_REMOVE;
}

/* The peer calls from a thread of its own; the socket is the main loop's.
 * Takes @text. */
static void
say (Call * call, gchar * text)
{
  Message *message = g_new (Message, 1);

  message->socket = g_object_ref (call->socket);
  message->text = text;
  g_idle_add (message_send, message);
}

static void
on_offer (GstPromise * promise, gpointer data)
{
  Call *call = data;
  GstWebRTCSessionDescription *offer = NULL;
  g_autofree gchar *sdp = NULL;

  if (gst_promise_wait (promise) != GST_PROMISE_RESULT_REPLIED
      || !gst_structure_get (gst_promise_get_reply (promise), "offer",
          GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer, NULL))
    return;
  g_signal_emit_by_name (call->peer, "set-local-description", offer, NULL);
  sdp = gst_sdp_message_as_text (offer->sdp);
  say (call, g_strdup_printf ("offer\n%s", sdp));
  gst_webrtc_session_description_free (offer);
}

static void
on_negotiation_needed (GstElement * peer, Call * call)
{
  g_autoptr (GstPromise) promise =
      gst_promise_new_with_change_func (on_offer, call, NULL);

  g_signal_emit_by_name (peer, "create-offer", NULL, promise);
}

static void
on_ice_candidate (GstElement * peer, guint mline, const gchar * candidate,
    Call * call)
{
  say (call, g_strdup_printf ("candidate %u\n%s", mline, candidate));
}

/* --- from the browser -------------------------------------------------------- */

static void
on_message (SoupWebsocketConnection * socket, gint type, GBytes * bytes,
    Call * call)
{
  const gchar *text = g_bytes_get_data (bytes, NULL);   /* ends with a 0 */
  guint mline;
  gint candidate = 0;

  if (sscanf (text, "candidate %u\n%n", &mline, &candidate) == 1) {
    g_signal_emit_by_name (call->peer, "add-ice-candidate", mline,
        text + candidate);
  } else if (g_str_has_prefix (text, "answer\n")) {
    GstWebRTCSessionDescription *answer;
    GstSDPMessage *sdp;

    gst_sdp_message_new_from_text (text + strlen ("answer\n"), &sdp);
    answer = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER,
        sdp);
    g_signal_emit_by_name (call->peer, "set-remote-description", answer, NULL);
    gst_webrtc_session_description_free (answer);
  }
}

static void
on_pad_added (GstElement * peer, GstPad * pad, Call * call)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autoptr (GstPad) sink_pad = NULL;
  g_autofree gchar *description = NULL;
  GstElement *branch;
  const gchar *media;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;
  media = gst_structure_get_string (gst_caps_get_structure (caps, 0), "media");
  g_print ("receiving %s\n", media);
  description = strcmp (media, "video") == 0
      ? g_strconcat (RECEIVE_VIDEO, video_sink, NULL)
      : g_strconcat (RECEIVE_AUDIO, audio_sink, NULL);
  branch = gst_parse_bin_from_description (description, TRUE, NULL);
  gst_bin_add (GST_BIN (call->pipeline), branch);
  gst_element_sync_state_with_parent (branch);
  sink_pad = gst_element_get_static_pad (branch, "sink");
  gst_pad_link (pad, sink_pad);
}

/* --- the call ---------------------------------------------------------------- */

static void
on_closed (SoupWebsocketConnection * socket, Call * call)
{
  gst_element_set_state (call->pipeline, GST_STATE_NULL);
  gst_object_unref (call->peer);
  gst_object_unref (call->pipeline);
  g_object_unref (call->socket);
  g_free (call);
}

static void
on_socket (SoupServer * server, SoupServerMessage * message, const char *path,
    SoupWebsocketConnection * socket, gpointer user_data)
{
  Call *call = g_new0 (Call, 1);

  call->socket = g_object_ref (socket);
  call->pipeline = gst_parse_launch (SEND, NULL);
  call->peer = gst_bin_get_by_name (GST_BIN (call->pipeline), "peer");
  g_signal_connect (call->peer, "on-negotiation-needed",
      G_CALLBACK (on_negotiation_needed), call);
  g_signal_connect (call->peer, "on-ice-candidate",
      G_CALLBACK (on_ice_candidate), call);
  g_signal_connect (call->peer, "pad-added", G_CALLBACK (on_pad_added), call);
  g_signal_connect (socket, "message", G_CALLBACK (on_message), call);
  g_signal_connect (socket, "closed", G_CALLBACK (on_closed), call);
  gst_element_set_state (call->pipeline, GST_STATE_PLAYING);
}

static void
on_page (SoupServer * server, SoupServerMessage * message, const char *path,
    GHashTable * query, gpointer user_data)
{
  gchar *page;
  gsize size;

  if (!g_file_get_contents (PAGE, &page, &size, NULL)) {
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
    return;
  }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_TAKE,
      page, size);
}

int
main (int argc, char **argv)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *origin = NULL;
  guint port = 8080;
  GSList *uris;

  gst_init (&argc, &argv);
  if (argc > 1)
    port = g_ascii_strtoull (argv[1], NULL, 10);
  if (argc > 3) {
    video_sink = argv[2];
    audio_sink = argv[3];
  }
  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY,
          &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  uris = soup_server_get_uris (server);
  origin = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  soup_server_add_handler (server, "/", on_page, NULL, NULL);
  /* Pages from elsewhere may not call */
  soup_server_add_websocket_handler (server, "/socket", origin, NULL,
      on_socket, NULL, NULL);
  g_print ("Open %s/\n", origin);
  g_main_loop_run (loop);
  return 0;
}
