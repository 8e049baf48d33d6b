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

  RtcIce *ice;
  RtcSecure *secure;

  /* DTLS that came before the path was open: a ClientHello in one flight */
  GBytes *held[RTC_TRANSPORT_MAX_HELD];
  guint n_held;

  GMutex send_lock;             /* the path; taken before the SRTP context */
  RtcPath path;
  RtcSrtp *srtp_out;            /* between send_begin () and send_end () */

  guint64 packets_received, bytes_received, packets_discarded;
  gint64 time_created, time_ice, time_dtls;
};

void rtc_transport_receive (RtcTransport * transport, guint8 * data,
    gsize size);
void rtc_transport_receive_held (RtcTransport * transport);
void rtc_transport_clear_held (RtcTransport * transport);

G_END_DECLS
