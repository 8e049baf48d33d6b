/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* codec: W3C webrtc-stats section 8.1, of a pad's caps */
#include "rtcpeerstats.h"

#include <gst/sdp/gstsdpmessage.h>

/* "111 minptime=10;useinbandfec=1", as it stands in the SDP */
static void
write_fmtp (GstStructure * entry, const GstCaps * caps)
{
  GstSDPMedia *media;

  gst_sdp_media_new (&media);
  if (gst_sdp_media_set_media_from_caps (caps, media) == GST_SDP_OK)
    rtc_stats_set_string (entry, "sdp-fmtp-line",
        gst_sdp_media_get_attribute_val (media, "fmtp"));
  gst_sdp_media_free (media);
}

static void
write_numbers (RtcStatsPad * pad, GstStructure * entry,
    const GstStructure * caps)
{
  const gchar *channels = gst_structure_get_string (caps, "encoding-params");
  gint pt;

  if (gst_structure_get_int (caps, "payload", &pt))
    gst_structure_set (entry, "payload-type", G_TYPE_UINT, pt, NULL);
  if (gst_structure_get_int (caps, "clock-rate", &pad->clock_rate))
    gst_structure_set (entry, "clock-rate", G_TYPE_UINT, pad->clock_rate, NULL);
  if (gst_structure_get_uint (caps, "ssrc", &pad->ssrc))
    gst_structure_set (entry, "ssrc", G_TYPE_UINT, pad->ssrc, NULL);
  if (channels != NULL && g_ascii_strtoull (channels, NULL, 10) > 0)
    gst_structure_set (entry, "channels", G_TYPE_UINT,
        (guint) g_ascii_strtoull (channels, NULL, 10), NULL);
}

static void
write_caps (RtcStatsPad * pad, GstStructure * entry, const GstCaps * caps)
{
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  const gchar *media = gst_structure_get_string (s, "media");
  const gchar *name = gst_structure_get_string (s, "encoding-name");

  write_numbers (pad, entry, s);
  if (media != NULL && name != NULL) {
    g_autofree gchar *mime = g_strdup_printf ("%s/%s", media, name);

    gst_structure_set (entry, "mime-type", G_TYPE_STRING, mime, NULL);
  }
  gst_structure_set (entry, "codec-type", G_TYPE_STRING,
      GST_PAD_IS_SRC (pad->pad) ? "decode" : "encode", NULL);
  write_fmtp (entry, caps);
}

void
rtc_stats_write_codec (RtcStats * self, RtcStatsPad * pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad->pad);
  GstStructure *entry;

  pad->codec_id = g_strdup_printf ("codec-stats-%s",
      GST_OBJECT_NAME (pad->pad));
  entry = rtc_stats_entry (self, GST_WEBRTC_STATS_CODEC, pad->codec_id);
  if (caps != NULL && gst_caps_is_fixed (caps))
    write_caps (pad, entry, caps);
  if (self->only == NULL || self->only == pad->pad)
    rtc_stats_take (self, entry);
  else
    gst_structure_free (entry);
}
