/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcdataend.h"

G_BEGIN_DECLS

struct _RtcDataEnd
{
  RtcBlock *block;              /* whose part this is */
  RtcStrand *strand;
  RtcData *connected;           /* the loop's: has the transport */

  GMutex lock;                  /* of what follows; data->lock comes after it */
  RtcData *data;                /* while open */
  gchar *over;                  /* why nothing more comes of it, or NULL */
  gint over_code;               /* of GST_RESOURCE_ERROR */
  guint n_closed;               /* how often all have closed it */
  GPtrArray *claims;            /* RtcDataClaim *, not owned */
};

/* rtcdataend.c */
RtcData *rtc_data_end_dup_data (RtcDataEnd * end);
GstElement *rtc_data_end_dup_speaker (RtcDataEnd * end);
/* rtcdataend-link.c */
extern const RtcDataEvents rtc_data_end_data_events;
/* rtcdataend.c: the strand */
void rtc_data_end_accept (RtcDataEnd * end, RtcDataChannel * channel);
void rtc_data_end_fail (RtcDataEnd * end, guint n_closed, gint code,
    const gchar * why);

G_END_DECLS
