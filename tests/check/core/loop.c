/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "core/rtclooppool.h"

typedef struct
{
  RtcLoop *loop;
  GArray *order;
  gboolean on_loop;
} Fixture;

typedef struct
{
  Fixture *fixture;
  gint value;
} Step;

static void
append (gpointer data)
{
  Step *step = data;

  step->fixture->on_loop = rtc_loop_is_current (step->fixture->loop);
  g_array_append_val (step->fixture->order, step->value);
}

static void
nothing (gpointer data)
{
}

GST_START_TEST (test_posts_keep_their_order)
{
  Fixture f = { rtc_loop_new ("test"), g_array_new (FALSE, FALSE,
        sizeof (gint)), FALSE
  };

  for (gint i = 0; i < 1000; i++) {
    Step *step = g_new (Step, 1);

    *step = (Step) {
    &f, i};
    rtc_loop_post (f.loop, append, step, g_free);
  }
  rtc_loop_call (f.loop, nothing, NULL);

  fail_unless (f.on_loop);
  fail_unless_equals_int (f.order->len, 1000);
  for (gint i = 0; i < 1000; i++)
    fail_unless_equals_int (g_array_index (f.order, gint, i), i);
  g_array_unref (f.order);
  rtc_loop_unref (f.loop);
}

GST_END_TEST;

GST_START_TEST (test_what_was_posted_happens_before_the_end)
{
  Fixture f = { rtc_loop_new ("test"), g_array_new (FALSE, FALSE,
        sizeof (gint)), FALSE
  };
  Step step = { &f, 1 };

  rtc_loop_post (f.loop, append, &step, NULL);
  rtc_loop_unref (f.loop);
  fail_unless_equals_int (f.order->len, 1);
  g_array_unref (f.order);
}

GST_END_TEST;

typedef struct
{
  RtcLoop *loop;
  RtcTimer *timer;
  GMutex lock;
  GCond cond;
  guint fired;
} TimerFixture;

static void
note (gpointer data)
{
  TimerFixture *f = data;

  g_mutex_lock (&f->lock);
  f->fired++;
  g_cond_signal (&f->cond);
  g_mutex_unlock (&f->lock);
}

static void
post_from_itself (gpointer data)
{
  TimerFixture *f = data;

  rtc_loop_post (f->loop, note, f, NULL);
}

GST_START_TEST (test_a_loop_posts_to_itself)
{
  TimerFixture f = { rtc_loop_new ("test") };

  g_mutex_init (&f.lock);
  g_cond_init (&f.cond);
  for (guint i = 0; i < 100; i++) {
    rtc_loop_post (f.loop, post_from_itself, &f, NULL);
    g_mutex_lock (&f.lock);
    while (f.fired <= i)
      g_cond_wait (&f.cond, &f.lock);
    g_mutex_unlock (&f.lock);
  }
  rtc_loop_unref (f.loop);
  fail_unless_equals_int (f.fired, 100);
  g_mutex_clear (&f.lock);
  g_cond_clear (&f.cond);
}

GST_END_TEST;

static void
timer_fired (gpointer data)
{
  TimerFixture *f = data;

  g_mutex_lock (&f->lock);
  if (++f->fired < 3)
    rtc_timer_set (f->timer, rtc_loop_now () + 1000);
  g_cond_signal (&f->cond);
  g_mutex_unlock (&f->lock);
}

static void
timer_start (gpointer data)
{
  TimerFixture *f = data;

  f->timer = rtc_timer_new (f->loop, timer_fired, f);
  rtc_timer_set (f->timer, rtc_loop_now ());
}

static void
timer_stop (gpointer data)
{
  TimerFixture *f = data;

  rtc_timer_free (f->timer);
}

GST_START_TEST (test_a_timer_is_set_again_from_its_callback)
{
  TimerFixture f = { rtc_loop_new ("test") };

  g_mutex_init (&f.lock);
  g_cond_init (&f.cond);
  rtc_loop_post (f.loop, timer_start, &f, NULL);
  g_mutex_lock (&f.lock);
  while (f.fired < 3)
    g_cond_wait (&f.cond, &f.lock);
  g_mutex_unlock (&f.lock);
  rtc_loop_call (f.loop, timer_stop, &f);
  rtc_loop_unref (f.loop);
  fail_unless_equals_int (f.fired, 3);
  g_mutex_clear (&f.lock);
  g_cond_clear (&f.cond);
}

GST_END_TEST;

GST_START_TEST (test_the_pool_is_one_and_spreads_its_users)
{
  RtcLoopPool *a = rtc_loop_pool_acquire ();
  RtcLoopPool *b = rtc_loop_pool_acquire ();
  guint n = rtc_loop_pool_get_n_media (a);
  guint users[8] = { 0 };

  fail_unless (a == b);
  fail_unless (n >= 1 && n <= 4);
  for (guint i = 0; i < 2 * n; i++)
    users[rtc_loop_pool_pick (a)]++;
  for (guint i = 0; i < n; i++) {
    fail_unless_equals_int (users[i], 2);
    rtc_loop_pool_release (a, i);
    rtc_loop_pool_release (a, i);
  }
  rtc_loop_pool_unref (a);
  rtc_loop_pool_unref (b);
}

GST_END_TEST;

static void
drop_pool (gpointer data)
{
  rtc_loop_pool_unref (data);
}

GST_START_TEST (test_a_loop_may_drop_the_pool_itself)
{
  for (guint i = 0; i < 50; i++) {
    RtcLoopPool *pool = rtc_loop_pool_acquire ();

    rtc_loop_post (rtc_loop_pool_get_media (pool, 0), drop_pool, pool, NULL);
  }
}

GST_END_TEST;

static Suite *
loop_suite (void)
{
  Suite *suite = suite_create ("loop");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_posts_keep_their_order);
  tcase_add_test (tc, test_what_was_posted_happens_before_the_end);
  tcase_add_test (tc, test_a_loop_posts_to_itself);
  tcase_add_test (tc, test_a_timer_is_set_again_from_its_callback);
  tcase_add_test (tc, test_the_pool_is_one_and_spreads_its_users);
  tcase_add_test (tc, test_a_loop_may_drop_the_pool_itself);
  return suite;
}

GST_CHECK_MAIN (loop);
