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

/* Order of webrtcbin: the pairs, the sources, what retransmits them */
void
rtc_jsep_write_sources (RtcSdpMedia * media, const gchar * stream_id,
    const gchar * track_id, const gchar * cname, const guint32 * ssrcs,
    const guint32 * rtx_ssrcs, guint n_ssrcs)
{
  g_autofree gchar *msid = g_strdup_printf ("%s %s", stream_id, track_id);
  const guint32 *all[] = { ssrcs, rtx_ssrcs };

  g_ptr_array_add (media->msids, g_strdup (msid));
  for (guint i = 0; rtx_ssrcs && i < n_ssrcs; i++)
    rtc_sdp_media_add_ssrc_pair (media, "FID", ssrcs[i], rtx_ssrcs[i]);
  for (guint j = 0; j < G_N_ELEMENTS (all); j++) {
    for (guint i = 0; all[j] && i < n_ssrcs; i++) {
      rtc_sdp_media_add_ssrc (media, all[j][i], "cname", cname);
      rtc_sdp_media_add_ssrc (media, all[j][i], "msid", msid);
    }
  }
}

/* A section without media of ours.  The formats are the other side's: there
 * must be one, and some readers look even at a refused section for a codec of
 * theirs. */
void
rtc_jsep_write_inactive (const RtcSdpMedia * offered, RtcSdpMedia * media)
{
  for (guint i = 0; i < offered->codecs->len; i++)
    rtc_sdp_media_add_codec (media, g_ptr_array_index (offered->codecs, i));
  if (media->formats->len == 0) {
    for (guint i = 0; i < offered->formats->len; i++)
      g_ptr_array_add (media->formats,
          g_strdup (g_ptr_array_index (offered->formats, i)));
  }
  media->direction = RTC_DIRECTION_INACTIVE;
  media->rtcp_mux = offered->rtcp_mux;
  media->sctp_port = offered->sctp_port;
}
