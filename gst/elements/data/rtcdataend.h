/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcdataport.h"
#include "transport/rtcblock.h"

G_BEGIN_DECLS

/* The data channels over a block: one association, for as long as an element of
 * it is in PAUSED, and who gets which channel.  Lives as long as the block. */
typedef struct _RtcDataEnd RtcDataEnd;

/* One element that wants a channel */
typedef struct
{
  GstElement *element;
  RtcDataPort *port;
  gboolean is_sink;

  /* the end's */
  RtcDataChannelConfig config;  /* its own strings; no label: any */
  gboolean active;              /* in PAUSED */
  RtcDataChannel *channel;      /* NULL: none yet */
} RtcDataClaim;

/* What it is to the block, in both of its roles */
extern const RtcBlockEvents rtc_data_end_events;

RtcDataEnd *rtc_data_end_get (RtcBlock * block);
/* From READY on, so that the elements of a pipeline know of each other before
 * the first one starts */
void rtc_data_end_add (RtcDataEnd * end, RtcDataClaim * claim,
    const RtcDataChannelConfig * config);
void rtc_data_end_remove (RtcDataEnd * end, RtcDataClaim * claim);
/* Between open and close of both of the block's ends */
gboolean rtc_data_end_open (RtcDataEnd * end, RtcDataClaim * claim,
    const RtcDataChannelConfig * config, GError ** error);
void rtc_data_end_close (RtcDataEnd * end, RtcDataClaim * claim);

G_END_DECLS
