/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeermedia-private.h"

#include <string.h>

#include "rtp/rtcheader.h"

/* A browser decodes nothing without SPS and PPS in the stream (RFC 9429 wants
 * them there), but payloaders leave them out unless they are told.  Looked for
 * up to the first IDR picture; after that a packet costs nothing. */

#define MAX_PACKETS 2000

typedef struct
{
  GstElement *bin;
  gboolean h265;
  gboolean seen;                /* a sequence parameter set */
  guint n_packets;
} Watch;

enum
{ OTHER, PARAMETERS, PICTURE };

static guint
classify (gboolean h265, guint type)
{
  if (h265)
    return type == 33 ? PARAMETERS : type >= 16 && type <= 21 ? PICTURE : OTHER;
  return type == 7 ? PARAMETERS : type == 5 ? PICTURE : OTHER;
}

/* @data: an RTP payload (RFC 6184 section 5.2, RFC 7798 section 4.4) */
static guint
read_payload (gboolean h265, const guint8 * data, gsize size)
{
  const guint head = h265 ? 2 : 1;
  guint type, kind;

  if (size <= head)
    return OTHER;
  type = h265 ? data[0] >> 1 & 0x3f : data[0] & 0x1f;
  if (type == (h265 ? 49 : 28))
    return size > head + 1 ?
        classify (h265, data[head] & (h265 ? 0x3f : 0x1f)) : OTHER;
  if (type != (h265 ? 48 : 24))
    return classify (h265, type);

  /* aggregated: what comes first in it that says something */
  for (gsize at = head; at + 2 < size;) {
    const gsize length = data[at] << 8 | data[at + 1];
    const guint8 first = data[at + 2];

    kind = classify (h265, h265 ? first >> 1 & 0x3f : first & 0x1f);
    if (kind != OTHER)
      return kind;
    at += 2 + length;
  }
  return OTHER;
}

/* FALSE: nothing more is to be seen */
static gboolean
look (Watch * watch, GstBuffer * buffer)
{
  GstMapInfo map;
  RtcHeader header;
  guint kind = OTHER;

  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return TRUE;
  if (rtc_header_read (map.data, map.size, &header))
    kind = read_payload (watch->h265, header.payload, header.payload_size);
  gst_buffer_unmap (buffer, &map);

  if (kind == PARAMETERS)
    return FALSE;
  if (kind == OTHER)
    return ++watch->n_packets < MAX_PACKETS;
  GST_ELEMENT_WARNING (watch->bin, STREAM, FORMAT,
      ("A key frame without SPS and PPS: the other side may show nothing. Set "
          "config-interval=-1 on the payloader."), (NULL));
  return FALSE;
}

static GstPadProbeReturn
probe (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Watch *watch = user_data;
  gboolean more = TRUE;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST) {
    GstBufferList *list = GST_PAD_PROBE_INFO_BUFFER_LIST (info);

    for (guint i = 0; more && i < gst_buffer_list_length (list); i++)
      more = look (watch, gst_buffer_list_get (list, i));
  } else {
    more = look (watch, GST_PAD_PROBE_INFO_BUFFER (info));
  }
  return more ? GST_PAD_PROBE_OK : GST_PAD_PROBE_REMOVE;
}

gulong
rtc_peer_watch_parameter_sets (GstPad * pad, GstElement * bin,
    const GstCaps * caps)
{
  const gchar *name = caps == NULL || gst_caps_is_empty (caps) ? NULL :
      gst_structure_get_string (gst_caps_get_structure (caps, 0),
      "encoding-name");
  Watch *watch;

  if (g_strcmp0 (name, "H264") != 0 && g_strcmp0 (name, "H265") != 0)
    return 0;
  watch = g_new0 (Watch, 1);
  watch->bin = bin;
  watch->h265 = strcmp (name, "H265") == 0;
  return gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, probe, watch,
      g_free);
}
