/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpprivate.h"

static void
print_strings (GString * out, const gchar * before, const GPtrArray * strings)
{
  for (guint i = 0; i < strings->len; i++)
    g_string_append_printf (out, "%s%s\r\n", before,
        (gchar *) g_ptr_array_index (strings, i));
}

static void
print_flag (GString * out, const gchar * name, gboolean flag)
{
  if (flag)
    g_string_append_printf (out, "a=%s\r\n", name);
}

static void
print_number (GString * out, const gchar * name, gint64 value, gint64 min)
{
  if (value >= min)
    g_string_append_printf (out, "a=%s:%" G_GINT64_FORMAT "\r\n", name, value);
}

static void
print_value (GString * out, const gchar * name, const gchar * value)
{
  if (value)
    g_string_append_printf (out, "a=%s:%s\r\n", name, value);
}

/* "*" before the codecs, a payload type's right behind its rtpmap */
static void
print_feedback (GString * out, const RtcSdpMedia * media, gint pt)
{
  for (guint i = 0; i < media->feedback->len; i++) {
    const RtcSdpFeedback *feedback = g_ptr_array_index (media->feedback, i);

    if (feedback->pt != pt)
      continue;
    if (pt == -1)
      g_string_append_printf (out, "a=rtcp-fb:* %s\r\n", feedback->value);
    else
      g_string_append_printf (out, "a=rtcp-fb:%d %s\r\n", pt, feedback->value);
  }
}

static void
print_codecs (GString * out, const RtcSdpMedia * media)
{
  print_feedback (out, media, -1);
  for (guint i = 0; i < media->codecs->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (media->codecs, i);

    g_string_append_printf (out, "a=rtpmap:%u %s/%u", codec->pt, codec->name,
        codec->clock_rate);
    if (codec->channels > 1)
      g_string_append_printf (out, "/%u", codec->channels);
    g_string_append (out, "\r\n");
    print_feedback (out, media, codec->pt);
    if (codec->fmtp)
      g_string_append_printf (out, "a=fmtp:%u %s\r\n", codec->pt, codec->fmtp);
  }
}

static void
print_sources (GString * out, const RtcSdpMedia * media)
{
  print_strings (out, "a=msid:", media->msids);
  for (guint i = 0; i < media->ssrc_groups->len; i++) {
    const RtcSdpSsrcGroup *group = g_ptr_array_index (media->ssrc_groups, i);

    g_string_append_printf (out, "a=ssrc-group:%s", group->semantics);
    for (guint j = 0; j < group->ssrcs->len; j++)
      g_string_append_printf (out, " %u", g_array_index (group->ssrcs,
              guint32, j));
    g_string_append (out, "\r\n");
  }
  for (guint i = 0; i < media->ssrcs->len; i++) {
    const RtcSdpSsrc *ssrc = g_ptr_array_index (media->ssrcs, i);

    g_string_append_printf (out, "a=ssrc:%u %s%s%s\r\n", ssrc->ssrc,
        ssrc->name, ssrc->value ? ":" : "", ssrc->value ? ssrc->value : "");
  }
  for (guint i = 0; i < media->rids->len; i++) {
    const RtcSdpRid *rid = g_ptr_array_index (media->rids, i);

    g_string_append_printf (out, "a=rid:%s %s%s%s\r\n", rid->id,
        rid->send ? "send" : "recv", rid->restrictions ? " " : "",
        rid->restrictions ? rid->restrictions : "");
  }
  print_value (out, "simulcast", media->simulcast);
}

static void
print_media_line (GString * out, const RtcSdpMedia * media)
{
  g_string_append_printf (out, "m=%s %u", media->word, media->port);
  if (media->n_ports > 1)
    g_string_append_printf (out, "/%u", media->n_ports);
  g_string_append_printf (out, " %s", media->proto);
  for (guint i = 0; i < media->formats->len; i++)
    g_string_append_printf (out, " %s",
        (gchar *) g_ptr_array_index (media->formats, i));
  g_string_append (out, "\r\n");
  print_strings (out, "", media->lines);
  if (media->connection)
    g_string_append_printf (out, "c=%s\r\n", media->connection);
  print_strings (out, "b=", media->bandwidths);
}

void
rtc_sdp_media_print (const RtcSdpMedia * media, GString * out)
{
  print_media_line (out, media);
  for (guint i = 0; i < media->candidates->len; i++) {
    const RtcCandidate *candidate = g_ptr_array_index (media->candidates, i);

    g_string_append_printf (out, "a=%s\r\n", candidate->text);
  }
  print_flag (out, "end-of-candidates", media->end_of_candidates);
  rtc_sdp_transport_print (&media->transport, out);
  print_value (out, "mid", media->mid);
  print_flag (out, "bundle-only", media->bundle_only);
  rtc_sdp_extmaps_print (media->extmaps, out);
  print_flag (out, "extmap-allow-mixed", media->extmap_allow_mixed);
  /* data channels have no direction; sendrecv is what silence means */
  if (media->kind != RTC_MEDIA_APPLICATION
      || media->direction != RTC_DIRECTION_SENDRECV)
    print_flag (out, rtc_sdp_direction_name (media->direction), TRUE);
  print_flag (out, "rtcp-mux", media->rtcp_mux);
  print_flag (out, "rtcp-mux-only", media->rtcp_mux_only);
  print_flag (out, "rtcp-rsize", media->rtcp_rsize);
  print_codecs (out, media);
  print_number (out, "ptime", media->ptime, 1);
  print_number (out, "maxptime", media->maxptime, 1);
  print_number (out, "sctp-port", media->sctp_port, 1);
  print_number (out, "max-message-size", media->max_message_size, 0);
  print_sources (out, media);
  rtc_sdp_attributes_print (media->attributes, out);
}

static void
print_groups (GString * out, const RtcSdp * sdp)
{
  for (guint i = 0; i < sdp->groups->len; i++) {
    const RtcSdpGroup *group = g_ptr_array_index (sdp->groups, i);

    g_string_append_printf (out, "a=group:%s", group->semantics);
    for (guint j = 0; j < group->mids->len; j++)
      g_string_append_printf (out, " %s",
          (gchar *) g_ptr_array_index (group->mids, j));
    g_string_append (out, "\r\n");
  }
}

/* The text of @sdp with CRLF line ends; transfer: full */
gchar *
rtc_sdp_print (const RtcSdp * sdp)
{
  GString *out = g_string_sized_new (4096);
  gboolean has_time = FALSE;

  g_string_append_printf (out, "v=0\r\no=%s %" G_GUINT64_FORMAT " %"
      G_GUINT64_FORMAT " %s\r\ns=%s\r\n", sdp->username, sdp->session_id,
      sdp->version, sdp->address, sdp->name);
  print_strings (out, "", sdp->lines);
  for (guint i = 0; i < sdp->lines->len; i++)
    has_time |= g_str_has_prefix (g_ptr_array_index (sdp->lines, i), "t=");
  if (!has_time)
    g_string_append (out, "t=0 0\r\n");

  print_groups (out, sdp);
  print_flag (out, "ice-lite", sdp->ice_lite);
  print_flag (out, "extmap-allow-mixed", sdp->extmap_allow_mixed);
  print_value (out, "msid-semantic", sdp->msid_semantic);
  rtc_sdp_transport_print (&sdp->transport, out);
  rtc_sdp_extmaps_print (sdp->extmaps, out);
  rtc_sdp_attributes_print (sdp->attributes, out);
  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++)
    rtc_sdp_media_print (rtc_sdp_get_media (sdp, i), out);
  return g_string_free (out, FALSE);
}
