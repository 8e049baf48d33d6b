/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpprivate.h"

#include <string.h>

typedef struct
{
  RtcSdp *sdp;
  RtcSdpMedia *media;           /* the section being read; NULL: session */
  RtcDirection direction;       /* of sections that say nothing */
  guint n_lines;
  gboolean has_origin;
} Parser;

/* o=<username> <id> <version> <nettype> <addrtype> <address> */
static gboolean
read_origin (RtcSdp * sdp, const gchar * value, GError ** error)
{
  g_auto (GStrv) words = rtc_sdp_words (value);

  if (g_strv_length (words) != 6
      || !rtc_sdp_number (words[1], 0, G_MAXUINT64, &sdp->session_id)
      || !rtc_sdp_number (words[2], 0, G_MAXUINT64, &sdp->version))
    return rtc_sdp_malformed (error, "origin") == RTC_SDP_READ_DONE;
  rtc_sdp_set (&sdp->username, words[0]);
  g_free (sdp->address);
  sdp->address = g_strjoinv (" ", words + 3);
  return TRUE;
}

static RtcSdpRead
read_group (RtcSdp * sdp, const gchar * value, GError ** error)
{
  g_auto (GStrv) words = rtc_sdp_words (value);
  RtcSdpGroup *group;

  if (words[0] == NULL || g_strv_length (words) > 1 + RTC_SDP_MAX_MEDIA)
    return rtc_sdp_malformed (error, "group");
  group = rtc_sdp_add_group (sdp, words[0]);
  for (guint i = 1; words[i]; i++)
    g_ptr_array_add (group->mids, g_strdup (words[i]));
  return RTC_SDP_READ_DONE;
}

static RtcSdpRead
read_session_attribute (Parser * parser, const gchar * name,
    const gchar * value, GError ** error)
{
  RtcSdp *sdp = parser->sdp;

  if (g_str_equal (name, "group") && value)
    return read_group (sdp, value, error);
  if (g_str_equal (name, "extmap"))
    return rtc_sdp_read_extmap (sdp->extmaps, value, error);
  if (g_str_equal (name, "msid-semantic") && value) {
    rtc_sdp_set (&sdp->msid_semantic, value + strspn (value, " \t"));
    return RTC_SDP_READ_DONE;
  }
  if (value)
    return rtc_sdp_transport_read (&sdp->transport, name, value, error);
  if (rtc_sdp_read_direction (name, &parser->direction))
    return RTC_SDP_READ_DONE;
  if (g_str_equal (name, "ice-lite")) {
    sdp->ice_lite = TRUE;
    return RTC_SDP_READ_DONE;
  }
  if (g_str_equal (name, "extmap-allow-mixed")) {
    sdp->extmap_allow_mixed = TRUE;
    return RTC_SDP_READ_DONE;
  }
  return RTC_SDP_READ_UNKNOWN;
}

static gboolean
read_attribute (Parser * parser, gchar * text, GError ** error)
{
  RtcSdpMedia *media = parser->media;
  const gchar *name, *value;
  RtcSdpRead read;

  if (!rtc_sdp_split_attribute (text, &name, &value, error))
    return FALSE;
  if (media)
    read = rtc_sdp_media_read (media, name, value, error);
  else
    read = read_session_attribute (parser, name, value, error);
  if (read == RTC_SDP_READ_UNKNOWN)
    rtc_sdp_add_attribute (media ? media->attributes : parser->sdp->attributes,
        name, value);
  return read != RTC_SDP_READ_FAILED;
}

static gboolean
read_media (Parser * parser, const gchar * value, GError ** error)
{
  if (parser->sdp->media->len == RTC_SDP_MAX_MEDIA) {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_LIMIT,
        "more than %u m= sections", RTC_SDP_MAX_MEDIA);
    return FALSE;
  }
  parser->media = rtc_sdp_media_parse (value, error);
  if (!parser->media)
    return FALSE;
  parser->media->direction = parser->direction;
  g_ptr_array_add (parser->sdp->media, parser->media);
  return TRUE;
}

/* Lines that nobody here looks into */
static gboolean
keep_line (Parser * parser, gchar type, const gchar * value, GError ** error)
{
  RtcSdpMedia *media = parser->media;

  if (media && type == 'c') {
    rtc_sdp_set (&media->connection, value);
  } else if (media && type == 'b') {
    g_ptr_array_add (media->bandwidths, g_strdup (value));
  } else if (strchr (media ? "ik" : "iuepcbtrzk", type)) {
    g_ptr_array_add (media ? media->lines : parser->sdp->lines,
        g_strdup_printf ("%c=%s", type, value));
  } else {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_SYNTAX,
        "%c= has no place here", type);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_line (gpointer user_data, gchar type, gchar * value, GError ** error)
{
  Parser *parser = user_data;

  if (parser->n_lines++ == 0) {
    if (type == 'v' && g_str_equal (value, "0"))
      return TRUE;
    return rtc_sdp_malformed (error, "description, expected v=0") ==
        RTC_SDP_READ_DONE;
  }
  if (type == 'a')
    return read_attribute (parser, value, error);
  if (type == 'm')
    return read_media (parser, value, error);
  if (type == 'o' && !parser->has_origin && !parser->media)
    return parser->has_origin = read_origin (parser->sdp, value, error);
  if (type == 's' && !parser->media) {
    rtc_sdp_set (&parser->sdp->name, value);
    return TRUE;
  }
  return keep_line (parser, type, value, error);
}

RtcSdp *
rtc_sdp_parse (const gchar * text, gssize size, GError ** error)
{
  g_autoptr (RtcSdp) sdp = rtc_sdp_new (0, 0);
  Parser parser = { sdp, NULL, RTC_DIRECTION_SENDRECV };

  if (!rtc_sdp_each_line (text, size, read_line, &parser, error))
    return NULL;
  if (!parser.has_origin) {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_SYNTAX,
        "line %u: the end, but there was no o= line", parser.n_lines + 1);
    return NULL;
  }
  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++)
    rtc_sdp_media_finish (rtc_sdp_get_media (sdp, i));
  return g_steal_pointer (&sdp);
}
