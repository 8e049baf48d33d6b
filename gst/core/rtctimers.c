/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtctimers.h"

struct _RtcTimers
{
  GPtrArray *heap;              /* RtcTimer *, those that are set */
  GQueue due;                   /* of rtc_timers_run (): those it has yet to call */
};

struct _RtcTimer
{
  RtcTimers *timers;
  gint64 deadline;              /* RTC_NEVER: unset */
  guint place;                  /* in the heap */
  gboolean is_due;              /* its link is in timers->due */
  GList link;
  RtcLoopFunc func;
  gpointer data;
};

/* --- the heap: none is before the one at half its place ---------------------- */

static RtcTimer *
get (RtcTimers * timers, guint place)
{
  return g_ptr_array_index (timers->heap, place);
}

static void
put (RtcTimer * timer, guint place)
{
  timer->place = place;
  g_ptr_array_index (timer->timers->heap, place) = timer;
}

static void
rise (RtcTimer * timer)
{
  while (timer->place > 0) {
    guint place = timer->place;
    RtcTimer *above = get (timer->timers, (place - 1) / 2);

    if (above->deadline <= timer->deadline)
      break;
    put (timer, above->place);
    put (above, place);
  }
}

static void
sink (RtcTimer * timer)
{
  RtcTimers *timers = timer->timers;

  for (;;) {
    guint place = timer->place, below = 2 * place + 1;

    if (below + 1 < timers->heap->len
        && get (timers, below + 1)->deadline < get (timers, below)->deadline)
      below++;
    if (below >= timers->heap->len
        || get (timers, below)->deadline >= timer->deadline)
      break;
    put (get (timers, below), place);
    put (timer, below);
  }
}

static void
leave (RtcTimer * timer)
{
  GPtrArray *heap = timer->timers->heap;
  RtcTimer *last = get (timer->timers, heap->len - 1);

  g_ptr_array_set_size (heap, heap->len - 1);
  if (last == timer)
    return;
  put (last, timer->place);
  rise (last);
  sink (last);
}

static void
enter (RtcTimer * timer)
{
  g_ptr_array_add (timer->timers->heap, timer);
  timer->place = timer->timers->heap->len - 1;
  rise (timer);
}

static void
move (RtcTimer * timer, gint64 deadline)
{
  if (timer->deadline != RTC_NEVER)
    leave (timer);
  timer->deadline = deadline;
  if (deadline != RTC_NEVER)
    enter (timer);
}

/* --- public ------------------------------------------------------------------- */

static void
forget_due (RtcTimer * timer)
{
  if (timer->is_due)
    g_queue_unlink (&timer->timers->due, &timer->link);
  timer->is_due = FALSE;
}

RtcTimers *
rtc_timers_new (void)
{
  RtcTimers *timers = g_new0 (RtcTimers, 1);

  timers->heap = g_ptr_array_new ();
  g_queue_init (&timers->due);
  return timers;
}

/* After the last of its timers */
void
rtc_timers_free (RtcTimers * timers)
{
  g_ptr_array_unref (timers->heap);
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
  return timer;
}

/* When there is something to run; RTC_NEVER: nothing is set */
gint64
rtc_timers_get_deadline (RtcTimers * timers)
{
  return timers->heap->len > 0 ? get (timers, 0)->deadline : RTC_NEVER;
}

/* Calls those whose deadline has come, the earliest first.  What they set is
 * not called before the next time. */
void
rtc_timers_run (RtcTimers * timers, gint64 now)
{
  RtcTimer *timer;
  GList *link;

  while (timers->heap->len > 0 && get (timers, 0)->deadline <= now) {
    timer = get (timers, 0);
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
  if (timer->deadline != deadline)
    move (timer, deadline);
}

/* Also inside a timer's callback, its own included */
void
rtc_timer_free (RtcTimer * timer)
{
  forget_due (timer);
  move (timer, RTC_NEVER);
  g_free (timer);
}
