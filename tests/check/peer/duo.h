/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <gst/webrtc/webrtc.h>

G_BEGIN_DECLS

/* Two peers of any make in one pipeline: the first sends and offers, the second
 * receives and answers, candidates go straight across.  Only what webrtcbin has
 * too is used of them. */
typedef struct
{
  GstElement *pipeline;
  GstElement *peers[2];         /* borrowed of the pipeline */
  GMutex lock;
  GCond cond;                   /* anything here has changed */
  gboolean needed;              /* the first wants to negotiate */
  /* changes what the second is told and what it says, or NULL */
  void (*edit) (GstSDPMessage * sdp);
  guint n_pads;                 /* of the second, that have come */
  guint n_buffers;              /* that came out of them */
  guint n_gone;                 /* peers that are no more */
} Duo;

#define DUO_SOUND "audiotestsrc is-live=true ! mulawenc ! rtppcmupay ! " \
    "application/x-rtp,payload=96 ! first. "
#define DUO_PICTURE "videotestsrc is-live=true pattern=black ! " \
    "video/x-raw,width=64,height=48 ! vp8enc threads=1 deadline=1 ! " \
    "rtpvp8pay ! application/x-rtp,payload=97 ! first. "

/* Factory names; @media: a launch line that feeds "first." */
void duo_init (Duo * duo, const gchar * first, const gchar * second,
    const gchar * media);
/* Returns once nobody holds the peers any more, a thread of theirs included */
void duo_clear (Duo * duo);
void duo_play (Duo * duo);
/* An offer and its answer, set on both sides */
void duo_negotiate (Duo * duo);
/* Until both are connected */
void duo_wait_connected (Duo * duo);
/* Until @n buffers more have come out of the second */
void duo_wait_buffers (Duo * duo, guint n);

/* transfer: full; NULL: expired, or answered with nothing */
GstStructure *duo_get_stats (GstElement * peer, GstPad * pad);
/* That of the first entry of this type, or NULL; borrowed of @stats */
const GstStructure *duo_find_stats (const GstStructure * stats,
    GstWebRTCStatsType type);
/* The entry of that id, or NULL; borrowed of @stats */
const GstStructure *duo_get_entry (const GstStructure * stats,
    const gchar * id);

G_END_DECLS
