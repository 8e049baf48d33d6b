/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcjsepprivate.h"
#include "rtcjsepsession.h"

G_BEGIN_DECLS

/* A description that was set; refcounted, and never changed but for its
 * candidates */
typedef struct
{
  RtcSdp *sdp;
  RtcSdpType type;
} RtcJsepDescription;

#define RTC_JSEP_NO_TRANSPORT G_MAXUINT

/* One m-line */
typedef struct
{
  guint key;                    /* its transceiver, 0: none */
  guint transport;              /* id, or RTC_JSEP_NO_TRANSPORT yet */
  gboolean made;                /* the pending remote offer brought @key */
  gboolean has_current;
  RtcDirection current;
} RtcJsepLine;

/* One transport's share of what no description tells */
typedef struct
{
  guint id;
  gboolean controlling;
  gboolean has_role, dtls_client;
} RtcJsepLink;

/* All that a rollback has to bring back */
typedef struct
{
  GArray *lines;                /* RtcJsepLine */
  GArray *links;                /* RtcJsepLink */
  RtcJsepDescription *local, *remote;   /* the newest ones, or NULL */
  gboolean offered;             /* by us, the last time */
  gboolean answered;            /* @local and @remote are offer and answer */
} RtcJsepState;

struct _RtcJsepSession
{
  RtcJsepConfig config;
  gchar *fingerprint;
  RtcSignalingState signaling;
  guint64 version;              /* of the last description that we made */
  RtcJsepState *stable;         /* as the last answer left it */
  RtcJsepState *now;            /* with what is pending; never NULL */
  RtcJsepState *offer, *answer; /* last created, or NULL; @local is its text */
  GHashTable *mids;             /* every one that was ever in use */
  GPtrArray *gathered;          /* RtcJsepGathered * */
};

/* The candidates of one generation of a transport */
typedef struct
{
  guint transport;
  gchar *ufrag;
  GPtrArray *candidates;        /* gchar * */
  gboolean end;
} RtcJsepGathered;

/* state.c */
RtcJsepDescription *rtc_jsep_description_new (RtcSdp * sdp, RtcSdpType type);
RtcJsepDescription *rtc_jsep_description_ref (RtcJsepDescription * self);
void rtc_jsep_description_unref (RtcJsepDescription * self);
/* transfer: full; NULL and an error: it cannot be put into words */
RtcSdp *rtc_jsep_copy (const RtcSdp * sdp, GError ** error);
RtcJsepState *rtc_jsep_state_new (void);
RtcJsepState *rtc_jsep_state_copy (const RtcJsepState * state);
void rtc_jsep_state_free (RtcJsepState * state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcJsepState, rtc_jsep_state_free)
void rtc_jsep_state_set_local (RtcJsepState * state, RtcJsepDescription * local);
void rtc_jsep_state_set_remote (RtcJsepState * state,
    RtcJsepDescription * remote);
/* Those that are new belong to nobody and to no transport */
void rtc_jsep_state_set_n_lines (RtcJsepState * state, guint n);
static inline RtcJsepLine *
rtc_jsep_line (const RtcJsepState * state, guint mline)
{
  return &g_array_index (state->lines, RtcJsepLine, mline);
}
/* The section of @mline in a description; NULL: it has none */
const RtcSdpMedia *rtc_jsep_section (const RtcJsepDescription * description,
    guint mline);
/* The newest text of an m-line, of either side */
const RtcSdpMedia *rtc_jsep_state_section (const RtcJsepState * state,
    guint mline);
/* Rejected by one side, once both have spoken: its place is free */
gboolean rtc_jsep_state_is_free (const RtcJsepState * state, guint mline);
/* -1: the transceiver is associated with none */
gint rtc_jsep_state_find (const RtcJsepState * state, guint key);
RtcJsepLink *rtc_jsep_state_find_link (const RtcJsepState * state, guint id);
/* made if it is not there */
RtcJsepLink *rtc_jsep_state_get_link (RtcJsepState * state, guint id,
    gboolean controlling);
/* What we call ourselves there: borrowed; FALSE: no local description has it */
gboolean rtc_jsep_state_get_credentials (const RtcJsepState * state, guint id,
    const gchar ** ufrag, const gchar ** pwd);
/* The m-line of a description that tells about that transport: the first of its
 * group (RFC 9143: the "tagged" one); -1: none does */
gint rtc_jsep_state_find_tagged (const RtcJsepState * state,
    const RtcJsepDescription * description, guint id);

/* states.c: RFC 9429 section 3.2.  FALSE: there is no such way. */
gboolean rtc_jsep_next_state (RtcSignalingState from, gboolean remote,
    RtcSdpType type, RtcSignalingState * next);
gboolean rtc_jsep_check_next (RtcJsepSession * session, gboolean remote,
    RtcSdpType type, RtcSignalingState * next, GError ** error);

/* match.c */
const RtcJsepTransceiver *rtc_jsep_find_transceiver (const RtcJsepMedia * media,
    guint key);
/* Which transceiver takes the section @mline of an @offer of the other side
 * that belongs to nobody yet?  NULL: none; *@error: one that may not. */
const RtcJsepTransceiver *rtc_jsep_match (const RtcJsepState * state,
    const RtcSdp * offer, guint mline, const RtcJsepMedia * media,
    GError ** error);

/* layout.c: the m-lines of an offer; RtcJsepSlot by m-line, or NULL and an
 * error.  @state's lines become as many. */
typedef struct
{
  RtcMediaKind kind;
  const RtcJsepTransceiver *transceiver;        /* neither it nor data: rejected */
  gboolean data;
  gboolean is_new;              /* not what was there before */
} RtcJsepSlot;
GArray *rtc_jsep_layout (const RtcJsepState * stable, RtcJsepState * state,
    const RtcJsepMedia * media, GError ** error);

/* numbers.c: one space of payload types */
typedef struct
{
  const RtcCodec *codecs[128];
  gboolean used[128];
  gint16 rtx[128];              /* what retransmits it; 0: none yet */
} RtcJsepNumbers;

void rtc_jsep_numbers_reserve (RtcJsepNumbers * numbers,
    const RtcSdpMedia * media);
void rtc_jsep_numbers_wish (RtcJsepNumbers * numbers, const RtcCodec * codec);
/* -1: none is left */
gint rtc_jsep_numbers_get (RtcJsepNumbers * numbers, const RtcCodec * codec);
gint rtc_jsep_numbers_get_rtx (RtcJsepNumbers * numbers, gint pt);

/* formats.c */
const RtcJsepFormat *rtc_jsep_known_formats (RtcMediaKind kind, guint * n);
gboolean rtc_jsep_is_helper (const RtcCodec * codec);
static inline gboolean
rtc_jsep_is_named (const RtcCodec * codec, const gchar * name)
{
  return g_ascii_strcasecmp (codec->name, name) == 0;
}

/* @before: what we said of that section last; NULL: nothing */
void rtc_jsep_offer_formats (RtcSdpMedia * media, const RtcSdpMedia * before,
    const RtcJsepTransceiver * transceiver, RtcJsepNumbers * numbers);
/* FALSE: none in common */
gboolean rtc_jsep_answer_formats (RtcSdpMedia * media,
    const RtcSdpMedia * offered, const RtcJsepTransceiver * transceiver);
gboolean rtc_jsep_has_common_format (const RtcSdpMedia * offered,
    const RtcJsepTransceiver * transceiver);

/* feedback.c: who has which of what is usual, so that no line is read once a
 * codec */
typedef struct
{
  const RtcSdpMedia *media;
  guint8 all, of[128];
} RtcJsepFeedback;
void rtc_jsep_read_feedback (const RtcSdpMedia * media, RtcJsepFeedback * out);
gboolean rtc_jsep_has_feedback (const RtcJsepFeedback * feedback, gint pt,
    const gchar * value);
/* The usual, and @more; of an answer what is @offered of it (NULL: an offer) */
void rtc_jsep_write_feedback (RtcSdpMedia * media, gint pt,
    const RtcJsepFeedback * offered, const RtcJsepTransceiver * transceiver,
    gchar ** more);

/* planformats.c */
/* What retransmits each of 128 payload types; 0: nothing does */
void rtc_jsep_read_rtx (const RtcSdpMedia * media, gint16 * rtx);
void rtc_jsep_plan_formats (RtcJsepPlanSection * section,
    const RtcSdpMedia * local, const RtcSdpMedia * remote, gboolean offered);

/* extmapids.c: one space of header extension ids */
typedef struct
{
  const gchar *uris[15];
} RtcJsepIds;

void rtc_jsep_ids_reserve (RtcJsepIds * ids, const RtcSdp * sdp);
void rtc_jsep_ids_wish (RtcJsepIds * ids, const GPtrArray * extmaps);
void rtc_jsep_write_offer_extmaps (RtcSdpMedia * media,
    const RtcJsepTransceiver * transceiver, RtcJsepIds * ids);
/* @ids: those of the offer */
void rtc_jsep_write_answer_extmaps (RtcSdpMedia * media, const RtcSdp * offer,
    const RtcSdpMedia * offered, const RtcJsepTransceiver * transceiver,
    const RtcJsepIds * ids);
void rtc_jsep_plan_extmaps (RtcJsepPlanSection * section,
    const RtcSdp * local_sdp, const RtcSdpMedia * local,
    const RtcSdp * remote_sdp, const RtcSdpMedia * remote);

/* simulcast.c, RFC 8853 */
void rtc_jsep_offer_simulcast (RtcSdpMedia * media,
    const RtcJsepTransceiver * transceiver);
void rtc_jsep_answer_simulcast (RtcSdpMedia * media,
    const RtcSdpMedia * offered, const RtcJsepTransceiver * transceiver);
void rtc_jsep_plan_simulcast (RtcJsepPlanSection * section,
    const RtcSdpMedia * local, const RtcSdpMedia * remote);

/* keys.c: ICE credentials of the transports of one description */
typedef struct
{
  gchar *ufrag, *pwd;
} RtcJsepKey;
typedef struct
{
  const RtcJsepConfig *config;
  const RtcJsepState *base;
  GHashTable *keys;             /* id -> RtcJsepKey */
  const RtcJsepKey *shared;     /* of the transports of one group */
} RtcJsepKeyring;
void rtc_jsep_keyring_init (RtcJsepKeyring * ring,
    const RtcJsepConfig * config, const RtcJsepState * base);
void rtc_jsep_keyring_clear (RtcJsepKeyring * ring);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RtcJsepKeyring, rtc_jsep_keyring_clear)
/* @renew: others than before */
const RtcJsepKey *rtc_jsep_keyring_get (RtcJsepKeyring * ring, guint id,
    gboolean renew, gboolean shared);

/* create.c: what offers and answers have alike */
RtcSdp *rtc_jsep_create_empty (RtcJsepSession * session);
void rtc_jsep_write_own_transport (const RtcJsepSession * session,
    RtcSdpMedia * media, const RtcJsepKey * key, RtcSdpSetup setup);
void rtc_jsep_write_own_sources (RtcSdpMedia * media,
    const RtcJsepTransceiver * transceiver);
/* The number for a transport that begins with @mline */
guint rtc_jsep_new_transport (const RtcJsepState * state, guint mline);
/* makeoffer.c, makeanswer.c; NULL and an error */
RtcJsepState *rtc_jsep_make_offer (RtcJsepSession * session,
    const RtcJsepMedia * media, const RtcJsepOptions * options,
    GError ** error);
RtcJsepState *rtc_jsep_make_answer (RtcJsepSession * session,
    const RtcJsepMedia * media, const RtcJsepOptions * options,
    GError ** error);

/* settle.c: who is on which transport, and in which role */

/* The @members of the group of an answer come together on the transport of the
 * one that is tagged */
void rtc_jsep_join (RtcJsepState * state, const RtcSdp * answer,
    const gboolean * members);
/* Once offer and answer are there */
gboolean rtc_jsep_settle (RtcJsepState * state, GError ** error);

/* candidates.c */
void rtc_jsep_gathered_free (gpointer data);
/* Candidates that are known go into @sdp, whose m-lines are @state's */
void rtc_jsep_fill_candidates (RtcJsepSession * session,
    const RtcJsepState * state, RtcSdp * sdp);

/* plan.c */
RtcJsepPlan *rtc_jsep_plan_new (void);
/* its m-line is the next one */
RtcJsepPlanSection *rtc_jsep_plan_add_section (RtcJsepPlan * plan);
/* build.c: the plan of a state with what is pending; NULL and an error: the
 * other side's transport cannot be used */
/* who was made, goes, or is free again since @before */
RtcJsepPlan *rtc_jsep_build_plan (const RtcJsepState * stable,
    const RtcJsepState * now, const RtcJsepState * before,
    const RtcJsepMedia * media, GError ** error);

G_END_DECLS
