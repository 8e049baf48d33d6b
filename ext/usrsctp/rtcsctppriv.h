/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <usrsctp.h>

#include "rtcsctp.h"

G_BEGIN_DECLS

/* Bytes; more where the path is long (rtcsctpwindow.c) */
#define RTC_SCTP_SEND_BUFFER (512 * 1024)
#define RTC_SCTP_FIRST_RTO 500  /* milliseconds, until it is measured */

struct _RtcSctp
{
  gint refcount;                /* the owner, and who is inside an event */
  gsize id;                     /* what usrsctp knows of us */
  RtcLoop *loop;
  RtcSctpConfig config;
  RtcSctpEvents events;
  gpointer user_data;
  struct socket *socket;
  RtcTimer *timer;              /* set while this one drives the clock */
  RtcSctpState state;
  gboolean freed;
  gboolean paused;
  gboolean want_writable;
  guint max_streams;
  guint least_rtt;              /* milliseconds, so far */
  gint64 next_fit;              /* when the window is looked at again */
  guint8 *buffer;               /* what a message is read into */
  GByteArray *held;             /* a request of the peer's that is early, or NULL */
  guint32 held_tsn;             /* what it waits for */

  GMutex lock;                  /* below */
  GPtrArray *packets;           /* GBytes *, to go out */
  guint32 acked;                /* the peer's TSN up to which we have all */
  gboolean woken;               /* there is something to read, or room */
  gboolean inside;              /* the loop is in usrsctp and will look */
  gboolean posted;              /* the loop has been asked to look */
};

/* --- rtcsctpstack.c: what is one for the process ------------------------------ */

void rtc_sctp_stack_add (RtcSctp * sctp);
void rtc_sctp_stack_remove (RtcSctp * sctp);
void rtc_sctp_stack_enter (RtcSctp * sctp);
void rtc_sctp_stack_leave (RtcSctp * sctp);
void rtc_sctp_stack_enter_alone (RtcSctp * sctp);
void rtc_sctp_stack_leave_alone (RtcSctp * sctp);
void rtc_sctp_stack_upcall (struct socket *socket, void *id, int flags);

/* --- rtcsctpsocket.c ---------------------------------------------------------- */

struct socket *rtc_sctp_socket_new (const RtcSctpConfig * config, gsize id,
    GError ** error);
struct sockaddr_conn rtc_sctp_address (gsize id, guint16 port);

/* --- rtcsctpwindow.c ---------------------------------------------------------- */

void rtc_sctp_fit_window (RtcSctp * sctp);

/* --- rtcsctphold.c: resets that come too early -------------------------------- */

guint8 *rtc_sctp_hold (RtcSctp * sctp, const guint8 * packet, gsize size);
void rtc_sctp_note_acked (RtcSctp * sctp, const guint8 * packet, gsize size);
void rtc_sctp_release (RtcSctp * sctp);

/* --- rtcsctpreceive.c: from usrsctp to the events ------------------------------ */

void rtc_sctp_drain (RtcSctp * sctp);
void rtc_sctp_fail (RtcSctp * sctp, const gchar * reason);

G_END_DECLS
