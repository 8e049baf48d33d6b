/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "core/rtcalarm.h"

typedef struct
{
  RtcAlarm alarm;
  GMutex lock;
  GCond cond;
  guint n_calls, again;         /* how often it wants another one */
} Sleeper;

static gint64
on_alarm (gpointer object)
{
  Sleeper *sleeper = g_object_get_data (object, "sleeper");
  gint64 ret = RTC_NEVER;

  g_mutex_lock (&sleeper->lock);
  if (sleeper->n_calls++ < sleeper->again)
    ret = rtc_loop_now ();
  g_cond_signal (&sleeper->cond);
  g_mutex_unlock (&sleeper->lock);
  return ret;
}

static GObject *
sleeper_new (Sleeper * sleeper, guint again)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);

  memset (sleeper, 0, sizeof (*sleeper));
  g_mutex_init (&sleeper->lock);
  g_cond_init (&sleeper->cond);
  sleeper->again = again;
  g_object_set_data (object, "sleeper", sleeper);
  rtc_alarm_init (&sleeper->alarm, on_alarm, object);
  return object;
}

static void
wait_calls (Sleeper * sleeper, guint n)
{
  g_mutex_lock (&sleeper->lock);
  while (sleeper->n_calls < n)
    g_cond_wait (&sleeper->cond, &sleeper->lock);
  g_mutex_unlock (&sleeper->lock);
}

GST_START_TEST (test_an_alarm_is_called_until_it_has_enough)
{
  RtcAlarms *alarms = rtc_alarms_acquire ();
  Sleeper sleeper, late;
  GObject *object = sleeper_new (&sleeper, 2);
  GObject *other = sleeper_new (&late, 0);

  rtc_alarm_set (alarms, &late.alarm, rtc_loop_now () + G_TIME_SPAN_HOUR);
  rtc_alarm_set (alarms, &sleeper.alarm, rtc_loop_now () + 1000);
  wait_calls (&sleeper, 3);
  /* an earlier time counts, a later one does not */
  rtc_alarm_set (alarms, &late.alarm, 0);
  rtc_alarm_set (alarms, &late.alarm, rtc_loop_now () + G_TIME_SPAN_HOUR);
  wait_calls (&late, 1);

  rtc_alarm_cancel (alarms, &late.alarm);
  g_object_unref (object);
  g_object_unref (other);
  rtc_alarms_unref (alarms);
}

GST_END_TEST;

GST_START_TEST (test_an_alarm_taken_back_is_not_called)
{
  RtcAlarms *alarms = rtc_alarms_acquire ();
  Sleeper sleeper, after;
  GObject *object = sleeper_new (&sleeper, 0);
  GObject *other = sleeper_new (&after, 0);
  gint64 now = rtc_loop_now ();

  rtc_alarm_set (alarms, &sleeper.alarm, now + 200000);
  ASSERT_OBJECT_REFCOUNT (object, "it is kept", 2);
  rtc_alarm_set (alarms, &after.alarm, now + 200001);
  rtc_alarm_cancel (alarms, &sleeper.alarm);
  rtc_alarm_cancel (alarms, &sleeper.alarm);
  ASSERT_OBJECT_REFCOUNT (object, "it is ours", 1);
  wait_calls (&after, 1);
  fail_unless_equals_int (sleeper.n_calls, 0);

  g_object_unref (object);
  g_object_unref (other);
  rtc_alarms_unref (alarms);
}

GST_END_TEST;

/* By the alarms' own thread, too */
static gint64
let_go (gpointer object)
{
  g_object_unref (object);
  return RTC_NEVER;
}

typedef struct
{
  RtcAlarms *alarms;
  GMutex lock;
  GCond cond;
  gboolean gone;
} Last;

static void
on_gone (gpointer data, GObject * object)
{
  Last *last = data;

  rtc_alarms_unref (last->alarms);
  g_mutex_lock (&last->lock);
  last->gone = TRUE;
  g_cond_signal (&last->cond);
  g_mutex_unlock (&last->lock);
}

GST_START_TEST (test_whoever_is_last_may_let_go)
{
  for (guint i = 0; i < 50; i++) {
    Last last = { rtc_alarms_acquire (), };
    GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
    RtcAlarm alarm;

    g_mutex_init (&last.lock);
    g_cond_init (&last.cond);
    g_object_weak_ref (object, on_gone, &last);
    rtc_alarm_init (&alarm, let_go, object);
    rtc_alarm_set (last.alarms, &alarm, 0);
    g_mutex_lock (&last.lock);
    while (!last.gone)
      g_cond_wait (&last.cond, &last.lock);
    g_mutex_unlock (&last.lock);
  }
}

GST_END_TEST;

static Suite *
alarm_suite (void)
{
  Suite *suite = suite_create ("alarm");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_an_alarm_is_called_until_it_has_enough);
  tcase_add_test (tc, test_an_alarm_taken_back_is_not_called);
  tcase_add_test (tc, test_whoever_is_last_may_let_go);
  return suite;
}

GST_CHECK_MAIN (alarm);
