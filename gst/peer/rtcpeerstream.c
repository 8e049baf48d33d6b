/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeermedia-private.h"

#include <string.h>

#include "jsep/rtcjsepprivate.h"

static const RtcCodec *
find_negotiated (const RtcPeerSection * section, const RtcCodec * codec)
{
  const RtcCodec *found = NULL;

  for (guint i = 0; i < section->send->len; i++) {
    const RtcCodec *send = g_ptr_array_index (section->send, i);

    if (!rtc_jsep_codec_matches (codec, send))
      continue;
    if (send->pt == codec->pt)
      return send;
    if (found == NULL)
      found = send;
  }
  return found;
}

/* The payloader has numbers of its own; what it cannot know is mapped.  All of
 * 0 to 127 have a value: -1, as it is. */
static void
map_payload_types (const RtcPeerSection * section, const GstCaps * caps,
    gint8 map[128])
{
  GArray *formats;

  memset (map, -1, 128);
  if (caps == NULL)
    return;
  formats = rtc_caps_to_formats (caps);
  for (guint i = 0; formats != NULL && i < formats->len; i++) {
    const RtcCodec *codec = &g_array_index (formats, RtcJsepFormat, i).codec;
    const RtcCodec *send = find_negotiated (section, codec);

    if (send != NULL && codec->pt < 128 && send->pt != codec->pt)
      map[codec->pt] = send->pt;
  }
  if (formats != NULL)
    rtc_caps_formats_free (formats);
}

static void
name_stream (RtcEdgeStream * stream, const RtcPeerSection * section,
    const gchar * rid, gboolean repair)
{
  if (section->mid != NULL && section->send_mid != 0) {
    stream->mid_id = section->send_mid;
    g_strlcpy (stream->mid, section->mid, sizeof (stream->mid));
  }
  if (rid == NULL || section->send_rids == NULL
      || !g_strv_contains ((const gchar * const *) section->send_rids, rid))
    return;
  if (repair)
    stream->repaired_rid_id = section->send_repaired_rid;
  else
    stream->rid_id = section->send_rid;
  g_strlcpy (stream->rid, rid, sizeof (stream->rid));
}

static void
set_rtx (RtcPeerSession * session, const RtcPeerSection * section,
    const RtcNegotiatorInput * learnt, guint32 ssrc, const gint8 pt_map[128])
{
  RtcEdgeStream stream = { learnt->rtx_ssrc, };
  gint8 rtx[128];
  gboolean any = FALSE;

  for (guint pt = 0; pt < 128; pt++) {
    rtx[pt] = rtc_peer_section_find_send_rtx (section,
        pt_map[pt] >= 0 ? pt_map[pt] : (gint) pt);
    any |= rtx[pt] >= 0;
  }
  if (!any) {
    rtc_peer_rtx_clear_stream (session->rtx, ssrc);
    rtc_edge_clear_stream (RTC_EDGE (session->edge), stream.ssrc);
    return;
  }
  memset (stream.pt_map, -1, sizeof (stream.pt_map));
  name_stream (&stream, section, learnt->rid, TRUE);
  rtc_edge_set_stream (RTC_EDGE (session->edge), &stream);
  rtc_peer_rtx_set_stream (session->rtx, ssrc, stream.ssrc, rtx,
      section->send_transport_cc);
}

void
rtc_peer_stream_set (RtcPeerSession * session, RtcPeerInput * input,
    const RtcPeerSection * section, guint32 ssrc)
{
  RtcEdgeStream stream = { ssrc, };
  RtcNegotiatorInput learnt = { 0, };

  rtc_negotiator_get_input (input->negotiator_sink, &learnt);
  if (section == NULL || !section->sends) {
    rtc_edge_clear_stream (RTC_EDGE (session->edge), ssrc);
    rtc_edge_clear_stream (RTC_EDGE (session->edge), learnt.rtx_ssrc);
    rtc_peer_rtx_clear_stream (session->rtx, ssrc);
    rtc_negotiator_input_clear (&learnt);
    return;
  }
  map_payload_types (section, learnt.caps, stream.pt_map);
  name_stream (&stream, section, learnt.rid, FALSE);
  rtc_edge_set_stream (RTC_EDGE (session->edge), &stream);
  set_rtx (session, section, &learnt, ssrc, stream.pt_map);
  rtc_negotiator_input_clear (&learnt);
}
