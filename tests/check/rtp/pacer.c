/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "rtp/rtcpacer.h"

#define MS 1000
#define PACKET 1200

/* Sends @n packets as a loop would: as long as there is budget, then at the
 * deadline.  Returns when the last one left. */
static gint64
drain (RtcPacer * pacer, guint n, gint64 now, guint * n_wakeups)
{
  *n_wakeups = 0;
  for (;;) {
    gint64 deadline;

    while (n > 0 && rtc_pacer_budget (pacer, now) > 0) {
      rtc_pacer_spend (pacer, PACKET);
      n--;
    }
    if (n == 0)
      return now;
    deadline = rtc_pacer_deadline (pacer, now);
    fail_unless (deadline > now);
    fail_unless (deadline % (5 * MS) == 0);
    now = deadline;
    /* no idle wake-up */
    fail_unless (rtc_pacer_budget (pacer, now) > 0);
    (*n_wakeups)++;
  }
}

static gint64
frame (RtcPacer * pacer, guint n, gint64 now, guint * n_wakeups)
{
  rtc_pacer_note_frame (pacer, n * PACKET, now);
  return drain (pacer, n, now, n_wakeups) - now;
}

GST_START_TEST (test_usual_frames_pass_at_once)
{
  RtcPacer pacer;
  guint n_wakeups;

  rtc_pacer_init (&pacer, 0);
  /* 12 packets at 30 fps are 3.5 Mbit/s */
  for (gint64 i = 0; i < 300; i++)
    fail_unless (frame (&pacer, 12, i * 33333, &n_wakeups) == 0,
        "frame %d waits", (gint) i);
}

GST_END_TEST;

GST_START_TEST (test_key_frames_are_spread_but_not_for_long)
{
  static const guint sizes[] = { 60, 100, 400, 2000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    RtcPacer pacer;
    guint n_wakeups;
    gint64 time;

    rtc_pacer_init (&pacer, 0);
    time = frame (&pacer, sizes[i], 1 * MS, &n_wakeups);
    fail_unless (time >= 20 * MS, "%u packets in %d us", sizes[i], (gint) time);
    fail_unless (time <= 105 * MS, "%u packets in %d us", sizes[i],
        (gint) time);
    /* runs of several packets */
    fail_unless (n_wakeups <= sizes[i] / 2);
  }
}

GST_END_TEST;

GST_START_TEST (test_a_fast_stream_does_not_pile_up)
{
  RtcPacer pacer;
  gint64 busy_until = 0;

  rtc_pacer_init (&pacer, 0);
  /* 40 Mbit/s from the first frame on; all of them wait in one line */
  for (gint64 i = 0; i < 60; i++) {
    const gint64 now = i * 33333;
    guint n_wakeups;

    rtc_pacer_note_frame (&pacer, 139 * PACKET, now);
    busy_until = drain (&pacer, 139, MAX (now, busy_until), &n_wakeups);
    fail_unless (busy_until - now <= 120 * MS, "frame %d waits for %d us",
        (gint) i, (gint) (busy_until - now));
  }
  fail_unless (busy_until - 59 * 33333 <= 5 * MS);
}

GST_END_TEST;

GST_START_TEST (test_rate_follows_the_stream)
{
  RtcPacer pacer;
  guint n_wakeups;
  gint64 i;

  rtc_pacer_init (&pacer, 0);
  fail_unless_equals_int (pacer.rate, 625000);
  /* 1.2 MB/s, in small frames */
  for (i = 0; i < 100; i++)
    frame (&pacer, 10, i * 10 * MS, &n_wakeups);
  fail_unless (pacer.rate > 2900000 && pacer.rate < 3100000,
      "%" G_GUINT64_FORMAT, pacer.rate);
  /* a still picture: back to the floor */
  for (; i < 2000; i++)
    frame (&pacer, 0, i * 10 * MS, &n_wakeups);
  fail_unless_equals_int (pacer.rate, 625000);
}

GST_END_TEST;

GST_START_TEST (test_asking_often_loses_nothing)
{
  RtcPacer pacer;

  rtc_pacer_init (&pacer, 0);
  rtc_pacer_spend (&pacer, 24000 + 62500);
  for (gint64 now = 0; now <= 100 * MS; now++)
    fail_unless (rtc_pacer_budget (&pacer, now) == 0);
  fail_unless (rtc_pacer_budget (&pacer, 101 * MS) > 0);
  /* a clock that jumps forward gives no more than one burst */
  fail_unless_equals_int (rtc_pacer_budget (&pacer, G_MAXINT32), 24000);
}

GST_END_TEST;

static Suite *
pacer_suite (void)
{
  Suite *suite = suite_create ("pacer");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_usual_frames_pass_at_once);
  tcase_add_test (tc, test_key_frames_are_spread_but_not_for_long);
  tcase_add_test (tc, test_a_fast_stream_does_not_pile_up);
  tcase_add_test (tc, test_rate_follows_the_stream);
  tcase_add_test (tc, test_asking_often_loses_nothing);
  return suite;
}

GST_CHECK_MAIN (pacer);
