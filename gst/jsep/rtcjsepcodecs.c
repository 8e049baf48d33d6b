/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"
#include "sdp/rtcfmtp.h"

#include <string.h>

/* Parameters that tell bitstreams apart, and what silence about them means.
 * Levels are left alone: a receiver says what it likes, not what it bears. */
static const struct
{
  const gchar *codec;
  const gchar *key;
  guint fallback;
} fixed_parameters[] = {
  {"VP9", "profile-id", 0},     /* RFC 9628 section 6 */
  {"AV1", "profile", 0},
  {"H265", "profile-id", 1},    /* RFC 7798 section 7.1 */
  {"H265", "tier-flag", 0},
};

static gboolean
same_parameters (const RtcCodec * a, const RtcCodec * b)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixed_parameters); i++) {
    const gchar *key = fixed_parameters[i].key;
    guint fallback = fixed_parameters[i].fallback;

    if (g_ascii_strcasecmp (a->name, fixed_parameters[i].codec) == 0
        && rtc_fmtp_get_uint (a->fmtp, key, fallback) !=
        rtc_fmtp_get_uint (b->fmtp, key, fallback))
      return FALSE;
  }
  return TRUE;
}

gboolean
rtc_jsep_codec_matches (const RtcCodec * ours, const RtcCodec * theirs)
{
  if (g_ascii_strcasecmp (ours->name, theirs->name) != 0
      || ours->clock_rate != theirs->clock_rate
      || MAX (ours->channels, 1) != MAX (theirs->channels, 1))
    return FALSE;
  if (g_ascii_strcasecmp (ours->name, "H264") == 0)
    return rtc_jsep_h264_matches (ours->fmtp, theirs->fmtp);
  return same_parameters (ours, theirs);
}

const RtcCodec *
rtc_jsep_choose_codec (const RtcJsepTrack * track, const RtcSdpMedia * media,
    guint * index)
{
  for (guint i = 0; i < track->n_codecs; i++) {
    for (guint j = 0; j < media->codecs->len; j++) {
      const RtcCodec *theirs = g_ptr_array_index (media->codecs, j);

      if (rtc_jsep_codec_matches (&track->codecs[i], theirs)) {
        *index = i;
        return theirs;
      }
    }
  }
  return NULL;
}

gint
rtc_jsep_find_rtx (const RtcSdpMedia * media, const RtcCodec * codec)
{
  for (guint i = 0; i < media->codecs->len; i++) {
    const RtcCodec *rtx = g_ptr_array_index (media->codecs, i);

    if (g_ascii_strcasecmp (rtx->name, "rtx") == 0
        && rtx->clock_rate == codec->clock_rate
        && rtc_fmtp_get_uint (rtx->fmtp, "apt", G_MAXUINT) == codec->pt)
      return rtx->pt;
  }
  return -1;
}

/* A name with what has to match about it, so that a reader of the message sees
 * why two lines with "H264" have nothing in common. */
static void
append_codec (GString * out, const RtcCodec * codec)
{
  static const gchar *const telling[] =
      { "packetization-mode", "profile-level-id", "profile-id", "profile" };
  g_autoptr (GString) text = g_string_new (codec->name);

  for (guint i = 0; i < G_N_ELEMENTS (telling); i++) {
    g_autofree gchar *value = rtc_fmtp_get (codec->fmtp, telling[i]);

    if (value)
      g_string_append_printf (text, " %s=%s", telling[i], value);
  }
  if (out->len > 0)
    g_string_append (out, ", ");
  g_string_append (out, text->str);
}

/* Long enough to help, short enough for a line of a log */
#define MAX_LIST 1024

gchar *
rtc_jsep_list_codecs (const RtcSdpMedia * media)
{
  static const gchar *const helpers[] = { "rtx", "red", "ulpfec",
    "flexfec-03", "CN", "telephone-event", NULL
  };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < media->codecs->len && out->len < MAX_LIST; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);

    if (!g_strv_contains (helpers, codec->name))
      append_codec (out, codec);
  }
  return g_string_free (out, FALSE);
}

gchar *
rtc_jsep_list_track_codecs (const RtcJsepTrack * track)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < track->n_codecs && out->len < MAX_LIST; i++)
    append_codec (out, &track->codecs[i]);
  return g_string_free (out, FALSE);
}
