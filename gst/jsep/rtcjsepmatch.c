/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* Which transceiver takes an m-line that the other side offers, RFC 9429
 * section 5.10.  As in webrtcbin one that only receives may be taken by any
 * direction, and one of other codecs is left alone. */

const RtcJsepTransceiver *
rtc_jsep_find_transceiver (const RtcJsepMedia * media, guint key)
{
  for (guint i = 0; key != 0 && i < media->n_transceivers; i++) {
    if (media->transceivers[i].key == key)
      return &media->transceivers[i];
  }
  return NULL;
}

static const gchar *
kind_name (RtcMediaKind kind)
{
  return kind == RTC_MEDIA_AUDIO ? "audio" : "video";
}

static gboolean
is_available (const RtcJsepState * state, const RtcJsepTransceiver * t)
{
  return !t->stopping && rtc_jsep_state_find (state, t->key) < 0;
}

static gboolean
fits (const RtcJsepTransceiver * t, const RtcSdpMedia * section)
{
  return (!t->has_kind || t->kind == section->kind)
      && (t->n_formats == 0 || rtc_jsep_has_common_format (section, t));
}

/* A section that only brings media needs no pad (RFC 9429 section 5.10), least
 * of all one whose payload type is another codec's there. */
static gboolean
is_foreign (const RtcJsepTransceiver * t, const RtcSdpMedia * section)
{
  const RtcCodec *taken;

  if (!t->has_pad || t->n_formats != 1
      || rtc_jsep_direction_receives (section->direction))
    return FALSE;
  taken = rtc_sdp_media_find_codec (section, t->formats->codec.pt);
  return taken && !rtc_jsep_codec_matches (&t->formats->codec, taken);
}

/* A pad's comes first, then one whose codecs are known to fit */
static guint
rate (const RtcJsepTransceiver * t)
{
  return 1 + (t->has_pad ? 4 : 0) + (t->n_formats > 0 ? 2 : 0)
      + (t->has_kind ? 1 : 0);
}

const RtcJsepTransceiver *
rtc_jsep_match (const RtcJsepState * state, const RtcSdp * offer,
    guint mline, const RtcJsepMedia * media, GError ** error)
{
  const RtcSdpMedia *section = rtc_sdp_get_media (offer, mline);
  const RtcJsepTransceiver *best = NULL;
  guint best_rate = 0;

  for (guint i = 0; i < media->n_transceivers; i++) {
    const RtcJsepTransceiver *t = &media->transceivers[i];

    if (!is_available (state, t)
        || (t->locked_mline >= 0 && t->locked_mline != (gint) mline)
        || is_foreign (t, section))
      continue;
    if (t->locked_mline >= 0) {
      if (!t->has_kind || t->kind == section->kind)
        return t;
      g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_LOCKED,
          "m-line %u with transceiver <%s> was locked to %s, but SDP has %s "
          "media", mline, t->name, kind_name (t->kind), section->word);
      return NULL;
    }
    if (rate (t) > best_rate && fits (t, section)) {
      best_rate = rate (t);
      best = t;
    }
  }
  return best;
}
