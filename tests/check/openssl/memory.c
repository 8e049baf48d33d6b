/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"
#include <malloc.h>

#define PAIRS 100

static gsize
allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* A connected association is one of the largest things a viewer costs */
GST_START_TEST (test_connected_is_small)
{
  static Pair pairs[PAIRS];
  gsize before, each;
  guint i;

  for (i = 0; i < PAIRS; i++) {
    pair_init (&pairs[i]);
    pair_introduce (&pairs[i]);
    pair_run (&pairs[i]);
    fail_unless (pair_is (&pairs[i], RTC_DTLS_CONNECTED));
  }
  before = allocated ();
  for (i = 0; i < PAIRS; i++) {
    g_clear_pointer (&pairs[i].side[0].dtls, rtc_dtls_free);
    g_clear_pointer (&pairs[i].side[1].dtls, rtc_dtls_free);
  }
  each = (before - allocated ()) / (2 * PAIRS);
  g_print ("bytes of a connected RtcDtls: %" G_GSIZE_FORMAT "\n", each);
  /* a sanitizer's allocator counts nothing, then this says nothing */
  fail_unless (each < 60 * 1024);
  for (i = 0; i < PAIRS; i++)
    pair_clear (&pairs[i]);
}

GST_END_TEST;

static Suite *
memory_suite (void)
{
  Suite *suite = suite_create ("dtls-memory");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_connected_is_small);
  return suite;
}

GST_CHECK_MAIN (memory);
