/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpprivate.h"

#include <string.h>

static void
codec_free (gpointer data)
{
  rtc_codec_clear (data);
  g_free (data);
}

static void
feedback_free (gpointer data)
{
  g_free (((RtcSdpFeedback *) data)->value);
  g_free (data);
}

static void
ssrc_free (gpointer data)
{
  RtcSdpSsrc *ssrc = data;

  g_free (ssrc->name);
  g_free (ssrc->value);
  g_free (ssrc);
}

static void
ssrc_group_free (gpointer data)
{
  RtcSdpSsrcGroup *group = data;

  g_free (group->semantics);
  g_array_unref (group->ssrcs);
  g_free (group);
}

static void
rid_free (gpointer data)
{
  RtcSdpRid *rid = data;

  g_free (rid->id);
  g_free (rid->restrictions);
  g_free (rid);
}

static RtcSdpMedia *
media_new (const gchar * word, guint port, const gchar * proto)
{
  RtcSdpMedia *media = g_new0 (RtcSdpMedia, 1);

  media->kind = g_str_equal (word, "audio") ? RTC_MEDIA_AUDIO :
      g_str_equal (word, "video") ? RTC_MEDIA_VIDEO : RTC_MEDIA_APPLICATION;
  media->word = g_strdup (word);
  media->port = port;
  media->n_ports = 1;
  media->proto = g_strdup (proto);
  media->formats = g_ptr_array_new_with_free_func (g_free);
  media->bandwidths = g_ptr_array_new_with_free_func (g_free);
  media->lines = g_ptr_array_new_with_free_func (g_free);
  media->direction = RTC_DIRECTION_SENDRECV;
  rtc_sdp_transport_init (&media->transport);
  media->candidates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_candidate_free);
  media->codecs = g_ptr_array_new_with_free_func (codec_free);
  media->feedback = g_ptr_array_new_with_free_func (feedback_free);
  media->extmaps = rtc_sdp_extmaps_new ();
  media->msids = g_ptr_array_new_with_free_func (g_free);
  media->ssrcs = g_ptr_array_new_with_free_func (ssrc_free);
  media->ssrc_groups = g_ptr_array_new_with_free_func (ssrc_group_free);
  media->rids = g_ptr_array_new_with_free_func (rid_free);
  media->max_message_size = -1;
  media->attributes = rtc_sdp_attributes_new ();
  return media;
}

void
rtc_sdp_media_free (RtcSdpMedia * media)
{
  g_free (media->word);
  g_free (media->proto);
  g_ptr_array_unref (media->formats);
  g_free (media->connection);
  g_ptr_array_unref (media->bandwidths);
  g_ptr_array_unref (media->lines);
  g_free (media->mid);
  rtc_sdp_transport_clear (&media->transport);
  g_ptr_array_unref (media->candidates);
  g_ptr_array_unref (media->codecs);
  g_ptr_array_unref (media->feedback);
  g_ptr_array_unref (media->extmaps);
  g_ptr_array_unref (media->msids);
  g_ptr_array_unref (media->ssrcs);
  g_ptr_array_unref (media->ssrc_groups);
  g_ptr_array_unref (media->rids);
  g_free (media->simulcast);
  g_ptr_array_unref (media->attributes);
  g_free (media);
}

RtcSdpMedia *
rtc_sdp_add_media (RtcSdp * sdp, const gchar * word, guint port,
    const gchar * proto)
{
  RtcSdpMedia *media = media_new (word, port, proto);

  g_ptr_array_add (sdp->media, media);
  return media;
}

/* m=<word> <port>[/<n>] <proto> <format> … */
static RtcSdpMedia *
parse_words (gchar ** words)
{
  g_auto (GStrv) ports = NULL;
  guint64 port, n_ports = 1;
  RtcSdpMedia *media;

  if (g_strv_length (words) < 4)
    return NULL;
  ports = g_strsplit (words[1], "/", 2);
  if (!rtc_sdp_number (ports[0], 0, G_MAXUINT16, &port)
      || (ports[1] && !rtc_sdp_number (ports[1], 1, G_MAXUINT16, &n_ports)))
    return NULL;

  media = media_new (words[0], port, words[2]);
  media->n_ports = n_ports;
  for (words += 3; *words; words++)
    g_ptr_array_add (media->formats, g_strdup (*words));
  return media;
}

/* The payload types that need no rtpmap (RFC 3551 section 6) */
static void
init_codec (RtcCodec * codec, guint8 pt)
{
  static const struct
  {
    guint8 pt;
    const gchar *name;
    guint clock_rate;
  } fixed[] = {
    {0, "PCMU", 8000}, {3, "GSM", 8000}, {8, "PCMA", 8000},
    {9, "G722", 8000}, {13, "CN", 8000}, {18, "G729", 8000},
    {26, "JPEG", 90000}, {31, "H261", 90000}, {34, "H263", 90000},
  };

  rtc_codec_init (codec, NULL, 0, 1, pt, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++) {
    if (fixed[i].pt == pt)
      rtc_codec_init (codec, fixed[i].name, fixed[i].clock_rate, 1, pt, NULL);
  }
}

static void
add_codecs (RtcSdpMedia * media)
{
  for (guint i = 0; i < media->formats->len; i++) {
    guint64 pt;
    RtcCodec *codec;

    if (!rtc_sdp_number (g_ptr_array_index (media->formats, i), 0, 127, &pt)
        || rtc_sdp_media_find_codec (media, pt))
      continue;
    codec = g_new0 (RtcCodec, 1);
    init_codec (codec, pt);
    g_ptr_array_add (media->codecs, codec);
  }
}

RtcSdpMedia *
rtc_sdp_media_parse (const gchar * value, GError ** error)
{
  g_auto (GStrv) words = rtc_sdp_words (value);
  RtcSdpMedia *media;

  if (g_strv_length (words) > 3 + RTC_SDP_MAX_FORMATS) {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_LIMIT,
        "more than %u formats", RTC_SDP_MAX_FORMATS);
    return NULL;
  }
  media = parse_words (words);
  if (!media)
    rtc_sdp_malformed (error, "m= line");
  else if (media->kind != RTC_MEDIA_APPLICATION)
    add_codecs (media);
  return media;
}

/* Payload types that no rtpmap explained are of no use to anybody */
void
rtc_sdp_media_finish (RtcSdpMedia * media)
{
  for (guint i = media->codecs->len; i > 0; i--) {
    RtcCodec *codec = g_ptr_array_index (media->codecs, i - 1);

    if (codec->name == NULL)
      g_ptr_array_remove_index (media->codecs, i - 1);
  }
}

void
rtc_sdp_media_add_codec (RtcSdpMedia * media, const RtcCodec * codec)
{
  RtcCodec *copy = g_new0 (RtcCodec, 1);

  rtc_codec_copy (copy, codec);
  g_ptr_array_add (media->codecs, copy);
  g_ptr_array_add (media->formats, g_strdup_printf ("%u", codec->pt));
}

void
rtc_sdp_media_add_feedback (RtcSdpMedia * media, gint pt, const gchar * value)
{
  RtcSdpFeedback *feedback = g_new0 (RtcSdpFeedback, 1);

  feedback->pt = pt;
  feedback->value = g_strdup (value);
  g_ptr_array_add (media->feedback, feedback);
}

RtcSdpExtmap *
rtc_sdp_media_add_extmap (RtcSdpMedia * media, guint id, const gchar * uri)
{
  RtcSdpExtmap *extmap = g_new0 (RtcSdpExtmap, 1);

  extmap->id = id;
  extmap->direction = RTC_DIRECTION_SENDRECV;
  extmap->uri = g_strdup (uri);
  g_ptr_array_add (media->extmaps, extmap);
  return extmap;
}

void
rtc_sdp_media_add_ssrc (RtcSdpMedia * media, guint32 ssrc, const gchar * name,
    const gchar * value)
{
  RtcSdpSsrc *line = g_new0 (RtcSdpSsrc, 1);

  line->ssrc = ssrc;
  line->name = g_strdup (name);
  line->value = g_strdup (value);
  g_ptr_array_add (media->ssrcs, line);
}

void
rtc_sdp_media_add_ssrc_pair (RtcSdpMedia * media, const gchar * semantics,
    guint32 first, guint32 second)
{
  RtcSdpSsrcGroup *group = g_new0 (RtcSdpSsrcGroup, 1);

  group->semantics = g_strdup (semantics);
  group->ssrcs = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (group->ssrcs, first);
  g_array_append_val (group->ssrcs, second);
  g_ptr_array_add (media->ssrc_groups, group);
}

const RtcCodec *
rtc_sdp_media_find_codec (const RtcSdpMedia * media, gint pt)
{
  for (guint i = 0; i < media->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);

    if (codec->pt == pt)
      return codec;
  }
  return NULL;
}

gboolean
rtc_sdp_media_has_feedback (const RtcSdpMedia * media, gint pt,
    const gchar * value)
{
  for (guint i = 0; i < media->feedback->len; i++) {
    const RtcSdpFeedback *feedback = g_ptr_array_index (media->feedback, i);

    if ((feedback->pt == pt || feedback->pt == -1)
        && g_ascii_strcasecmp (feedback->value, value) == 0)
      return TRUE;
  }
  return FALSE;
}
