/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A chat with a browser, and files both ways, over data channels.
 *
 *   datachannel [PORT [FOLDER]]
 *
 * serves datachannel.html at http://127.0.0.1:8080/ and calls whoever opens it.
 * What is typed goes to the browser, "/send FILE" sends it a file; its own are
 * stored in FOLDER.  The same in Python: datachannel.py.  Alone it is compiled
 * with
 *
 *   gcc datachannel.c datachannel-file.c -DGST_USE_UNSTABLE_API \
 *     $(pkg-config --cflags --libs gstreamer-webrtc-1.0 gstreamer-sdp-1.0 libsoup-3.0) -o datachannel
 */

#include "datachannel-file.h"

#include <libsoup/soup.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#ifndef PAGE
#define PAGE "datachannel.html"
#endif

static const gchar *folder = ".";

/* One browser at a time: its WebSocket and a peer connection */
typedef struct
{
  SoupWebsocketConnection *socket;
  GstElement *peer;
  GstWebRTCDataChannel *chat;
  Transfer *to_send;            /* by the next channel */
} Call;

static Call *call;

/* --- channels ---------------------------------------------------------------- */

static void
on_line (GstWebRTCDataChannel * channel, const gchar * text, gpointer user_data)
{
  g_print ("browser: %s\n", text);
}

/* Nothing has come by a channel yet when this is called */
static void
on_channel (GstElement * peer, GstWebRTCDataChannel * channel,
    gboolean is_ours, Call * call)
{
  g_autofree gchar *label = NULL;

  g_object_get (channel, "label", &label, NULL);
  if (g_strcmp0 (label, "chat") == 0)
    g_signal_connect (channel, "on-message-string", G_CALLBACK (on_line), NULL);
  else if (is_ours)
    transfer_send (g_steal_pointer (&call->to_send), channel);
  else
    transfer_receive (channel, folder);
}

/* Typed */
static gboolean
on_input (GIOChannel * input, GIOCondition condition, gpointer user_data)
{
  g_autofree gchar *line = NULL;
  g_autoptr (GstWebRTCDataChannel) channel = NULL;
  g_autoptr (GError) error = NULL;
  gsize end;

  if (g_io_channel_read_line (input, &line, NULL, &end, NULL)
      != G_IO_STATUS_NORMAL)
    return G_SOURCE_REMOVE;
  line[end] = '\0';
  if (call == NULL)
    return G_SOURCE_CONTINUE;
  if (g_str_has_prefix (line, "/send ")) {
    call->to_send = transfer_open (line + strlen ("/send "), &error);
    if (call->to_send == NULL) {
      g_printerr ("%s\n", error->message);
      return G_SOURCE_CONTINUE;
    }
    g_signal_emit_by_name (call->peer, "create-data-channel", "file", NULL,
        &channel);
  } else {
    gst_webrtc_data_channel_send_string_full (call->chat, line, NULL);
  }
  return G_SOURCE_CONTINUE;
}

/* --- the call ---------------------------------------------------------------- */

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
on_described (GstPromise * promise, gpointer data)
{
  Call *call = data;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autofree gchar *sdp = NULL;

  g_object_get (call->peer, "local-description", &offer, NULL);
  if (offer == NULL)
    return;
  sdp = gst_sdp_message_as_text (offer->sdp);
  say (call, g_strdup_printf ("offer\n%s", sdp));
}

static void
on_negotiation_needed (GstElement * peer, Call * call)
{
  g_autoptr (GstPromise) promise =
      gst_promise_new_with_change_func (on_described, call, NULL);

  g_signal_emit_by_name (peer, "set-local-description", NULL, promise);
}

static void
on_ice_candidate (GstElement * peer, guint mline, const gchar * candidate,
    Call * call)
{
  say (call, g_strdup_printf ("candidate %u\n%s", mline, candidate));
}

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
    g_autoptr (GstWebRTCSessionDescription) answer = NULL;
    GstSDPMessage *sdp;

    gst_sdp_message_new_from_text (text + strlen ("answer\n"), &sdp);
    answer = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER,
        sdp);
    g_signal_emit_by_name (call->peer, "set-remote-description", answer, NULL);
  }
}

static void
on_closed (SoupWebsocketConnection * socket, Call * closed)
{
  gst_element_set_state (closed->peer, GST_STATE_NULL);
  g_clear_object (&closed->chat);
  gst_object_unref (closed->peer);
  g_object_unref (closed->socket);
  if (call == closed)
    call = NULL;
  g_free (closed);
}

static void
on_socket (SoupServer * server, SoupServerMessage * message, const char *path,
    SoupWebsocketConnection * socket, gpointer user_data)
{
  call = g_new0 (Call, 1);
  call->socket = g_object_ref (socket);
  /* Without media it needs no pipeline around it */
  call->peer = gst_object_ref_sink (gst_element_factory_make ("rtcpeerbin",
          NULL));
  g_signal_connect (call->peer, "on-negotiation-needed",
      G_CALLBACK (on_negotiation_needed), call);
  g_signal_connect (call->peer, "on-ice-candidate",
      G_CALLBACK (on_ice_candidate), call);
  g_signal_connect (call->peer, "prepare-data-channel",
      G_CALLBACK (on_channel), call);
  g_signal_connect (socket, "message", G_CALLBACK (on_message), call);
  g_signal_connect (socket, "closed", G_CALLBACK (on_closed), call);
  gst_element_set_state (call->peer, GST_STATE_PLAYING);
  g_signal_emit_by_name (call->peer, "create-data-channel", "chat", NULL,
      &call->chat);
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
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *origin = NULL;
  guint port = 8080;
  GSList *uris;

  setlocale (LC_ALL, "");
  gst_init (&argc, &argv);
  if (argc > 1)
    port = g_ascii_strtoull (argv[1], NULL, 10);
  if (argc > 2)
    folder = argv[2];
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
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_input, NULL);
  g_print ("Open %s/\n", origin);
  g_main_loop_run (loop);
  return 0;
}
