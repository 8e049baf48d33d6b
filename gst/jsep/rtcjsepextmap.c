/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

static const gchar *const uris[RTC_EXT_LAST] = {
  [RTC_EXT_MID] = "urn:ietf:params:rtp-hdrext:sdes:mid",
  [RTC_EXT_TRANSPORT_CC] = "http://www.ietf.org/id/"
      "draft-holmer-rmcat-transport-wide-cc-extensions-01",
  [RTC_EXT_ABS_SEND_TIME] =
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
  [RTC_EXT_PLAYOUT_DELAY] =
      "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
  [RTC_EXT_AUDIO_LEVEL] = "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
};

/* One-byte headers only: ids 1 to 14 (RFC 8285 section 4.2).  @extmap is
 * written as its sender sees it: we may use what it wants to receive. */
static gboolean
is_usable (const RtcSdpExtmap * extmap)
{
  return extmap->id >= 1 && extmap->id <= 14
      && rtc_jsep_direction_receives (extmap->direction);
}

static const RtcSdpExtmap *
find_in (const GPtrArray * extmaps, const gchar * uri)
{
  for (guint i = 0; i < extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (extmaps, i);

    if (g_str_equal (extmap->uri, uri) && is_usable (extmap))
      return extmap;
  }
  return NULL;
}

static const RtcSdpExtmap *
find (const RtcSdp * sdp, const RtcSdpMedia * media, RtcExt ext)
{
  const RtcSdpExtmap *extmap = find_in (media->extmaps, uris[ext]);

  return extmap ? extmap : find_in (sdp->extmaps, uris[ext]);
}

/* In a BUNDLE group an id means the same everywhere (RFC 9143 section 9.2); where
 * an offer breaks that (aiortc does) the first section counts, as for ICE: the
 * peer reads all of them with one map. */
static gboolean
means_another_before (const RtcSdp * sdp, const RtcSdpMedia * media,
    const RtcSdpExtmap * extmap)
{
  for (guint i = 0; i < sdp->media->len; i++) {
    const RtcSdpMedia *other = g_ptr_array_index (sdp->media, i);

    if (other == media)
      return FALSE;
    for (guint j = 0; j < other->extmaps->len; j++) {
      const RtcSdpExtmap *theirs = g_ptr_array_index (other->extmaps, j);

      if (theirs->id == extmap->id && !g_str_equal (theirs->uri, extmap->uri))
        return TRUE;
    }
  }
  return FALSE;
}

/* Fill @extmap with the ids that @media, a section of @sdp, lets us send */
void
rtc_jsep_read_extmaps (const RtcSdp * sdp, const RtcSdpMedia * media,
    gint8 * extmap)
{
  guint used = 0;

  for (guint ext = 0; ext < RTC_EXT_LAST; ext++) {
    const RtcSdpExtmap *found = find (sdp, media, ext);

    /* one id must not mean two things */
    extmap[ext] = found && !(used & 1u << found->id)
        && !means_another_before (sdp, media, found) ? found->id : 0;
    if (extmap[ext])
      used |= 1u << found->id;
  }
}

/* The lines of the answer; a direction in the offer asks for one in the answer
 * (RFC 8285 section 6). */
void
rtc_jsep_answer_extmaps (const RtcSdp * sdp, const RtcSdpMedia * offered,
    const gint8 * extmap, RtcSdpMedia * media)
{
  for (guint ext = 0; ext < RTC_EXT_LAST; ext++) {
    const RtcSdpExtmap *theirs = find (sdp, offered, ext);
    RtcSdpExtmap *ours;

    if (!extmap[ext])
      continue;
    ours = rtc_sdp_media_add_extmap (media, extmap[ext], uris[ext]);
    if (theirs->has_direction) {
      ours->has_direction = TRUE;
      ours->direction = RTC_DIRECTION_SENDONLY;
    }
  }
}
