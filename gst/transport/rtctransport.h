/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtcloop.h"
#include "ice/rtcice.h"
#include "openssl/rtcdtls.h"
#include "rtcbatch.h"
#include "srtp/rtcsrtp.h"

G_BEGIN_DECLS

/* One peer: ICE, DTLS and SRTP wired together.  Pinned to one loop for life;
 * all calls there unless said otherwise.  Inside an event neither close nor
 * free may be called: post them. */
typedef struct _RtcTransport RtcTransport;

typedef enum
{
  RTC_TRANSPORT_NEW,
  RTC_TRANSPORT_CONNECTING,
  RTC_TRANSPORT_CONNECTED,      /* keys are there, media may flow */
  RTC_TRANSPORT_FAILED,
  RTC_TRANSPORT_CLOSED,         /* by the peer's close_notify, or by us */
} RtcTransportState;

typedef struct
{
  /* @reason: why, when FAILED */
  void (*state_changed) (RtcTransport * transport, RtcTransportState state,
      const gchar * reason, gpointer user_data);
  /* NULL: no more */
  void (*local_candidate) (RtcTransport * transport, const gchar * candidate,
      gpointer user_data);
  /* decrypted; @data is the callee's until it returns */
  void (*rtp) (RtcTransport * transport, guint8 * data, gsize size,
      gpointer user_data);
  void (*rtcp) (RtcTransport * transport, guint8 * data, gsize size,
      gpointer user_data);
  /* The rest may be NULL.  The datagrams at hand have all been handed over */
  void (*flush) (RtcTransport * transport, gpointer user_data);
  /* The parts of which state_changed tells the sum: ICE may fail, be restarted
   * and be connected again; DTLS may be done anew after that */
  void (*ice_state) (RtcTransport * transport, RtcIceState state,
      gpointer user_data);
  void (*dtls_state) (RtcTransport * transport, RtcDtlsState state,
      const gchar * reason, gpointer user_data);
  void (*path_changed) (RtcTransport * transport, gpointer user_data);
  /* DTLS application data: SCTP */
  void (*data) (RtcTransport * transport, const guint8 * data, gsize size,
      gpointer user_data);
} RtcTransportEvents;

/* What the remote description says of the transport */
typedef struct
{
  const gchar *ufrag;           /* NULL, both: ICE stays as it is */
  const gchar *pwd;
  const gchar *const *fingerprints;     /* "sha-256 AA:…", NULL-terminated */
  gboolean dtls_client;         /* we are */
} RtcTransportRemote;

typedef struct
{
  RtcTransportState state;
  guint64 packets_sent, bytes_sent, packets_dropped, send_calls;
  guint64 packets_received, bytes_received, packets_discarded;
  RtcSrtpProfile srtp_profile;
  gchar *dtls_cipher;           /* free both */
  gchar *candidate_pair;
  gint64 time_created, time_ice, time_dtls;     /* rtc_loop_now (), 0: not yet */
  RtcIceState ice_state;
  RtcDtlsState dtls_state;
  /* by rtc_transport_add_details () alone, as they cost something */
  gboolean dtls_client;
  gchar *tls_version;           /* "FEFD", free; NULL: no handshake yet */
  gchar *remote_certificate;    /* PEM, free; NULL: no handshake yet */
  GPtrArray *local_candidates;  /* "candidate:…", of this ICE session; unref */
  GPtrArray *remote_candidates;
  gchar *selected_local, *selected_remote;      /* of those; free; NULL: none */
  gint64 rtt;                   /* microseconds, of the selected pair; -1 */
} RtcTransportStats;
void rtc_transport_stats_clear (RtcTransportStats * stats);

RtcTransport *rtc_transport_new (RtcLoop * loop, RtcIceFactory factory,
    const RtcIceConfig * ice, RtcCertificate * certificate,
    const RtcTransportEvents * events, gpointer user_data, GError ** error);
void rtc_transport_free (RtcTransport * transport);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcTransport, rtc_transport_free)

const gchar *rtc_transport_get_local_ufrag (RtcTransport * transport);
const gchar *rtc_transport_get_local_pwd (RtcTransport * transport);
gboolean rtc_transport_gather (RtcTransport * transport, GError ** error);
gboolean rtc_transport_set_remote (RtcTransport * transport,
    const RtcTransportRemote * remote, GError ** error);
/* ICE restarts (RFC 8445 section 9): a session of its own with these local
 * credentials, to be gathered and given the remote side, while the path in use
 * carries on until the new session has found one.  With the credentials of the
 * session in use: back to that one, the restart is off. */
gboolean rtc_transport_restart_ice (RtcTransport * transport,
    const gchar * ufrag, const gchar * pwd, GError ** error);
/* Credentials of the peer for the newest session; DTLS goes on as it is */
gboolean rtc_transport_set_remote_ice (RtcTransport * transport,
    const gchar * ufrag, const gchar * pwd);
/* The peer has dropped its end and begins another one under the credentials that
 * we know, and so do we: new checks on the sockets that there are, a new
 * association once they have found a path.  Remote candidates have to be given
 * again. */
gboolean rtc_transport_begin_again (RtcTransport * transport);
gboolean rtc_transport_add_remote_candidate (RtcTransport * transport,
    const gchar * candidate);
void rtc_transport_end_of_candidates (RtcTransport * transport);
/* for tests, which join fake backends by hand */
RtcIce *rtc_transport_get_ice (RtcTransport * transport);
RtcTransportState rtc_transport_get_state (RtcTransport * transport);
void rtc_transport_get_stats (RtcTransport * transport,
    RtcTransportStats * stats);
void rtc_transport_add_details (RtcTransport * transport,
    RtcTransportStats * stats);
/* PEM; free; NULL: no handshake is done */
gchar *rtc_transport_dup_remote_certificate (RtcTransport * transport);

/* Sending.  Any one thread at a time between begin and end; FALSE: not
 * connected, and no end then.  Packets are written at rtc_batch_reserve () and
 * committed, which protects them in place; a full batch flushes itself. */
gboolean rtc_transport_send_begin (RtcTransport * transport);
guint8 *rtc_transport_reserve (RtcTransport * transport, RtcBatch * batch);
void rtc_transport_commit_rtp (RtcTransport * transport, RtcBatch * batch,
    gsize size);
void rtc_transport_commit_rtcp (RtcTransport * transport, RtcBatch * batch,
    gsize size);
void rtc_transport_send_end (RtcTransport * transport, RtcBatch * batch);

/* DTLS is connected, data can be sent */
gboolean rtc_transport_is_secure (RtcTransport * transport);
/* DTLS application data, one record.  On the loop; FALSE: not connected */
gboolean rtc_transport_send_data (RtcTransport * transport,
    const guint8 * data, gsize size);
/* One record for each, which leave together as one batch.  On the loop; how many
 * could be sent. */
guint rtc_transport_send_data_many (RtcTransport * transport,
    GBytes * const *data, guint n);

/* close_notify goes out, ICE ends; no event comes after this */
void rtc_transport_close (RtcTransport * transport);

/* most that may be written into a reserved packet */
#define RTC_TRANSPORT_MAX_PACKET (RTC_BATCH_MAX_PACKET - RTC_SRTP_MAX_TRAILER)

G_END_DECLS
