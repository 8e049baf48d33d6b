/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include <gio/gio.h>

#include "rtcsctppriv.h"

/* RFC 8831 section 6.2 asks for 65535 of them; usrsctp takes a hundred bytes for
 * each at once, and the browsers themselves have 1024 */
#define DEFAULT_STREAMS 1024
/* A message goes in whole, and what is not acknowledged stays in; what one
 * side may have on its way has to fit into the other's, or messages of many
 * streams could fill it with none of them complete */
#define RECEIVE_BUFFER (4 * 1024 * 1024)
/* What usrsctp takes for one packet is so many of the wire (rtcsctpcut.c): its
 * congestion control counts in them.  Of its least window of two packets, or
 * after a timeout one, losses can hardly be told by what arrives after them, and
 * each then takes a timeout.  With 4 that leaves what libwebrtc and RFC 6928
 * have: 4 packets after a timeout, 12 in the beginning. */
#define TRAIN 4
/* What usrsctp adds to SCTP_MAXSEG: IPv4, its header, a DATA chunk's */
#define MAXSEG_EXTRA 48

/* How usrsctp knows the two ends: both by our number */
struct sockaddr_conn
rtc_sctp_address (gsize id, guint16 port)
{
  struct sockaddr_conn address = { 0 };

  address.sconn_family = AF_CONN;
  address.sconn_port = g_htons (port);
  address.sconn_addr = (void *) id;
  return address;
}

static gboolean
set (struct socket *socket, gint level, gint option, gconstpointer value,
    gsize size)
{
  return usrsctp_setsockopt (socket, level, option, value, size) == 0;
}

static gboolean
set_int (struct socket *socket, gint level, gint option, gint value)
{
  return set (socket, level, option, &value, sizeof (value));
}

static gboolean
set_assoc (struct socket *socket, gint option, guint32 value)
{
  struct sctp_assoc_value assoc = { SCTP_FUTURE_ASSOC, value };

  return set (socket, IPPROTO_SCTP, option, &assoc, sizeof (assoc));
}

static gboolean
set_notifications (struct socket *socket)
{
  static const guint16 types[] = {
    SCTP_ASSOC_CHANGE, SCTP_SHUTDOWN_EVENT, SCTP_STREAM_RESET_EVENT
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    struct sctp_event event = {.se_type = types[i],.se_on = 1 };

    if (!set (socket, IPPROTO_SCTP, SCTP_EVENT, &event, sizeof (event)))
      return FALSE;
  }
  return TRUE;
}

/* A message of at most @max bytes is read as a whole: who is told a part of one
 * knows that it is larger */
static gboolean
set_messages (struct socket *socket, gsize max)
{
  return set_int (socket, SOL_SOCKET, SO_SNDBUF, RTC_SCTP_SEND_BUFFER)
      && set_int (socket, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER)
      && set_int (socket, IPPROTO_SCTP, SCTP_PARTIAL_DELIVERY_POINT, max + 1)
      && set_int (socket, IPPROTO_SCTP, SCTP_RECVRCVINFO, 1)
      && set_int (socket, IPPROTO_SCTP, SCTP_NODELAY, 1);
}

/* The streams take turns, message by message.  Not fragment by fragment (RFC 8260):
 * usrsctp 0.9.5 gives up a message of partial reliability together with all that
 * lies between its fragments, of whatever stream */
static gboolean
set_streams (struct socket *socket, guint16 wanted)
{
  guint16 streams = wanted != 0 ? wanted : DEFAULT_STREAMS;
  struct sctp_initmsg init = {.sinit_num_ostreams = streams,
    .sinit_max_instreams = streams
  };

  return set (socket, IPPROTO_SCTP, SCTP_INITMSG, &init, sizeof (init))
      && set_assoc (socket, SCTP_ENABLE_STREAM_RESET,
      SCTP_ENABLE_RESET_STREAM_REQ)
      && set_int (socket, IPPROTO_SCTP, SCTP_FRAGMENT_INTERLEAVE, 1)
      && set_assoc (socket, SCTP_PLUGGABLE_SS, SCTP_SS_ROUND_ROBIN);
}

/* RFC 8261 section 5: no path MTU discovery that DTLS would not carry.  ICE's
 * consent watches the path: no heartbeats */
static gboolean
set_path (struct socket *socket, guint mtu)
{
  struct sctp_paddrparams path = { 0 };

  path.spp_address.ss_family = AF_CONN;
  path.spp_flags = SPP_PMTUD_DISABLE | SPP_HB_DISABLE;
  /* of an AF_CONN path usrsctp leaves its own header out */
  path.spp_pathmtu = TRAIN * mtu - sizeof (struct sctp_common_header);
  return set (socket, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, &path,
      sizeof (path)) && set_assoc (socket, SCTP_MAXSEG, mtu - MAXSEG_EXTRA);
}

/* Closing it says ABORT to the peer and keeps nothing */
static gboolean
set_linger (struct socket *socket)
{
  struct linger linger = {.l_onoff = 1 };

  return set (socket, SOL_SOCKET, SO_LINGER, &linger, sizeof (linger));
}

/* With the stack for itself.  Bound, not yet connecting. */
struct socket *
rtc_sctp_socket_new (const RtcSctpConfig * config, gsize id, GError ** error)
{
  struct sockaddr_conn address = rtc_sctp_address (id, config->local_port);
  struct socket *socket = usrsctp_socket (AF_CONN, SOCK_STREAM, IPPROTO_SCTP,
      NULL, NULL, 0, NULL);

  if (socket != NULL && usrsctp_set_non_blocking (socket, 1) == 0
      && set_linger (socket) && set_notifications (socket)
      && set_messages (socket, config->max_message_size)
      && set_streams (socket, config->streams)
      && set_path (socket, config->mtu)
      && usrsctp_bind (socket, (struct sockaddr *) &address,
          sizeof (address)) == 0) {
    usrsctp_set_upcall (socket, rtc_sctp_stack_upcall, (void *) id);
    return socket;
  }
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
      "SCTP: no socket (%s)", g_strerror (errno));
  if (socket != NULL)
    usrsctp_close (socket);
  return NULL;
}
