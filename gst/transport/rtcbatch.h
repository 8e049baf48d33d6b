/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/socket.h>
#include "core/rtcslab.h"

G_BEGIN_DECLS

#define RTC_BATCH_MAX_PACKETS 128
#define RTC_BATCH_MAX_PACKET 1500

/* Finished datagrams for one peer on their way to the socket.  They are written
 * straight into the slab; those of one size that lie end to end leave as one
 * UDP_SEGMENT message. */
typedef struct
{
  RtcSlab slab;
  guint n;
  GOutputVector packets[RTC_BATCH_MAX_PACKETS];
} RtcBatch;

/* Where to, and how */
typedef struct
{
  gint fd;
  struct sockaddr_storage to;
  socklen_t to_size;
  gboolean gso;                 /* cleared when the kernel refuses it */
} RtcBatchTarget;

typedef struct
{
  guint sent, dropped;
  guint calls;
} RtcBatchResult;

RtcBatch *rtc_batch_new (void);
RtcBatch *rtc_batch_new_small (void);
void rtc_batch_free (RtcBatch * batch);
RtcBatch *rtc_batch_get_for_thread (void);

/* Room for one packet, or NULL: flush first */
static inline guint8 *
rtc_batch_reserve (const RtcBatch * batch)
{
  if (batch->n == RTC_BATCH_MAX_PACKETS)
    return NULL;
  return rtc_slab_reserve (&batch->slab, RTC_BATCH_MAX_PACKET);
}

/* The packet that was written at rtc_batch_reserve () is @size bytes long */
static inline void
rtc_batch_commit (RtcBatch * batch, gsize size)
{
  batch->packets[batch->n].buffer = batch->slab.data + batch->slab.used;
  batch->packets[batch->n].size = size;
  batch->n++;
  rtc_slab_commit (&batch->slab, size);
}

static inline void
rtc_batch_reset (RtcBatch * batch)
{
  batch->n = 0;
  rtc_slab_reset (&batch->slab);
}

guint rtc_batch_run_length (const GOutputVector * packets, guint n);
RtcBatchResult rtc_batch_send (const GOutputVector * packets, guint n,
    RtcBatchTarget * target);

G_END_DECLS
