/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include "ice/rtcicefake.h"
#include "peer/rtcpeertransport.h"

/* Two transports of peers, each with a strand of its own, whose ICE is the fake
 * one.  Pads of the test stand around each edge.  Under the lock: what the test
 * waits for. */
typedef struct _Ends Ends;

typedef struct
{
  Ends *ends;
  guint index;
  RtcStrand *strand;
  RtcCertificate *certificate;
  RtcPeerTransport *transport;
  RtcJsepPlanTransport plan;
  GstPad *rtp_in, *rtcp_in, *rtp_out, *rtcp_out;        /* the test's */

  RtcIce *ice;                  /* the one made last */
  guint n_ices;
  GPtrArray *given;             /* remote candidates, of all of them */
  guint n_candidates, n_gathered, n_states;
  gchar *reason;
  gboolean closed;              /* an event from now on is one too many */
  gboolean close_in_state;      /* the next state closes it */
  GPtrArray *rtp, *rtcp;        /* GstBuffer */
  guint n_lists;
  guint n_key_requests;
} End;

struct _Ends
{
  GMutex lock;
  GCond cond;
  RtcLoopPool *pool;
  gboolean real;                /* libnice, candidates go to the other end */
  End end[2];
};

void ends_init (Ends * ends);
void ends_init_real (Ends * ends);
void ends_clear (Ends * ends);
/* each knows the other; both gather; the agents are joined */
void ends_connect (Ends * ends);
void ends_introduce (Ends * ends);
void ends_join (Ends * ends);
/* the property "state" */
gint get_state (gpointer object);
void ends_wait_dtls (Ends * ends, guint index,
    GstWebRTCDTLSTransportState state);
void ends_wait_ice (Ends * ends, guint index,
    GstWebRTCICEConnectionState state);
#define ENDS_WAIT(ends, condition) G_STMT_START { \
  g_mutex_lock (&(ends)->lock); \
  while (!(condition)) \
    g_cond_wait (&(ends)->cond, &(ends)->lock); \
  g_mutex_unlock (&(ends)->lock); \
} G_STMT_END

void end_apply (End * end);
/* what was posted to the strand and to the loops before has happened */
void end_settle (End * end);
void end_set_local (End * end, const gchar * ufrag, const gchar * pwd);
void end_set_remote (End * end, const gchar * ufrag, const gchar * pwd);
void end_set_fingerprint (End * end, RtcCertificate * of);
void end_set_stream (End * end, guint32 ssrc, gint8 pt, const gchar * mid,
    guint8 mid_id);
/* everything with payload type @pt, and what has @mid under extension id 4 */
void end_set_route (End * end, guint8 pt, const gchar * mid);
void end_send (End * end, GstBuffer * buffer);
void end_send_list (End * end, guint n);
GstBuffer *make_rtp (guint8 pt, guint32 ssrc, guint16 profile,
    const guint8 * extension, gsize extension_size, gsize payload);
