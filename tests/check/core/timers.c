/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Timers of a loop: in the order of their deadlines, each once, none that was
 * stopped or freed meanwhile. */
#include <gst/check/gstcheck.h>
#include "core/rtctimers.h"

#define N 5

typedef struct
{
  RtcTimers *timers;
  RtcTimer *timer[N];
  GString *fired;
  gint64 again;                 /* a timer that fires is set to it */
  gboolean stop_next, free_next;
} Fixture;

typedef struct
{
  Fixture *fixture;
  guint number;
} Slot;

static Slot slots[N];

static void
on_fired (gpointer data)
{
  Slot *slot = data;
  Fixture *f = slot->fixture;
  guint next = slot->number + 1;

  g_string_append_printf (f->fired, "%u", slot->number);
  if (f->again != 0)
    rtc_timer_set (f->timer[slot->number], f->again);
  if (f->stop_next && next < N)
    rtc_timer_set (f->timer[next], RTC_NEVER);
  if (f->free_next && next < N)
    g_clear_pointer (&f->timer[next], rtc_timer_free);
}

static void
begin (Fixture * f)
{
  memset (f, 0, sizeof (*f));
  f->timers = rtc_timers_new ();
  f->fired = g_string_new (NULL);
  for (guint i = 0; i < N; i++) {
    slots[i] = (Slot) { f, i };
    f->timer[i] = rtc_timers_add (f->timers, on_fired, &slots[i]);
  }
}

static void
end (Fixture * f)
{
  for (guint i = 0; i < N; i++)
    g_clear_pointer (&f->timer[i], rtc_timer_free);
  rtc_timers_free (f->timers);
  g_string_free (f->fired, TRUE);
}

static void
run (Fixture * f, gint64 now, const gchar * expected)
{
  g_string_truncate (f->fired, 0);
  rtc_timers_run (f->timers, now);
  fail_unless_equals_string (f->fired->str, expected);
}

GST_START_TEST (test_order)
{
  static const gint64 deadlines[N] = { 40, 10, 30, RTC_NEVER, 20 };
  Fixture f;

  begin (&f);
  fail_unless_equals_int64 (rtc_timers_get_deadline (f.timers), RTC_NEVER);
  for (guint i = 0; i < N; i++)
    rtc_timer_set (f.timer[i], deadlines[i]);
  fail_unless_equals_int64 (rtc_timers_get_deadline (f.timers), 10);
  run (&f, 9, "");
  run (&f, 30, "142");
  fail_unless_equals_int64 (rtc_timers_get_deadline (f.timers), 40);
  run (&f, 39, "");
  run (&f, 1000, "0");
  run (&f, RTC_NEVER, "");
  end (&f);
}

GST_END_TEST;

GST_START_TEST (test_moved)
{
  Fixture f;

  begin (&f);
  rtc_timer_set (f.timer[0], 10);
  rtc_timer_set (f.timer[1], 20);
  rtc_timer_set (f.timer[0], 30);
  rtc_timer_set (f.timer[2], 5);
  rtc_timer_set (f.timer[2], RTC_NEVER);
  run (&f, 25, "1");
  run (&f, 30, "0");
  end (&f);
}

GST_END_TEST;

GST_START_TEST (test_set_again_waits_for_the_next_turn)
{
  Fixture f;

  begin (&f);
  f.again = 5;
  rtc_timer_set (f.timer[0], 1);
  run (&f, 10, "0");
  run (&f, 10, "0");
  f.again = 0;
  run (&f, 10, "0");
  run (&f, 10, "");
  end (&f);
}

GST_END_TEST;

GST_START_TEST (test_stopped_by_another)
{
  Fixture f;

  begin (&f);
  f.stop_next = TRUE;
  for (guint i = 0; i < N; i++)
    rtc_timer_set (f.timer[i], i);
  run (&f, N, "024");
  run (&f, N, "");
  end (&f);
}

GST_END_TEST;

GST_START_TEST (test_freed_by_another)
{
  Fixture f;

  begin (&f);
  f.free_next = TRUE;
  for (guint i = 0; i < N; i++)
    rtc_timer_set (f.timer[i], i);
  run (&f, N, "024");
  end (&f);
}

GST_END_TEST;

/* Against the plainest way to the same */
GST_START_TEST (test_many)
{
  RtcTimers *timers = rtc_timers_new ();
  RtcTimer *timer[100];
  gint64 deadlines[100], least;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 100; i++) {
    timer[i] = rtc_timers_add (timers, NULL, NULL);
    deadlines[i] = RTC_NEVER;
  }
  for (guint n = 0; n < 10000; n++) {
    guint i = g_rand_int_range (rand, 0, 100);

    deadlines[i] = g_rand_int_range (rand, 0, 4) == 0 ? RTC_NEVER
        : g_rand_int_range (rand, 1, 1000);
    rtc_timer_set (timer[i], deadlines[i]);
    least = RTC_NEVER;
    for (guint k = 0; k < 100; k++)
      least = MIN (least, deadlines[k]);
    fail_unless_equals_int64 (rtc_timers_get_deadline (timers), least);
  }
  for (guint i = 0; i < 100; i++)
    rtc_timer_free (timer[i]);
  rtc_timers_free (timers);
}

GST_END_TEST;

static Suite *
timers_suite (void)
{
  Suite *suite = suite_create ("timers");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_order);
  tcase_add_test (tc, test_moved);
  tcase_add_test (tc, test_many);
  tcase_add_test (tc, test_set_again_waits_for_the_next_turn);
  tcase_add_test (tc, test_stopped_by_another);
  tcase_add_test (tc, test_freed_by_another);
  return suite;
}

GST_CHECK_MAIN (timers);
