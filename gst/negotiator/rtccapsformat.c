/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Caps as GStreamer's RTP elements take them, from what was negotiated. */
#include "rtcnegotiator.h"

/* "apt=96;packetization-mode=1" as fields of strings, in lower case */
static void
set_parameters (GstStructure * s, const gchar * fmtp)
{
  g_auto (GStrv) parameters = fmtp ? g_strsplit (fmtp, ";", 64) : NULL;

  for (guint i = 0; parameters != NULL && parameters[i] != NULL; i++) {
    gchar *value = strchr (parameters[i], '=');
    g_autofree gchar *key = NULL;

    if (value == NULL)
      continue;
    *value++ = '\0';
    key = g_ascii_strdown (g_strstrip (parameters[i]), -1);
    /* never over what the rtpmap says */
    if (*key != '\0' && !gst_structure_has_field (s, key)
        && g_utf8_validate (value, -1, NULL))
      gst_structure_set (s, key, G_TYPE_STRING, g_strstrip (value), NULL);
  }
}

static void
set_feedback (GstStructure * s, gchar ** feedback)
{
  for (guint i = 0; feedback != NULL && feedback[i] != NULL; i++) {
    g_autofree gchar *field = g_strdup_printf ("rtcp-fb-%s", feedback[i]);

    g_strdelimit (field, " ", '-');
    gst_structure_set (s, field, G_TYPE_BOOLEAN, TRUE, NULL);
  }
}

static void
set_extmaps (GstStructure * s, const GPtrArray * extmaps)
{
  for (guint i = 0; extmaps != NULL && i < extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (extmaps, i);
    g_autofree gchar *field = g_strdup_printf ("extmap-%u", extmap->id);

    gst_structure_set (s, field, G_TYPE_STRING, extmap->uri, NULL);
  }
}

static void
set_codec (GstStructure * s, const RtcCodec * codec, RtcMediaKind kind)
{
  g_autofree gchar *name = g_ascii_strup (codec->name, -1);
  g_autofree gchar *channels = g_strdup_printf ("%u", codec->channels);

  gst_structure_set (s, "media", G_TYPE_STRING,
      kind == RTC_MEDIA_AUDIO ? "audio" : "video", "payload", G_TYPE_INT,
      (gint) codec->pt, "clock-rate", G_TYPE_INT, (gint) codec->clock_rate,
      "encoding-name", G_TYPE_STRING, name, NULL);
  if (kind == RTC_MEDIA_AUDIO && codec->channels > 1)
    gst_structure_set (s, "encoding-params", G_TYPE_STRING, channels, NULL);
}

GstCaps *
rtc_caps_from_format (const RtcJsepPlanFormat * format,
    const RtcJsepPlanSection * section, gboolean send)
{
  GstStructure *s = gst_structure_new_empty ("application/x-rtp");
  GstCaps *caps = gst_caps_new_empty ();

  set_codec (s, &format->codec, section->kind);
  set_parameters (s, format->codec.fmtp);
  set_feedback (s, format->feedback);
  set_extmaps (s, send ? section->send_extmaps : section->receive_extmaps);
  if (section->mid != NULL)
    gst_structure_set (s, "a-mid", G_TYPE_STRING, section->mid, NULL);
  gst_caps_append_structure (caps, s);
  return caps;
}
