/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "sdp/rtcsdp.h"

G_BEGIN_DECLS

/* JSEP (RFC 9429) as functions of values: nothing here knows a transport, a
 * clock or a pad.  A description goes in, a description and a plan of what the
 * transport must do come out; on an error nothing has changed. */

#define RTC_JSEP_ERROR (rtc_jsep_error_quark ())
GQuark rtc_jsep_error_quark (void);

typedef enum
{
  RTC_JSEP_ERROR_SYNTAX,        /* not a description of what it is to be */
  RTC_JSEP_ERROR_INVALID,       /* a description that breaks a rule */
  RTC_JSEP_ERROR_NO_COMMON_CODEC,
  RTC_JSEP_ERROR_STATE,         /* not in this signalling state */
  RTC_JSEP_ERROR_LOCKED,        /* a transceiver's m-line cannot be kept */
} RtcJsepError;

/* Header extensions that we know; the value is the slot in @extmap below */
typedef enum
{
  RTC_EXT_MID,
  RTC_EXT_TRANSPORT_CC,
  RTC_EXT_ABS_SEND_TIME,
  RTC_EXT_PLAYOUT_DELAY,
  RTC_EXT_AUDIO_LEVEL,
  RTC_EXT_LAST,
} RtcExt;

/* A track that we can send: codecs in our order of preference (pt is used in
 * offers only; an answer takes the offer's). */
typedef struct
{
  RtcMediaKind kind;
  const RtcCodec *codecs;
  guint n_codecs;
  const gchar *stream_id;       /* msid, both parts */
  const gchar *track_id;
  const gchar *cname;
  guint32 ssrc;
  guint32 rtx_ssrc;             /* video; 0: no rtx */
} RtcJsepTrack;

/* What is ours of the one BUNDLE transport */
typedef struct
{
  const gchar *ufrag;
  const gchar *pwd;
  const gchar *fingerprint;     /* "sha-256 AA:…" */
  const gchar *const *candidates;       /* "candidate:…", NULL-terminated, or NULL */
  gboolean end_of_candidates;
  gboolean passive;             /* in an answer to actpass: setup:passive */
  guint sctp_port;              /* 0: no data channels */
  gint64 max_message_size;      /* bytes that we take in one message */
} RtcJsepTransport;

/* One section in which we send */
typedef struct
{
  guint track;                  /* index into the tracks given */
  guint mline;
  gchar *mid;                   /* NULL: the section has none */
  RtcCodec codec;               /* with the negotiated pt */
  guint codec_index;            /* into that track's codecs */
  gint rtx_pt;                  /* -1: none */
  gint8 extmap[RTC_EXT_LAST];   /* id 1..14, 0: not negotiated */
  gboolean nack, pli, fir, transport_cc, rsize;
} RtcJsepSend;

typedef struct
{
  RtcSdp *sdp;                  /* ours: the answer or the offer */
  /* the plan; remote_* only once an answer or an offer was read */
  gchar *remote_ufrag, *remote_pwd;
  GPtrArray *remote_fingerprints;       /* "sha-256 AA:…" */
  GPtrArray *remote_candidates; /* "candidate:…" */
  gboolean remote_end_of_candidates;
  gboolean remote_ice_lite;
  gboolean dtls_client;
  RtcJsepSend *sends;
  guint n_sends;
  guint remote_sctp_port;       /* 0: no data channels */
  gint64 remote_max_message_size;       /* bytes, 0: any */
} RtcJsepResult;

void rtc_jsep_result_clear (RtcJsepResult * result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RtcJsepResult, rtc_jsep_result_clear)

/* Answer @offer with @tracks, the n-th track of a kind in the n-th section of
 * that kind that wants to receive; every other section is rejected in place,
 * save the one that the offerer's BUNDLE transport hangs on: that stays,
 * inactive, if it is audio or video.  Data channels are accepted with a
 * sctp_port of ours, once, in the BUNDLE group of the media.
 * No section with a common codec at all: RTC_JSEP_ERROR_NO_COMMON_CODEC and a
 * message that names what both sides have. */
gboolean rtc_jsep_answer (const RtcSdp * offer, const RtcJsepTrack * tracks,
    guint n_tracks, const RtcJsepTransport * transport, guint64 session_id,
    RtcJsepResult * result, GError ** error);

G_END_DECLS
