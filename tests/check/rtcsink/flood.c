/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One viewer floods: feedback that authenticates, then garbage of every kind.
 * The other one does not miss a thing. */
#include "sinkfixture.h"

#include <string.h>
#include "transport/rtctransport-private.h"

#define PACKETS 50000
#define BURST 500
#define SLACK_KIB (24 * 1024)

typedef struct
{
  Player *player;
  guint n;                      /* packets of this burst */
  GRand *random;
} Burst;

/* PLI, FIR with a new number each time, and a NACK of 17 packets */
static gsize
write_feedback (guint8 * out, guint i, guint32 ssrc, GRand * random)
{
  switch (i % 3) {
    case 0:
    memcpy (out, (guint8[]) {
        0x81, 206, 0, 2}
          , 4);
      GST_WRITE_UINT32_BE (out + 4, 1);
      GST_WRITE_UINT32_BE (out + 8, ssrc);
      return 12;
    case 1:
      memset (out, 0, 20);
      memcpy (out, (guint8[]) {
          0x84, 206, 0, 4}
          , 4);
      GST_WRITE_UINT32_BE (out + 4, 1);
      GST_WRITE_UINT32_BE (out + 12, ssrc);
      out[16] = i;
      return 20;
    default:
    memcpy (out, (guint8[]) {
        0x81, 205, 0, 3}
          , 4);
      GST_WRITE_UINT32_BE (out + 4, 1);
      GST_WRITE_UINT32_BE (out + 8, ssrc);
      GST_WRITE_UINT16_BE (out + 12, g_rand_int (random));
      GST_WRITE_UINT16_BE (out + 14, 0xffff);
      return 16;
  }
}

static void
send_feedback (gpointer data)
{
  Burst *burst = data;
  RtcTransport *transport = burst->player->transport;
  RtcBatch *batch = rtc_batch_get_for_thread ();

  if (!rtc_transport_send_begin (transport))
    return;
  for (guint i = 0; i < burst->n; i++) {
    guint8 *out = rtc_transport_reserve (transport, batch);

    rtc_transport_commit_rtcp (transport, batch, write_feedback (out, i,
            burst->player->ssrc, burst->random));
  }
  rtc_transport_send_end (transport, batch);
}

/* First bytes of STUN, DTLS, RTP and RTCP (RFC 7983), noise behind them */
static void
send_garbage (gpointer data)
{
  static const guint8 first[] = { 0, 1, 20, 22, 23, 25, 63, 128, 144, 191 };
  Burst *burst = data;
  RtcTransport *transport = burst->player->transport;
  guint8 noise[200];

  g_mutex_lock (&transport->send_lock);
  for (guint i = 0; i < burst->n; i++) {
    GOutputVector packet = { noise, 1 + g_rand_int_range (burst->random, 0,
          sizeof (noise)) };

    for (gsize at = 0; at < packet.size; at += 4)
      GST_WRITE_UINT32_LE (noise + at, g_rand_int (burst->random));
    noise[0] = first[i % G_N_ELEMENTS (first)];
    if (i % 2 == 0)
      noise[1] = 200 + i % 8;
    if (noise[0] < 2) {
      /* a length and a cookie as STUN has them */
      GST_WRITE_UINT16_BE (noise + 2, (packet.size - 1) & ~3);
      GST_WRITE_UINT32_BE (noise + 4, 0x2112a442);
    }
    rtc_path_send (&transport->path, &packet, 1);
  }
  g_mutex_unlock (&transport->send_lock);
}

static void
check_flood (RtcLoopFunc flood, gboolean stays)
{
  Sink sink;
  Player bad, good;
  Burst burst = { &bad, BURST, g_rand_new_with_seed (7) };
  gsize resident;
  guint keyframes;
  gint64 start, last = 0, longest = 0;

  sink_init (&sink, SINK_LINE);
  sink_play (&sink);
  player_init (&bad, sink.port);
  player_init (&good, sink.port);
  player_watch (&bad);
  player_watch (&good);
  player_wait_keyframes (&bad, 1);
  player_wait_rtp (&good, 5);
  resident = resident_kib ();
  keyframes = player_count_keyframes (&good);
  start = last = rtc_loop_now ();
  for (guint sent = 0; sent < PACKETS; sent += BURST) {
    guint before = player_count_rtp (&good);
    gint64 now;

    player_call (flood, &burst);
    if (sent % (10 * BURST) == 0) {
      while (player_count_rtp (&good) == before)
        g_thread_yield ();
      now = rtc_loop_now ();
      longest = MAX (longest, now - last);
    }
    last = rtc_loop_now ();
  }
  player_wait_rtp (&good, 10);

  /* one each 300 ms, whoever asks */
  keyframes = player_count_keyframes (&good) - keyframes;
  fail_unless (keyframes <= 2 + (rtc_loop_now () - start) / 250000,
      "%u key frames in %d ms", keyframes,
      (gint) ((rtc_loop_now () - start) / 1000));
  fail_unless (resident_kib () < resident + SLACK_KIB, "%" G_GSIZE_FORMAT
      " KiB have become %" G_GSIZE_FORMAT, resident, resident_kib ());
  fail_unless (longest < 2 * G_USEC_PER_SEC);
  fail_unless (sink_count_viewers (&sink) == 2 || !stays);
  GST_INFO ("%d packets/s, gap %d ms",
      (gint) (PACKETS * G_GINT64_CONSTANT (1000) / ((rtc_loop_now () -
                  start) / 1000)), (gint) (longest / 1000));
  player_clear (&bad);
  sink_wait_viewers (&sink, 1);
  player_wait_rtp (&good, 3);
  sink_check_bus (&sink);
  player_clear (&good);
  sink_clear (&sink);
  g_rand_free (burst.random);
}

GST_START_TEST (test_feedback)
{
  check_flood (send_feedback, TRUE);
}

GST_END_TEST;

GST_START_TEST (test_garbage)
{
  check_flood (send_garbage, FALSE);
}

GST_END_TEST;

static Suite *
flood_suite (void)
{
  Suite *suite = suite_create ("flood");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, players_open, players_close);
  tcase_add_test (tc, test_feedback);
  tcase_add_test (tc, test_garbage);
  return suite;
}

GST_CHECK_MAIN (flood);
