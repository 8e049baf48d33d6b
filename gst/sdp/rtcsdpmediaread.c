/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpprivate.h"

#include <string.h>

/* The attributes of a section, one reader each; the table is at the end.  A
 * reader is only called with a value. */
typedef RtcSdpRead (*Reader) (RtcSdpMedia * media, const gchar * value,
    GError ** error);

/* "<pt> <rest>" of a codec of this section; NULL: none of ours */
static RtcCodec *
find_codec (RtcSdpMedia * media, const gchar * value, const gchar ** rest)
{
  g_autofree gchar *word = NULL;
  guint64 pt;

  if (!rtc_sdp_split (value, &word, rest)
      || !rtc_sdp_number (word, 0, 127, &pt))
    return NULL;
  return (RtcCodec *) rtc_sdp_media_find_codec (media, pt);
}

/* <pt> <name>/<clock rate>[/<channels>] */
static RtcSdpRead
read_rtpmap (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  g_auto (GStrv) parts = NULL;
  guint64 rate, channels = 1;
  const gchar *rest;
  RtcCodec *codec = find_codec (media, value, &rest);

  if (codec == NULL)
    return RTC_SDP_READ_UNKNOWN;
  parts = g_strsplit (rest, "/", 3);
  if (g_strv_length (parts) < 2 || *parts[0] == '\0'
      || strpbrk (parts[0], " \t")
      || !rtc_sdp_number (g_strchomp (parts[1]), 1, G_MAXINT32, &rate)
      || (parts[2]
          && !rtc_sdp_number (g_strchomp (parts[2]), 1, 255, &channels)))
    return rtc_sdp_malformed (error, "rtpmap");
  rtc_sdp_set (&codec->name, parts[0]);
  codec->clock_rate = rate;
  codec->channels = channels;
  return RTC_SDP_READ_DONE;
}

/* <pt> <parameters>; several lines for one payload type add up */
static RtcSdpRead
read_fmtp (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  const gchar *rest;
  RtcCodec *codec = find_codec (media, value, &rest);

  if (codec == NULL)
    return RTC_SDP_READ_UNKNOWN;
  if (codec->fmtp) {
    gchar *both = g_strconcat (codec->fmtp, ";", rest, NULL);

    if (strlen (both) > RTC_SDP_MAX_LINE / 2) {
      g_free (both);
      return rtc_sdp_malformed (error, "fmtp, too long");
    }
    g_free (codec->fmtp);
    codec->fmtp = both;
  } else {
    codec->fmtp = g_strdup (rest);
  }
  return RTC_SDP_READ_DONE;
}

/* <pt or *> <value> */
static RtcSdpRead
read_feedback (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  g_autofree gchar *word = NULL;
  const gchar *rest;
  guint64 pt;

  if (!rtc_sdp_split (value, &word, &rest))
    return rtc_sdp_malformed (error, "rtcp-fb");
  if (g_str_equal (word, "*"))
    rtc_sdp_media_add_feedback (media, -1, rest);
  else if (rtc_sdp_number (word, 0, 127, &pt))
    rtc_sdp_media_add_feedback (media, pt, rest);
  else
    return rtc_sdp_malformed (error, "rtcp-fb");
  return RTC_SDP_READ_DONE;
}

static RtcSdpRead
read_extmap (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  return rtc_sdp_read_extmap (media->extmaps, value, error);
}

static RtcSdpRead
read_mid (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  if (*value == '\0' || strpbrk (value, " \t") || media->mid)
    return rtc_sdp_malformed (error, "mid");
  media->mid = g_strdup (value);
  return RTC_SDP_READ_DONE;
}

/* RFC 8839 section 5.1: what is not understood is ignored; it stays as text */
static RtcSdpRead
read_candidate (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  RtcCandidate *candidate = rtc_candidate_parse (value, NULL);

  if (candidate == NULL)
    return RTC_SDP_READ_UNKNOWN;
  g_ptr_array_add (media->candidates, candidate);
  return RTC_SDP_READ_DONE;
}

static RtcSdpRead
read_msid (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  g_ptr_array_add (media->msids, g_strdup (value));
  return RTC_SDP_READ_DONE;
}

/* <ssrc> <name>[:<value>] */
static RtcSdpRead
read_ssrc (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  g_autofree gchar *word = NULL;
  g_auto (GStrv) parts = NULL;
  const gchar *rest;
  guint64 ssrc;

  if (!rtc_sdp_split (value, &word, &rest)
      || !rtc_sdp_number (word, 0, G_MAXUINT32, &ssrc))
    return rtc_sdp_malformed (error, "ssrc");
  parts = g_strsplit (rest, ":", 2);
  rtc_sdp_media_add_ssrc (media, ssrc, parts[0], parts[1]);
  return RTC_SDP_READ_DONE;
}

/* <semantics> <ssrc> … */
static RtcSdpRead
read_ssrc_group (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  g_auto (GStrv) words = rtc_sdp_words (value);
  RtcSdpSsrcGroup *group;

  if (words[0] == NULL)
    return rtc_sdp_malformed (error, "ssrc-group");
  for (guint i = 1; words[i]; i++) {
    guint64 ssrc;

    if (!rtc_sdp_number (words[i], 0, G_MAXUINT32, &ssrc))
      return rtc_sdp_malformed (error, "ssrc-group");
  }

  group = g_new0 (RtcSdpSsrcGroup, 1);
  group->semantics = g_strdup (words[0]);
  group->ssrcs = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 1; words[i]; i++) {
    guint32 ssrc = g_ascii_strtoull (words[i], NULL, 10);

    g_array_append_val (group->ssrcs, ssrc);
  }
  g_ptr_array_add (media->ssrc_groups, group);
  return RTC_SDP_READ_DONE;
}

/* <id> send|recv [<restrictions>] */
static RtcSdpRead
read_rid (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  g_autofree gchar *id = NULL, *direction = NULL;
  const gchar *rest, *restrictions = NULL;
  RtcSdpRid *rid;

  if (!rtc_sdp_split (value, &id, &rest))
    return rtc_sdp_malformed (error, "rid");
  if (!rtc_sdp_split (rest, &direction, &restrictions))
    direction = g_strchomp (g_strdup (rest));
  if (!g_str_equal (direction, "send") && !g_str_equal (direction, "recv"))
    return rtc_sdp_malformed (error, "rid");

  rid = g_new0 (RtcSdpRid, 1);
  rid->id = g_steal_pointer (&id);
  rid->send = g_str_equal (direction, "send");
  rid->restrictions = g_strdup (restrictions);
  g_ptr_array_add (media->rids, rid);
  return RTC_SDP_READ_DONE;
}

static RtcSdpRead
read_simulcast (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  rtc_sdp_set (&media->simulcast, value);
  return RTC_SDP_READ_DONE;
}

static RtcSdpRead
read_sctp_port (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  guint64 port;

  if (!rtc_sdp_number (value, 0, G_MAXUINT16, &port))
    return rtc_sdp_malformed (error, "sctp-port");
  media->sctp_port = port;
  return RTC_SDP_READ_DONE;
}

static RtcSdpRead
read_max_message_size (RtcSdpMedia * media, const gchar * value,
    GError ** error)
{
  guint64 size;

  if (!rtc_sdp_number (value, 0, G_MAXINT64, &size))
    return rtc_sdp_malformed (error, "max-message-size");
  media->max_message_size = size;
  return RTC_SDP_READ_DONE;
}

/* Some write fractions ("ptime:2.5"): kept as text then */
static RtcSdpRead
read_time (guint * field, const gchar * value)
{
  guint64 ms;

  if (!rtc_sdp_number (value, 1, G_MAXUINT16, &ms))
    return RTC_SDP_READ_UNKNOWN;
  *field = ms;
  return RTC_SDP_READ_DONE;
}

static RtcSdpRead
read_ptime (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  return read_time (&media->ptime, value);
}

static RtcSdpRead
read_maxptime (RtcSdpMedia * media, const gchar * value, GError ** error)
{
  return read_time (&media->maxptime, value);
}

static const struct
{
  const gchar *name;
  Reader read;
} readers[] = {
  {"rtcp-fb", read_feedback},
  {"rtpmap", read_rtpmap},
  {"fmtp", read_fmtp},
  {"extmap", read_extmap},
  {"candidate", read_candidate},
  {"ssrc", read_ssrc},
  {"mid", read_mid},
  {"msid", read_msid},
  {"ssrc-group", read_ssrc_group},
  {"rid", read_rid},
  {"simulcast", read_simulcast},
  {"sctp-port", read_sctp_port},
  {"max-message-size", read_max_message_size},
  {"ptime", read_ptime},
  {"maxptime", read_maxptime},
};

static gboolean
read_flag (RtcSdpMedia * media, const gchar * name)
{
  const struct
  {
    const gchar *name;
    gboolean *flag;
  } flags[] = {
    {"rtcp-mux", &media->rtcp_mux},
    {"rtcp-mux-only", &media->rtcp_mux_only},
    {"rtcp-rsize", &media->rtcp_rsize},
    {"bundle-only", &media->bundle_only},
    {"extmap-allow-mixed", &media->extmap_allow_mixed},
    {"end-of-candidates", &media->end_of_candidates},
  };

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (g_str_equal (name, flags[i].name))
      return *flags[i].flag = TRUE;
  }
  return rtc_sdp_read_direction (name, &media->direction);
}

RtcSdpRead
rtc_sdp_media_read (RtcSdpMedia * media, const gchar * name,
    const gchar * value, GError ** error)
{
  if (value == NULL)
    return read_flag (media, name) ? RTC_SDP_READ_DONE : RTC_SDP_READ_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++) {
    if (g_str_equal (name, readers[i].name))
      return readers[i].read (media, value, error);
  }
  return rtc_sdp_transport_read (&media->transport, name, value, error);
}
