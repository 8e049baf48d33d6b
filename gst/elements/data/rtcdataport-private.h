/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcdataport.h"

G_BEGIN_DECLS

#define RTC_DATA_MESSAGE_COST 256        /* of one without a byte */

struct _RtcDataPort
{
  gatomicrefcount refs;
  gboolean receives;
  GWeakRef element;
  void (*lost) (GstElement * element);

  GMutex lock;                  /* of what follows; a leaf */
  GCond cond;
  const RtcDataPortClass *klass;
  gpointer channel;             /* NULL: none yet */
  GstWebRTCDataChannelState state;      /* only ever rises */
  gboolean by_us;               /* we have closed it */
  gboolean complete;            /* once CLOSED */
  GError *error;                /* why it has failed */
  gboolean told;                /* the error has been taken */
  gboolean started, flushing;
  guint n_changes;              /* to see that something has happened */
  GQueue messages;              /* RtcDataMessage *, received */
  gsize waiting;                /* bytes of them, and their cost */
  guint64 max_buffered;         /* that the channel's threshold is for */
  RtcDataPortStats stats;
};

static inline gsize
rtc_data_message_cost (const RtcDataMessage * message)
{
  return g_bytes_get_size (message->bytes) + RTC_DATA_MESSAGE_COST;
}

/* rtcdataport.c: with the lock, the last one without */
void rtc_data_port_changed (RtcDataPort * port);
void rtc_data_port_rise (RtcDataPort * port, GstWebRTCDataChannelState state);
void rtc_data_port_set_error (RtcDataPort * port, gint code,
    const gchar * reason);
void rtc_data_port_release (RtcDataPort * port, gsize size);

G_END_DECLS
