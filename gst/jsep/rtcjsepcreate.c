/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* What our offers and our answers have alike */

RtcSdp *
rtc_jsep_create_empty (RtcJsepSession * session)
{
  RtcSdp *sdp = rtc_sdp_new (session->config.session_id, ++session->version);

  sdp->msid_semantic = g_strdup ("WMS *");
  return sdp;
}

void
rtc_jsep_write_own_transport (const RtcJsepSession * session,
    RtcSdpMedia * media, const RtcJsepKey * key, RtcSdpSetup setup)
{
  const RtcJsepTransport transport =
      { key->ufrag, key->pwd, session->fingerprint };

  media->connection = g_strdup ("IN IP4 0.0.0.0");
  rtc_jsep_write_transport (media, &transport, setup);
  g_ptr_array_add (media->transport.ice_options, g_strdup ("trickle"));
}

/* RFC 9429 section 5.2.1: a=msid wherever something is sent */
void
rtc_jsep_write_own_sources (RtcSdpMedia * media, const RtcJsepTransceiver * t)
{
  if (media->direction & RTC_DIRECTION_SENDONLY)
    rtc_jsep_write_sources (media, t->stream_id ? t->stream_id : "-",
        t->track_id ? t->track_id : t->name, t->cname, t->ssrcs,
        t->nack ? t->rtx_ssrcs : NULL, t->n_ssrcs);
}

/* Its m-line as a rule; that of a group which lives on may have the number */
guint
rtc_jsep_new_transport (const RtcJsepState * state, guint mline)
{
  guint id = mline;
  gboolean taken;

  do {
    taken = FALSE;
    for (guint i = 0; i < state->lines->len && !taken; i++)
      taken = i != mline && rtc_jsep_line (state, i)->transport == id;
    if (taken)
      id += RTC_SDP_MAX_MEDIA;
  } while (taken);
  return id;
}
