/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* "create-data-channel": W3C webrtc-pc 6.1.
 *
 *   any thread                        strand                 media loop
 *     │ checks, RtcDataChannel          │                        │
 *     │ "prepare-data-channel"          │                        │
 *     │ begin ─────────────────────────►│ watch ────────────────►│ DCEP OPEN
 *     │ (first one) negotiation needed ►│                        │
 *     ▼ returns                         │◄──────────── open ─────│
 */
#include "rtcpeer-private.h"

#include <string.h>

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

#define MAX_TEXT G_MAXUINT16    /* bytes, RFC 8832 section 5.1 */
#define MAX_ID 65534

static GstWebRTCDataChannel *
refuse (GstRtcPeerBin * self, const gchar * label, const gchar * why)
{
  GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
      ("create-data-channel (\"%.64s\") returns NULL: %s",
          label != NULL ? label : "", why), (NULL));
  return NULL;
}

/* RFC 8831 section 6.4 */
static guint16
read_priority (const GstStructure * options)
{
  gint priority = GST_WEBRTC_PRIORITY_TYPE_LOW;

  gst_structure_get_enum (options, "priority", GST_TYPE_WEBRTC_PRIORITY_TYPE,
      &priority);
  switch (priority) {
    case GST_WEBRTC_PRIORITY_TYPE_VERY_LOW:
      return 128;
    case GST_WEBRTC_PRIORITY_TYPE_MEDIUM:
      return 512;
    case GST_WEBRTC_PRIORITY_TYPE_HIGH:
      return 1024;
    default:
      return 256;
  }
}

/* Fields that are missing, or of another type, leave the default */
static void
read_options (const GstStructure * options, RtcDataChannelConfig * config)
{
  const gchar *protocol = gst_structure_get_string (options, "protocol");

  gst_structure_get_boolean (options, "ordered", &config->ordered);
  gst_structure_get_int (options, "max-packet-lifetime",
      &config->max_packet_lifetime);
  gst_structure_get_int (options, "max-retransmits", &config->max_retransmits);
  config->max_packet_lifetime =
      CLAMP (config->max_packet_lifetime, -1, G_MAXUINT16);
  config->max_retransmits = CLAMP (config->max_retransmits, -1, G_MAXUINT16);
  if (protocol != NULL)
    config->protocol = protocol;
  gst_structure_get_boolean (options, "negotiated", &config->negotiated);
  if (config->negotiated)
    gst_structure_get_int (options, "id", &config->id);
  config->priority = read_priority (options);
}

/* NULL: nothing is wrong with it */
static const gchar *
find_fault (const RtcDataChannelConfig * config)
{
  if (config->label == NULL || strlen (config->label) > MAX_TEXT)
    return "a label of up to 65535 bytes is needed";
  if (strlen (config->protocol) > MAX_TEXT)
    return "the protocol has more than 65535 bytes";
  if (config->max_packet_lifetime >= 0 && config->max_retransmits >= 0)
    return "only one of max-packet-lifetime and max-retransmits can be given";
  if (config->negotiated && (config->id < 0 || config->id > MAX_ID))
    return "a negotiated channel needs an id from 0 to 65534";
  return NULL;
}

static void
begin (GstRtcPeerBin * self, gpointer channel)
{
  rtc_peer_channel_begin (channel);
}

static GstWebRTCDataChannel *
create (GstRtcPeerBin * self, RtcData * data,
    const RtcDataChannelConfig * config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RtcDataChannel) channel =
      rtc_data_create_channel (data, config, &error);
  GstWebRTCDataChannel *object;
  RtcPeerChannel *listed;

  if (channel == NULL)
    return refuse (self, config->label, error->message);
  object = rtc_data_channel_object_new (channel);
  listed = rtc_peer_channel_list (self, object, TRUE);
  if (listed == NULL) {
    g_object_unref (object);
    return refuse (self, config->label, "the connection is closed");
  }
  g_signal_emit (self, rtc_peer_signals[RTC_PEER_PREPARE_DATA_CHANNEL], 0,
      object, TRUE);
  rtc_peer_run (self, begin, listed, (GDestroyNotify) rtc_peer_channel_unref);
  rtc_negotiator_want_data (self->negotiator);
  return object;
}

/* Any thread.  transfer: full; NULL: the bus has the reason. */
GstWebRTCDataChannel *
rtc_peer_create_data_channel (GstRtcPeerBin * self, const gchar * label,
    const GstStructure * options)
{
  RtcDataChannelConfig config = {
    .label = label,
    .protocol = "",
    .ordered = TRUE,
    .max_packet_lifetime = -1,
    .max_retransmits = -1,
    .id = -1,
    .priority = 256,
  };
  g_autoptr (RtcData) data = NULL;
  const gchar *fault;

  if (options != NULL)
    read_options (options, &config);
  fault = find_fault (&config);
  if (fault != NULL)
    return refuse (self, label, fault);
  data = rtc_peer_dup_data (self);
  if (data == NULL)
    return refuse (self, label, "the connection is closed, or the element is "
        "not in READY yet");
  return create (self, data, &config);
}
