/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtcloop.h"

G_BEGIN_DECLS

/* One SCTP association over DTLS (RFC 8261), by usrsctp without threads of its
 * own.  Lives on one loop; every call belongs there, and events come there.
 * usrsctp is one for the process: it is known to it by a number, never by a
 * pointer, and its clock runs on one timer for all. */
typedef struct _RtcSctp RtcSctp;

typedef enum
{
  RTC_SCTP_NEW,
  RTC_SCTP_CONNECTING,
  RTC_SCTP_CONNECTED,
  RTC_SCTP_CLOSED,              /* shut down by either side, or aborted */
} RtcSctpState;

typedef struct
{
  guint16 stream;
  guint32 ppid;
  gboolean unordered;
  gint max_retransmits;         /* -1: reliable */
  gint max_lifetime;            /* milliseconds, -1: reliable */
  gboolean more;                /* another message follows at once */
} RtcSctpSend;

/* rtc_sctp_free () is allowed inside each of them but output */
typedef struct
{
  /* packets for DTLS, as many as there are at once; each at most the MTU */
  void (*output) (RtcSctp * sctp, GBytes * const *packets, guint n,
      gpointer user_data);
  /* @reason: why, when CLOSED by a failure, or NULL */
  void (*state_changed) (RtcSctp * sctp, RtcSctpState state,
      const gchar * reason, gpointer user_data);
  /* one whole message; transfer of @data: none */
  void (*message) (RtcSctp * sctp, guint16 stream, guint32 ppid,
      const guint8 * data, gsize size, gpointer user_data);
  /* RFC 6525: the peer has reset these of its outgoing streams; ours that were
   * asked for by reset () are through.  No stream: all of them */
  void (*reset) (RtcSctp * sctp, const guint16 * streams, guint n,
      gboolean incoming, gpointer user_data);
  /* there may be room again after send () said there was none */
  void (*writable) (RtcSctp * sctp, gpointer user_data);
} RtcSctpEvents;

typedef struct
{
  guint16 local_port, remote_port;
  gsize max_message_size;       /* bytes that we take; larger: aborted */
  guint mtu;                    /* bytes, of an SCTP packet: 1200 less DTLS */
  guint16 streams;              /* each way, at most; 0: 1024, as browsers have */
} RtcSctpConfig;

/* The largest message that send () takes, whatever the peer would */
#define RTC_SCTP_MAX_SEND (256 * 1024)

RtcSctp *rtc_sctp_new (RtcLoop * loop, const RtcSctpConfig * config,
    const RtcSctpEvents * events, gpointer user_data, GError ** error);
void rtc_sctp_free (RtcSctp * sctp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcSctp, rtc_sctp_free)
void rtc_sctp_start (RtcSctp * sctp);
void rtc_sctp_input (RtcSctp * sctp, const guint8 * data, gsize size);
void rtc_sctp_set_paused (RtcSctp * sctp, gboolean paused);
guint rtc_sctp_get_max_streams (RtcSctp * sctp);

typedef enum
{
  RTC_SCTP_SENT,                /* usrsctp has it */
  RTC_SCTP_FULL,                /* no room: wait for writable */
  RTC_SCTP_REFUSED,             /* @error */
} RtcSctpResult;
RtcSctpResult rtc_sctp_send (RtcSctp * sctp, const RtcSctpSend * how,
    const guint8 * data, gsize size, GError ** error);
gboolean rtc_sctp_reset_streams (RtcSctp * sctp, const guint16 * streams,
    guint n);
void rtc_sctp_flush (RtcSctp * sctp);
void rtc_sctp_shutdown (RtcSctp * sctp);

G_END_DECLS
