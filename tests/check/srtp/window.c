/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "srtp/rtcsrtpwindow.h"

/* RFC 3711 appendix A, and nothing before the first rollover */
GST_START_TEST (test_guess)
{
  static const struct
  {
    guint64 top;
    guint16 seq;
    guint64 index;
  } cases[] = {
    /* *INDENT-OFF* */
    {0, 0, 0}, {0, 0xffff, 0xffff}, {5, 0xffff, 0xffff}, {100, 50, 50},
    {0xffff, 0, 0x10000}, {0xffff, 0x7ffe, 0x17ffe}, {0xffff, 0x7fff, 0x7fff},
    {0x10000, 0xffff, 0xffff},
    {0x10005, 0x8005, 0x18005}, {0x10005, 0x8006, 0x8006},
    {0x2fffe, 3, 0x30003}, {0x30003, 0xfffe, 0x2fffe},
    {RTC_SRTP_RTP_INDICES - 1, 0, RTC_SRTP_RTP_INDICES},
    /* *INDENT-ON* */
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmphex (rtc_srtp_guess_index (cases[i].top, cases[i].seq), ==,
        cases[i].index);
}

GST_END_TEST;

/* Against a list of all that was ever seen */
GST_START_TEST (test_seen)
{
  static const guint sizes[] = { 64, 128, 2048 };
  static guint8 seen[400000];
  guint size = sizes[__i__], i;
  guint64 bits[2048 / 64] = { 0 }, top = 0;
  GRand *rand = g_rand_new_with_seed (size);

  memset (seen, 0, sizeof (seen));
  for (i = 0; i < 20000; i++) {
    guint32 reach = g_rand_int_range (rand, 0, 500) == 0 ? 3 * size : 20;
    gint64 index = (gint64) top + g_rand_int_range (rand, 0, reach)
        - g_rand_int_range (rand, 0, i % 3 == 0 ? 2 * size : 20);
    gboolean accepted;

    if (index < 0)
      continue;
    accepted = rtc_srtp_window_accepts (bits, size, top, index);
    g_assert_cmpint (accepted, ==,
        !seen[index] && index + (gint64) size > (gint64) top);
    if (accepted) {
      seen[index] = TRUE;
      top = rtc_srtp_window_add (bits, size, top, index);
      fail_unless (top >= (guint64) index && seen[top]);
    }
  }
  fail_unless (top > 10 * size);
  g_rand_free (rand);
}

GST_END_TEST;

static Suite *
window_suite (void)
{
  Suite *suite = suite_create ("srtp-window");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_guess);
  tcase_add_loop_test (tc, test_seen, 0, 3);
  return suite;
}

GST_CHECK_MAIN (window);
