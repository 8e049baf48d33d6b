/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ice/rtcice.h"
#include "rtcbatch.h"

G_BEGIN_DECLS

/* The way to the peer: a dup of the ICE agent's socket for a direct pair, the
 * agent itself for relayed ones, nothing before there is a pair. */
typedef struct
{
  RtcIce *ice;                  /* not owned; NULL once closed */
  gboolean open;
  gboolean direct;
  RtcBatchTarget target;        /* fd owned, -1 unless direct */
  gchar *description;           /* "host-prflx udp" */
  guint64 packets, bytes, dropped, calls;
} RtcPath;

void rtc_path_init (RtcPath * path);
void rtc_path_update (RtcPath * path, RtcIce * ice, const RtcIcePath * to);
void rtc_path_close (RtcPath * path);
void rtc_path_send (RtcPath * path, const GOutputVector * packets, guint n);
/* all of @batch, which is empty afterwards */
void rtc_path_flush (RtcPath * path, RtcBatch * batch);
void rtc_path_flush_locked (RtcPath * path, GMutex * lock, RtcBatch * batch);
/* A datagram to @batch; one that is full leaves first, under @lock.  FALSE:
 * there is no batch, or it is one that leaves alone */
gboolean rtc_path_collect (RtcPath * path, GMutex * lock, RtcBatch * batch,
    const guint8 * data, gsize size);

G_END_DECLS
