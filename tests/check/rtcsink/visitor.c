/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "visitor.h"

#include <string.h>
#include <gst/webrtc/webrtc.h>
#include "../soup/httpclient.h"

/* --- channels ------------------------------------------------------------------- */

static void
keep (Visitor * visitor, gpointer channel, const gchar * what)
{
  g_autofree gchar *label = NULL;

  g_object_get (channel, "label", &label, NULL);
  g_mutex_lock (&visitor->lock);
  g_ptr_array_add (visitor->heard, g_strconcat (label, " ", what, NULL));
  g_cond_broadcast (&visitor->cond);
  g_mutex_unlock (&visitor->lock);
}

static void
on_open (gpointer channel, gpointer user_data)
{
  keep (user_data, channel, "open");
}

static void
on_close (gpointer channel, gpointer user_data)
{
  keep (user_data, channel, "closed");
}

static void
on_string (gpointer channel, const gchar * text, gpointer user_data)
{
  keep (user_data, channel, text);
}

gpointer
visitor_open (Visitor * visitor, const gchar * label)
{
  gpointer channel = NULL;

  g_signal_emit_by_name (visitor->peer, "create-data-channel", label, NULL,
      &channel);
  fail_unless (channel != NULL);
  g_signal_connect (channel, "on-open", G_CALLBACK (on_open), visitor);
  g_signal_connect (channel, "on-close", G_CALLBACK (on_close), visitor);
  g_signal_connect (channel, "on-message-string", G_CALLBACK (on_string),
      visitor);
  return channel;
}

void
visitor_say (gpointer channel, const gchar * text)
{
  g_signal_emit_by_name (channel, "send-string", text);
}

void
visitor_send (gpointer channel, const gchar * text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  g_signal_emit_by_name (channel, "send-data", bytes);
}

void
visitor_wait (Visitor * visitor, const gchar * line)
{
  const gchar *next;

  g_mutex_lock (&visitor->lock);
  while (visitor->taken == visitor->heard->len)
    g_cond_wait (&visitor->cond, &visitor->lock);
  next = g_ptr_array_index (visitor->heard, visitor->taken++);
  g_mutex_unlock (&visitor->lock);
  fail_unless_equals_string (next, line);
}

/* --- coming and going ------------------------------------------------------------ */

static void
listen_on_loopback (GstElement * peer)
{
  g_autoptr (GObject) agent = NULL;
  gboolean ok = FALSE;

  g_object_get (peer, "ice-agent", &agent, NULL);
  g_signal_emit_by_name (agent, "add-local-ip-address", "127.0.0.1", &ok);
  fail_unless (ok);
}

static void
want_video (GstElement * peer)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("application/x-rtp,"
      "media=video,encoding-name=VP8,payload=96,clock-rate=90000");
  g_autoptr (GObject) transceiver = NULL;

  g_signal_emit_by_name (peer, "add-transceiver",
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &transceiver);
  fail_unless (transceiver != NULL);
}

static void
on_pad (GstElement * peer, GstPad * pad, gpointer bin)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) target = gst_element_get_static_pad (sink, "sink");

  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  fail_unless (gst_bin_add (bin, sink));
  gst_element_sync_state_with_parent (sink);
  fail_unless_equals_int (gst_pad_link (pad, target), GST_PAD_LINK_OK);
}

void
visitor_init (Visitor * visitor)
{
  GstElement *pipeline = gst_pipeline_new (NULL);

  *visitor = (Visitor) {
    .peer = gst_element_factory_make ("rtcpeerbin", NULL),
    .heard = g_ptr_array_new_with_free_func (g_free)
  };
  fail_unless (visitor->peer != NULL);
  g_mutex_init (&visitor->lock);
  g_cond_init (&visitor->cond);
  gst_bin_add (GST_BIN (pipeline), visitor->peer);
  g_signal_connect (visitor->peer, "pad-added", G_CALLBACK (on_pad), pipeline);
  listen_on_loopback (visitor->peer);
  fail_unless (gst_element_set_state (pipeline, GST_STATE_PLAYING) !=
      GST_STATE_CHANGE_FAILURE);
  want_video (visitor->peer);
}

static void
set_description (Visitor * visitor, const gchar * action,
    GstWebRTCSessionDescription * description)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();

  g_signal_emit_by_name (visitor->peer, action, description, promise);
  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);
}

static gchar *
make_offer (Visitor * visitor)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) local = NULL;
  GstWebRTCICEGatheringState state = GST_WEBRTC_ICE_GATHERING_STATE_NEW;

  g_signal_emit_by_name (visitor->peer, "create-offer", NULL, promise);
  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);
  fail_unless (gst_structure_get (gst_promise_get_reply (promise), "offer",
          GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer, NULL));
  set_description (visitor, "set-local-description", offer);
  while (state != GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE) {
    g_thread_yield ();
    g_object_get (visitor->peer, "ice-gathering-state", &state, NULL);
  }
  g_object_get (visitor->peer, "local-description", &local, NULL);
  return gst_sdp_message_as_text (local->sdp);
}

void
visitor_come (Visitor * visitor, guint16 port)
{
  g_autofree gchar *offer = make_offer (visitor);
  g_autoptr (GstWebRTCSessionDescription) description = NULL;
  HttpAnswer answer = http_request (port, "POST", "/whep", SDP_TYPE, offer);
  const gchar *text = strstr (answer.text, "v=0");
  GstSDPMessage *sdp;

  fail_unless_equals_int (answer.status, 201);
  fail_unless_equals_int (gst_sdp_message_new_from_text (text, &sdp),
      GST_SDP_OK);
  http_clear (&answer);
  description = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER,
      sdp);
  set_description (visitor, "set-remote-description", description);
}

void
visitor_clear (Visitor * visitor)
{
  GstObject *pipeline = gst_object_get_parent (GST_OBJECT (visitor->peer));

  gst_element_set_state (GST_ELEMENT (pipeline), GST_STATE_NULL);
  gst_object_unref (pipeline);
  gst_object_unref (pipeline);
  g_ptr_array_unref (visitor->heard);
  g_mutex_clear (&visitor->lock);
  g_cond_clear (&visitor->cond);
}
