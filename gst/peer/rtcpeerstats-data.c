/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* peer-connection and data-channel: W3C webrtc-stats, RTCPeerConnectionStats and
 * RTCDataChannelStats */
#include "rtcpeerstats.h"

void
rtc_stats_write_peer (RtcStats * self)
{
  GstStructure *entry = rtc_stats_entry (self,
      GST_WEBRTC_STATS_PEER_CONNECTION, "peer-connection-stats");
  RtcPeerDataCounts counts;

  GST_OBJECT_LOCK (self->peer);
  counts = self->peer->data_counts;
  GST_OBJECT_UNLOCK (self->peer);
  gst_structure_set (entry,
      "data-channels-opened", G_TYPE_UINT, counts.opened,
      "data-channels-closed", G_TYPE_UINT, counts.closed,
      "data-channels-requested", G_TYPE_UINT, counts.requested,
      "data-channels-accepted", G_TYPE_UINT, counts.accepted, NULL);
  rtc_stats_take (self, entry);
}

static void
write_channel (RtcStats * self, RtcPeerChannel * listed)
{
  guint number;
  GstWebRTCDataChannel *object = rtc_peer_channel_get (listed, &number);
  g_autofree gchar *id = g_strdup_printf ("data-channel-stats_%u", number);
  RtcDataChannel *channel = rtc_data_channel_object_get_channel (object);
  const RtcDataChannelConfig *config = rtc_data_channel_get_config (channel);
  GstStructure *entry =
      rtc_stats_entry (self, GST_WEBRTC_STATS_DATA_CHANNEL, id);
  g_autoptr (GEnumClass) klass =
      g_type_class_ref (GST_TYPE_WEBRTC_DATA_CHANNEL_STATE);
  GstWebRTCDataChannelState state;
  RtcDataChannelStats stats;
  gint stream = rtc_data_channel_get_id (channel);

  g_object_get (object, "ready-state", &state, NULL);
  rtc_data_channel_get_stats (channel, &stats);
  if (stream >= 0)
    gst_structure_set (entry, "data-channel-identifier", G_TYPE_INT, stream,
        NULL);
  gst_structure_set (entry,
      "label", G_TYPE_STRING, config->label,
      "protocol", G_TYPE_STRING, config->protocol,
      "state", G_TYPE_STRING, g_enum_get_value (klass, state)->value_nick,
      "messages-sent", G_TYPE_UINT64, stats.messages_sent,
      "bytes-sent", G_TYPE_UINT64, stats.bytes_sent,
      "messages-received", G_TYPE_UINT64, stats.messages_received,
      "bytes-received", G_TYPE_UINT64, stats.bytes_received, NULL);
  rtc_stats_take (self, entry);
}

/* Those that are not closed */
void
rtc_stats_write_channels (RtcStats * self)
{
  g_autoptr (GPtrArray) channels = rtc_peer_dup_channels (self->peer);

  for (guint i = 0; i < channels->len; i++)
    write_channel (self, g_ptr_array_index (channels, i));
}
