/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "sdp/rtcsdp.h"

G_BEGIN_DECLS

/* What the descriptions mean, once one has been set: a picture of how things
 * should be, not a list of steps.  Whoever carries it out compares it with how
 * things are; the same plan twice changes nothing, and a rollback is the plan
 * of what was before. */

/* One ICE component with DTLS over it (RFC 9143: one a BUNDLE group) */
typedef struct
{
  guint id;                     /* its m-line when it was made; for life */
  gchar *local_ufrag, *local_pwd;       /* others than before: a restart */
  gboolean controlling;         /* our role when ICE begins (RFC 8445 6.1.1) */
  gchar *remote_ufrag, *remote_pwd;     /* NULL: no remote description yet */
  gint remote_mline;            /* whose section says so; -1: none */
  GPtrArray *remote_fingerprints;       /* "sha-256 AA:…" */
  GPtrArray *remote_candidates; /* "candidate:…", those in the description */
  gboolean remote_end_of_candidates;
  gboolean remote_ice_lite;
  gboolean has_role;            /* an answer of either side is there */
  gboolean dtls_client;         /* we are */
  gboolean gather;              /* a local description is set */
} RtcJsepPlanTransport;

/* A codec as negotiated.  RTX, RED, ULPFEC stand among them under their names */
typedef struct
{
  RtcCodec codec;
  gchar **feedback;             /* as the other side takes it */
} RtcJsepPlanFormat;

/* One a=ssrc of the other side */
typedef struct
{
  guint32 ssrc;
  guint32 rtx_ssrc;             /* 0: none (FID) */
  guint32 fec_ssrc;             /* 0: none (FEC-FR) */
  gchar *cname;
} RtcJsepPlanSource;

typedef struct
{
  guint mline;
  gchar *mid;                   /* NULL: the section has none */
  RtcMediaKind kind;
  gboolean rejected;            /* port 0, by either side: nothing flows */
  guint transport;              /* id of the plan's transport */
  guint transceiver;            /* its key; 0: none (data, or rejected unseen) */
  gboolean is_new;              /* the key was just given out: make it */
  RtcDirection offered;         /* for one that is new: what it is to be */
  gboolean has_current;
  RtcDirection current;         /* RFC 9429 section 4.2.5; as we see it */
  gboolean stopped;

  /* of audio and video, once there is an offer with an answer (pranswer) */
  GPtrArray *send;              /* RtcJsepPlanFormat *, the other side's numbers */
  GPtrArray *receive;           /* RtcJsepPlanFormat *, our numbers */
  GPtrArray *send_extmaps;      /* RtcSdpExtmap * */
  GPtrArray *receive_extmaps;
  GPtrArray *send_rids;         /* gchar *, simulcast layers in order */
  GPtrArray *receive_rids;
  GPtrArray *sources;           /* RtcJsepPlanSource *, that were announced */
  gchar *remote_stream, *remote_track;  /* msid; NULL: not announced */
  gboolean reduced_size;        /* RTCP, RFC 5506 */

  /* of application */
  guint sctp_port;              /* theirs */
  gint64 max_message_size;      /* theirs, bytes, 0: any */
} RtcJsepPlanSection;

typedef struct
{
  GPtrArray *transports;        /* RtcJsepPlanTransport * */
  GPtrArray *sections;          /* RtcJsepPlanSection *, by m-line */
  /* Transceivers that a rollback undoes: keys of those that only the remote
   * offer had made, which go, and of those that are associated no more. */
  GArray *removed;              /* guint */
  GArray *disassociated;        /* guint */
} RtcJsepPlan;

void rtc_jsep_plan_free (RtcJsepPlan * plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcJsepPlan, rtc_jsep_plan_free)
/* NULL: none */
const RtcJsepPlanTransport *rtc_jsep_plan_find_transport (
    const RtcJsepPlan * plan, guint id);
const RtcJsepPlanSection *rtc_jsep_plan_find_transceiver (
    const RtcJsepPlan * plan, guint key);

G_END_DECLS
