/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>
#include <string.h>

#include "data/rtcdata.h"
#include "usrsctp/rtccrc32c.h"
#include "usrsctp/rtcsctp.h"

/* What a peer may send through DTLS.  Our data channels face a bare
 * association.  An input is a row of steps, each a byte that says what it is, one
 * for the size of what follows, and that:
 *
 *   00 + n   a message of the peer's with payload protocol identifier 50 + n (0 to
 *            7), the stream first; nothing but a stream: it is reset
 *   40       chunks in a packet of the peer's, with the right ports, tag and
 *            checksum; TSNs in them count from the peer's last
 *   80       the peer's next packet is changed: pairs of a place behind the header
 *            and what it is XORed with; no pair: it is lost
 *   c0 + n   we do something: see ours ()
 *
 * When the association has had enough there is a new one. */

#define HEADER 12
#define KIND 0xc0
#define MESSAGE 0x00
#define CHUNKS 0x40
#define CHANGE 0x80
#define CHANNELS 8              /* of ours, at most */

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

static struct
{
  RtcLoop *loop;
  RtcStrand *strand;
  RtcData *data;
  RtcSctp *peer;
  guint8 header[HEADER];        /* of a packet from the peer */
  guint32 tsn;                  /* its last */
  guint32 request;              /* number of its next stream reset */
  const guint8 *change;         /* what happens to its next packet, or NULL */
  gsize changes;
  RtcDataChannel *channels[CHANNELS];
  guint n_channels;
  GQueue wire;                  /* GBytes *, with a first byte: to whom */
  gboolean over;
} fuzz;

static guint32
read_32 (const guint8 * bytes)
{
  return (guint32) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static void
write_32 (guint8 * bytes, guint32 value)
{
  for (guint i = 0; i < 4; i++)
    bytes[i] = value >> (24 - 8 * i);
}

/* Calls @func for each chunk with room for two numbers behind its header */
static void
each_chunk (guint8 * packet, gsize size, void (*func) (guint8 * chunk))
{
  gsize length;

  for (gsize at = HEADER; at + 12 <= size; at += (length + 3) / 4 * 4) {
    length = MAX (packet[at + 2] << 8 | packet[at + 3], 4);
    func (packet + at);
  }
}

static gboolean
has_tsn (const guint8 * chunk)
{
  return chunk[0] == 0 || chunk[0] == 64;
}

/* DATA and I-DATA, or a stream reset (RFC 6525 section 4.1) */
static void
note_numbers (guint8 * chunk)
{
  if (has_tsn (chunk))
    fuzz.tsn = read_32 (chunk + 4);
  else if (chunk[0] == 130 && chunk[5] == 13)
    fuzz.request = read_32 (chunk + 8) + 1;
}

/* What an input says of them counts from the peer's last */
static void
set_numbers (guint8 * chunk)
{
  if (has_tsn (chunk) || chunk[0] == 192 || chunk[0] == 194)
    write_32 (chunk + 4, fuzz.tsn + (gint8) chunk[7]);
  else if (chunk[0] == 130 && chunk[5] == 13)
    write_32 (chunk + 8, fuzz.request + (gint8) chunk[11]);
}

static void
sign (guint8 * packet, gsize size)
{
  guint32 sum = rtc_crc32c (packet, size);

  memcpy (packet + 8, &sum, sizeof (sum));
}

/* FALSE: it is lost */
static gboolean
change (guint8 * packet, gsize size)
{
  const guint8 *changes = g_steal_pointer (&fuzz.change);
  gsize n = fuzz.changes / 2;

  if (changes == NULL)
    return TRUE;
  for (gsize i = 0; i < n && size > HEADER; i++)
    packet[HEADER + changes[2 * i] % (size - HEADER)] ^= changes[2 * i + 1];
  sign (packet, size);
  return n > 0;
}

static void
put (GBytes * const *packets, guint n, guint8 to_peer)
{
  for (guint i = 0; i < n; i++) {
    GByteArray *copy = g_byte_array_new ();
    gsize size;
    const guint8 *bytes = g_bytes_get_data (packets[i], &size);

    g_byte_array_append (copy, &to_peer, 1);
    g_byte_array_append (copy, bytes, size);
    if (!to_peer && size >= HEADER) {
      memcpy (fuzz.header, bytes, HEADER);
      each_chunk (copy->data + 1, size, note_numbers);
      if (!change (copy->data + 1, size)) {
        g_byte_array_unref (copy);
        continue;
      }
    }
    g_queue_push_tail (&fuzz.wire, g_byte_array_free_to_bytes (copy));
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
  while (fuzz.n_channels > 0)
    rtc_data_channel_unref (fuzz.channels[--fuzz.n_channels]);
  g_clear_pointer (&fuzz.data, rtc_data_unref);
  g_clear_pointer (&fuzz.peer, rtc_sctp_free);
  g_queue_clear_full (&fuzz.wire, (GDestroyNotify) g_bytes_unref);
}

/* --- steps -------------------------------------------------------------------------- */

static void
chunks (const guint8 * data, gsize size)
{
  g_autofree guint8 *packet = g_malloc (HEADER + size);

  memcpy (packet, fuzz.header, HEADER);
  memcpy (packet + HEADER, data, size);
  each_chunk (packet, HEADER + size, set_numbers);
  each_chunk (packet, HEADER + size, note_numbers);
  sign (packet, HEADER + size);
  rtc_data_input (fuzz.data, packet, HEADER + size);
}

static void
message (guint8 kind, const guint8 * data, gsize size)
{
  RtcSctpSend send = {.ppid = 50 + (kind & 7),.unordered = (kind & 8) != 0,
    .max_retransmits = kind & 16 ? 0 : -1,.max_lifetime = -1
  };
  guint16 stream;

  if (size == 0)
    return;
  send.stream = stream = data[0] % 32;
  if (size == 1)
    rtc_sctp_reset_streams (fuzz.peer, &stream, 1);
  else
    rtc_sctp_send (fuzz.peer, &send, data + 1, size - 1, NULL);
  rtc_sctp_flush (fuzz.peer);
}

/* A channel is made, sent on, or closed; @data: which, and what */
static void
ours (guint8 kind, const guint8 * data, gsize size)
{
  static const RtcDataChannelEvents events = { NULL };
  const gint id = kind & 8 ? (gint) size : -1;
  const RtcDataChannelConfig config = { "ours", "", kind & 16, -1,
    kind & 32 ? 0 : -1, id >= 0, id, 256
  };
  RtcDataChannel *channel;

  if ((kind & 3) == 0) {
    if (fuzz.n_channels == CHANNELS)
      return;
    channel = rtc_data_create_channel (fuzz.data, &config, NULL);
    if (channel == NULL)
      return;
    rtc_data_channel_watch (channel, &events, NULL, NULL);
    fuzz.channels[fuzz.n_channels++] = channel;
  } else if (fuzz.n_channels > 0 && (kind & 3) == 1) {
    g_autoptr (GBytes) bytes = g_bytes_new (data, size);

    rtc_data_channel_send (fuzz.channels[fuzz.n_channels - 1], bytes,
        kind & 4, NULL);
  } else if (fuzz.n_channels > 0) {
    channel = fuzz.channels[--fuzz.n_channels];
    rtc_data_channel_close (channel);
    rtc_data_channel_unref (channel);
  }
}

static void
step (guint8 kind, const guint8 * data, gsize size)
{
  switch (kind & KIND) {
    case MESSAGE:
      message (kind, data, size);
      break;
    case CHUNKS:
      chunks (data, size);
      break;
    case CHANGE:
      fuzz.change = data;
      fuzz.changes = size;
      break;
    default:
      ours (kind, data, size);
      break;
  }
  carry ();
}

static void
one (gpointer user_data)
{
  GBytes *input = user_data;
  gsize size, at = 0;
  const guint8 *data = g_bytes_get_data (input, &size);
  static guint inputs;

  if (fuzz.data != NULL
      && (g_atomic_int_get (&fuzz.over) || ++inputs % 64 == 0))
    end ();
  if (fuzz.data == NULL)
    begin ();
  while (at + 2 <= size && !g_atomic_int_get (&fuzz.over)) {
    gsize length = MIN (data[at + 1], size - at - 2);

    step (data[at], data + at + 2, length);
    at += 2 + length;
  }
  fuzz.change = NULL;
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
