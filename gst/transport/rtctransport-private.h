/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcpath.h"
#include "rtcsecure.h"
#include "rtctransport.h"

G_BEGIN_DECLS

#define RTC_TRANSPORT_MAX_HELD 4

struct _RtcTransport
{
  RtcLoop *loop;
  RtcTransportEvents events;
  gpointer user_data;
  RtcTransportState state;

  /* rtctransport-ice.c */
  RtcIceFactory factory;
  struct RtcIceSettings *settings;
  RtcIce *ice;                  /* whose path is in use */
  RtcIce *next;                 /* restarted, has no path yet; NULL: none */
  RtcIce *last;                 /* was in use: what is under way is still read */
  RtcTimer *last_timer;
  RtcIceState ice_own, next_own;        /* each one's state */
  RtcIceState ice_state;        /* told last */

  RtcSecure *secure;
  RtcDtlsState dtls_state;
  gboolean dtls_waits;          /* made for @next: starts on its path */

  RtcTimer *flush_timer;
  guint n_unflushed;

  /* DTLS that came before the path was open: a ClientHello in one flight */
  GBytes *held[RTC_TRANSPORT_MAX_HELD];
  guint n_held;

  GMutex send_lock;             /* the path; taken before the SRTP context */
  RtcPath path;
  RtcSrtp *srtp_out;            /* between send_begin () and send_end () */

  guint64 packets_received, bytes_received, packets_discarded;
  gint64 time_created, time_ice, time_dtls;
};

void rtc_transport_set_state (RtcTransport * transport,
    RtcTransportState state, const gchar * reason);
/* FAILED and the peer's CLOSED are the end, unless something new is tried */
void rtc_transport_revive (RtcTransport * transport);
void rtc_transport_start_dtls (RtcTransport * transport);
void rtc_transport_restart_dtls (RtcTransport * transport);

/* rtctransport-ice.c */
gboolean rtc_transport_open_ice (RtcTransport * transport,
    RtcIceFactory factory, const RtcIceConfig * config, GError ** error);
void rtc_transport_close_ice (RtcTransport * transport);
RtcIce *rtc_transport_newest_ice (RtcTransport * transport);

/* rtctransport-receive.c */
void rtc_transport_flush (gpointer data);
void rtc_transport_receive (RtcTransport * transport, guint8 * data,
    gsize size);
void rtc_transport_hold_dtls (RtcTransport * transport, const guint8 * data,
    gsize size);
void rtc_transport_receive_held (RtcTransport * transport);
void rtc_transport_clear_held (RtcTransport * transport);

G_END_DECLS
