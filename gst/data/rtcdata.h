/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtcloop.h"
#include "core/rtcstrand.h"

G_BEGIN_DECLS

/* The data channels of one peer connection (RFC 8831, 8832) over one SCTP
 * association.  Made before there is a transport; refcounted.  The inside lives
 * on the transport's media loop once connected; what an application does comes
 * from any thread, what it is told goes to the strand. */
typedef struct _RtcData RtcData;
typedef struct _RtcDataChannel RtcDataChannel;

/* Ours everywhere (a=sctp-port, RFC 8841 section 5) */
#define RTC_DATA_SCTP_PORT 5000
#define RTC_DATA_MAX_MESSAGE (256 * 1024)       /* bytes that we take */
/* Bytes of an SCTP packet: 1200 of UDP payload, as the media have, without what
 * DTLS 1.2 adds (13 of header, 8 of nonce, 16 of tag) */
#define RTC_DATA_MTU (1200 - 37)
/* Queued in one channel before send () refuses: a sender without mercy meets an
 * error, never unbounded memory */
#define RTC_DATA_MAX_BUFFERED (16 * 1024 * 1024)        /* bytes */
#define RTC_DATA_MAX_QUEUED (64 * 1024) /* messages, however small */
/* What the labels of channels that the peer has open may take together */
#define RTC_DATA_MAX_TEXT (1024 * 1024) /* bytes */
#define RTC_DATA_RESET_TIMEOUT (10 * G_USEC_PER_SEC)

typedef enum
{
  RTC_DATA_CHANNEL_CONNECTING = 1,      /* the numbers are libgstwebrtc's */
  RTC_DATA_CHANNEL_OPEN = 2,
  RTC_DATA_CHANNEL_CLOSING = 3,
  RTC_DATA_CHANNEL_CLOSED = 4,
} RtcDataChannelState;

typedef struct
{
  const gchar *label, *protocol;        /* UTF-8, "" at least */
  gboolean ordered;
  gint max_packet_lifetime;     /* milliseconds, -1: not limited */
  gint max_retransmits;         /* -1: not limited */
  gboolean negotiated;
  gint id;                      /* -1: to be chosen */
  guint16 priority;             /* RFC 8831 section 6.4: 256 is "low" …  */
} RtcDataChannelConfig;

/* On the strand; none after the channel is CLOSED, or after unwatch */
typedef struct
{
  void (*state_changed) (RtcDataChannel * channel, RtcDataChannelState state,
      gpointer user_data);
  void (*message) (RtcDataChannel * channel, GBytes * data, gboolean is_string,
      gpointer user_data);
  void (*buffered_low) (RtcDataChannel * channel, gpointer user_data);
  void (*error) (RtcDataChannel * channel, const GError * error,
      gpointer user_data);
} RtcDataChannelEvents;

typedef struct
{
  /* the peer has opened one: watch it inside this call, or lose its first
   * messages */
  void (*channel) (RtcData * data, RtcDataChannel * channel,
      gpointer user_data);
  /* the association; @reason as for a failure, or NULL */
  void (*connected) (RtcData * data, guint max_channels, gpointer user_data);
  void (*closed) (RtcData * data, const gchar * reason, gpointer user_data);
} RtcDataEvents;

RtcData *rtc_data_new (RtcStrand * strand, const RtcDataEvents * events,
    gpointer user_data);
RtcData *rtc_data_ref (RtcData * data);
void rtc_data_unref (RtcData * data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcData, rtc_data_unref)
/* Any thread: every channel is closed, no event follows.  Each that was made
 * holds a reference to @data, so this has to come before the last unref. */
void rtc_data_close (RtcData * data);

/* What the peer has sent in vain */
typedef struct
{
  guint64 malformed;            /* DCEP, payload protocol identifiers */
  guint64 astray;               /* messages on streams without a channel */
  guint64 refused;              /* channels */
} RtcDataDrops;
void rtc_data_get_drops (RtcData * data, RtcDataDrops * drops);

/* --- the transport's side: its loop ------------------------------------------- */

typedef struct
{
  guint16 local_port, remote_port;
  guint64 remote_max_message_size;      /* bytes, 0: any */
  gboolean dtls_client;         /* even ids are ours (RFC 8832 section 6) */
  /* DTLS records out; on the loop */
  void (*send) (GBytes * const *packets, guint n, gpointer user_data);
  gpointer user_data;           /* until disconnected */
  guint16 streams;              /* each way, at most; 0: 1024 */
  /* What a peer may take to reset its side of a channel that is CLOSING, in
   * microseconds; 0: RTC_DATA_RESET_TIMEOUT */
  gint64 reset_timeout;
} RtcDataLink;

/* DTLS is connected and the descriptions say that there is an association.
 * What comes before that is dropped: SCTP says it again. */
gboolean rtc_data_connect (RtcData * data, RtcLoop * loop,
    const RtcDataLink * link, GError ** error);
void rtc_data_input (RtcData * data, const guint8 * packet, gsize size);
void rtc_data_disconnect (RtcData * data);
/* Any thread: what a later description says of it, 0: any */
void rtc_data_set_remote_max_message_size (RtcData * data, guint64 bytes);

/* --- channels: any thread ------------------------------------------------------ */

/* Before, during and after negotiation.  transfer: full; NULL: both limits
 * given, an id that is taken or that no association has, a label over 65535
 * bytes */
RtcDataChannel *rtc_data_create_channel (RtcData * data,
    const RtcDataChannelConfig * config, GError ** error);
RtcDataChannel *rtc_data_channel_ref (RtcDataChannel * channel);
void rtc_data_channel_unref (RtcDataChannel * channel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcDataChannel, rtc_data_channel_unref)

/* One of our own does nothing before it is watched for the first time */
void rtc_data_channel_watch (RtcDataChannel * channel,
    const RtcDataChannelEvents * events, gpointer user_data,
    GDestroyNotify notify);
void rtc_data_channel_unwatch (RtcDataChannel * channel);
const RtcDataChannelConfig *rtc_data_channel_get_config (RtcDataChannel *
    channel);
gint rtc_data_channel_get_id (RtcDataChannel * channel);        /* -1: none yet */
RtcDataChannelState rtc_data_channel_get_state (RtcDataChannel * channel);

/* Another listener, as many as like, that begins nothing; messages it is given
 * count as waiting (and stop the association) until it releases them */
typedef struct _RtcDataTap RtcDataTap;
RtcDataTap *rtc_data_channel_tap (RtcDataChannel * channel,
    const RtcDataChannelEvents * events, gpointer user_data,
    GDestroyNotify notify);
void rtc_data_tap_release (RtcDataTap * tap, gsize size);
void rtc_data_tap_end (RtcDataTap * tap);
void rtc_data_tap_unref (RtcDataTap * tap);
/* The peer has reset its stream: all that it had sent has been told, and, if we
 * closed the channel, it has been told all that we had sent */
gboolean rtc_data_channel_is_complete (RtcDataChannel * channel);

/* Whole or not at all: FALSE with an error (not open: NOT_CONNECTED; over the
 * peer's limit: MESSAGE_TOO_LARGE; over RTC_DATA_MAX_BUFFERED: NO_SPACE; all of
 * G_IO_ERROR) and nothing is lost or queued. */
gboolean rtc_data_channel_send (RtcDataChannel * channel, GBytes * data,
    gboolean is_string, GError ** error);
/* bytes given to send () that the association has not taken yet, exact to the
 * byte (W3C 6.2) */
guint64 rtc_data_channel_get_buffered_amount (RtcDataChannel * channel);
void rtc_data_channel_set_low_threshold (RtcDataChannel * channel,
    guint64 bytes);
/* What is queued still goes out; then the streams are reset (RFC 8831 6.7) */
void rtc_data_channel_close (RtcDataChannel * channel);

typedef struct
{
  guint64 messages_sent, bytes_sent, messages_received, bytes_received;
} RtcDataChannelStats;
void rtc_data_channel_get_stats (RtcDataChannel * channel,
    RtcDataChannelStats * stats);

G_END_DECLS
