/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* "get-stats": asks each transport, which asks its loop, and replies when the
 * last of them has answered.  docs/stats.md */
#include "rtcpeerstats.h"

#define REPLY_NAME "application/x-webrtc-stats"

typedef struct
{
  RtcStats stats;
  GstPromise *promise;
  guint waiting;                /* transports that have not answered yet */
} Query;

/* More keys than that, after many restarts of ICE, and all get new numbers */
#define MAX_NUMBERS 4096

/* --- writing ----------------------------------------------------------------- */

/* Ids are field names, hence quarks, which stay for ever: so there are few of
 * them, and no address, port or SSRC is in any. */
gchar *
rtc_stats_id (const RtcStats * self, const gchar * what, const gchar * key)
{
  GHashTable *numbers = self->peer->stats_numbers;
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, key));

  if (number == 0) {
    number = g_hash_table_size (numbers) + 1;
    g_hash_table_insert (numbers, g_strdup (key), GUINT_TO_POINTER (number));
  }
  return g_strdup_printf ("%s_%u", what, number - 1);
}

GstStructure *
rtc_stats_entry (const RtcStats * self, GstWebRTCStatsType type,
    const gchar * id)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GST_TYPE_WEBRTC_STATS_TYPE);
  const gchar *name = g_enum_get_value (klass, type)->value_nick;

  return gst_structure_new (name, "type", GST_TYPE_WEBRTC_STATS_TYPE, type,
      "timestamp", G_TYPE_DOUBLE, self->timestamp, "id", G_TYPE_STRING, id,
      NULL);
}

gboolean
rtc_stats_has (const RtcStats * self, const gchar * id)
{
  return gst_structure_has_field (self->reply, id);
}

void
rtc_stats_take (RtcStats * self, GstStructure * entry)
{
  g_autofree gchar *id = g_strdup (gst_structure_get_string (entry, "id"));
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_STRUCTURE);
  g_value_take_boxed (&value, entry);
  if (rtc_stats_has (self, id))
    g_value_unset (&value);
  else
    gst_structure_take_value (self->reply, id, &value);
}

void
rtc_stats_set_string (GstStructure * entry, const gchar * field,
    const gchar * value)
{
  if (value != NULL)
    gst_structure_set (entry, field, G_TYPE_STRING, value, NULL);
}

/* --- pads -------------------------------------------------------------------- */

static const gchar *
get_kind (GstPad * pad)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver =
      rtc_peer_pad_get_transceiver (pad);
  GstWebRTCKind kind = GST_WEBRTC_KIND_UNKNOWN;

  if (transceiver != NULL)
    g_object_get (transceiver, "kind", &kind, NULL);
  switch (kind) {
    case GST_WEBRTC_KIND_AUDIO:
      return "audio";
    case GST_WEBRTC_KIND_VIDEO:
      return "video";
    default:
      return NULL;
  }
}

static gboolean
add_pad (GstElement * element, GstPad * pad, gpointer user_data)
{
  RtcStats *self = user_data;
  RtcStatsPad *entry;

  if (!G_TYPE_CHECK_INSTANCE_TYPE (pad, rtc_peer_pad_get_type ()))
    return TRUE;
  entry = g_new0 (RtcStatsPad, 1);
  entry->pad = gst_object_ref (pad);
  entry->mline = rtc_peer_pad_get_mline (pad);
  entry->kind = get_kind (pad);
  g_ptr_array_add (self->pads, entry);
  return TRUE;
}

static void
free_pad (gpointer data)
{
  RtcStatsPad *entry = data;

  gst_object_unref (entry->pad);
  g_free (entry->codec_id);
  g_free (entry);
}

const RtcStatsPad *
rtc_stats_find_pad (const RtcStats * self, guint mline,
    GstPadDirection direction, guint32 ssrc)
{
  const RtcStatsPad *found = NULL;

  for (guint i = 0; i < self->pads->len; i++) {
    const RtcStatsPad *entry = g_ptr_array_index (self->pads, i);

    if (entry->mline != (gint) mline
        || gst_pad_get_direction (entry->pad) != direction)
      continue;
    if (entry->ssrc == ssrc)
      return entry;
    if (found == NULL)
      found = entry;
  }
  return found;
}

/* --- a query's life ---------------------------------------------------------- */

static Query *
query_new (GstRtcPeerBin * self, GstPad * pad, GstPromise * promise)
{
  Query *query = g_new0 (Query, 1);
  RtcStats *stats = &query->stats;

  stats->peer = gst_object_ref (self);
  stats->reply = gst_structure_new_empty (REPLY_NAME);
  stats->timestamp = g_get_monotonic_time () / 1000.0;
  stats->only = pad != NULL ? gst_object_ref (pad) : NULL;
  stats->pads = g_ptr_array_new_with_free_func (free_pad);
  query->promise = gst_promise_ref (promise);
  if (g_hash_table_size (self->stats_numbers) > MAX_NUMBERS)
    g_hash_table_remove_all (self->stats_numbers);
  gst_element_foreach_pad (GST_ELEMENT (self), add_pad, stats);
  return query;
}

static void
query_finish (Query * query)
{
  RtcStats *stats = &query->stats;

  gst_promise_reply (query->promise, stats->reply);
  gst_promise_unref (query->promise);
  g_ptr_array_unref (stats->pads);
  g_clear_object (&stats->only);
  gst_object_unref (stats->peer);
  g_free (query);
}

static void
query_transport_done (RtcPeerTransport * transport,
    const RtcTransportStats * stats, gpointer user_data)
{
  Query *query = user_data;

  rtc_stats_write_transport (&query->stats, transport, stats);
  rtc_stats_write_streams (&query->stats, transport);
}

/* Called after that, and without it if there was no answer to be had */
static void
query_transport_over (gpointer user_data)
{
  Query *query = user_data;

  if (--query->waiting == 0)
    query_finish (query);
}

static void
write_peer_connection (RtcStats * self)
{
  GstStructure *entry = rtc_stats_entry (self,
      GST_WEBRTC_STATS_PEER_CONNECTION, "peer-connection-stats");

  /* the place of data channels */
  gst_structure_set (entry, "data-channels-opened", G_TYPE_UINT, 0,
      "data-channels-closed", G_TYPE_UINT, 0, "data-channels-requested",
      G_TYPE_UINT, 0, "data-channels-accepted", G_TYPE_UINT, 0, NULL);
  rtc_stats_take (self, entry);
}

/* The transport that the pad's section is on, or all; transfer: full */
static GPtrArray *
list_transports (const RtcStats * self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)
      rtc_peer_transport_unref);
  const RtcJsepPlan *plan = self->peer->plan;
  gint mline = self->only != NULL ? rtc_peer_pad_get_mline (self->only) : -1;
  RtcPeerTransport *transport;
  GHashTableIter iter;

  if (self->only != NULL
      && (plan == NULL || mline < 0 || mline >= (gint) plan->sections->len))
    return list;
  g_mutex_lock (&self->peer->transports_lock);
  g_hash_table_iter_init (&iter, self->peer->transports);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) & transport)) {
    const RtcJsepPlanSection *section = self->only == NULL ? NULL :
        g_ptr_array_index (plan->sections, mline);

    if (section == NULL
        || section->transport == rtc_peer_transport_get_id (transport))
      g_ptr_array_add (list, rtc_peer_transport_ref (transport));
  }
  g_mutex_unlock (&self->peer->transports_lock);
  return list;
}

/* On the strand; replies with what there is, also when all is closed */
void
rtc_peer_get_stats (GstRtcPeerBin * self, GstPad * pad, GstPromise * promise)
{
  Query *query = query_new (self, pad, promise);
  g_autoptr (GPtrArray) transports = list_transports (&query->stats);

  write_peer_connection (&query->stats);
  for (guint i = 0; i < query->stats.pads->len; i++)
    rtc_stats_write_codec (&query->stats,
        g_ptr_array_index (query->stats.pads, i));
  /* one more for this function: none of them is the last one before */
  query->waiting = transports->len + 1;
  for (guint i = 0; i < transports->len; i++)
    rtc_peer_transport_get_stats (g_ptr_array_index (transports, i),
        query_transport_done, query, query_transport_over);
  query_transport_over (query);
}
