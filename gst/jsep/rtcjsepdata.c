/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

/* Sections of data channels: RFC 8841, and the form of the drafts before it,
 * "m=application 9 DTLS/SCTP 5000" with a=sctpmap. */

#define CHANNELS "webrtc-datachannel"
#define DEFAULT_PORT 5000
#define DEFAULT_SIZE (64 * 1024)        /* RFC 8841 section 6.1 */

static const gchar *
get_format (const RtcSdpMedia * media)
{
  return media->formats->len > 0 ? g_ptr_array_index (media->formats, 0) : "";
}

static gboolean
is_old (const RtcSdpMedia * media)
{
  return g_str_equal (media->proto, "DTLS/SCTP")
      && !g_str_equal (get_format (media), CHANNELS);
}

gboolean
rtc_jsep_is_data (const RtcSdpMedia * media)
{
  if (!g_str_equal (media->word, "application"))
    return FALSE;
  if (is_old (media))
    return g_ascii_strtoull (get_format (media), NULL, 10) > 0;
  return g_str_equal (get_format (media), CHANNELS)
      && (g_str_equal (media->proto, "UDP/DTLS/SCTP")
      || g_str_equal (media->proto, "TCP/DTLS/SCTP")
      || g_str_equal (media->proto, "DTLS/SCTP"));
}

void
rtc_jsep_write_data (RtcSdpMedia * media, const RtcSdpMedia * offered,
    guint port, gint64 max_message_size)
{
  if (port == 0)
    port = DEFAULT_PORT;
  if (offered && is_old (offered)) {
    RtcSdpAttribute *map = g_new0 (RtcSdpAttribute, 1);

    map->name = g_strdup ("sctpmap");
    map->value = g_strdup_printf ("%u " CHANNELS " 1024", port);
    g_ptr_array_add (media->attributes, map);
    g_ptr_array_add (media->formats, g_strdup_printf ("%u", port));
  } else {
    g_ptr_array_add (media->formats, g_strdup (CHANNELS));
    media->sctp_port = port;
  }
  media->max_message_size = max_message_size;
}

void
rtc_jsep_read_data (const RtcSdpMedia * remote, guint * port,
    gint64 * max_message_size)
{
  *port = remote->sctp_port;
  if (is_old (remote))
    *port = MIN (G_MAXUINT16, g_ascii_strtoull (get_format (remote), NULL, 10));
  if (*port == 0)
    *port = DEFAULT_PORT;
  *max_message_size =
      remote->max_message_size < 0 ? DEFAULT_SIZE : remote->max_message_size;
}
