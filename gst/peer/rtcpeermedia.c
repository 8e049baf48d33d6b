/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeermedia.h"

struct _RtcPeerMedia
{
  GstBin *bin;
};

RtcPeerMedia *
rtc_peer_media_new (GstBin * bin, GstRtcNegotiator * negotiator,
    const RtcPeerMediaEvents * events, gpointer user_data)
{
  RtcPeerMedia *media = g_new0 (RtcPeerMedia, 1);

  media->bin = bin;
  return media;
}

void
rtc_peer_media_free (RtcPeerMedia * media)
{
  g_free (media);
}

GType
rtc_peer_pad_get_type (void)
{
  return GST_TYPE_GHOST_PAD;
}

GstWebRTCRTPTransceiver *
rtc_peer_pad_get_transceiver (GstPad * pad)
{
  return NULL;
}

gint
rtc_peer_pad_get_mline (GstPad * pad)
{
  return -1;
}

GstPad *
rtc_peer_media_request_sink (RtcPeerMedia * media, GstPadTemplate * templ,
    const gchar * name, const GstCaps * caps)
{
  return NULL;
}

void
rtc_peer_media_release_sink (RtcPeerMedia * media, GstPad * pad)
{
}

void
rtc_peer_media_apply (RtcPeerMedia * media, const RtcJsepPlan * plan)
{
}

void
rtc_peer_media_set_latency (RtcPeerMedia * media, guint ms)
{
}

void
rtc_peer_media_set_reuse_pads (RtcPeerMedia * media, gboolean reuse)
{
}

void
rtc_peer_media_stop (RtcPeerMedia * media)
{
}

GObject *
rtc_peer_media_get_session (RtcPeerMedia * media, guint id)
{
  return NULL;
}

gint
rtc_peer_media_find_mline (RtcPeerMedia * media, guint32 ssrc,
    gboolean received)
{
  return -1;
}
