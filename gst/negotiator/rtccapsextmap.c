/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Header extensions as caps name them: extmap-N, of every structure, for a
 * section has one list for all of its codecs. */
#include "rtcnegotiator.h"

#include <string.h>

typedef struct
{
  RtcSdpMedia *media;           /* a section that lends its array */
  GError **error;
} Reading;

/* An array of direction, URI and parameters; FALSE: anything else */
static gboolean
is_triple (const GValue * value)
{
  if (!GST_VALUE_HOLDS_ARRAY (value) || gst_value_array_get_size (value) != 3)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    if (!G_VALUE_HOLDS_STRING (gst_value_array_get_value (value, i)))
      return FALSE;
  return TRUE;
}

/* Borrowed; NULL: not said */
static const gchar *
get_part (const GValue * value, guint part)
{
  const gchar *text =
      g_value_get_string (gst_value_array_get_value (value, part));

  return text != NULL && *text != '\0' ? text : NULL;
}

/* FALSE: not a URI either way */
static gboolean
parse (const GValue * value, const gchar ** uri, const gchar ** parameters)
{
  *parameters = NULL;
  if (G_VALUE_HOLDS_STRING (value)) {
    *uri = g_value_get_string (value);
  } else if (is_triple (value)) {
    *uri = get_part (value, 1);
    *parameters = get_part (value, 2);
  } else {
    return FALSE;
  }
  return *uri != NULL && **uri != '\0';
}

static const RtcSdpExtmap *
find (const RtcSdpMedia * media, guint id, const gchar * uri)
{
  for (guint i = 0; i < media->extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (media->extmaps, i);

    if (extmap->id == id || g_str_equal (extmap->uri, uri))
      return extmap;
  }
  return NULL;
}

static gboolean
read_field (GQuark quark, const GValue * value, gpointer user_data)
{
  Reading *reading = user_data;
  const gchar *name = g_quark_to_string (quark);
  const gchar *uri, *parameters;
  const RtcSdpExtmap *same;
  guint64 id;

  if (!g_str_has_prefix (name, "extmap-")
      || !g_ascii_string_to_unsigned (name + strlen ("extmap-"), 10, 1, 255,
          &id, NULL))
    return TRUE;
  if (!parse (value, &uri, &parameters)) {
    g_set_error (reading->error, GST_WEBRTC_ERROR,
        GST_WEBRTC_ERROR_INTERNAL_FAILURE, "%s of the caps must be the URI of "
        "a header extension, or an array of direction, URI and parameters",
        name);
    return FALSE;
  }
  same = find (reading->media, id, uri);
  if (same == NULL) {
    rtc_sdp_media_add_extmap (reading->media, id, uri)->parameters =
        g_strdup (parameters);
  } else if (!g_str_equal (same->uri, uri)) {
    g_set_error (reading->error, GST_WEBRTC_ERROR,
        GST_WEBRTC_ERROR_INTERNAL_FAILURE, "%s of the caps means both %s and "
        "%s: use one number for one header extension", name, same->uri, uri);
    return FALSE;
  }
  return TRUE;
}

GPtrArray *
rtc_caps_to_extmaps (const GstCaps * caps, GError ** error)
{
  g_autoptr (RtcSdp) sdp = NULL;
  Reading reading = { NULL, error };

  if (caps == NULL || gst_caps_is_any (caps))
    return NULL;
  sdp = rtc_sdp_new (0, 0);
  reading.media = rtc_sdp_add_media (sdp, "video", 9, "UDP/TLS/RTP/SAVPF");
  for (guint i = 0; i < gst_caps_get_size (caps); i++)
    if (!gst_structure_foreach (gst_caps_get_structure (caps, i), read_field,
            &reading))
      return NULL;
  return reading.media->extmaps->len > 0
      ? g_ptr_array_ref (reading.media->extmaps) : NULL;
}
