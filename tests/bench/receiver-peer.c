/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The benchmark's receiver: any number of peer connections (webrtcbin, or what
 * stands in for it) in one process, each a viewer of a WHEP endpoint.  What they
 * receive is counted where it leaves the peer, and thrown away.
 *
 *   receiver-peer URL
 *
 * On stdin, with the answer on stdout:
 *
 *   add N    N more            {"connected": [ms, ...], "failed": n}
 *   count                      {"packets": n, "receiving": n}
 *   drop     all of them end   {"dropped": n}
 *
 * The times are from the POST of an offer to DTLS connected.
 */

#include "core/rtcloop.h"
#include "swarm-post.h"

#include <gst/gst.h>
#include <gst/sdp/sdp.h>
#include <gst/webrtc/webrtc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAPS "application/x-rtp,media=video,encoding-name=VP8,payload=96," \
    "clock-rate=90000"

static const gchar *url;
static RtcLoop *loop;           /* the answers come on it */
static GstElement *pipeline;
static GPtrArray *peers;

G_LOCK_DEFINE_STATIC (adding);
static guint pending, failed;   /* of "add", under lock */
static GString *times;          /* the same */

typedef struct
{
  GstElement *element;
  GString *offer;               /* candidates are written to its end */
  SwarmPost *post;
  gint64 posted;
  gint done;                    /* atomic: it counts as connected or failed */
  gsize packets;                /* atomic */
} Peer;

static void
say_if_all_are_done (void)
{
  if (pending > 0)
    return;
  printf ("{\"connected\": [%s], \"failed\": %u}\n", times->str, failed);
  fflush (stdout);
}

static void
finish (Peer * peer, const gchar * reason)
{
  gdouble ms = (g_get_monotonic_time () - peer->posted) / 1000.0;

  if (!g_atomic_int_compare_and_exchange (&peer->done, FALSE, TRUE))
    return;
  if (reason != NULL)
    g_printerr ("a peer failed: %s\n", reason);
  G_LOCK (adding);
  pending--;
  if (reason == NULL)
    g_string_append_printf (times, "%s%.2f", times->len > 0 ? ", " : "", ms);
  else
    failed++;
  say_if_all_are_done ();
  G_UNLOCK (adding);
}

/* --- media ------------------------------------------------------------------- */

static GstPadProbeReturn
count_packets (GstPad * pad, GstPadProbeInfo * info, gpointer data)
{
  Peer *peer = data;
  gsize n = 1;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    n = gst_buffer_list_length (GST_PAD_PROBE_INFO_BUFFER_LIST (info));
  g_atomic_pointer_add (&peer->packets, n);
  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement * element, GstPad * pad, Peer * peer)
{
  GstElement *sink;
  g_autoptr (GstPad) sink_pad = NULL;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;
  sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  gst_bin_add (GST_BIN (pipeline), sink);
  gst_element_sync_state_with_parent (sink);
  sink_pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, count_packets, peer, NULL);
  gst_pad_link (pad, sink_pad);
}

/* --- negotiation ------------------------------------------------------------- */

static void
on_answer (const gchar * text, const gchar * reason, gpointer user_data)
{
  Peer *peer = user_data;
  GstWebRTCSessionDescription *answer;
  GstSDPMessage *sdp;

  if (text == NULL || gst_sdp_message_new_from_text (text, &sdp) != GST_SDP_OK) {
    finish (peer, reason != NULL ? reason : "no answer");
    return;
  }
  answer = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER, sdp);
  g_signal_emit_by_name (peer->element, "set-remote-description", answer, NULL);
  gst_webrtc_session_description_free (answer);
}

static void
on_late_candidate (const gchar * candidate, gpointer user_data)
{
  Peer *peer = user_data;

  g_signal_emit_by_name (peer->element, "add-ice-candidate", 0, candidate);
}

static void
on_ice_candidate (GstElement * element, guint mline, const gchar * candidate,
    Peer * peer)
{
  if (*candidate != '\0')
    g_string_append_printf (peer->offer, "a=%s\r\n", candidate);
}

/* WHEP: the offer goes out with all of its candidates */
static void
on_gathering_state (GstElement * element, GParamSpec * pspec, Peer * peer)
{
  static const SwarmPostEvents events = { on_answer, on_late_candidate };
  GstWebRTCICEGatheringState state;

  g_object_get (element, "ice-gathering-state", &state, NULL);
  if (state != GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE || peer->post != NULL)
    return;
  peer->posted = g_get_monotonic_time ();
  peer->post = swarm_post_new (loop, url, peer->offer->str, &events, peer);
}

static void
on_connection_state (GstElement * element, GParamSpec * pspec, Peer * peer)
{
  GstWebRTCPeerConnectionState state;

  g_object_get (element, "connection-state", &state, NULL);
  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED) {
    swarm_post_hang_up (peer->post);
    finish (peer, NULL);
  } else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED) {
    finish (peer, "the connection");
  }
}

static void
on_offer (GstPromise * promise, gpointer data)
{
  Peer *peer = data;
  GstWebRTCSessionDescription *offer = NULL;
  g_autofree gchar *text = NULL;

  if (gst_promise_wait (promise) != GST_PROMISE_RESULT_REPLIED
      || !gst_structure_get (gst_promise_get_reply (promise), "offer",
          GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer, NULL)) {
    finish (peer, "no offer");
    return;
  }
  text = gst_sdp_message_as_text (offer->sdp);
  g_string_assign (peer->offer, text);
  g_signal_emit_by_name (peer->element, "set-local-description", offer, NULL);
  gst_webrtc_session_description_free (offer);
}

static void
peer_add (void)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr (GstPromise) promise =
      gst_promise_new_with_change_func (on_offer, peer, NULL);
  g_autoptr (GstCaps) caps = gst_caps_from_string (CAPS);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  peer->offer = g_string_new (NULL);
  peer->element = gst_element_factory_make (FACTORY, NULL);
  gst_util_set_object_arg (G_OBJECT (peer->element), "bundle-policy",
      "max-bundle");
  g_signal_connect (peer->element, "on-ice-candidate",
      G_CALLBACK (on_ice_candidate), peer);
  g_signal_connect (peer->element, "notify::ice-gathering-state",
      G_CALLBACK (on_gathering_state), peer);
  g_signal_connect (peer->element, "notify::connection-state",
      G_CALLBACK (on_connection_state), peer);
  g_signal_connect (peer->element, "pad-added", G_CALLBACK (on_pad_added),
      peer);
  gst_bin_add (GST_BIN (pipeline), peer->element);
  gst_element_sync_state_with_parent (peer->element);
  g_signal_emit_by_name (peer->element, "add-transceiver",
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &transceiver);
  g_signal_emit_by_name (peer->element, "create-offer", NULL, promise);
  g_ptr_array_add (peers, peer);
}

static void
peer_free (gpointer data)
{
  Peer *peer = data;

  g_signal_handlers_disconnect_by_data (peer->element, peer);
  gst_element_set_state (peer->element, GST_STATE_NULL);
  gst_bin_remove (GST_BIN (pipeline), peer->element);
  if (peer->post != NULL)
    swarm_post_free (peer->post);
  g_string_free (peer->offer, TRUE);
  g_free (peer);
}

/* --- commands ---------------------------------------------------------------- */

static void
add (guint n)
{
  G_LOCK (adding);
  pending = n;
  failed = 0;
  g_string_truncate (times, 0);
  G_UNLOCK (adding);
  for (guint i = 0; i < n; i++)
    peer_add ();
}

static void
count (void)
{
  gsize packets = 0;
  guint receiving = 0;

  for (guint i = 0; i < peers->len; i++) {
    Peer *peer = g_ptr_array_index (peers, i);
    gsize n = (gsize) g_atomic_pointer_get (&peer->packets);

    packets += n;
    receiving += n > 0;
  }
  printf ("{\"packets\": %zu, \"receiving\": %u}\n", packets, receiving);
  fflush (stdout);
}

static void
drop (void)
{
  guint n = peers->len;

  g_ptr_array_set_size (peers, 0);
  printf ("{\"dropped\": %u}\n", n);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  g_autoptr (GstBus) bus = NULL;
  gchar line[128];

  gst_init (&argc, &argv);
  if (argc != 2 || gst_element_factory_find (FACTORY) == NULL) {
    g_printerr (argc != 2 ? "give the URL\n" : "no " FACTORY "\n");
    return 1;
  }
  url = argv[1];
  loop = rtc_loop_new ("receiver");
  times = g_string_new (NULL);
  peers = g_ptr_array_new_with_free_func (peer_free);
  pipeline = gst_pipeline_new (NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  /* nobody reads it: keep nothing */
  bus = gst_element_get_bus (pipeline);
  gst_bus_set_flushing (bus, TRUE);
  while (fgets (line, sizeof (line), stdin) != NULL) {
    if (g_str_has_prefix (line, "add "))
      add (strtoul (line + 4, NULL, 10));
    else if (g_str_has_prefix (line, "count"))
      count ();
    else if (g_str_has_prefix (line, "drop"))
      drop ();
  }
  /* nothing is taken down: the process ends, and the server sees it */
  return 0;
}
