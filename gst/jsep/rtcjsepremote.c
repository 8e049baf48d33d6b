/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

#include <string.h>

/* Where the attributes of the one transport are looked up, in this order: the
 * section that counts, the first one of its BUNDLE group (the others may leave
 * them out, RFC 9143 section 7.1.3), the session. */
typedef struct
{
  const RtcSdpMedia *media;
  const RtcSdpMedia *lead;
  const RtcSdpTransport *levels[3];
} Source;

static void
find_source (const RtcSdp * sdp, guint mline, Source * source)
{
  const RtcSdpGroup *group = NULL;
  gint lead = -1;

  source->media = rtc_sdp_get_media (sdp, mline);
  if (source->media->mid)
    group = rtc_sdp_find_group (sdp, "BUNDLE", source->media->mid);
  if (group)
    lead = rtc_sdp_find_mid (sdp, g_ptr_array_index (group->mids, 0));
  source->lead = source->media;
  if (lead >= 0 && !rtc_jsep_is_rejected (rtc_sdp_get_media (sdp, lead)))
    source->lead = rtc_sdp_get_media (sdp, lead);

  source->levels[0] = &source->media->transport;
  source->levels[1] = &source->lead->transport;
  source->levels[2] = &sdp->transport;
}

/* ufrag and password belong together: both from one level */
static const RtcSdpTransport *
find_credentials (const Source * source)
{
  for (guint i = 0; i < G_N_ELEMENTS (source->levels); i++) {
    const RtcSdpTransport *level = source->levels[i];

    if (level->ufrag && level->pwd)
      return level;
  }
  return NULL;
}

RtcSdpSetup
rtc_jsep_find_setup (const RtcSdp * sdp, guint mline)
{
  Source source;

  find_source (sdp, mline, &source);
  for (guint i = 0; i < G_N_ELEMENTS (source.levels); i++) {
    if (source.levels[i]->setup != RTC_SDP_SETUP_NONE)
      return source.levels[i]->setup;
  }
  return RTC_SDP_SETUP_NONE;
}

/* RFC 8842 section 5.3.  An offer that says nothing may mean active or
 * actpass: to wait is right for both. */
RtcSdpSetup
rtc_jsep_answer_setup (RtcSdpSetup offered, gboolean prefer_passive)
{
  if (offered == RTC_SDP_SETUP_PASSIVE)
    return RTC_SDP_SETUP_ACTIVE;
  if (offered == RTC_SDP_SETUP_ACTPASS && !prefer_passive)
    return RTC_SDP_SETUP_ACTIVE;
  return RTC_SDP_SETUP_PASSIVE;
}

gboolean
rtc_jsep_find_credentials (const RtcSdp * sdp, guint mline,
    const gchar ** ufrag, const gchar ** pwd)
{
  const RtcSdpTransport *found;
  Source source;

  find_source (sdp, mline, &source);
  found = find_credentials (&source);
  if (!found)
    return FALSE;
  *ufrag = found->ufrag;
  *pwd = found->pwd;
  return TRUE;
}

/* Hashes that still stand for something (RFC 8122 section 5) */
static gboolean
is_strong (const gchar * fingerprint)
{
  return g_str_has_prefix (fingerprint, "sha-256 ")
      || g_str_has_prefix (fingerprint, "sha-384 ")
      || g_str_has_prefix (fingerprint, "sha-512 ");
}

static gboolean
read_fingerprints (const Source * source, GPtrArray * out, GError ** error)
{
  const GPtrArray *all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (source->levels) && !all; i++) {
    if (source->levels[i]->fingerprints->len > 0)
      all = source->levels[i]->fingerprints;
  }
  if (!all) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "there is no a=fingerprint: media must be sent over DTLS-SRTP");
    return FALSE;
  }
  for (guint i = 0; i < all->len; i++) {
    const gchar *fingerprint = g_ptr_array_index (all, i);

    if (is_strong (fingerprint))
      g_ptr_array_add (out, g_strdup (fingerprint));
  }
  if (out->len == 0) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "a=fingerprint has weak hashes only; sha-256 is needed");
    return FALSE;
  }
  return TRUE;
}

/* A section that shares the credentials of the leading one may leave its
 * candidates there (Firefox's bundle-only sections do).  Component 2 is RTCP
 * of its own, which nobody uses together with rtcp-mux. */
static void
read_candidates (const Source * source, const RtcSdpTransport * credentials,
    RtcJsepPlanTransport * transport)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const RtcSdpMedia *from = source->media;

  if (from->candidates->len == 0 && !from->end_of_candidates
      && (!source->lead->transport.ufrag
          || g_str_equal (source->lead->transport.ufrag, credentials->ufrag)))
    from = source->lead;

  for (guint i = 0; i < from->candidates->len; i++) {
    const RtcCandidate *c = g_ptr_array_index (from->candidates, i);

    if (c->component == 1 && g_hash_table_add (seen, c->text))
      g_ptr_array_add (transport->remote_candidates, g_strdup (c->text));
  }
  transport->remote_end_of_candidates = from->end_of_candidates;
}

/* Fill the remote_* fields of @transport from @sdp, whose section @mline is the
 * one that counts.  On failure some are. */
gboolean
rtc_jsep_read_remote (const RtcSdp * sdp, guint mline,
    RtcJsepPlanTransport * transport, GError ** error)
{
  const RtcSdpTransport *credentials;
  Source source;

  find_source (sdp, mline, &source);
  credentials = find_credentials (&source);
  if (!credentials) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "there is no a=ice-ufrag or no a=ice-pwd");
    return FALSE;
  }
  if (rtc_jsep_find_setup (sdp, mline) == RTC_SDP_SETUP_HOLDCONN) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "a=setup:holdconn leaves nobody to start DTLS");
    return FALSE;
  }

  transport->remote_ufrag = g_strdup (credentials->ufrag);
  transport->remote_pwd = g_strdup (credentials->pwd);
  transport->remote_ice_lite = sdp->ice_lite;
  read_candidates (&source, credentials, transport);
  return read_fingerprints (&source, transport->remote_fingerprints, error);
}

/* What the section @mline of the other side's @sdp lets @track do, once @theirs
 * is the codec.  @send is overwritten. */
void
rtc_jsep_read_send (const RtcSdp * sdp, guint mline,
    const RtcJsepTrack * track, const RtcCodec * theirs, RtcJsepSend * send)
{
  const RtcSdpMedia *media = rtc_sdp_get_media (sdp, mline);
  gint pt = theirs->pt;

  memset (send, 0, sizeof (*send));
  send->mline = mline;
  send->mid = g_strdup (media->mid);
  rtc_codec_copy (&send->codec, theirs);
  send->rtx_pt = track->rtx_ssrc ? rtc_jsep_find_rtx (media, theirs) : -1;
  rtc_jsep_read_extmaps (sdp, media, send->extmap);
  send->nack = rtc_sdp_media_has_feedback (media, pt, "nack");
  send->pli = rtc_sdp_media_has_feedback (media, pt, "nack pli");
  send->fir = rtc_sdp_media_has_feedback (media, pt, "ccm fir");
  send->transport_cc = rtc_sdp_media_has_feedback (media, pt, "transport-cc");
  send->rsize = media->rtcp_rsize;
}
