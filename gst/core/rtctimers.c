/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtctimers.h"

struct _RtcTimers
{
  GSequence *sorted;            /* RtcTimer *, all of them; the unset ones last */
  GQueue due;                   /* of rtc_timers_run (): those it has yet to call */
};

struct _RtcTimer
{
  RtcTimers *timers;
  GSequenceIter *place;
  gint64 deadline;              /* RTC_NEVER: unset */
  gboolean is_due;              /* its link is in timers->due */
  GList link;
  RtcLoopFunc func;
  gpointer data;
};

static gint
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 x = ((const RtcTimer *) a)->deadline;
  gint64 y = ((const RtcTimer *) b)->deadline;

  return (x > y) - (x < y);
}

static void
move (RtcTimer * timer, gint64 deadline)
{
  if (timer->deadline == deadline)
    return;
  timer->deadline = deadline;
  g_sequence_sort_changed (timer->place, compare, NULL);
}

static void
forget_due (RtcTimer * timer)
{
  if (timer->is_due)
    g_queue_unlink (&timer->timers->due, &timer->link);
  timer->is_due = FALSE;
}

static RtcTimer *
get_first (RtcTimers * timers)
{
  GSequenceIter *first = g_sequence_get_begin_iter (timers->sorted);

  return g_sequence_iter_is_end (first) ? NULL : g_sequence_get (first);
}

RtcTimers *
rtc_timers_new (void)
{
  RtcTimers *timers = g_new0 (RtcTimers, 1);

  timers->sorted = g_sequence_new (NULL);
  g_queue_init (&timers->due);
  return timers;
}

/* After the last of its timers */
void
rtc_timers_free (RtcTimers * timers)
{
  g_sequence_free (timers->sorted);
  g_free (timers);
}

/* Unset */
RtcTimer *
rtc_timers_add (RtcTimers * timers, RtcLoopFunc func, gpointer data)
{
  RtcTimer *timer = g_new0 (RtcTimer, 1);

  timer->timers = timers;
  timer->deadline = RTC_NEVER;
  timer->link.data = timer;
  timer->func = func;
  timer->data = data;
  timer->place = g_sequence_insert_sorted (timers->sorted, timer, compare,
      NULL);
  return timer;
}

/* When there is something to run; RTC_NEVER: nothing is set */
gint64
rtc_timers_get_deadline (RtcTimers * timers)
{
  RtcTimer *first = get_first (timers);

  return first != NULL ? first->deadline : RTC_NEVER;
}

/* Calls those whose deadline has come, the earliest first.  What they set is
 * not called before the next time. */
void
rtc_timers_run (RtcTimers * timers, gint64 now)
{
  RtcTimer *timer;
  GList *link;

  while ((timer = get_first (timers)) != NULL && timer->deadline <= now
      && timer->deadline != RTC_NEVER) {
    move (timer, RTC_NEVER);
    timer->is_due = TRUE;
    g_queue_push_tail_link (&timers->due, &timer->link);
  }
  while ((link = g_queue_pop_head_link (&timers->due)) != NULL) {
    timer = link->data;
    timer->is_due = FALSE;
    timer->func (timer->data);
  }
}

/* Fires once at @deadline; RTC_NEVER stops it */
void
rtc_timer_set (RtcTimer * timer, gint64 deadline)
{
  forget_due (timer);
  move (timer, deadline);
}

/* Also inside a timer's callback, its own included */
void
rtc_timer_free (RtcTimer * timer)
{
  forget_due (timer);
  g_sequence_remove (timer->place);
  g_free (timer);
}
