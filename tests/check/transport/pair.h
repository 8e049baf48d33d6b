/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include "ice/rtcicefake.h"
#include "transport/rtctransport.h"

/* Two transports on a loop each, joined by the fake ICE backend */
typedef struct _Pair Pair;

typedef struct
{
  Pair *pair;
  RtcLoop *loop;
  RtcIce *ice;
  RtcTransport *transport;
  RtcCertificate *certificate;
  RtcTransportState state;      /* under the pair's lock, as is all below */
  gchar *reason;
  GByteArray *last_rtp, *last_rtcp, *last_data;
  guint n_rtp, n_rtcp, n_data;
} End;

struct _Pair
{
  GMutex lock;
  GCond cond;
  End ends[2];
  gboolean turned;              /* end 0 is told to be the DTLS server */
};

void pair_init (Pair * pair);
void pair_clear (Pair * pair);
/* @fingerprint: what end 0 expects of end 1; NULL: the true one */
void pair_start (Pair * pair, const gchar * fingerprint);
/* its parts */
void pair_set_remote (Pair * pair, guint end, const gchar * fingerprint);
void pair_join (Pair * pair);
/* another transport with the same certificate; the old one is closed */
void pair_reopen (Pair * pair, guint end);
/* ICE of this end, to be joined again */
void pair_restart (Pair * pair, guint end);
void pair_wait_state (Pair * pair, guint end, RtcTransportState state);
void pair_call (Pair * pair, guint end, RtcLoopFunc func, gpointer data);
void pair_send_rtp (Pair * pair, guint from, guint n, gsize size);
void pair_wait_rtp (Pair * pair, guint end, guint n);
void pair_wait_data (Pair * pair, guint end, guint n);
