/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpfrag.h"
#include "rtcsdpprivate.h"

typedef struct
{
  RtcSdpFrag *frag;
  RtcSdpFragMedia *media;       /* NULL: before the first m= line */
} Parser;

static void
frag_media_free (gpointer data)
{
  RtcSdpFragMedia *media = data;

  g_free (media->word);
  g_free (media->mid);
  g_free (media->ufrag);
  g_free (media->pwd);
  g_ptr_array_unref (media->candidates);
  g_free (media);
}

RtcSdpFrag *
rtc_sdp_frag_new (const gchar * ufrag, const gchar * pwd)
{
  RtcSdpFrag *frag = g_new0 (RtcSdpFrag, 1);

  frag->ufrag = g_strdup (ufrag);
  frag->pwd = g_strdup (pwd);
  frag->media = g_ptr_array_new_with_free_func (frag_media_free);
  return frag;
}

void
rtc_sdp_frag_free (RtcSdpFrag * frag)
{
  g_free (frag->ufrag);
  g_free (frag->pwd);
  g_ptr_array_unref (frag->media);
  g_free (frag);
}

RtcSdpFragMedia *
rtc_sdp_frag_add_media (RtcSdpFrag * frag, const gchar * word,
    const gchar * mid)
{
  RtcSdpFragMedia *media = g_new0 (RtcSdpFragMedia, 1);

  media->word = g_strdup (word);
  media->mid = g_strdup (mid);
  media->candidates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_candidate_free);
  g_ptr_array_add (frag->media, media);
  return media;
}

static gboolean
read_media (Parser * parser, const gchar * value, GError ** error)
{
  g_auto (GStrv) words = rtc_sdp_words (value);

  if (parser->frag->media->len > RTC_SDP_MAX_MEDIA) {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_LIMIT,
        "more than %u m= sections", RTC_SDP_MAX_MEDIA);
    return FALSE;
  }
  if (words[0] == NULL) {
    rtc_sdp_malformed (error, "m= line");
    return FALSE;
  }
  parser->media = rtc_sdp_frag_add_media (parser->frag, words[0], NULL);
  return TRUE;
}

/* Candidates without an m= line, as some clients send them, get a section of
 * their own that has neither word nor mid. */
static void
read_candidate (Parser * parser, const gchar * value)
{
  RtcCandidate *candidate = rtc_candidate_parse (value, NULL);
  RtcSdpFragMedia *media = parser->media;
  GPtrArray *all = parser->frag->media;

  if (candidate == NULL)
    return;
  if (media == NULL)
    media = all->len > 0 ? g_ptr_array_index (all, 0) :
        rtc_sdp_frag_add_media (parser->frag, NULL, NULL);
  g_ptr_array_add (media->candidates, candidate);
}

static gboolean
read_transport (Parser * parser, const gchar * name, const gchar * value,
    GError ** error)
{
  RtcSdpFragMedia *media = parser->media;
  RtcSdpTransport transport = { NULL, };
  RtcSdpRead read;

  rtc_sdp_transport_init (&transport);
  read = rtc_sdp_transport_read (&transport, name, value, error);
  if (transport.ufrag)
    rtc_sdp_set (media ? &media->ufrag : &parser->frag->ufrag, transport.ufrag);
  if (transport.pwd)
    rtc_sdp_set (media ? &media->pwd : &parser->frag->pwd, transport.pwd);
  rtc_sdp_transport_clear (&transport);
  return read != RTC_SDP_READ_FAILED;
}

/* Anything but what a fragment is for (groups, rtcp-mux, …) is passed over */
static gboolean
read_line (gpointer user_data, gchar type, gchar * text, GError ** error)
{
  Parser *parser = user_data;
  const gchar *name, *value;

  if (type == 'm')
    return read_media (parser, text, error);
  if (type != 'a')
    return TRUE;
  if (!rtc_sdp_split_attribute (text, &name, &value, error))
    return FALSE;

  if (g_str_equal (name, "candidate") && value) {
    read_candidate (parser, value);
  } else if (g_str_equal (name, "end-of-candidates")) {
    if (parser->media)
      parser->media->end_of_candidates = TRUE;
    else
      parser->frag->end_of_candidates = TRUE;
  } else if (g_str_equal (name, "mid") && value && parser->media) {
    if (*value == '\0' || parser->media->mid) {
      rtc_sdp_malformed (error, "mid");
      return FALSE;
    }
    parser->media->mid = g_strdup (value);
  } else if (value && g_str_has_prefix (name, "ice-")) {
    return read_transport (parser, name, value, error);
  }
  return TRUE;
}

/* @size in bytes or -1; the limits of rtc_sdp_parse () hold.  transfer: full */
RtcSdpFrag *
rtc_sdp_frag_parse (const gchar * text, gssize size, GError ** error)
{
  g_autoptr (RtcSdpFrag) frag = rtc_sdp_frag_new (NULL, NULL);
  Parser parser = { frag, NULL };

  if (!rtc_sdp_each_line (text, size, read_line, &parser, error))
    return NULL;
  return g_steal_pointer (&frag);
}

static void
print_credentials (GString * out, const gchar * ufrag, const gchar * pwd)
{
  if (ufrag)
    g_string_append_printf (out, "a=ice-ufrag:%s\r\n", ufrag);
  if (pwd)
    g_string_append_printf (out, "a=ice-pwd:%s\r\n", pwd);
}

/* transfer: full */
gchar *
rtc_sdp_frag_print (const RtcSdpFrag * frag)
{
  GString *out = g_string_new (NULL);

  print_credentials (out, frag->ufrag, frag->pwd);
  if (frag->end_of_candidates)
    g_string_append (out, "a=end-of-candidates\r\n");
  for (guint i = 0; i < frag->media->len; i++) {
    const RtcSdpFragMedia *media = g_ptr_array_index (frag->media, i);

    /* port and format are placeholders (RFC 8840 section 9) */
    if (media->word)
      g_string_append_printf (out, "m=%s 9 UDP/TLS/RTP/SAVPF 0\r\n",
          media->word);
    if (media->mid)
      g_string_append_printf (out, "a=mid:%s\r\n", media->mid);
    print_credentials (out, media->ufrag, media->pwd);
    for (guint j = 0; j < media->candidates->len; j++) {
      const RtcCandidate *c = g_ptr_array_index (media->candidates, j);

      g_string_append_printf (out, "a=%s\r\n", c->text);
    }
    if (media->end_of_candidates)
      g_string_append (out, "a=end-of-candidates\r\n");
  }
  return g_string_free (out, FALSE);
}
