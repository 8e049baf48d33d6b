/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

void
rtc_jsep_write_transport (RtcSdpMedia * media,
    const RtcJsepTransport * transport, RtcSdpSetup setup)
{
  media->transport.ufrag = g_strdup (transport->ufrag);
  media->transport.pwd = g_strdup (transport->pwd);
  media->transport.setup = setup;
  g_ptr_array_add (media->transport.fingerprints,
      g_strdup (transport->fingerprint));
}

/* Candidates stand in the first section of the BUNDLE group only (RFC 9143
 * section 7.1.3). */
void
rtc_jsep_write_candidates (RtcSdpMedia * media,
    const RtcJsepTransport * transport)
{
  const gchar *const *text = transport->candidates;

  for (; text && *text; text++) {
    RtcCandidate *candidate = rtc_candidate_parse (*text, NULL);

    if (candidate)
      g_ptr_array_add (media->candidates, candidate);
  }
  media->end_of_candidates = transport->end_of_candidates;
}

static void
write_source (RtcSdpMedia * media, guint32 ssrc, const RtcJsepTrack * track,
    const gchar * msid)
{
  rtc_sdp_media_add_ssrc (media, ssrc, "cname", track->cname);
  rtc_sdp_media_add_ssrc (media, ssrc, "msid", msid);
}

void
rtc_jsep_write_sources (RtcSdpMedia * media, const RtcJsepTrack * track,
    gboolean rtx)
{
  g_autofree gchar *msid =
      g_strdup_printf ("%s %s", track->stream_id, track->track_id);

  g_ptr_array_add (media->msids, g_strdup (msid));
  if (rtx)
    rtc_sdp_media_add_ssrc_pair (media, "FID", track->ssrc, track->rtx_ssrc);
  write_source (media, track->ssrc, track, msid);
  if (rtx)
    write_source (media, track->rtx_ssrc, track, msid);
}
