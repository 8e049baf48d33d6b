/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcjsep.h"
#include "rtcjsepplan.h"

G_BEGIN_DECLS

/* One peer connection's JSEP (RFC 9429) as a value: the descriptions that are
 * current and pending, which transceiver belongs to which section, which
 * numbers are taken.  No clock, no transport, no pad, no random source: what it
 * needs of these comes in by arguments, so equal input gives equal output.
 *
 * Every function that can fail changes nothing when it does.  One thread at a
 * time. */
typedef struct _RtcJsepSession RtcJsepSession;

/* The numbers are those of libgstwebrtc's enums */
typedef enum
{
  RTC_SIGNALING_STABLE = 0,
  RTC_SIGNALING_CLOSED = 1,
  RTC_SIGNALING_HAVE_LOCAL_OFFER = 2,
  RTC_SIGNALING_HAVE_REMOTE_OFFER = 3,
  RTC_SIGNALING_HAVE_LOCAL_PRANSWER = 4,
  RTC_SIGNALING_HAVE_REMOTE_PRANSWER = 5,
} RtcSignalingState;

typedef enum
{
  RTC_SDP_TYPE_OFFER = 1,
  RTC_SDP_TYPE_PRANSWER = 2,
  RTC_SDP_TYPE_ANSWER = 3,
  RTC_SDP_TYPE_ROLLBACK = 4,
} RtcSdpType;

typedef enum
{
  RTC_BUNDLE_POLICY_NONE = 0,   /* no group in offers, none in answers */
  RTC_BUNDLE_POLICY_BALANCED = 1,
  RTC_BUNDLE_POLICY_MAX_COMPAT = 2,
  RTC_BUNDLE_POLICY_MAX_BUNDLE = 3,
} RtcBundlePolicy;

/* FEC as libgstwebrtc has it */
typedef enum
{
  RTC_FEC_NONE = 0,
  RTC_FEC_ULP_RED = 1,
} RtcFec;

/* A codec that a transceiver can do, as caps have it.  @codec.pt over 127: any
 * number.  @feedback: "nack pli"…, NULL-terminated; NULL: what is usual for
 * its kind (video: nack, nack pli, ccm fir, transport-cc; audio: transport-cc)
 */
typedef struct
{
  RtcCodec codec;
  gchar **feedback;
} RtcJsepFormat;

/* What the application has made of one transceiver so far (RFC 9429 section
 * 4.2).  Everything is borrowed for the call. */
typedef struct
{
  guint key;                    /* the owner's number for it, never 0 */
  const gchar *name;            /* for messages: "webrtctransceiver0" */
  gboolean has_kind;            /* FALSE: until caps say */
  RtcMediaKind kind;
  RtcDirection direction;
  gboolean stopping;            /* stop () was called */
  gboolean has_pad;             /* a pad feeds it: "addTrack" of RFC 9429 */
  gint locked_mline;            /* the m-line that its pad was asked for; -1 */
  /* in order of preference.  Empty: not known (yet): whatever the other side
   * offers will do, in an offer such a transceiver cannot stand unless its kind
   * is known, then it stands there with every codec we know. */
  const RtcJsepFormat *formats;
  guint n_formats;
  gboolean nack;                /* do-nack: RTX when a codec has it */
  RtcFec fec;
  const gchar *stream_id;       /* msid, both parts; NULL: none ("-") */
  const gchar *track_id;
  const gchar *cname;
  const guint32 *ssrcs;         /* those that will be sent; may be none */
  const guint32 *rtx_ssrcs;     /* as many, or NULL */
  guint n_ssrcs;
  const gchar *const *rids;     /* simulcast to send, NULL-terminated, or NULL */
  const gchar *const *receive_rids;     /* and to receive, in offers */
  GPtrArray *extmaps;           /* RtcSdpExtmap *: all but what simulcast needs;
                                 * NULL: those we know */
  const gchar *mid;             /* wished for in an offer; NULL: "audio0"… */
} RtcJsepTransceiver;

/* What an offer or an answer is made of */
typedef struct
{
  const RtcJsepTransceiver *transceivers;
  guint n_transceivers;
  gboolean data;                /* there is a data channel (RFC 8841) */
} RtcJsepMedia;

typedef struct
{
  gboolean ice_restart;
  /* W3C 4.4.3; -1: not said, 0: none is to be received.  For more than there
   * are their owner adds transceivers before it creates the offer. */
  gint offer_to_receive_audio;
  gint offer_to_receive_video;
} RtcJsepOptions;

typedef struct
{
  RtcBundlePolicy bundle_policy;
  gboolean passive;             /* answer actpass with setup:passive */
  const gchar *fingerprint;     /* "sha-256 AA:…" */
  guint64 session_id;
  gboolean data;                /* application sections can be accepted */
  guint sctp_port;              /* ours: 5000 */
  gint64 max_message_size;      /* bytes, 0: any */
  /* ICE credentials for a new or a restarted transport; transfer: full */
  void (*make_credentials) (gchar ** ufrag, gchar ** pwd, gpointer user_data);
  gpointer user_data;
} RtcJsepConfig;

/* @config is copied; its strings are */
RtcJsepSession *rtc_jsep_session_new (const RtcJsepConfig * config);
void rtc_jsep_session_free (RtcJsepSession * session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcJsepSession, rtc_jsep_session_free)
/* Only before the first description; later it is ignored. */
void rtc_jsep_session_set_bundle_policy (RtcJsepSession * session,
    RtcBundlePolicy policy);
void rtc_jsep_session_set_passive (RtcJsepSession * session, gboolean passive);

RtcSignalingState rtc_jsep_session_get_state (RtcJsepSession * session);
/* NULL: none.  Local ones with the candidates so far.  Borrowed. */
const RtcSdp *rtc_jsep_session_get_local (RtcJsepSession * session,
    gboolean pending, RtcSdpType * type);
const RtcSdp *rtc_jsep_session_get_remote (RtcJsepSession * session,
    gboolean pending, RtcSdpType * type);

/* createOffer, RFC 9429 section 5.2; createAnswer, 5.3.  What was created is
 * remembered, because its mids and numbers must be found again when it is set.
 * transfer: full; NULL and an error: wrong state, a locked m-line that cannot
 * be kept (texts in docs/jsep.md), no payload type left. */
RtcSdp *rtc_jsep_session_create_offer (RtcJsepSession * session,
    const RtcJsepMedia * media, const RtcJsepOptions * options,
    GError ** error);
RtcSdp *rtc_jsep_session_create_answer (RtcJsepSession * session,
    const RtcJsepMedia * media, const RtcJsepOptions * options,
    GError ** error);

/* setLocalDescription, setRemoteDescription: RFC 9429 sections 5.5 to 5.11.
 * @sdp is NULL for a rollback, and for a local description that is to be made
 * here (W3C's setLocalDescription without an argument).  *@next_key: the first
 * number for transceivers that a remote offer brings; raised by as many.
 * transfer of the plan: full; NULL and an error: nothing has changed. */
RtcJsepPlan *rtc_jsep_session_set_local (RtcJsepSession * session,
    RtcSdpType type, const RtcSdp * sdp, const RtcJsepMedia * media,
    GError ** error);
RtcJsepPlan *rtc_jsep_session_set_remote (RtcJsepSession * session,
    RtcSdpType type, const RtcSdp * sdp, const RtcJsepMedia * media,
    guint * next_key, GError ** error);

/* "Check if negotiation is needed", W3C 4.7.3.  FALSE unless the state is
 * stable, and while a new pad has no caps yet. */
gboolean rtc_jsep_session_needs_negotiation (RtcJsepSession * session,
    const RtcJsepMedia * media);

/* Candidates in the descriptions that the application reads back (RFC 9429
 * section 4.1.20).  @candidate NULL: the end of them.  The remote one is
 * checked: FALSE and an error for a section that is not there or not text we
 * understand. */
void rtc_jsep_session_add_local_candidate (RtcJsepSession * session,
    guint transport, const gchar * candidate);
gboolean rtc_jsep_session_add_remote_candidate (RtcJsepSession * session,
    gint mline, const gchar * mid, const gchar * candidate, GError ** error);

/* Nothing but CLOSED after this */
void rtc_jsep_session_close (RtcJsepSession * session);

G_END_DECLS
