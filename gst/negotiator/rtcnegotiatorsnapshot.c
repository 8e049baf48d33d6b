/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The transceivers as gst/jsep wants to see them: values, at one moment. */
#include "rtcnegotiator-private.h"

typedef struct
{
  GstWebRTCRTPTransceiver *transceiver;
  gint locked_mline;
  GstPad *sink;
  GstCaps *last_caps;

  RtcTransceiverState state;
  GstCaps *caps;                /* those that count; NULL: none known */
  GArray *formats;              /* RtcJsepFormat */
  GPtrArray *extmaps;
  gchar **rids, **receive_rids;
  gchar *name, *stream_id, *mid;
  guint32 ssrc, rtx_ssrc;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  gst_clear_object (&item->transceiver);
  gst_clear_object (&item->sink);
  gst_clear_caps (&item->last_caps);
  gst_clear_caps (&item->caps);
  rtc_transceiver_state_clear (&item->state);
  g_clear_pointer (&item->formats, rtc_caps_formats_free);
  g_clear_pointer (&item->extmaps, g_ptr_array_unref);
  g_strfreev (item->rids);
  g_strfreev (item->receive_rids);
  g_free (item->name);
  g_free (item->stream_id);
  g_free (item->mid);
  g_free (item);
}

/* References to everything, so that it can be looked at without the lock */
static void
collect (GstRtcNegotiator * self, RtcNegotiatorSnapshot * snapshot)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->entries->len; i++) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, i);
    Item *item = g_new0 (Item, 1);

    item->transceiver = gst_object_ref (entry->transceiver);
    item->locked_mline = entry->locked_mline;
    if (entry->sink != NULL)
      item->sink = gst_object_ref (entry->sink);
    gst_caps_replace (&item->last_caps, entry->last_caps);
    g_ptr_array_add (snapshot->items, item);
  }
  snapshot->media.data = self->data;
  g_mutex_unlock (&self->lock);
}

static void
read_pad (GstRtcNegotiator * self, Item * item)
{
  g_auto (RtcNegotiatorInput) input = { 0, };

  rtc_negotiator_get_input (item->sink, &input);
  item->ssrc = input.ssrc;
  item->rtx_ssrc = input.rtx_ssrc;
  item->stream_id = rtc_negotiator_get_pad_msid (item->sink);
  if (item->stream_id == NULL)
    item->stream_id = g_strdup (self->cname);
}

/* FALSE: the caps do not fit, or contradict themselves */
static gboolean
inspect (GstRtcNegotiator * self, Item * item, GError ** error)
{
  g_autoptr (GPtrArray) outputs = NULL;
  GError *local = NULL;

  rtc_transceiver_get_state (item->transceiver, &item->state);
  if (item->sink == NULL)
    outputs = rtc_negotiator_get_outputs (self, item->state.key);
  item->name = gst_object_get_name (GST_OBJECT (item->transceiver));
  item->caps = rtc_negotiator_find_caps (item->sink, outputs,
      item->last_caps, &item->state, &local);
  item->formats = rtc_caps_to_formats (item->caps);
  item->extmaps =
      rtc_caps_to_extmaps (item->caps, local == NULL ? &local : NULL);
  item->rids = rtc_caps_to_rids (item->caps, TRUE);
  item->receive_rids = rtc_caps_to_rids (item->caps, FALSE);
  item->mid = rtc_caps_to_mid (item->caps);
  if (item->sink != NULL)
    read_pad (self, item);
  if (local == NULL)
    return TRUE;
  if (error == NULL) {
    g_error_free (local);
    return TRUE;
  }
  g_propagate_error (error, local);
  return FALSE;
}

static RtcDirection
to_direction (GstWebRTCRTPTransceiverDirection direction)
{
  /* none, inactive, sendonly, recvonly, sendrecv */
  return direction > GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE
      ? (RtcDirection) (direction - 1) : RTC_DIRECTION_INACTIVE;
}

static gboolean
find_kind (const Item * item, RtcMediaKind * kind)
{
  if (item->state.kind == GST_WEBRTC_KIND_UNKNOWN)
    return rtc_caps_get_kind (item->caps, kind);
  *kind = item->state.kind == GST_WEBRTC_KIND_AUDIO ? RTC_MEDIA_AUDIO :
      RTC_MEDIA_VIDEO;
  return TRUE;
}

static void
fill (GstRtcNegotiator * self, const Item * item, RtcJsepTransceiver * out)
{
  out->key = item->state.key;
  out->name = item->name;
  out->has_kind = find_kind (item, &out->kind);
  out->direction = to_direction (item->state.direction);
  out->stopping = item->state.stopping || item->state.stopped;
  out->has_pad = item->sink != NULL;
  out->locked_mline = item->locked_mline;
  out->formats = (const RtcJsepFormat *) item->formats->data;
  out->n_formats = item->formats->len;
  out->nack = item->state.do_nack;
  out->fec = (RtcFec) item->state.fec_type;
  out->stream_id = item->stream_id;
  out->track_id = item->name;
  out->cname = self->cname;
  out->n_ssrcs = item->ssrc != 0 ? 1 : 0;
  out->ssrcs = &item->ssrc;
  out->rtx_ssrcs = &item->rtx_ssrc;
  out->rids = (const gchar * const *) item->rids;
  out->receive_rids = (const gchar * const *) item->receive_rids;
  out->extmaps = item->extmaps;
  out->mid = item->mid;
}

gboolean
rtc_negotiator_snapshot (GstRtcNegotiator * self,
    RtcNegotiatorSnapshot * snapshot, GError ** error)
{
  RtcJsepTransceiver *transceivers;
  gboolean ok = TRUE;

  memset (snapshot, 0, sizeof (*snapshot));
  snapshot->items = g_ptr_array_new_with_free_func (item_free);
  collect (self, snapshot);
  transceivers = g_new0 (RtcJsepTransceiver, snapshot->items->len);
  for (guint i = 0; ok && i < snapshot->items->len; i++) {
    Item *item = g_ptr_array_index (snapshot->items, i);

    ok = inspect (self, item, error);
    fill (self, item, &transceivers[i]);
  }
  snapshot->media.transceivers = transceivers;
  snapshot->media.n_transceivers = snapshot->items->len;
  return ok;
}

void
rtc_negotiator_snapshot_clear (RtcNegotiatorSnapshot * snapshot)
{
  g_clear_pointer (&snapshot->items, g_ptr_array_unref);
  g_free ((gpointer) snapshot->media.transceivers);
  snapshot->media.transceivers = NULL;
}
