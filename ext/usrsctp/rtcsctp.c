/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include <gio/gio.h>

#include "rtccrc32c.h"
#include "rtcsctppriv.h"

/* An association bound to its port, that does nothing before start ().  Its
 * loop; transfer: full; NULL with @error: usrsctp has no room. */
RtcSctp *
rtc_sctp_new (RtcLoop * loop, const RtcSctpConfig * config,
    const RtcSctpEvents * events, gpointer user_data, GError ** error)
{
  RtcSctp *sctp = g_new0 (RtcSctp, 1);

  sctp->refcount = 1;
  sctp->least_rtt = G_MAXUINT;
  sctp->loop = rtc_loop_ref (loop);
  sctp->config = *config;
  sctp->events = *events;
  sctp->user_data = user_data;
  sctp->packets = g_ptr_array_new_with_free_func ((GDestroyNotify)
      g_bytes_unref);
  sctp->buffer = g_malloc (config->max_message_size + 1);
  g_mutex_init (&sctp->lock);
  rtc_sctp_stack_add (sctp);

  rtc_sctp_stack_enter_alone (sctp);
  sctp->socket = rtc_sctp_socket_new (config, sctp->id, error);
  rtc_sctp_stack_leave_alone (sctp);
  if (sctp->socket == NULL)
    g_clear_pointer (&sctp, rtc_sctp_free);
  return sctp;
}

/* Both sides do it (RFC 8831 section 6.1: either may, RFC 9260 section 5.2.1
 * brings them together).  Its loop. */
void
rtc_sctp_start (RtcSctp * sctp)
{
  struct sockaddr_conn peer =
      rtc_sctp_address (sctp->id, sctp->config.remote_port);
  gint result, why;

  if (sctp->state != RTC_SCTP_NEW)
    return;
  sctp->state = RTC_SCTP_CONNECTING;
  rtc_sctp_stack_enter (sctp);
  result = usrsctp_connect (sctp->socket, (struct sockaddr *) &peer,
      sizeof (peer));
  why = errno;
  rtc_sctp_stack_leave (sctp);
  if (result < 0 && why != EINPROGRESS)
    rtc_sctp_fail (sctp, g_strerror (why));
  else
    rtc_sctp_drain (sctp);
}

/* A peer that leaves the checksum to DTLS (RFC 9653) was not told that it may:
 * RFC 9260 section 6.8 */
static gboolean
is_whole (const guint8 * data, gsize size)
{
  struct sctp_common_header header;

  if (size < sizeof (header) || size > G_MAXUINT16)
    return FALSE;
  memcpy (&header, data, sizeof (header));
  return header.crc32c == rtc_crc32c (data, size);
}

/* One packet from DTLS.  Its loop, outside of events. */
void
rtc_sctp_input (RtcSctp * sctp, const guint8 * data, gsize size)
{
  g_autofree guint8 *copy = NULL;

  if (sctp->socket == NULL || sctp->state == RTC_SCTP_NEW
      || !is_whole (data, size))
    return;
  copy = rtc_sctp_hold (sctp, data, size);
  rtc_sctp_stack_enter (sctp);
  usrsctp_conninput ((void *) sctp->id, copy != NULL ? copy : data, size, 0);
  rtc_sctp_stack_leave (sctp);
  rtc_sctp_drain (sctp);
}

/* While paused no message is told, and the peer stops when our buffer is full.
 * Its loop. */
void
rtc_sctp_set_paused (RtcSctp * sctp, gboolean paused)
{
  if (sctp->paused == paused)
    return;
  sctp->paused = paused;
  if (!paused)
    rtc_sctp_drain (sctp);
}

/* Streams each way, once CONNECTED: ids are below it.  Its loop. */
guint
rtc_sctp_get_max_streams (RtcSctp * sctp)
{
  return sctp->max_streams;
}

/* What the calls before have made goes to output ().  Its loop. */
void
rtc_sctp_flush (RtcSctp * sctp)
{
  GPtrArray *packets = NULL;

  g_mutex_lock (&sctp->lock);
  if (sctp->packets->len > 0) {
    packets = sctp->packets;
    sctp->packets = g_ptr_array_new_with_free_func ((GDestroyNotify)
        g_bytes_unref);
  }
  g_mutex_unlock (&sctp->lock);
  if (packets == NULL)
    return;
  sctp->events.output (sctp, (GBytes * const *) packets->pdata, packets->len,
      sctp->user_data);
  g_ptr_array_unref (packets);
}

/* RFC 7053: nothing follows that would make the peer acknowledge the last of
 * several packets, and it may take 200 ms then, which is more than our
 * retransmission waits.  One packet may get an answer, which brings the SACK with
 * it: another one before that makes a round trip longer. */
static gboolean
asks_for_sack (RtcSctp * sctp, const RtcSctpSend * how, gsize size)
{
  return !how->more && size > sctp->config.mtu;
}

static struct sctp_sendv_spa
make_info (const RtcSctpSend * how)
{
  struct sctp_sendv_spa info = { 0 };

  info.sendv_flags = SCTP_SEND_SNDINFO_VALID;
  info.sendv_sndinfo.snd_sid = how->stream;
  info.sendv_sndinfo.snd_ppid = g_htonl (how->ppid);
  info.sendv_sndinfo.snd_flags = SCTP_EOR | (how->unordered ?
      SCTP_UNORDERED : 0);
  if (how->max_retransmits >= 0 || how->max_lifetime >= 0) {
    info.sendv_flags |= SCTP_SEND_PRINFO_VALID;
    info.sendv_prinfo.pr_policy = how->max_retransmits >= 0 ?
        SCTP_PR_SCTP_RTX : SCTP_PR_SCTP_TTL;
    info.sendv_prinfo.pr_value = how->max_retransmits >= 0 ?
        how->max_retransmits : how->max_lifetime;
  }
  return info;
}

/* One whole message of 1 to RTC_SCTP_MAX_SEND bytes, or nothing of it.  What it
 * makes waits for flush ().  Its loop. */
RtcSctpResult
rtc_sctp_send (RtcSctp * sctp, const RtcSctpSend * how,
    const guint8 * data, gsize size, GError ** error)
{
  struct sctp_sendv_spa info = make_info (how);
  gssize sent = -1;
  gint why = ENOTCONN;

  if (asks_for_sack (sctp, how, size))
    info.sendv_sndinfo.snd_flags |= SCTP_SACK_IMMEDIATELY;
  if (size > RTC_SCTP_MAX_SEND) {
    why = EMSGSIZE;
  } else if (sctp->socket != NULL && sctp->state == RTC_SCTP_CONNECTED) {
    rtc_sctp_stack_enter (sctp);
    sent = usrsctp_sendv (sctp->socket, data, size, NULL, 0, &info,
        sizeof (info), SCTP_SENDV_SPA, 0);
    why = errno;
    rtc_sctp_stack_leave (sctp);
  }
  if (sent == (gssize) size)
    return RTC_SCTP_SENT;
  if (sent < 0 && (why == EWOULDBLOCK || why == EINTR || why == ENOBUFS)) {
    sctp->want_writable = TRUE;
    rtc_sctp_fit_window (sctp);
    return RTC_SCTP_FULL;
  }
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (why),
      "SCTP does not send %" G_GSIZE_FORMAT " bytes on stream %u: %s", size,
      how->stream, g_strerror (why));
  return RTC_SCTP_REFUSED;
}

/* RFC 6525: our outgoing @streams, once all that was sent on them has arrived.
 * FALSE: the peer cannot, or there is no such stream.  Its loop; flush (). */
gboolean
rtc_sctp_reset_streams (RtcSctp * sctp, const guint16 * streams, guint n)
{
  gsize size = sizeof (struct sctp_reset_streams) + n * sizeof (guint16);
  g_autofree struct sctp_reset_streams *reset = g_malloc0 (size);
  gint result;

  if (sctp->socket == NULL || n == 0 || n > G_MAXUINT16)
    return FALSE;
  reset->srs_flags = SCTP_STREAM_RESET_OUTGOING;
  reset->srs_number_streams = n;
  for (guint i = 0; i < n; i++)
    reset->srs_stream_list[i] = streams[i];
  rtc_sctp_stack_enter (sctp);
  result = usrsctp_setsockopt (sctp->socket, IPPROTO_SCTP, SCTP_RESET_STREAMS,
      reset, size);
  rtc_sctp_stack_leave (sctp);
  return result == 0;
}

/* What was sent still arrives, then both sides are CLOSED.  Its loop. */
void
rtc_sctp_shutdown (RtcSctp * sctp)
{
  if (sctp->socket == NULL)
    return;
  rtc_sctp_stack_enter (sctp);
  usrsctp_shutdown (sctp->socket, SHUT_WR);
  rtc_sctp_stack_leave (sctp);
  rtc_sctp_drain (sctp);
}
