/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

#include <string.h>

/* Payload types are one space for all sections of a BUNDLE group: the same
 * number may stand twice for the same codec only (RFC 9143 section 10.1.2).
 * @rtx[pt] is what retransmits @codecs[pt]. */
typedef struct
{
  const RtcCodec *codecs[128];
  gboolean used[128];
  gint8 rtx[128];
} PayloadTypes;

static gboolean
same_codec (const RtcCodec * a, const RtcCodec * b)
{
  return rtc_jsep_codec_matches (a, b) && g_strcmp0 (a->fmtp, b->fmtp) == 0;
}

/* Dynamic numbers: 96 to 127, then 35 to 63, which RFC 5761 section 4 leaves
 * free of a mix-up with RTCP.  After @after if there is one left. */
static gint
find_free (const PayloadTypes * types, gint after)
{
  for (gint pt = MAX (after + 1, 96); pt < 128; pt++) {
    if (!types->used[pt])
      return pt;
  }
  for (gint pt = 127; pt >= 96; pt--) {
    if (!types->used[pt])
      return pt;
  }
  for (gint pt = 35; pt < 64; pt++) {
    if (!types->used[pt])
      return pt;
  }
  return -1;
}

/* The wish of every track comes before any number is made up */
static void
reserve (PayloadTypes * types, const RtcJsepTrack * tracks, guint n_tracks)
{
  for (guint i = 0; i < n_tracks; i++) {
    for (guint j = 0; j < tracks[i].n_codecs; j++) {
      const RtcCodec *codec = &tracks[i].codecs[j];

      if (codec->pt > 127 || types->used[codec->pt])
        continue;
      types->used[codec->pt] = TRUE;
      types->codecs[codec->pt] = codec;
    }
  }
}

/* The number of @codec: as wished, or another one if that is taken; -1: there
 * is none left */
static gint
allocate (PayloadTypes * types, const RtcCodec * codec)
{
  gint pt;

  if (codec->pt < 128 && types->codecs[codec->pt]
      && same_codec (types->codecs[codec->pt], codec))
    return codec->pt;
  for (pt = 0; pt < 128; pt++) {
    if (types->codecs[pt] && same_codec (types->codecs[pt], codec))
      return pt;
  }
  pt = find_free (types, 95);
  if (pt >= 0) {
    types->used[pt] = TRUE;
    types->codecs[pt] = codec;
  }
  return pt;
}

static gint
allocate_rtx (PayloadTypes * types, gint pt)
{
  if (types->rtx[pt] == 0) {
    gint rtx = find_free (types, pt);

    if (rtx < 0)
      return -1;
    types->used[rtx] = TRUE;
    types->rtx[pt] = rtx;
  }
  return types->rtx[pt];
}

static void
write_feedback (RtcSdpMedia * media, gint pt)
{
  rtc_sdp_media_add_feedback (media, pt, "transport-cc");
  if (media->kind == RTC_MEDIA_VIDEO) {
    rtc_sdp_media_add_feedback (media, pt, "ccm fir");
    rtc_sdp_media_add_feedback (media, pt, "nack");
    rtc_sdp_media_add_feedback (media, pt, "nack pli");
  }
}

static void
write_codecs (RtcSdpMedia * media, const RtcJsepTrack * track,
    PayloadTypes * types)
{
  for (guint i = 0; i < track->n_codecs; i++) {
    RtcCodec codec = track->codecs[i];
    gint pt = allocate (types, &track->codecs[i]);
    gint rtx_pt;

    if (pt < 0 || rtc_sdp_media_find_codec (media, pt))
      continue;
    codec.pt = pt;
    rtc_sdp_media_add_codec (media, &codec);
    write_feedback (media, pt);

    rtx_pt = track->rtx_ssrc ? allocate_rtx (types, pt) : -1;
    if (rtx_pt >= 0) {
      g_autofree gchar *apt = g_strdup_printf ("apt=%d", pt);
      RtcCodec rtx = { (gchar *) "rtx", codec.clock_rate, 1, rtx_pt, apt };

      rtc_sdp_media_add_codec (media, &rtx);
    }
  }
}

static void
write_section (RtcSdp * sdp, guint mline, const RtcJsepTrack * track,
    const RtcJsepTransport * transport, PayloadTypes * types)
{
  RtcSdpMedia *media = rtc_sdp_add_media (sdp,
      track->kind == RTC_MEDIA_AUDIO ? "audio" : "video", 9,
      "UDP/TLS/RTP/SAVPF");

  media->mid = g_strdup_printf ("%u", mline);
  media->connection = g_strdup ("IN IP4 0.0.0.0");
  media->direction = RTC_DIRECTION_SENDONLY;
  rtc_jsep_write_transport (media, transport, RTC_SDP_SETUP_ACTPASS);
  g_ptr_array_add (media->transport.ice_options, g_strdup ("trickle"));
  if (mline == 0)
    rtc_jsep_write_candidates (media, transport);
  media->rtcp_mux = TRUE;
  media->rtcp_rsize = TRUE;
  rtc_jsep_offer_extmaps (media);
  write_codecs (media, track, types);
  rtc_jsep_write_sources (media, track, track->rtx_ssrc != 0);
}

static gboolean
check_tracks (const RtcJsepTrack * tracks, guint n_tracks, GError ** error)
{
  for (guint i = 0; i < n_tracks; i++) {
    if (tracks[i].n_codecs == 0 || tracks[i].kind == RTC_MEDIA_APPLICATION) {
      g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
          "track %u has no codec to offer", i);
      return FALSE;
    }
  }
  if (n_tracks == 0 || n_tracks > RTC_SDP_MAX_MEDIA) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "an offer needs 1 to %u tracks, not %u", RTC_SDP_MAX_MEDIA, n_tracks);
    return FALSE;
  }
  return TRUE;
}

gboolean
rtc_jsep_offer (const RtcJsepTrack * tracks, guint n_tracks,
    const RtcJsepTransport * transport, guint64 session_id,
    RtcJsepResult * result, GError ** error)
{
  PayloadTypes types = { {NULL,}, };
  RtcSdpGroup *group;
  RtcSdp *sdp;

  if (!check_tracks (tracks, n_tracks, error))
    return FALSE;

  sdp = rtc_sdp_new (session_id, 1);
  sdp->msid_semantic = g_strdup ("WMS *");
  group = rtc_sdp_add_group (sdp, "BUNDLE");
  reserve (&types, tracks, n_tracks);
  for (guint i = 0; i < n_tracks; i++) {
    g_ptr_array_add (group->mids, g_strdup_printf ("%u", i));
    write_section (sdp, i, &tracks[i], transport, &types);
  }
  memset (result, 0, sizeof (*result));
  result->sdp = sdp;
  return TRUE;
}
