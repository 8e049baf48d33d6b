/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "data/rtcdcep.h"
#include "pair.h"
#include "usrsctp/rtcsctp.h"

/* A peer that is a bare association and says what it likes: what makes no sense
 * is dropped and counted, what is too much is refused, and what is right still
 * works */

static RtcSctp *peer;
static guint resets;

static void
carry_input (gpointer data)
{
  GBytes *bytes = data;

  if (peer != NULL)
    rtc_sctp_input (peer, g_bytes_get_data (bytes, NULL),
        g_bytes_get_size (bytes));
}

static void
unref_bytes (gpointer data)
{
  g_bytes_unref (data);
}

static void
to_peer (GBytes * const *packets, guint n, gpointer data)
{
  Side *side = data;

  for (guint i = 0; i < n; i++)
    rtc_loop_post (side->loop, carry_input, g_bytes_ref (packets[i]),
        unref_bytes);
}

typedef struct
{
  Side *side;
  GBytes *bytes;
} Packet;

static void
arrive (gpointer data)
{
  Packet *packet = data;

  rtc_data_input (packet->side->data, g_bytes_get_data (packet->bytes, NULL),
      g_bytes_get_size (packet->bytes));
}

static void
packet_free (gpointer data)
{
  g_bytes_unref (((Packet *) data)->bytes);
  g_free (data);
}

static void
on_output (RtcSctp * sctp, GBytes * const *packets, guint n, gpointer data)
{
  for (guint i = 0; i < n; i++) {
    Packet packet = { data, g_bytes_ref (packets[i]) };

    rtc_loop_post (packet.side->loop, arrive, g_memdup2 (&packet,
            sizeof (packet)), packet_free);
  }
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
    g_atomic_int_add (&resets, n);
}

static void
on_writable (RtcSctp * sctp, gpointer data)
{
}

static void
begin (gpointer data)
{
  static const RtcSctpEvents events = { on_output, on_state, on_message,
    on_reset, on_writable
  };
  Side *side = data;
  RtcSctpConfig config = { 5000, 5000, 262144, 1150 };
  RtcDataLink link = { 5000, 5000, 0, TRUE, to_peer, side };

  peer = rtc_sctp_new (side->loop, &config, &events, side, NULL);
  fail_unless (rtc_data_connect (side->data, side->loop, &link, NULL));
  rtc_sctp_start (peer);
}

static void
end (gpointer data)
{
  g_clear_pointer (&peer, rtc_sctp_free);
}

typedef struct
{
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
  RtcSctpSend how = { say->stream, say->ppid, FALSE, -1, -1 };

  say->result = rtc_sctp_send (peer, &how, say->bytes, say->size, NULL);
  rtc_sctp_flush (peer);
}

static void
say (Side * side, guint16 stream, guint32 ppid, gconstpointer bytes, gsize size)
{
  Say call = { stream, ppid, bytes, size, RTC_SCTP_FULL };

  while (call.result != RTC_SCTP_SENT) {
    rtc_loop_call (side->loop, say_now, &call);
    fail_if (call.result == RTC_SCTP_REFUSED);
  }
}

static void
say_open (Side * side, guint16 stream, const gchar * label)
{
  RtcDcepOpen open = { TRUE, -1, -1, 256, (gchar *) label, (gchar *) "" };
  g_autoptr (GBytes) bytes = rtc_dcep_write_open (&open);

  say (side, stream, RTC_PPID_DCEP, g_bytes_get_data (bytes, NULL),
      g_bytes_get_size (bytes));
}

static Pair *
hostile_new (void)
{
  Pair *pair = pair_new ();

  resets = 0;
  rtc_loop_call (pair->sides[0].loop, begin, &pair->sides[0]);
  pair_wait (&pair->sides[0], "connected 1024");
  return pair;
}

static void
hostile_free (Pair * pair)
{
  rtc_loop_call (pair->sides[0].loop, end, NULL);
  pair_free (pair);
}

GST_START_TEST (test_nonsense)
{
  Pair *pair = hostile_new ();
  Side *side = &pair->sides[0];
  RtcDataDrops drops;

  say (side, 9, 51, "nobody", 6);
  say (side, 9, RTC_PPID_DCEP, "\x03\x00nonsense", 10);
  say (side, 9, RTC_PPID_DCEP, "\x02", 1);
  say_open (side, 1, "chat");
  pair_wait (side, "channel chat");
  say_open (side, 1, "again");
  say (side, 1, 99, "what is this", 12);
  say (side, 1, 51, "hello", 5);
  pair_wait (side, "string chat 5");
  rtc_data_get_drops (side->data, &drops);
  fail_unless_equals_uint64 (drops.astray, 1);
  fail_unless_equals_uint64 (drops.malformed, 3);
  hostile_free (pair);
}

GST_END_TEST;

/* RFC 8831 section 6.6 has put 52 and 54 out of use, there are some left */
GST_START_TEST (test_parts)
{
  Pair *pair = hostile_new ();
  Side *side = &pair->sides[0];
  g_autofree guint8 *half = g_malloc0 (RTC_DATA_MAX_MESSAGE / 2);

  say_open (side, 1, "chat");
  say (side, 1, 54, "hel", 3);
  say (side, 1, 51, "lo", 2);
  pair_wait (side, "string chat 5");
  say (side, 1, 52, half, RTC_DATA_MAX_MESSAGE / 2);
  say (side, 1, 53, half, RTC_DATA_MAX_MESSAGE / 2);
  pair_wait (side, "binary chat 262144");
  say (side, 1, 52, half, RTC_DATA_MAX_MESSAGE / 2);
  say (side, 1, 52, half, RTC_DATA_MAX_MESSAGE / 2);
  say (side, 1, 53, "x", 1);
  pair_wait (side, "closing chat");
  fail_unless_equals_int (side->messages, 2);
  hostile_free (pair);
}

GST_END_TEST;

/* Labels of 65535 bytes on every stream: no more than fit into a megabyte */
GST_START_TEST (test_flood)
{
  Pair *pair = hostile_new ();
  Side *side = &pair->sides[0];
  g_autofree gchar *label = g_strnfill (65535, 'x');
  RtcDataDrops drops;

  for (guint i = 0; i < 100; i++)
    say_open (side, i, label);
  do {
    g_thread_yield ();
    rtc_data_get_drops (side->data, &drops);
  } while (drops.refused < 84);
  /* and the peer is told so by a reset */
  while (g_atomic_int_get (&resets) < 84)
    g_thread_yield ();
  fail_unless_equals_uint64 (drops.refused, 84);
  hostile_free (pair);
}

GST_END_TEST;

static Suite *
hostile_suite (void)
{
  Suite *suite = suite_create ("hostile");
  TCase *tcase = tcase_create ("hostile");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_nonsense);
  tcase_add_test (tcase, test_parts);
  tcase_add_test (tcase, test_flood);
  return suite;
}

GST_CHECK_MAIN (hostile);
