/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcloop.h"

#include "rtctimers.h"

/* Posted calls wait in one intrusive list: a post takes a short lock, an append
 * and, only if the thread sleeps, one wake-up.  Calls and timers are behind one
 * GSource, which looks at them by itself: with g_source_set_ready_time () a
 * context writes to its own eventfd each time, and returns from the next poll
 * for it. */
typedef struct _Call Call;

struct _Call
{
  Call *next;
  RtcLoopFunc func;
  gpointer data;
  GDestroyNotify notify;
};

struct _RtcLoop
{
  gint refcount;
  GMainContext *context;
  GMainLoop *main_loop;
  GThread *thread;
  GSource *source;
  RtcTimers *timers;            /* the thread's */

  GMutex lock;
  Call *head, **tail;           /* under lock, as is the next one */
  gboolean asleep;              /* in poll, or on the way to it */
};

typedef struct
{
  GSource parent;
  RtcLoop *loop;
} LoopSource;

/* Also says whether rtc_loop_post () has to wake the thread */
static gboolean
is_due (RtcLoop * loop, gint64 deadline, gint64 now, gboolean may_sleep)
{
  gboolean due;

  g_mutex_lock (&loop->lock);
  due = loop->head != NULL || deadline <= now;
  loop->asleep = may_sleep && !due;
  g_mutex_unlock (&loop->lock);
  return due;
}

static gboolean
loop_prepare (GSource * source, gint * timeout)
{
  RtcLoop *loop = ((LoopSource *) source)->loop;
  gint64 deadline = rtc_timers_get_deadline (loop->timers);
  gint64 now = rtc_loop_now ();

  *timeout = -1;
  if (is_due (loop, deadline, now, TRUE))
    return TRUE;
  if (deadline != RTC_NEVER)
    *timeout = MIN ((deadline - now + 999) / 1000, G_MAXINT);
  return FALSE;
}

static gboolean
loop_check (GSource * source)
{
  RtcLoop *loop = ((LoopSource *) source)->loop;

  return is_due (loop, rtc_timers_get_deadline (loop->timers),
      rtc_loop_now (), FALSE);
}

static void
run_calls (RtcLoop * loop)
{
  Call *call;

  g_mutex_lock (&loop->lock);
  call = loop->head;
  loop->head = NULL;
  loop->tail = &loop->head;
  g_mutex_unlock (&loop->lock);

  while (call != NULL) {
    Call *next = call->next;

    call->func (call->data);
    if (call->notify != NULL)
      call->notify (call->data);
    g_free (call);
    call = next;
  }
}

static gboolean
loop_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  RtcLoop *loop = ((LoopSource *) source)->loop;

  run_calls (loop);
  rtc_timers_run (loop->timers, rtc_loop_now ());
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs loop_funcs = { loop_prepare, loop_check, loop_dispatch,
  NULL
};

static gpointer
loop_thread (gpointer data)
{
  RtcLoop *loop = data;

  g_main_context_push_thread_default (loop->context);
  g_main_loop_run (loop->main_loop);
  /* what was posted before the last reference went still happens */
  while (g_main_context_iteration (loop->context, FALSE));
  g_main_context_pop_thread_default (loop->context);
  return NULL;
}

/* A loop with its thread running.  Any thread. */
RtcLoop *
rtc_loop_new (const gchar * name)
{
  RtcLoop *loop = g_new0 (RtcLoop, 1);

  loop->refcount = 1;
  loop->context = g_main_context_new ();
  loop->main_loop = g_main_loop_new (loop->context, FALSE);
  loop->tail = &loop->head;
  g_mutex_init (&loop->lock);

  loop->timers = rtc_timers_new ();
  loop->source = g_source_new (&loop_funcs, sizeof (LoopSource));
  ((LoopSource *) loop->source)->loop = loop;
  g_source_set_name (loop->source, "rtc-loop");
  g_source_attach (loop->source, loop->context);

  loop->thread = g_thread_new (name, loop_thread, loop);
  return loop;
}

RtcLoop *
rtc_loop_ref (RtcLoop * loop)
{
  g_atomic_int_inc (&loop->refcount);
  return loop;
}

static void
loop_free (RtcLoop * loop)
{
  g_source_destroy (loop->source);
  g_source_unref (loop->source);
  rtc_timers_free (loop->timers);
  g_main_loop_unref (loop->main_loop);
  g_main_context_unref (loop->context);
  g_mutex_clear (&loop->lock);
  g_free (loop);
}

static gpointer
reaper_thread (gpointer data)
{
  RtcLoop *loop = data;

  g_thread_join (loop->thread);
  loop_free (loop);
  return NULL;
}

static void
quit (gpointer data)
{
  RtcLoop *loop = data;

  g_main_loop_quit (loop->main_loop);
}

/* Any thread.  The last reference ends the thread; when that thread itself lets
 * it go nobody may wait, so a short-lived thread joins it. */
void
rtc_loop_unref (RtcLoop * loop)
{
  if (!g_atomic_int_dec_and_test (&loop->refcount))
    return;

  if (rtc_loop_is_current (loop)) {
    rtc_loop_post (loop, quit, loop, NULL);
    g_thread_unref (g_thread_new ("rtc-reaper", reaper_thread, loop));
  } else {
    rtc_loop_post (loop, quit, loop, NULL);
    g_thread_join (loop->thread);
    loop_free (loop);
  }
}

GMainContext *
rtc_loop_get_context (RtcLoop * loop)
{
  return loop->context;
}

gboolean
rtc_loop_is_current (RtcLoop * loop)
{
  return g_thread_self () == loop->thread;
}

/* Any thread.  Calls happen in the order of their posting; @notify follows its
 * call on the loop's thread. */
void
rtc_loop_post (RtcLoop * loop, RtcLoopFunc func, gpointer data,
    GDestroyNotify notify)
{
  Call *call = g_new (Call, 1);
  gboolean wake;

  *call = (Call) {
  NULL, func, data, notify};

  g_mutex_lock (&loop->lock);
  *loop->tail = call;
  loop->tail = &call->next;
  wake = loop->asleep;
  loop->asleep = FALSE;
  g_mutex_unlock (&loop->lock);
  if (wake)
    g_main_context_wakeup (loop->context);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean done;
  RtcLoopFunc func;
  gpointer data;
} SyncCall;

static void
sync_call_run (gpointer data)
{
  SyncCall *call = data;

  call->func (call->data);
  g_mutex_lock (&call->lock);
  call->done = TRUE;
  g_cond_signal (&call->cond);
  g_mutex_unlock (&call->lock);
}

/* Any thread: run @func on the loop and wait for it.  On the loop itself it is
 * a plain call.  Never from one loop to another: two of them could wait for
 * each other. */
void
rtc_loop_call (RtcLoop * loop, RtcLoopFunc func, gpointer data)
{
  SyncCall call = {.func = func,.data = data };

  if (rtc_loop_is_current (loop)) {
    func (data);
    return;
  }

  g_mutex_init (&call.lock);
  g_cond_init (&call.cond);
  rtc_loop_post (loop, sync_call_run, &call, NULL);
  g_mutex_lock (&call.lock);
  while (!call.done)
    g_cond_wait (&call.cond, &call.lock);
  g_mutex_unlock (&call.lock);
  g_mutex_clear (&call.lock);
  g_cond_clear (&call.cond);
}

/* Monotonic, in microseconds: the only clock of the house */
gint64
rtc_loop_now (void)
{
  return g_get_monotonic_time ();
}

/* On the loop's thread, as are the other two.  Starts unset. */
RtcTimer *
rtc_timer_new (RtcLoop * loop, RtcLoopFunc func, gpointer data)
{
  return rtc_timers_add (loop->timers, func, data);
}
