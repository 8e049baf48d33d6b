/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A plan as a GstStructure, for transports that are not of this house.  It can be
 * written as text and read again. */
#include "rtcnegotiator-private.h"

/* absent where @text is NULL */
static void
set_string (GstStructure * s, const gchar * field, const gchar * text)
{
  if (text != NULL)
    gst_structure_set (s, field, G_TYPE_STRING, text, NULL);
}

static void
set_strings (GstStructure * s, const gchar * field, const GPtrArray * strings)
{
  GValue array = G_VALUE_INIT, value = G_VALUE_INIT;

  gst_value_array_init (&array, strings != NULL ? strings->len : 0);
  g_value_init (&value, G_TYPE_STRING);
  for (guint i = 0; strings != NULL && i < strings->len; i++) {
    g_value_set_string (&value, g_ptr_array_index (strings, i));
    gst_value_array_append_value (&array, &value);
  }
  g_value_unset (&value);
  gst_structure_take_value (s, field, &array);
}

/* transfer full of @item */
static void
append_structure (GValue * array, GstStructure * item)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_STRUCTURE);
  g_value_take_boxed (&value, item);
  gst_value_array_append_and_take_value (array, &value);
}

static GstStructure *
transport_to_structure (const RtcJsepPlanTransport * transport)
{
  GstStructure *s = gst_structure_new ("rtc-plan-transport",
      "id", G_TYPE_UINT, transport->id,
      "gather", G_TYPE_BOOLEAN, transport->gather,
      "controlling", G_TYPE_BOOLEAN, transport->controlling,
      "remote-ice-lite", G_TYPE_BOOLEAN, transport->remote_ice_lite,
      "remote-end-of-candidates", G_TYPE_BOOLEAN,
      transport->remote_end_of_candidates, NULL);

  set_string (s, "local-ufrag", transport->local_ufrag);
  set_string (s, "local-pwd", transport->local_pwd);
  set_string (s, "remote-ufrag", transport->remote_ufrag);
  set_string (s, "remote-pwd", transport->remote_pwd);
  set_strings (s, "remote-fingerprints", transport->remote_fingerprints);
  set_strings (s, "remote-candidates", transport->remote_candidates);
  if (transport->has_role)
    gst_structure_set (s, "dtls-client", G_TYPE_BOOLEAN,
        transport->dtls_client, NULL);
  return s;
}

static void
set_formats (GstStructure * s, const gchar * field,
    const RtcJsepPlanSection * section, const GPtrArray * formats,
    gboolean send)
{
  GstCaps *caps;

  if (formats == NULL || formats->len == 0)
    return;
  caps = gst_caps_new_empty ();
  for (guint i = 0; i < formats->len; i++)
    gst_caps_append (caps, rtc_caps_from_format (g_ptr_array_index (formats,
                i), section, send));
  gst_structure_set (s, field, GST_TYPE_CAPS, caps, NULL);
  gst_caps_unref (caps);
}

static void
set_sources (GstStructure * s, const GPtrArray * sources)
{
  GValue array = G_VALUE_INIT;

  gst_value_array_init (&array, sources != NULL ? sources->len : 0);
  for (guint i = 0; sources != NULL && i < sources->len; i++) {
    const RtcJsepPlanSource *source = g_ptr_array_index (sources, i);
    GstStructure *item = gst_structure_new ("rtc-plan-source",
        "ssrc", G_TYPE_UINT, source->ssrc,
        "rtx-ssrc", G_TYPE_UINT, source->rtx_ssrc,
        "fec-ssrc", G_TYPE_UINT, source->fec_ssrc, NULL);

    set_string (item, "cname", source->cname);
    append_structure (&array, item);
  }
  gst_structure_take_value (s, "sources", &array);
}

static void
set_media (GstStructure * s, const RtcJsepPlanSection * section)
{
  if (section->has_current)
    gst_structure_set (s, "current-direction",
        GST_TYPE_WEBRTC_RTP_TRANSCEIVER_DIRECTION, section->current + 1,
        "reduced-size-rtcp", G_TYPE_BOOLEAN, section->reduced_size, NULL);
  set_formats (s, "send", section, section->send, TRUE);
  set_formats (s, "receive", section, section->receive, FALSE);
  set_strings (s, "send-rids", section->send_rids);
  set_strings (s, "receive-rids", section->receive_rids);
  set_sources (s, section->sources);
  set_string (s, "remote-stream", section->remote_stream);
  set_string (s, "remote-track", section->remote_track);
}

static GstStructure *
section_to_structure (GstRtcNegotiator * self,
    const RtcJsepPlanSection * section)
{
  static const gchar *const words[] = { "audio", "video", "application" };
  g_autoptr (GstWebRTCRTPTransceiver) transceiver =
      rtc_negotiator_get_transceiver (self, section->transceiver);
  GstStructure *s = gst_structure_new ("rtc-plan-section",
      "mline", G_TYPE_UINT, section->mline,
      "media", G_TYPE_STRING, words[section->kind],
      "rejected", G_TYPE_BOOLEAN, section->rejected,
      "transport", G_TYPE_UINT, section->transport, NULL);

  set_string (s, "mid", section->mid);
  if (transceiver != NULL)
    set_string (s, "transceiver", GST_OBJECT_NAME (transceiver));
  if (section->kind == RTC_MEDIA_APPLICATION)
    gst_structure_set (s, "sctp-port", G_TYPE_UINT, section->sctp_port,
        "max-message-size", G_TYPE_INT64, section->max_message_size, NULL);
  else
    set_media (s, section);
  return s;
}

GstStructure *
rtc_negotiator_plan_to_structure (GstRtcNegotiator * self,
    const RtcJsepPlan * plan)
{
  GstStructure *s = gst_structure_new_empty ("rtc-plan");
  GValue transports = G_VALUE_INIT, sections = G_VALUE_INIT;

  gst_value_array_init (&transports, plan->transports->len);
  for (guint i = 0; i < plan->transports->len; i++)
    append_structure (&transports,
        transport_to_structure (g_ptr_array_index (plan->transports, i)));
  gst_value_array_init (&sections, plan->sections->len);
  for (guint i = 0; i < plan->sections->len; i++)
    append_structure (&sections, section_to_structure (self,
            g_ptr_array_index (plan->sections, i)));
  gst_structure_take_value (s, "transports", &transports);
  gst_structure_take_value (s, "sections", &sections);
  return s;
}
