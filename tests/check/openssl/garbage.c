/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"
#include <malloc.h>

/* Datagrams that look a little like DTLS: handshake records of version 1.2 */
static gsize
make_garbage (GRand * rand, guint8 * data)
{
  gsize size = g_rand_int_range (rand, 1, 1500), i;

  for (i = 0; i < size; i++)
    data[i] = g_rand_int (rand);
  if (size > 13 && g_rand_boolean (rand)) {
    static const guint8 version[] = { 254, 253 };

    data[0] = g_rand_int_range (rand, 20, 26);
    memcpy (data + 1, version, 2);
    /* another epoch than the one that is read: what a stranger can guess of
     * this one is a handshake of its own, which ICE keeps out */
    data[3] = 1 + g_rand_int_range (rand, 0, 200);
  }
  return size;
}

static void
throw_garbage (Pair * pair, GRand * rand)
{
  guint8 data[1500];
  guint i, n;

  for (n = 0; n < 50; n++) {
    gsize size = make_garbage (rand, data);

    for (i = 0; i < 2; i++)
      rtc_dtls_input (pair->side[i].dtls, data, size, 1000);
  }
}

GST_START_TEST (test_before_within_and_after)
{
  GRand *rand = g_rand_new_with_seed (1);
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  pair_start (&pair, 1000);
  while (!g_queue_is_empty (&pair.path)) {
    Datagram *datagram = g_queue_pop_head (&pair.path);
    gsize size;
    const guint8 *data = g_bytes_get_data (datagram->data, &size);

    throw_garbage (&pair, rand);
    /* cut short, then whole */
    rtc_dtls_input (datagram->to->dtls, data, size - 1, 1000);
    rtc_dtls_input (datagram->to->dtls, data, MIN (size, 20) - 7, 1000);
    rtc_dtls_input (datagram->to->dtls, data, size, 1000);
    datagram_free (datagram);
  }
  fail_unless (pair_is (&pair, RTC_DTLS_CONNECTED));
  throw_garbage (&pair, rand);
  fail_unless (rtc_dtls_send (pair.side[0].dtls, (guint8 *) "still", 5));
  pair_deliver (&pair, 2000);
  fail_unless_equals_int (pair.side[1].received->len, 5);
  fail_unless_equals_string (pair.side[1].states->str, "CO");
  pair_clear (&pair);
  g_rand_free (rand);
}

GST_END_TEST;

/* With any byte changed it may fail, it may not crash, and never connects to
 * anybody else; a sanitizer watches */
GST_START_TEST (test_flipped_bytes)
{
  GRand *rand = g_rand_new_with_seed (2);
  guint round;

  for (round = 0; round < 300; round++) {
    Pair pair;

    pair_init (&pair);
    pair_introduce (&pair);
    pair_start (&pair, 1000);
    while (!g_queue_is_empty (&pair.path)) {
      Datagram *datagram = g_queue_pop_head (&pair.path);
      gsize size = g_bytes_get_size (datagram->data);
      g_autofree guint8 *data =
          g_memdup2 (g_bytes_get_data (datagram->data, NULL), size);

      if (g_rand_int_range (rand, 0, 3) == 0)
        data[g_rand_int_range (rand, 0, size)] ^= g_rand_int (rand);
      rtc_dtls_input (datagram->to->dtls, data, size, 1000);
      datagram_free (datagram);
    }
    pair_clear (&pair);
  }
  g_rand_free (rand);
}

GST_END_TEST;

/* Only 1.2 is spoken: the version stands behind record and message header */
GST_START_TEST (test_other_versions)
{
  Datagram *datagram;
  guint8 *data;
  gsize size;
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  pair_start (&pair, 1000);
  datagram = g_queue_pop_head (&pair.path);
  data = g_bytes_unref_to_data (datagram->data, &size);
  g_free (datagram);
  fail_unless_equals_int (data[26], 0xfd);
  data[26] = 0xff;              /* DTLS 1.0 */
  rtc_dtls_input (pair.side[1].dtls, data, size, 1000);
  g_free (data);
  fail_if (rtc_dtls_get_state (pair.side[1].dtls) == RTC_DTLS_CONNECTED);
  pair_deliver (&pair, 1000);
  fail_if (strchr (pair.side[0].states->str, 'O'));
  pair_clear (&pair);
}

GST_END_TEST;

static gsize
allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* 2400 encrypted messages whose keys are not there yet */
static void
throw_early_records (Side * side, guint8 step)
{
  static const guint8 header[] = { 22, 254, 253, 0, 1 };
  guint8 data[1200] = { 0 };
  gsize at;
  guint i;

  for (i = 0; i < 100; i++) {
    for (at = 0; at + 50 <= sizeof (data); at += 50) {
      memcpy (data + at, header, sizeof (header));
      data[at + 7] = step;
      data[at + 9] = i;
      data[at + 10] = at / 50;
      data[at + 12] = 37;
    }
    rtc_dtls_input (side->dtls, data, sizeof (data), 1000);
  }
}

/* OpenSSL may put such away for later, but not without end */
GST_START_TEST (test_early_records_are_bounded)
{
  gsize before;
  guint step = 0;
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  pair_start (&pair, 1000);
  before = allocated ();
  while (!g_queue_is_empty (&pair.path)) {
    Datagram *datagram = g_queue_pop_head (&pair.path);

    rtc_dtls_input (datagram->to->dtls,
        g_bytes_get_data (datagram->data, NULL),
        g_bytes_get_size (datagram->data), 1000);
    datagram_free (datagram);
    throw_early_records (&pair.side[0], ++step);
    throw_early_records (&pair.side[1], step);
    fail_unless (allocated () < before + 256 * 1024);
  }
  fail_unless (pair_is (&pair, RTC_DTLS_CONNECTED));
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
garbage_suite (void)
{
  Suite *suite = suite_create ("dtls-garbage");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_before_within_and_after);
  tcase_add_test (tc, test_flipped_bytes);
  tcase_add_test (tc, test_other_versions);
  tcase_add_test (tc, test_early_records_are_bounded);
  return suite;
}

GST_CHECK_MAIN (garbage);
