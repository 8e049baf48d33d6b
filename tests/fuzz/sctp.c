/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>
#include <string.h>

#include "data/rtcdata.h"
#include "usrsctp/rtccrc32c.h"
#include "usrsctp/rtcsctp.h"

/* What a peer may send through DTLS.  Our data channels face a bare
 * association: an input is either chunks in a packet with the right ports, tag
 * and checksum, or a message on a stream (DCEP and all others).  When the
 * association has had enough there is a new one. */

#define HEADER 12
#define CHUNKS 0x80

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

static struct
{
  RtcLoop *loop;
  RtcStrand *strand;
  RtcData *data;
  RtcSctp *peer;
  guint8 header[HEADER];        /* of a packet from the peer */
  GQueue wire;                  /* GBytes *, with a first byte: to whom */
  gboolean over;
} fuzz;

static void
put (GBytes * const *packets, guint n, guint8 to_peer)
{
  for (guint i = 0; i < n; i++) {
    GByteArray *copy = g_byte_array_new ();
    gsize size;
    const guint8 *bytes = g_bytes_get_data (packets[i], &size);

    g_byte_array_append (copy, &to_peer, 1);
    g_byte_array_append (copy, bytes, size);
    g_queue_push_tail (&fuzz.wire, g_byte_array_free_to_bytes (copy));
    if (!to_peer && size >= HEADER)
      memcpy (fuzz.header, bytes, HEADER);
  }
}

static void
carry (void)
{
  GBytes *packet;

  while ((packet = g_queue_pop_head (&fuzz.wire)) != NULL) {
    gsize size;
    const guint8 *bytes = g_bytes_get_data (packet, &size);

    if (bytes[0])
      rtc_sctp_input (fuzz.peer, bytes + 1, size - 1);
    else
      rtc_data_input (fuzz.data, bytes + 1, size - 1);
    g_bytes_unref (packet);
  }
}

static void
on_send (GBytes * const *packets, guint n, gpointer data)
{
  put (packets, n, 1);
}

static void
on_output (RtcSctp * sctp, GBytes * const *packets, guint n, gpointer data)
{
  put (packets, n, 0);
}

static void
on_state (RtcSctp * sctp, RtcSctpState state, const gchar * reason,
    gpointer data)
{
  fuzz.over = state == RTC_SCTP_CLOSED;
}

static void
on_message (RtcSctp * sctp, guint16 stream, guint32 ppid, const guint8 * data,
    gsize size, gpointer user_data)
{
}

static void
on_reset (RtcSctp * sctp, const guint16 * streams, guint n, gboolean incoming,
    gpointer data)
{
}

static void
on_writable (RtcSctp * sctp, gpointer data)
{
}

static void
on_closed (RtcData * data, const gchar * reason, gpointer user_data)
{
  g_atomic_int_set (&fuzz.over, TRUE);
}

static void
begin (void)
{
  static const RtcSctpEvents events = { on_output, on_state, on_message,
    on_reset, on_writable
  };
  static const RtcDataEvents data_events = { NULL, NULL, on_closed };
  const RtcSctpConfig config = { 5000, 5000, 262144, 1150 };
  const RtcDataLink link = { 5000, 5000, 0, TRUE, on_send, NULL };

  fuzz.over = FALSE;
  fuzz.data = rtc_data_new (fuzz.strand, &data_events, NULL);
  fuzz.peer = rtc_sctp_new (fuzz.loop, &config, &events, NULL, NULL);
  if (!rtc_data_connect (fuzz.data, fuzz.loop, &link, NULL))
    abort ();
  rtc_sctp_start (fuzz.peer);
  carry ();
}

static void
end (void)
{
  rtc_data_close (fuzz.data);
  rtc_data_disconnect (fuzz.data);
  g_clear_pointer (&fuzz.data, rtc_data_unref);
  g_clear_pointer (&fuzz.peer, rtc_sctp_free);
  g_queue_clear_full (&fuzz.wire, (GDestroyNotify) g_bytes_unref);
}

static void
chunks (const guint8 * data, gsize size)
{
  g_autofree guint8 *packet = g_malloc (HEADER + size);
  guint32 sum;

  memcpy (packet, fuzz.header, HEADER);
  memcpy (packet + HEADER, data, size);
  sum = rtc_crc32c (packet, HEADER + size);
  memcpy (packet + 8, &sum, sizeof (sum));
  rtc_data_input (fuzz.data, packet, HEADER + size);
}

static void
message (guint8 how, const guint8 * data, gsize size)
{
  RtcSctpSend send = {.stream = how >> 3,.ppid = 50 + (how & 7),
    .max_retransmits = -1,.max_lifetime = -1
  };
  const guint16 stream = send.stream;

  if (size == 0)
    rtc_sctp_reset_streams (fuzz.peer, &stream, 1);
  else
    rtc_sctp_send (fuzz.peer, &send, data, size, NULL);
  rtc_sctp_flush (fuzz.peer);
}

static void
one (gpointer user_data)
{
  const GBytes *input = user_data;
  gsize size;
  const guint8 *data = g_bytes_get_data ((GBytes *) input, &size);
  static guint inputs;

  if (fuzz.data != NULL
      && (g_atomic_int_get (&fuzz.over) || ++inputs % 64 == 0))
    end ();
  if (fuzz.data == NULL)
    begin ();
  if (data[0] & CHUNKS)
    chunks (data + 1, size - 1);
  else
    message (data[0], data + 1, size - 1);
  carry ();
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  g_autoptr (GBytes) input = g_bytes_new (data, size);

  if (size == 0 || size > 4096)
    return 0;
  if (fuzz.loop == NULL) {
    fuzz.loop = rtc_loop_new ("fuzz");
    fuzz.strand = rtc_strand_new ();
    g_queue_init (&fuzz.wire);
  }
  rtc_loop_call (fuzz.loop, one, input);
  return 0;
}
