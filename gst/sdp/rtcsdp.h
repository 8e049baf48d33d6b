/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtccandidate.h"
#include "rtcsdptypes.h"

G_BEGIN_DECLS

/* A session description (RFC 8866) as plain values.  What this house knows has
 * a field; every other line or attribute is kept as text, in order.  All
 * strings are owned by their struct; all arrays exist, maybe empty.  Nothing
 * here is locked: a description belongs to one thread at a time. */

#define RTC_SDP_ERROR (rtc_sdp_error_quark ())
GQuark rtc_sdp_error_quark (void);

typedef enum
{
  RTC_SDP_ERROR_SYNTAX,
  RTC_SDP_ERROR_LIMIT,          /* too long, too many */
} RtcSdpError;

#define RTC_SDP_MAX_SIZE (256 * 1024)   /* bytes */
#define RTC_SDP_MAX_LINE (16 * 1024)
#define RTC_SDP_MAX_MEDIA 128
#define RTC_SDP_MAX_FORMATS 256

/* "name" or "name:value" of an a= line */
typedef struct
{
  gchar *name;
  gchar *value;                 /* NULL: a flag */
} RtcSdpAttribute;

/* a=setup, RFC 4145 and 8842 */
typedef enum
{
  RTC_SDP_SETUP_NONE,
  RTC_SDP_SETUP_ACTPASS,
  RTC_SDP_SETUP_ACTIVE,
  RTC_SDP_SETUP_PASSIVE,
  RTC_SDP_SETUP_HOLDCONN,
} RtcSdpSetup;

/* What may stand at session level and be overridden by a section */
typedef struct
{
  gchar *ufrag;
  gchar *pwd;
  GPtrArray *fingerprints;      /* gchar *, "sha-256 AA:…", normalised */
  GPtrArray *ice_options;       /* gchar * */
  RtcSdpSetup setup;
} RtcSdpTransport;

/* a=group, RFC 5888 */
typedef struct
{
  gchar *semantics;
  GPtrArray *mids;              /* gchar * */
} RtcSdpGroup;

/* a=extmap, RFC 8285 */
typedef struct
{
  guint id;
  gboolean has_direction;
  RtcDirection direction;       /* as its writer sees it */
  gchar *uri;
  gchar *parameters;            /* NULL: none */
} RtcSdpExtmap;

/* a=rtcp-fb, RFC 4585 */
typedef struct
{
  gint pt;                      /* -1: every one */
  gchar *value;                 /* "nack pli" */
} RtcSdpFeedback;

/* a=ssrc, RFC 5576: one attribute of one source */
typedef struct
{
  guint32 ssrc;
  gchar *name;
  gchar *value;                 /* NULL: none */
} RtcSdpSsrc;

typedef struct
{
  gchar *semantics;
  GArray *ssrcs;                /* guint32 */
} RtcSdpSsrcGroup;

/* a=rid, RFC 8851 */
typedef struct
{
  gchar *id;
  gboolean send;
  gchar *restrictions;          /* NULL: none */
} RtcSdpRid;

/* One m= section */
typedef struct
{
  RtcMediaKind kind;            /* APPLICATION for any word unknown here */
  gchar *word;                  /* "audio", as written */
  guint port;
  guint n_ports;                /* 1 unless said */
  gchar *proto;
  GPtrArray *formats;           /* gchar * */

  gchar *connection;            /* "IN IP4 0.0.0.0" or NULL */
  GPtrArray *bandwidths;        /* gchar *, "AS:500" */
  GPtrArray *lines;             /* gchar *, "i=…": any other line */

  gchar *mid;
  RtcDirection direction;       /* the session's where the section has none */
  RtcSdpTransport transport;
  gboolean rtcp_mux, rtcp_mux_only, rtcp_rsize;
  gboolean bundle_only;
  gboolean extmap_allow_mixed;
  GPtrArray *candidates;        /* RtcCandidate * */
  gboolean end_of_candidates;

  GPtrArray *codecs;            /* RtcCodec *, in the order of @formats */
  GPtrArray *feedback;          /* RtcSdpFeedback * */
  GPtrArray *extmaps;           /* RtcSdpExtmap * */
  GPtrArray *msids;             /* gchar *, "stream track" */
  GPtrArray *ssrcs;             /* RtcSdpSsrc * */
  GPtrArray *ssrc_groups;       /* RtcSdpSsrcGroup * */
  GPtrArray *rids;              /* RtcSdpRid * */
  gchar *simulcast;             /* RFC 8853, as written, or NULL */
  guint ptime, maxptime;        /* ms, 0: not said */

  guint sctp_port;              /* 0: not said */
  gint64 max_message_size;      /* bytes, -1: not said */

  GPtrArray *attributes;        /* RtcSdpAttribute *, unknown ones */
} RtcSdpMedia;

typedef struct
{
  gchar *username;
  guint64 session_id;
  guint64 version;
  gchar *address;               /* "IN IP4 127.0.0.1" */
  gchar *name;                  /* s= */
  GPtrArray *lines;             /* gchar *, "t=0 0": any other line */

  GPtrArray *groups;            /* RtcSdpGroup * */
  gboolean ice_lite;
  gboolean extmap_allow_mixed;
  gchar *msid_semantic;         /* NULL: not said */
  RtcSdpTransport transport;
  GPtrArray *extmaps;           /* RtcSdpExtmap *, for every section */
  GPtrArray *attributes;        /* RtcSdpAttribute *, unknown ones */
  GPtrArray *media;             /* RtcSdpMedia * */
} RtcSdp;

/* @size is in bytes, or -1 for a NUL-terminated @text.  NULL and an error that
 * names the line on anything malformed or too large.  transfer: full */
RtcSdp *rtc_sdp_parse (const gchar * text, gssize size, GError ** error);
gchar *rtc_sdp_print (const RtcSdp * sdp);

RtcSdp *rtc_sdp_new (guint64 session_id, guint64 version);
void rtc_sdp_free (RtcSdp * sdp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcSdp, rtc_sdp_free)

static inline guint
rtc_sdp_n_media (const RtcSdp * sdp)
{
  return sdp->media->len;
}

static inline RtcSdpMedia *
rtc_sdp_get_media (const RtcSdp * sdp, guint mline)
{
  return g_ptr_array_index (sdp->media, mline);
}

/* The BUNDLE (or other) group that @mid is in, or NULL */
const RtcSdpGroup *rtc_sdp_find_group (const RtcSdp * sdp,
    const gchar * semantics, const gchar * mid);
/* -1: no section has it */
gint rtc_sdp_find_mid (const RtcSdp * sdp, const gchar * mid);
RtcSdpGroup *rtc_sdp_add_group (RtcSdp * sdp, const gchar * semantics);
/* the section is owned by @sdp */
RtcSdpMedia *rtc_sdp_add_media (RtcSdp * sdp, const gchar * word, guint port,
    const gchar * proto);

/* all of them copy what they are given */
void rtc_sdp_media_add_codec (RtcSdpMedia * media, const RtcCodec * codec);
void rtc_sdp_media_add_feedback (RtcSdpMedia * media, gint pt,
    const gchar * value);
RtcSdpExtmap *rtc_sdp_media_add_extmap (RtcSdpMedia * media, guint id,
    const gchar * uri);
void rtc_sdp_media_add_ssrc (RtcSdpMedia * media, guint32 ssrc,
    const gchar * name, const gchar * value);
void rtc_sdp_media_add_ssrc_pair (RtcSdpMedia * media,
    const gchar * semantics, guint32 first, guint32 second);
const RtcCodec *rtc_sdp_media_find_codec (const RtcSdpMedia * media, gint pt);
gboolean rtc_sdp_media_has_feedback (const RtcSdpMedia * media, gint pt,
    const gchar * value);

gboolean rtc_sdp_transport_has_option (const RtcSdpTransport * transport,
    const gchar * option);

G_END_DECLS
