/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* Header extensions of a peer connection, RFC 8285.  An id means the same in
 * every section of a BUNDLE group (RFC 9143 section 9.2) and for life; where a
 * description of the other side breaks that, the first section counts. */

#define MAX_ID 14               /* one-byte headers */

static const gchar *const audio_uris[] = {
  "urn:ietf:params:rtp-hdrext:sdes:mid",
  "http://www.ietf.org/id/"
      "draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
  NULL
};

static const gchar *const video_uris[] = {
  "urn:ietf:params:rtp-hdrext:sdes:mid",
  "http://www.ietf.org/id/"
      "draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
  "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
  "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
  NULL
};

/* Layers of simulcast are told apart by these (RFC 8852) */
static const gchar *const rid_uris[] = {
  "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
  "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
  NULL
};

static const gchar *const none[] = { NULL };

static const gchar *const *
own_uris (RtcMediaKind kind, const RtcJsepTransceiver * transceiver,
    gboolean simulcast)
{
  if (transceiver->extmaps)
    return simulcast ? rid_uris : none;
  return kind == RTC_MEDIA_AUDIO ? audio_uris : video_uris;
}

static gint
find_id (const RtcJsepIds * ids, const gchar * uri)
{
  for (gint id = 1; id <= MAX_ID; id++) {
    if (ids->uris[id] && g_str_equal (ids->uris[id], uri))
      return id;
  }
  return 0;
}

static void
reserve (RtcJsepIds * ids, const GPtrArray * extmaps)
{
  for (guint i = 0; extmaps && i < extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (extmaps, i);

    if (extmap->id >= 1 && extmap->id <= MAX_ID && !ids->uris[extmap->id])
      ids->uris[extmap->id] = extmap->uri;
  }
}

void
rtc_jsep_ids_reserve (RtcJsepIds * ids, const RtcSdp * sdp)
{
  reserve (ids, sdp->extmaps);
  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++)
    reserve (ids, rtc_sdp_get_media (sdp, i)->extmaps);
}

void
rtc_jsep_ids_wish (RtcJsepIds * ids, const GPtrArray * extmaps)
{
  for (guint i = 0; extmaps && i < extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (extmaps, i);

    if (extmap->id >= 1 && extmap->id <= MAX_ID && !ids->uris[extmap->id]
        && !find_id (ids, extmap->uri))
      ids->uris[extmap->id] = extmap->uri;
  }
}

static gint
get_id (RtcJsepIds * ids, const gchar * uri)
{
  gint id = find_id (ids, uri);

  for (gint i = 1; id == 0 && i <= MAX_ID; i++) {
    if (!ids->uris[i]) {
      ids->uris[i] = uri;
      id = i;
    }
  }
  return id;
}

static const RtcSdpExtmap *
find_uri (const GPtrArray * extmaps, const gchar * uri)
{
  for (guint i = 0; extmaps && i < extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (extmaps, i);

    if (g_str_equal (extmap->uri, uri))
      return extmap;
  }
  return NULL;
}

static RtcSdpExtmap *
add (RtcSdpMedia * media, RtcJsepIds * ids, const gchar * uri)
{
  gint id;

  if (find_uri (media->extmaps, uri))
    return NULL;
  id = get_id (ids, uri);
  return id > 0 ? rtc_sdp_media_add_extmap (media, id, uri) : NULL;
}

void
rtc_jsep_write_offer_extmaps (RtcSdpMedia * media,
    const RtcJsepTransceiver * transceiver, RtcJsepIds * ids)
{
  const GPtrArray *wished = transceiver->extmaps;
  const gchar *const *own;

  for (guint i = 0; wished && i < wished->len; i++) {
    const RtcSdpExtmap *wish = g_ptr_array_index (wished, i);
    RtcSdpExtmap *extmap = add (media, ids, wish->uri);

    if (!extmap)
      continue;
    extmap->has_direction = wish->has_direction;
    extmap->direction = wish->direction;
    extmap->parameters = g_strdup (wish->parameters);
  }
  own = own_uris (media->kind, transceiver, transceiver->rids != NULL);
  for (; *own; own++)
    add (media, ids, *own);
}

static void
answer_from (RtcSdpMedia * media, const GPtrArray * offered,
    const RtcJsepTransceiver * transceiver, gboolean simulcast,
    const RtcJsepIds * ids)
{
  const gchar *const *own = own_uris (media->kind, transceiver, simulcast);

  for (guint i = 0; i < offered->len; i++) {
    const RtcSdpExtmap *theirs = g_ptr_array_index (offered, i);
    RtcSdpExtmap *ours;

    if (theirs->id < 1 || theirs->id > MAX_ID || media->extmaps->len >= MAX_ID
        || g_strcmp0 (ids->uris[theirs->id], theirs->uri) != 0
        || find_uri (media->extmaps, theirs->uri)
        || (!g_strv_contains (own, theirs->uri)
            && !find_uri (transceiver->extmaps, theirs->uri)))
      continue;
    ours = rtc_sdp_media_add_extmap (media, theirs->id, theirs->uri);
    ours->has_direction = theirs->has_direction;
    ours->direction = rtc_jsep_direction_reverse (theirs->direction);
  }
}

/* A direction in the offer asks for one in the answer (RFC 8285 section 6) */
void
rtc_jsep_write_answer_extmaps (RtcSdpMedia * media, const RtcSdp * offer,
    const RtcSdpMedia * offered, const RtcJsepTransceiver * transceiver,
    const RtcJsepIds * ids)
{
  gboolean simulcast = transceiver->rids != NULL || offered->rids->len > 0;

  answer_from (media, offered->extmaps, transceiver, simulcast, ids);
  answer_from (media, offer->extmaps, transceiver, simulcast, ids);
}

static void
copy_extmap (GPtrArray * extmaps, const RtcSdpExtmap * extmap)
{
  RtcSdpExtmap *copy = g_new (RtcSdpExtmap, 1);

  *copy = *extmap;
  copy->uri = g_strdup (extmap->uri);
  copy->parameters = g_strdup (extmap->parameters);
  g_ptr_array_add (extmaps, copy);
}

/* Each side says by the direction what it wants to send and to receive */
static void
plan_from (RtcJsepPlanSection * section, const GPtrArray * local,
    const RtcSdp * remote_sdp, const RtcSdpMedia * remote)
{
  for (guint i = 0; i < local->len; i++) {
    const RtcSdpExtmap *ours = g_ptr_array_index (local, i);
    const RtcSdpExtmap *theirs = find_uri (remote->extmaps, ours->uri);

    if (!theirs)
      theirs = find_uri (remote_sdp->extmaps, ours->uri);
    if (!theirs || ours->id > MAX_ID || theirs->id > MAX_ID)
      continue;
    if (rtc_jsep_direction_receives (theirs->direction))
      copy_extmap (section->send_extmaps, theirs);
    if (rtc_jsep_direction_receives (ours->direction))
      copy_extmap (section->receive_extmaps, ours);
  }
}

void
rtc_jsep_plan_extmaps (RtcJsepPlanSection * section,
    const RtcSdp * local_sdp, const RtcSdpMedia * local,
    const RtcSdp * remote_sdp, const RtcSdpMedia * remote)
{
  plan_from (section, local->extmaps, remote_sdp, remote);
  plan_from (section, local_sdp->extmaps, remote_sdp, remote);
}
