/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bare.h"

#include <string.h>

#include "usrsctp/rtccrc32c.h"

#define CHUNK_DATA 0
#define CHUNK_ABORT 6

/* --- the wire, all on the one loop ------------------------------------------------ */

typedef struct
{
  Bare *bare;
  GBytes *bytes;
  gboolean to_peer;
} Packet;

static void
packet_free (gpointer data)
{
  g_bytes_unref (((Packet *) data)->bytes);
  g_free (data);
}

static void
arrive (gpointer data)
{
  Packet *packet = data;
  Bare *bare = packet->bare;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (packet->bytes, &size);

  if (!packet->to_peer)
    rtc_data_input (bare->side->data, bytes, size);
  else if (bare->sctp != NULL && !g_atomic_int_get (&bare->deaf))
    rtc_sctp_input (bare->sctp, bytes, size);
}

static guint
read_16 (const guint8 * bytes)
{
  return bytes[0] << 8 | bytes[1];
}

/* @type's first chunk in a packet, or NULL */
static const guint8 *
find_chunk (GBytes * packet, guint8 type)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (packet, &size);

  for (gsize at = 12; at + 4 <= size;
      at += GST_ROUND_UP_4 (MAX (read_16 (bytes + at + 2), 4)))
    if (bytes[at] == type)
      return bytes + at;
  return NULL;
}

static void
watch_ours (Bare * bare, GBytes * packet)
{
  const guint8 *chunk = find_chunk (packet, CHUNK_ABORT);

  if (chunk != NULL)
    g_atomic_int_set (&bare->abort_cause,
        read_16 (chunk + 2) >= 8 ? (gint) read_16 (chunk + 4) : 0);
}

static void
watch_theirs (Bare * bare, GBytes * packet)
{
  const guint8 *chunk = find_chunk (packet, CHUNK_DATA);

  if (chunk != NULL)
    bare->tsn = GST_READ_UINT32_BE (chunk + 4);
  memcpy (bare->header, g_bytes_get_data (packet, NULL), 12);
}

static void
carry (Bare * bare, GBytes * const *packets, guint n, gboolean to_peer)
{
  for (guint i = 0; i < n; i++) {
    Packet *packet;

    if (!to_peer && g_atomic_int_get (&bare->lose) > 0) {
      g_atomic_int_add (&bare->lose, -1);
      continue;
    }
    packet = g_new (Packet, 1);
    *packet = (Packet) {
    bare, g_bytes_ref (packets[i]), to_peer};
    if (to_peer)
      watch_ours (bare, packets[i]);
    else
      watch_theirs (bare, packets[i]);
    rtc_loop_post (bare->side->loop, arrive, packet, packet_free);
  }
}

static void
to_peer (GBytes * const *packets, guint n, gpointer data)
{
  carry (data, packets, n, TRUE);
}

/* --- the peer ------------------------------------------------------------------------ */

static void
on_output (RtcSctp * sctp, GBytes * const *packets, guint n, gpointer data)
{
  carry (data, packets, n, FALSE);
}

static void
on_state (RtcSctp * sctp, RtcSctpState state, const gchar * reason,
    gpointer data)
{
}

static void
on_message (RtcSctp * sctp, guint16 stream, guint32 ppid, const guint8 * bytes,
    gsize size, gpointer data)
{
}

static void
on_reset (RtcSctp * sctp, const guint16 * streams, guint n, gboolean incoming,
    gpointer data)
{
  if (incoming)
    g_atomic_int_add (&((Bare *) data)->n_resets, n);
}

static void
on_writable (RtcSctp * sctp, gpointer data)
{
}

/* --- life ----------------------------------------------------------------------------- */

typedef struct
{
  Bare *bare;
  gint64 reset_timeout;
} Begin;

static void
begin (gpointer data)
{
  static const RtcSctpEvents events = { on_output, on_state, on_message,
    on_reset, on_writable
  };
  const Begin *call = data;
  Bare *bare = call->bare;
  RtcSctpConfig config = { 5000, 5000, 262144, 1150 };
  RtcDataLink link = { 5000, 5000, 0, TRUE, to_peer, bare,
    .reset_timeout = call->reset_timeout
  };

  bare->sctp = rtc_sctp_new (bare->side->loop, &config, &events, bare, NULL);
  fail_unless (rtc_data_connect (bare->side->data, bare->side->loop, &link,
          NULL));
  rtc_sctp_start (bare->sctp);
}

static void
end (gpointer data)
{
  g_clear_pointer (&((Bare *) data)->sctp, rtc_sctp_free);
}

Bare *
bare_new_with (gint64 reset_timeout)
{
  Bare *bare = g_new0 (Bare, 1);
  Begin call = { bare, reset_timeout };

  bare->pair = pair_new ();
  bare->side = &bare->pair->sides[0];
  bare->abort_cause = -1;
  rtc_loop_call (bare->side->loop, begin, &call);
  pair_wait (bare->side, "connected 1024");
  return bare;
}

Bare *
bare_new (void)
{
  return bare_new_with (0);
}

void
bare_free (Bare * bare)
{
  rtc_loop_call (bare->side->loop, end, bare);
  bare_settle (bare);
  pair_free (bare->pair);
  g_free (bare);
}

/* --- what it says ----------------------------------------------------------------------- */

typedef struct
{
  Bare *bare;
  guint16 stream;
  guint32 ppid;
  const guint8 *bytes;
  gsize size;
  RtcSctpResult result;
} Say;

static void
say_now (gpointer data)
{
  Say *say = data;
  RtcSctpSend how = { say->stream, say->ppid, FALSE, -1, -1, FALSE };

  say->result = rtc_sctp_send (say->bare->sctp, &how, say->bytes, say->size,
      NULL);
  rtc_sctp_flush (say->bare->sctp);
}

void
bare_say (Bare * bare, guint16 stream, guint32 ppid, gconstpointer bytes,
    gsize size)
{
  Say call = { bare, stream, ppid, bytes, size, RTC_SCTP_FULL };

  while (call.result != RTC_SCTP_SENT) {
    rtc_loop_call (bare->side->loop, say_now, &call);
    fail_if (call.result == RTC_SCTP_REFUSED);
  }
}

void
bare_open (Bare * bare, guint16 stream, const gchar * label)
{
  RtcDcepOpen open = { TRUE, -1, -1, 256, (gchar *) label, (gchar *) "" };
  g_autoptr (GBytes) bytes = rtc_dcep_write_open (&open);

  bare_say (bare, stream, RTC_PPID_DCEP, g_bytes_get_data (bytes, NULL),
      g_bytes_get_size (bytes));
}

static void
reset_now (gpointer data)
{
  const Say *say = data;

  fail_unless (rtc_sctp_reset_streams (say->bare->sctp, &say->stream, 1));
  rtc_sctp_flush (say->bare->sctp);
}

void
bare_reset (Bare * bare, guint16 stream)
{
  Say call = {.bare = bare,.stream = stream };

  rtc_loop_call (bare->side->loop, reset_now, &call);
}

static void
forge_now (gpointer data)
{
  const Say *say = data;
  g_autofree guint8 *packet = g_malloc (12 + say->size);
  guint32 sum;

  memcpy (packet, say->bare->header, 12);
  memcpy (packet + 12, say->bytes, say->size);
  sum = rtc_crc32c (packet, 12 + say->size);
  memcpy (packet + 8, &sum, sizeof (sum));
  rtc_data_input (say->bare->side->data, packet, 12 + say->size);
}

void
bare_forge (Bare * bare, gconstpointer chunks, gsize size)
{
  Say call = {.bare = bare,.bytes = chunks,.size = size };

  g_atomic_int_set (&bare->deaf, TRUE);
  rtc_loop_call (bare->side->loop, forge_now, &call);
}

static void
nothing (gpointer data)
{
}

void
bare_settle (Bare * bare)
{
  rtc_loop_call (bare->side->loop, nothing, NULL);
}
