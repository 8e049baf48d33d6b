/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "duo.h"

/* --- candidates, pads ------------------------------------------------------------ */

static void
on_candidate (GstElement * peer, guint mline, const gchar * candidate,
    Duo * duo)
{
  g_signal_emit_by_name (duo->peers[peer == duo->peers[0]],
      "add-ice-candidate", mline, candidate);
}

static void
changed (Duo * duo, guint * counter)
{
  g_mutex_lock (&duo->lock);
  if (counter != NULL)
    (*counter)++;
  g_cond_broadcast (&duo->cond);
  g_mutex_unlock (&duo->lock);
}

static void
on_gone (gpointer user_data, GObject * peer)
{
  Duo *duo = user_data;

  changed (duo, &duo->n_gone);
}

static void
on_needed (GstElement * peer, Duo * duo)
{
  g_mutex_lock (&duo->lock);
  duo->needed = TRUE;
  g_cond_broadcast (&duo->cond);
  g_mutex_unlock (&duo->lock);
}

static void
on_state (GstElement * peer, GParamSpec * pspec, Duo * duo)
{
  changed (duo, NULL);
}

static GstPadProbeReturn
on_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Duo *duo = user_data;

  changed (duo, &duo->n_buffers);
  return GST_PAD_PROBE_OK;
}

static void
on_pad (GstElement * peer, GstPad * pad, Duo * duo)
{
  g_autoptr (GstPad) end = NULL;
  GstElement *sink;

  if (GST_PAD_IS_SINK (pad))
    return;
  sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "async", FALSE, "sync", FALSE, NULL);
  gst_bin_add (GST_BIN (duo->pipeline), sink);
  end = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (end, GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, on_buffer, duo, NULL);
  gst_pad_link (pad, end);
  gst_element_sync_state_with_parent (sink);
  changed (duo, &duo->n_pads);
}

/* --- a life ------------------------------------------------------------------------ */

void
duo_init (Duo * duo, const gchar * first, const gchar * second,
    const gchar * media)
{
  g_autofree gchar *line =
      g_strdup_printf ("%s name=first bundle-policy=max-bundle "
      "%s name=second bundle-policy=max-bundle %s", first, second, media);

  memset (duo, 0, sizeof (*duo));
  g_mutex_init (&duo->lock);
  g_cond_init (&duo->cond);
  duo->pipeline = gst_parse_launch (line, NULL);
  fail_unless (duo->pipeline != NULL);
  for (guint i = 0; i < 2; i++) {
    GstElement *peer = gst_bin_get_by_name (GST_BIN (duo->pipeline),
        i == 0 ? "first" : "second");

    duo->peers[i] = peer;
    g_signal_connect (peer, "on-ice-candidate", G_CALLBACK (on_candidate), duo);
    g_signal_connect (peer, "notify::connection-state", G_CALLBACK (on_state),
        duo);
    g_signal_connect (peer, "pad-added", G_CALLBACK (on_pad), duo);
    g_object_weak_ref (G_OBJECT (peer), on_gone, duo);
    gst_object_unref (peer);
  }
  g_signal_connect (duo->peers[0], "on-negotiation-needed",
      G_CALLBACK (on_needed), duo);
}

void
duo_clear (Duo * duo)
{
  gst_element_set_state (duo->pipeline, GST_STATE_NULL);
  gst_object_unref (duo->pipeline);
  g_mutex_lock (&duo->lock);
  while (duo->n_gone < 2)
    g_cond_wait (&duo->cond, &duo->lock);
  g_mutex_unlock (&duo->lock);
  g_mutex_clear (&duo->lock);
  g_cond_clear (&duo->cond);
}

void
duo_play (Duo * duo)
{
  fail_if (gst_element_set_state (duo->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE);
}

/* --- negotiation --------------------------------------------------------------------- */

static GstWebRTCSessionDescription *
create (GstElement * peer, const gchar * action, const gchar * field)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  GstWebRTCSessionDescription *description = NULL;

  g_signal_emit_by_name (peer, action, NULL, promise);
  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);
  fail_unless (gst_structure_get (gst_promise_get_reply (promise), field,
          GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL));
  return description;
}

static void
set (GstElement * peer, const gchar * action,
    GstWebRTCSessionDescription * description)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  const GstStructure *reply;

  g_signal_emit_by_name (peer, action, description, promise);
  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);
  reply = gst_promise_get_reply (promise);
  fail_if (reply != NULL && gst_structure_has_field (reply, "error"));
}

void
duo_negotiate (Duo * duo)
{
  GstWebRTCSessionDescription *description;

  g_mutex_lock (&duo->lock);
  while (!duo->needed)
    g_cond_wait (&duo->cond, &duo->lock);
  duo->needed = FALSE;
  g_mutex_unlock (&duo->lock);

  description = create (duo->peers[0], "create-offer", "offer");
  set (duo->peers[0], "set-local-description", description);
  if (duo->edit != NULL)
    duo->edit (description->sdp);
  set (duo->peers[1], "set-remote-description", description);
  gst_webrtc_session_description_free (description);
  description = create (duo->peers[1], "create-answer", "answer");
  if (duo->edit != NULL)
    duo->edit (description->sdp);
  set (duo->peers[1], "set-local-description", description);
  set (duo->peers[0], "set-remote-description", description);
  gst_webrtc_session_description_free (description);
}

static gboolean
is_connected (GstElement * peer)
{
  GstWebRTCPeerConnectionState state;

  g_object_get (peer, "connection-state", &state, NULL);
  return state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED;
}

void
duo_wait_connected (Duo * duo)
{
  for (guint i = 0; i < 2; i++) {
    g_mutex_lock (&duo->lock);
    /* the property is looked up with no lock of ours held */
    for (;;) {
      gint64 end = g_get_monotonic_time () + G_TIME_SPAN_MILLISECOND;

      g_mutex_unlock (&duo->lock);
      if (is_connected (duo->peers[i]))
        break;
      g_mutex_lock (&duo->lock);
      g_cond_wait_until (&duo->cond, &duo->lock, end);
    }
  }
}

void
duo_wait_buffers (Duo * duo, guint n)
{
  g_mutex_lock (&duo->lock);
  n += duo->n_buffers;
  while (duo->n_buffers < n)
    g_cond_wait (&duo->cond, &duo->lock);
  g_mutex_unlock (&duo->lock);
}

/* --- stats --------------------------------------------------------------------------- */

GstStructure *
duo_get_stats (GstElement * peer, GstPad * pad)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  const GstStructure *reply = NULL;

  g_signal_emit_by_name (peer, "get-stats", pad, promise);
  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    reply = gst_promise_get_reply (promise);
  return reply != NULL ? gst_structure_copy (reply) : NULL;
}

const GstStructure *
duo_get_entry (const GstStructure * stats, const gchar * id)
{
  const GValue *value = gst_structure_get_value (stats, id);

  return value != NULL && GST_VALUE_HOLDS_STRUCTURE (value) ?
      gst_value_get_structure (value) : NULL;
}

const GstStructure *
duo_find_stats (const GstStructure * stats, GstWebRTCStatsType type)
{
  for (gint i = 0; i < gst_structure_n_fields (stats); i++) {
    const GstStructure *entry = duo_get_entry (stats,
        gst_structure_nth_field_name (stats, i));
    GstWebRTCStatsType found;

    if (entry != NULL && gst_structure_get (entry, "type",
            GST_TYPE_WEBRTC_STATS_TYPE, &found, NULL) && found == type)
      return entry;
  }
  return NULL;
}
