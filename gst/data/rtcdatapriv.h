/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "rtcdata.h"
#include "rtcdcep.h"
#include "usrsctp/rtcsctp.h"

G_BEGIN_DECLS

#define RTC_DATA_EVENT_COST 256 /* bytes, of one without a message */

typedef struct
{
  gint refcount;
  RtcDataChannelEvents events;
  gpointer user_data;
  GDestroyNotify notify;
} RtcDataWatch;

struct _RtcDataTap
{
  RtcDataWatch watch;
  RtcDataChannel *channel;

  /* under data->lock */
  gsize held;                   /* bytes of data->backlog */
};

/* Everything below is under data->lock; what is only the loop's says so */
struct _RtcDataChannel
{
  gint refcount;
  RtcData *data;
  RtcDataChannelConfig config;  /* strings are ours; id as it was asked for */
  gint id;                      /* -1: none yet */
  RtcDataChannelState state;
  RtcDataWatch *watch;
  GSList *taps;                 /* RtcDataTap *, a reference each */
  RtcDataChannelState missed;   /* told while nobody watched, or 0 */

  GQueue queue;                 /* Out *, of which the loop takes the head */
  guint64 buffered;             /* bytes of the messages in it */
  guint64 low_threshold;
  gint64 credit;                /* bytes it may send in this turn */
  gboolean started;             /* it was watched: it may open */
  gboolean busy;                /* it stands in data->busy */
  gboolean is_remote;           /* the peer has opened it */
  gboolean acked;               /* the peer knows our OPEN; or sent its own */
  gboolean low_armed;           /* buffered was at the threshold or above */
  gboolean told_closing;        /* the reset of our stream has been asked for */
  gint64 deadline;              /* of the peer's answer to that */
  gboolean out_reset, in_reset; /* RFC 6525, both ways */
  GByteArray *parts;            /* the loop's: ppids 52 and 54 */
  RtcDataChannelStats stats;
};

struct _RtcData
{
  gint refcount;
  RtcStrand *strand;
  RtcDataEvents events;
  gpointer user_data;

  GMutex lock;                  /* below */
  gboolean closed;
  GQueue waiting;               /* RtcDataChannel *, owned: no id yet */
  GHashTable *channels;         /* id -> RtcDataChannel, owned */
  GQueue busy;                  /* RtcDataChannel *, owned: with a queue */
  GQueue resetting;             /* RtcDataChannel *, owned: by deadline */
  RtcLoop *loop;                /* while connected to a transport */
  gboolean connected;           /* the association is */
  gboolean ended;               /* it has been */
  gboolean pump_posted;
  guint max_streams;
  guint64 max_message_size;     /* that the peer takes, and we send */
  gsize backlog;                /* bytes on their way through the strand */
  gboolean paused;

  RtcDataLink link;             /* the loop's */
  RtcSctp *sctp;                /* the loop's */
  RtcTimer *timer;              /* the loop's: of the first of resetting */
  gsize text;                   /* bytes of the labels of the peer's channels */
  RtcDataDrops drops;
};

/* --- rtcdataevents.c: to the strand --------------------------------------------- */

void rtc_data_tell_state (RtcDataChannel * channel, RtcDataChannelState state);
void rtc_data_tell_message (RtcDataChannel * channel, GBytes * message,
    gboolean is_string);
void rtc_data_tell_low (RtcDataChannel * channel);
void rtc_data_tell_error (RtcDataChannel * channel, const GError * error);
void rtc_data_tell_channel (RtcData * data, RtcDataChannel * channel);
void rtc_data_tell_connected (RtcData * data, guint max_channels);
void rtc_data_tell_closed (RtcData * data, const gchar * reason);
void rtc_data_watch_unref (RtcDataWatch * watch);
void rtc_data_used (RtcData * data, gsize cost);

/* --- rtcdatatap.c: who listens beside the watch ---------------------------------- */

GSList *rtc_data_taps_take (RtcDataChannel * channel, gsize * cost,
    gboolean last);

/* --- rtcdataqueue.c: what goes out ----------------------------------------------- */

void rtc_data_queue_push (RtcDataChannel * channel, guint32 ppid,
    GBytes * bytes);
void rtc_data_queue_turn (RtcDataChannel * channel);
void rtc_data_queue_clear (RtcDataChannel * channel);
void rtc_data_wake (RtcData * data);
void rtc_data_pump (RtcData * data);

/* --- rtcdatachannel.c: with the lock ---------------------------------------------- */

RtcDataChannel *rtc_data_channel_new (RtcData * data,
    const RtcDataChannelConfig * config);
void rtc_data_channel_opened (RtcDataChannel * channel);
void rtc_data_channel_begin_closing (RtcDataChannel * channel);
void rtc_data_channel_give_up (RtcDataChannel * channel);
void rtc_data_channel_closed (RtcDataChannel * channel);
void rtc_data_channel_send_open (RtcDataChannel * channel);

/* --- rtcdata.c: with the lock ------------------------------------------------------- */

void rtc_data_place (RtcData * data, RtcDataChannel * channel);

/* --- rtcdatareset.c: with the lock, on the loop -------------------------------------- */

void rtc_data_reset_begin (RtcDataChannel * channel);
void rtc_data_reset_through (RtcDataChannel * channel);
void rtc_data_reset_forget (RtcData * data);
/* without the lock */
void rtc_data_reset_expired (gpointer data);
void rtc_data_reset (RtcData * data, const guint16 * streams, guint n,
    gboolean incoming);

/* --- rtcdataids.c: with the lock --------------------------------------------------- */

RtcDataChannel *rtc_data_id_lookup (RtcData * data, gint id);
gboolean rtc_data_id_is_free (RtcData * data, gint id);
gint rtc_data_id_next (RtcData * data);

/* --- rtcdatareceive.c: what comes in, on the loop ----------------------------------- */

void rtc_data_received (RtcData * data, guint16 stream, guint32 ppid,
    const guint8 * bytes, gsize size);

G_END_DECLS
