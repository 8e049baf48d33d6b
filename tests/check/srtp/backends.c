/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Both backends with the same keys: what one protects the other has to take,
 * and they have to agree on what to drop.  Random packets, the same ones in
 * every run. */

#include "packets.h"

#define PACKETS 12000
#define SSRCS 5
#define DELAYED 64              /* packets on the way, so the reordering */
#define MAX_SIZE 1300

typedef struct
{
  guint8 data[MAX_SIZE + RTC_SRTP_MAX_TRAILER];
  gsize size;
  guint8 plain[MAX_SIZE];
  gsize plain_size;
  gboolean intact;
} Packet;

typedef struct
{
  GRand *rand;
  RtcSrtp *gcm_out, *lib_out, *gcm_in, *lib_in;
  guint64 next[SSRCS];          /* packet index: with the rollovers */
  Packet *on_the_way[DELAYED];
  guint passed, dropped;
} Run;

static const struct
{
  guint profile;
  gsize key_size;
} aeads[] = { {7, 28}, {8, 44} };

static RtcSrtp *
make (const RtcSrtpBackend * backend, gboolean inbound, guint i)
{
  guint8 key[44];

  memset (key, 0xa5, sizeof (key));
  key[3] = key[40] = 9;
  return rtc_srtp_new_with (backend, inbound, aeads[i].profile, key,
      aeads[i].key_size, NULL);
}

static void
run_init (Run * self, guint i)
{
  /* about a rollover, in its middle, far from it */
  static const guint16 starts[SSRCS] = { 0, 65000, 32760, 20000, 65535 };
  guint ssrc;

  memset (self, 0, sizeof (*self));
  self->rand = g_rand_new_with_seed (7714 + i);
  self->gcm_out = make (&rtc_srtp_gcm, FALSE, i);
  self->lib_out = make (&rtc_srtp_libsrtp, FALSE, i);
  self->gcm_in = make (&rtc_srtp_gcm, TRUE, i);
  self->lib_in = make (&rtc_srtp_libsrtp, TRUE, i);
  for (ssrc = 0; ssrc < SSRCS; ssrc++)
    self->next[ssrc] = starts[ssrc];
}

static void
run_clear (Run * self)
{
  guint i;

  for (i = 0; i < DELAYED; i++)
    g_free (self->on_the_way[i]);
  g_rand_free (self->rand);
  rtc_srtp_free (self->gcm_out);
  rtc_srtp_free (self->lib_out);
  rtc_srtp_free (self->gcm_in);
  rtc_srtp_free (self->lib_in);
}

static gboolean
one_in (Run * self, guint n)
{
  return g_rand_int_range (self->rand, 0, n) == 0;
}

/* Always the same bytes for an SSRC and index: padding, CSRCs, an extension,
 * any size down to none behind the header */
static void
write_packet (Packet * packet, guint32 ssrc, guint64 index)
{
  GRand *rand = g_rand_new_with_seed (ssrc * 1000003 + index);
  guint csrcs = g_rand_int_range (rand, 0, 4) == 0
      ? g_rand_int_range (rand, 1, 16) : 0;
  gsize header = 12 + 4 * csrcs, i;
  guint words = g_rand_int_range (rand, 0, 20);
  gboolean extension = g_rand_boolean (rand);

  write_rtp (packet->plain, MAX_SIZE, ssrc, index);
  packet->plain[0] |= csrcs | (extension ? 0x10 : 0);
  packet->plain[1] = g_rand_int (rand);
  for (i = 12; i < MAX_SIZE; i++)
    packet->plain[i] = g_rand_int (rand);
  if (extension) {
    GST_WRITE_UINT16_BE (packet->plain + header, 0xbede);
    GST_WRITE_UINT16_BE (packet->plain + header + 2, words);
    header += 4 + 4 * words;
  }
  packet->plain_size = g_rand_int_range (rand, header, MAX_SIZE + 1);
  g_rand_free (rand);
}

/* Both send; NULL when both refuse.  They have to write the same. */
static Packet *
send_packet (Run * self, guint32 ssrc, guint64 index)
{
  Packet *packet = g_new0 (Packet, 1);
  guint8 other[sizeof (packet->data)];
  RtcSpan gcm, lib;

  write_packet (packet, ssrc, index);
  memcpy (packet->data, packet->plain, packet->plain_size);
  memcpy (other, packet->plain, packet->plain_size);
  gcm = make_span (packet->data, packet->plain_size);
  lib = make_span (other, packet->plain_size);
  rtc_srtp_protect_rtp (self->gcm_out, &gcm, 1);
  rtc_srtp_protect_rtp (self->lib_out, &lib, 1);
  g_assert_cmpuint (gcm.size, ==, lib.size);
  fail_unless (memcmp (packet->data, other, gcm.size) == 0);
  packet->size = gcm.size;
  packet->intact = TRUE;
  if (packet->size == 0)
    g_clear_pointer (&packet, g_free);
  return packet;
}

/* Both receive, and agree */
static void
receive (Run * self, const Packet * packet)
{
  guint8 data[2][sizeof (packet->data)];
  RtcSpan gcm = { data[0], packet->size }, lib = { data[1], packet->size };

  memcpy (data[0], packet->data, packet->size);
  memcpy (data[1], packet->data, packet->size);
  rtc_srtp_unprotect_rtp (self->gcm_in, &gcm, 1);
  rtc_srtp_unprotect_rtp (self->lib_in, &lib, 1);
  g_assert_cmpuint (gcm.size, ==, lib.size);
  if (gcm.size == 0) {
    self->dropped++;
    return;
  }
  fail_unless (packet->intact);
  g_assert_cmpuint (gcm.size, ==, packet->plain_size);
  fail_unless (memcmp (data[0], packet->plain, gcm.size) == 0);
  fail_unless (memcmp (data[1], packet->plain, gcm.size) == 0);
  self->passed++;
}

/* Loss, duplicates, damage, reordering; order kept for the first ones, from
 * which a receiver learns where it is (RFC 3711 section 3.3.1) */
static void
carry (Run * self, Packet * packet, gboolean gently)
{
  guint at = g_rand_int_range (self->rand, 0, DELAYED);

  if (gently || one_in (self, 4)) {
    receive (self, packet);
    if (one_in (self, 10))
      receive (self, packet);
    g_free (packet);
    return;
  }
  if (one_in (self, 20)) {
    packet->data[g_rand_int_range (self->rand, 0, packet->size)] ^=
        1 << g_rand_int_range (self->rand, 0, 8);
    packet->intact = FALSE;
  } else if (one_in (self, 20)) {
    packet->size = g_rand_int_range (self->rand, 0, packet->size);
    packet->intact = FALSE;
  } else if (one_in (self, 20)) {
    g_clear_pointer (&packet, g_free);
  }
  if (self->on_the_way[at] != NULL)
    receive (self, self->on_the_way[at]);
  g_free (self->on_the_way[at]);
  self->on_the_way[at] = packet;
}

GST_START_TEST (test_rtp)
{
  guint i, ssrc;
  Run run;

  run_init (&run, __i__);
  for (i = 0; i < PACKETS; i++) {
    guint64 index;
    Packet *packet;

    ssrc = i % SSRCS;
    if (i > 50 && one_in (&run, 10)) {
      /* a repeat, across the rollover too, sometimes too late */
      index = run.next[ssrc] - g_rand_int_range (run.rand, 1,
          one_in (&run, 5) ? 2500 : 300);
      if (index > run.next[ssrc] || index < 300)
        continue;
    } else {
      index = run.next[ssrc];
      if (i > 50 && one_in (&run, 20))
        index += g_rand_int_range (run.rand, 0, one_in (&run, 5) ? 20000 : 20);
      run.next[ssrc] = index + 1;
    }
    packet = send_packet (&run, 100 + ssrc, index);
    if (packet != NULL)
      carry (&run, packet, i < 50);
  }
  /* every SSRC has gone over rollovers, and most of it has come through */
  for (ssrc = 0; ssrc < SSRCS; ssrc++)
    fail_unless (run.next[ssrc] > 2 * 0x10000);
  fail_unless (run.passed > PACKETS * 3 / 4);
  fail_unless (run.dropped > PACKETS / 20);
  run_clear (&run);
}

GST_END_TEST;

static void
exchange_rtcp (Run * run, RtcSrtp * out, RtcSrtp * in, guint32 ssrc)
{
  guint8 plain[MAX_SIZE], data[MAX_SIZE + RTC_SRTP_MAX_TRAILER];
  guint8 copy[sizeof (data)];
  gsize size = g_rand_int_range (run->rand, 2, MAX_SIZE / 4) * 4, i;
  RtcSpan span = { data, size }, again = { copy };

  for (i = 0; i < size; i++)
    plain[i] = g_rand_int (run->rand);
  GST_WRITE_UINT32_BE (plain + 4, ssrc);
  memcpy (data, plain, size);
  fail_unless_equals_int (rtc_srtp_protect_rtcp (out, &span, 1), 1);
  g_assert_cmpuint (span.size, ==, size + 20);
  if (one_in (run, 10))
    return;
  memcpy (copy, data, span.size);
  again.size = span.size;
  if (one_in (run, 5)) {
    RtcSpan damaged = { copy, span.size };

    copy[g_rand_int_range (run->rand, 0, span.size)] ^= 1;
    fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &damaged, 1), 0);
    memcpy (copy, data, span.size);
  }
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 1);
  g_assert_cmpuint (span.size, ==, size);
  fail_unless (memcmp (data, plain, size) == 0);
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &again, 1), 0);
}

GST_START_TEST (test_rtcp)
{
  guint i;
  Run run;

  run_init (&run, __i__);
  for (i = 0; i < 1000; i++) {
    exchange_rtcp (&run, run.gcm_out, run.lib_in, 100 + i % SSRCS);
    exchange_rtcp (&run, run.lib_out, run.gcm_in, 100 + i % SSRCS);
  }
  run_clear (&run);
}

GST_END_TEST;

static Suite *
backends_suite (void)
{
  Suite *suite = suite_create ("srtp-backends");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_rtp, 0, 2);
  tcase_add_loop_test (tc, test_rtcp, 0, 2);
  return suite;
}

GST_CHECK_MAIN (backends);
