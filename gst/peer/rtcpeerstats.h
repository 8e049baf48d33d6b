/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcpeer-private.h"

G_BEGIN_DECLS

/* One reply to "get-stats" while it is written, on the strand.  What the files
 * rtcpeerstats-*.c share; docs/stats.md has the table of what they write. */

/* A pad of the element as it was when the reply was begun */
typedef struct
{
  GstPad *pad;
  gint mline;                   /* -1: none yet */
  const gchar *kind;            /* "audio", "video", NULL: not known */
  gchar *codec_id;
  guint32 ssrc;                 /* of its caps; 0: they do not say */
  gint clock_rate;              /* 0: not known */
} RtcStatsPad;

typedef struct
{
  GstRtcPeerBin *peer;
  GstStructure *reply;
  gdouble timestamp;            /* milliseconds */
  GstPad *only;                 /* nothing but this one's streams; or NULL */
  GPtrArray *pads;              /* RtcStatsPad * */
} RtcStats;

/* "WHAT_N", where @key has the number N for as long as the peer lives; transfer:
 * full */
gchar *rtc_stats_id (const RtcStats * self, const gchar * what,
    const gchar * key);
/* An entry with the three fields that all have; transfer: full */
GstStructure *rtc_stats_entry (const RtcStats * self, GstWebRTCStatsType type,
    const gchar * id);
/* transfer of @entry: full.  The first one of an id is the one. */
void rtc_stats_take (RtcStats * self, GstStructure * entry);
gboolean rtc_stats_has (const RtcStats * self, const gchar * id);
/* Leaves the field out when there is nothing to say */
void rtc_stats_set_string (GstStructure * entry, const gchar * field,
    const gchar * value);
/* Whose stream this is: the pad of that SSRC, or else any of the section in
 * this direction; NULL: it has none */
const RtcStatsPad *rtc_stats_find_pad (const RtcStats * self, guint mline,
    GstPadDirection direction, guint32 ssrc);

/* codec: what a pad's caps say; fills @pad.  rtcpeerstats-codec.c */
void rtc_stats_write_codec (RtcStats * self, RtcStatsPad * pad);
/* transport, certificate, candidates, their pair.  rtcpeerstats-transport.c */
void rtc_stats_write_transport (RtcStats * self, RtcPeerTransport * transport,
    const RtcTransportStats * stats);
gchar *rtc_stats_transport_id (RtcPeerTransport * transport);
/* rtcpeerstats-certificate.c; both return the id, transfer: full.  @pem and the
 * result of both may be NULL. */
gchar *rtc_stats_write_certificate (RtcStats * self, const gchar * pem);
/* rtcpeerstats-ice.c; returns the id of the pair, transfer: full */
gchar *rtc_stats_write_ice (RtcStats * self, RtcPeerTransport * transport,
    const RtcTransportStats * stats, const GstStructure * twcc);
/* inbound-rtp, outbound-rtp and their remote ones.  rtcpeerstats-rtp.c */
void rtc_stats_write_streams (RtcStats * self, RtcPeerTransport * transport);
/* transfer: full; NULL: nothing flows there yet */
GstStructure *rtc_stats_get_twcc (const RtcStats * self,
    RtcPeerTransport * transport);

G_END_DECLS
