/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "rtcsctppriv.h"

/* From usrsctp to the events.  Nothing is told while inside of usrsctp. */

/* From usrsctp's netinet/sctp.h, which is not installed */
#define CAUSE_USER_INITIATED 12

typedef struct
{
  gssize size;                  /* -1: nothing there */
  gint error;                   /* errno with it */
  gint flags;
  struct sctp_rcvinfo info;
} Read;

static Read
read_one (RtcSctp * sctp)
{
  Read read = { 0 };
  socklen_t size = sizeof (read.info);
  guint type = SCTP_RECVV_NOINFO;

  rtc_sctp_stack_enter (sctp);
  read.size = usrsctp_recvv (sctp->socket, sctp->buffer,
      sctp->config.max_message_size + 1, NULL, NULL, &read.info, &size, &type,
      &read.flags);
  read.error = errno;
  rtc_sctp_stack_leave (sctp);
  return read;
}

/* Each state is told once, and none after CLOSED */
static void
set_state (RtcSctp * sctp, RtcSctpState state, const gchar * reason)
{
  if (sctp->state == state || sctp->state == RTC_SCTP_CLOSED)
    return;
  sctp->state = state;
  sctp->events.state_changed (sctp, state, reason, sctp->user_data);
}

/* The peer is told ABORT, "user-initiated" and @why in its own words (RFC 9260
 * section 3.3.10.12), unless the association has ended */
static void
close_socket (RtcSctp * sctp, const gchar * why)
{
  struct sctp_sndinfo info = {.snd_flags = SCTP_ABORT };

  if (sctp->socket == NULL)
    return;
  rtc_sctp_stack_enter_alone (sctp);
  usrsctp_sendv (sctp->socket, why, why != NULL ? strlen (why) : 0, NULL, 0,
      &info, sizeof (info), SCTP_SENDV_SNDINFO, 0);
  usrsctp_close (sctp->socket);
  sctp->socket = NULL;
  rtc_sctp_stack_leave_alone (sctp);
  rtc_sctp_flush (sctp);
}

/* Its loop: it is over, for both sides */
void
rtc_sctp_fail (RtcSctp * sctp, const gchar * reason)
{
  close_socket (sctp, reason);
  set_state (sctp, RTC_SCTP_CLOSED, reason);
}

/* RFC 9260 section 3.3.10: a peer whose user has closed its connection says
 * "user-initiated", or an older one nothing at all.  Everything else is a failure:
 * it has run out of something, takes us to break the protocol, or is silent. */
static void
lost (RtcSctp * sctp, const struct sctp_assoc_change *change)
{
  gboolean aborted = change->sac_length > sizeof (*change);
  g_autofree gchar *reason = NULL;

  if (aborted && (change->sac_error == CAUSE_USER_INITIATED
          || (change->sac_error == 0 && sctp->state == RTC_SCTP_CONNECTED)))
    rtc_sctp_fail (sctp, NULL);
  else if (sctp->state != RTC_SCTP_CONNECTED)
    rtc_sctp_fail (sctp, "the peer has refused the SCTP association");
  else if (!aborted)
    rtc_sctp_fail (sctp, "the SCTP association is lost: the peer does not "
        "answer any more, or does not keep to the protocol");
  else {
    reason =
        g_strdup_printf ("the peer has aborted the SCTP association (cause "
        "%u of RFC 9260, section 3.3.10)", change->sac_error);
    rtc_sctp_fail (sctp, reason);
  }
}

static void
association_changed (RtcSctp * sctp, const struct sctp_assoc_change *change)
{
  switch (change->sac_state) {
    case SCTP_COMM_UP:
      sctp->max_streams = MIN (change->sac_outbound_streams,
          change->sac_inbound_streams);
      set_state (sctp, RTC_SCTP_CONNECTED, NULL);
      break;
    case SCTP_COMM_LOST:
      lost (sctp, change);
      break;
    case SCTP_CANT_STR_ASSOC:
      rtc_sctp_fail (sctp, "the peer does not answer by SCTP");
      break;
    case SCTP_RESTART:
      /* over the same DTLS: its streams and ours no longer agree */
      rtc_sctp_fail (sctp, "the peer has begun the SCTP association anew");
      break;
    case SCTP_SHUTDOWN_COMP:
      rtc_sctp_fail (sctp, NULL);
      break;
    default:
      break;
  }
}

static void
streams_reset (RtcSctp * sctp, const struct sctp_stream_reset_event *event,
    gsize size)
{
  const guint ways[] = { SCTP_STREAM_RESET_INCOMING_SSN,
    SCTP_STREAM_RESET_OUTGOING_SSN
  };
  guint n;

  if (event->strreset_flags & (SCTP_STREAM_RESET_DENIED
          | SCTP_STREAM_RESET_FAILED))
    return;
  n = (size - sizeof (*event)) / sizeof (guint16);
  for (guint i = 0; i < G_N_ELEMENTS (ways) && !sctp->freed; i++) {
    if (event->strreset_flags & ways[i])
      sctp->events.reset (sctp, event->strreset_stream_list, n, i == 0,
          sctp->user_data);
  }
}

static void
notified (RtcSctp * sctp, gsize size)
{
  const union sctp_notification *n = (gconstpointer) sctp->buffer;

  if (size < sizeof (n->sn_header) || n->sn_header.sn_length > size)
    return;
  switch (n->sn_header.sn_type) {
    case SCTP_ASSOC_CHANGE:
      if (size >= sizeof (n->sn_assoc_change))
        association_changed (sctp, &n->sn_assoc_change);
      break;
    case SCTP_STREAM_RESET_EVENT:
      if (size >= sizeof (n->sn_strreset_event))
        streams_reset (sctp, &n->sn_strreset_event, n->sn_header.sn_length);
      break;
    default:
      break;
  }
}

/* FALSE: no more for now */
static gboolean
tell_one (RtcSctp * sctp)
{
  Read read = read_one (sctp);

  if (read.size < 0) {
    if (read.error != EWOULDBLOCK && read.error != ENOTCONN
        && read.error != EINTR)
      rtc_sctp_fail (sctp, "the SCTP association has broken");
    return FALSE;
  }
  if (read.flags & MSG_NOTIFICATION) {
    notified (sctp, read.size);
  } else if (read.size == 0) {
    /* shut down by the peer: the rest of the handshake needs the socket */
    set_state (sctp, RTC_SCTP_CLOSED, NULL);
    return FALSE;
  } else if (!(read.flags & MSG_EOR)
      || (gsize) read.size > sctp->config.max_message_size) {
    rtc_sctp_fail (sctp, "the peer has sent a message over the size that was "
        "agreed on (a=max-message-size): let it send smaller ones, then "
        "connect again");
  } else {
    sctp->events.message (sctp, read.info.rcv_sid,
        g_ntohl (read.info.rcv_ppid), sctp->buffer, read.size, sctp->user_data);
  }
  return TRUE;
}

static gboolean
take_woken (RtcSctp * sctp)
{
  gboolean woken;

  g_mutex_lock (&sctp->lock);
  woken = sctp->woken;
  sctp->posted = FALSE;
  if (!sctp->paused)
    sctp->woken = FALSE;
  g_mutex_unlock (&sctp->lock);
  return woken;
}

/* Paused by what was told: the rest is still to be read */
static void
keep_woken (RtcSctp * sctp)
{
  g_mutex_lock (&sctp->lock);
  sctp->woken = TRUE;
  g_mutex_unlock (&sctp->lock);
}

static void
unref (RtcSctp * sctp)
{
  if (!g_atomic_int_dec_and_test (&sctp->refcount))
    return;
  g_mutex_clear (&sctp->lock);
  g_ptr_array_unref (sctp->packets);
  rtc_loop_unref (sctp->loop);
  g_clear_pointer (&sctp->held, g_byte_array_unref);
  g_free (sctp->buffer);
  g_free (sctp);
}

/* Its loop, outside of usrsctp and of every event: tell what there is */
void
rtc_sctp_drain (RtcSctp * sctp)
{
  gboolean woken;

  g_atomic_int_inc (&sctp->refcount);
  rtc_sctp_release (sctp);
  rtc_sctp_flush (sctp);
  woken = take_woken (sctp);
  while (woken && !sctp->freed && !sctp->paused && sctp->socket != NULL
      && tell_one (sctp));
  if (woken && sctp->paused)
    keep_woken (sctp);
  if (woken && !sctp->freed && sctp->want_writable && sctp->socket != NULL) {
    sctp->want_writable = FALSE;
    sctp->events.writable (sctp, sctp->user_data);
  }
  if (!sctp->freed)
    rtc_sctp_flush (sctp);
  unref (sctp);
}

/* Its loop, also inside an event: nothing is told from here on.  The peer is
 * told ABORT unless the association has ended. */
void
rtc_sctp_free (RtcSctp * sctp)
{
  close_socket (sctp, NULL);
  sctp->freed = TRUE;
  rtc_sctp_stack_remove (sctp);
  unref (sctp);
}
