/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtctransport-private.h"

#include "core/rtcclassify.h"

/* A handshake record may overtake the end of the connectivity checks.  An
 * answer to it could not be sent yet, and waiting for its retransmission costs
 * more than the whole set-up: keep a flight's worth. */
void
rtc_transport_hold_dtls (RtcTransport * transport, const guint8 * data,
    gsize size)
{
  if (transport->n_held < RTC_TRANSPORT_MAX_HELD)
    transport->held[transport->n_held++] = g_bytes_new (data, size);
  else
    transport->packets_discarded++;
}

void
rtc_transport_clear_held (RtcTransport * transport)
{
  while (transport->n_held > 0)
    g_bytes_unref (transport->held[--transport->n_held]);
}

static void
receive_dtls (RtcTransport * transport, const guint8 * data, gsize size)
{
  if (!transport->path.open
      || !rtc_secure_input (transport->secure, data, size))
    rtc_transport_hold_dtls (transport, data, size);
}

void
rtc_transport_receive_held (RtcTransport * transport)
{
  GBytes *held[RTC_TRANSPORT_MAX_HELD];
  guint n = transport->n_held;

  memcpy (held, transport->held, sizeof (held));
  transport->n_held = 0;
  for (guint i = 0; i < n; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (held[i], &size);

    receive_dtls (transport, data, size);
    g_bytes_unref (held[i]);
  }
}

/* How many datagrams may wait for the end of a dispatch, which is as long as the
 * socket has more of them */
#define MAX_UNFLUSHED 64

/* The loop's sockets have been read, or there is enough for a list */
void
rtc_transport_flush (gpointer data)
{
  RtcTransport *transport = data;

  if (transport->n_unflushed == 0)
    return;
  transport->n_unflushed = 0;
  transport->events.flush (transport, transport->user_data);
}

/* The agent reads a socket until it is empty, in one dispatch; a timer that is
 * due at once comes after that, in the loop's next turn. */
void
rtc_transport_note_delivered (RtcTransport * transport)
{
  if (transport->events.flush == NULL)
    return;
  if (++transport->n_unflushed == 1)
    rtc_timer_set (transport->flush_timer, 0);
  else if (transport->n_unflushed == MAX_UNFLUSHED)
    rtc_transport_flush (transport);
}

static void
receive_srtp (RtcTransport * transport, guint8 * data, gsize size,
    gboolean rtcp)
{
  RtcSpan span = { data, size };
  RtcSrtp *srtp = rtc_secure_begin_in (transport->secure);
  guint left;

  if (srtp == NULL) {
    transport->packets_discarded++;
    return;
  }
  left = rtcp ? rtc_srtp_unprotect_rtcp (srtp, &span, 1)
      : rtc_srtp_unprotect_rtp (srtp, &span, 1);
  rtc_secure_end_in (transport->secure);

  if (left == 0) {
    transport->packets_discarded++;
    return;
  }
  if (rtcp)
    transport->events.rtcp (transport, span.data, span.size,
        transport->user_data);
  else if (transport->events.rtp != NULL)
    transport->events.rtp (transport, span.data, span.size,
        transport->user_data);
  rtc_transport_note_delivered (transport);
}

/* One datagram of the validated pair (RFC 7983) */
void
rtc_transport_receive (RtcTransport * transport, guint8 * data, gsize size)
{
  transport->packets_received++;
  transport->bytes_received += size;

  switch (rtc_classify (data, size)) {
    case RTC_PACKET_DTLS:
      receive_dtls (transport, data, size);
      break;
    case RTC_PACKET_RTP:
      receive_srtp (transport, data, size, FALSE);
      break;
    case RTC_PACKET_RTCP:
      receive_srtp (transport, data, size, TRUE);
      break;
    default:
      transport->packets_discarded++;
      break;
  }
}
