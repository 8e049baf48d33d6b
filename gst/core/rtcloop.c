/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcloop.h"

/* Posted calls wait in one intrusive list behind one GSource: a post takes a
 * short lock, an append and, only if the list was empty, one wake-up. */
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
  GSource *calls_source;

  GMutex lock;
  Call *head, **tail;           /* under lock */
};

struct _RtcTimer
{
  GSource *source;
  RtcLoopFunc func;
  gpointer data;
};

static gboolean
calls_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  RtcLoop *loop = user_data;
  Call *call;

  g_mutex_lock (&loop->lock);
  call = loop->head;
  loop->head = NULL;
  loop->tail = &loop->head;
  g_source_set_ready_time (source, -1);
  g_mutex_unlock (&loop->lock);

  while (call != NULL) {
    Call *next = call->next;

    call->func (call->data);
    if (call->notify != NULL)
      call->notify (call->data);
    g_free (call);
    call = next;
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
no_callback (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs calls_funcs = { NULL, NULL, calls_dispatch, NULL };

static gboolean
timer_dispatch (GSource * source, GSourceFunc callback, gpointer user_data)
{
  RtcTimer *timer = user_data;

  g_source_set_ready_time (source, -1);
  timer->func (timer->data);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs timer_funcs = { NULL, NULL, timer_dispatch, NULL };

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

  loop->calls_source = g_source_new (&calls_funcs, sizeof (GSource));
  g_source_set_name (loop->calls_source, "rtc-loop-calls");
  g_source_set_callback (loop->calls_source, no_callback, loop, NULL);
  g_source_set_priority (loop->calls_source, G_PRIORITY_DEFAULT);
  g_source_attach (loop->calls_source, loop->context);

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
  g_source_destroy (loop->calls_source);
  g_source_unref (loop->calls_source);
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

  *call = (Call) {
  NULL, func, data, notify};

  g_mutex_lock (&loop->lock);
  if (loop->head == NULL)
    g_source_set_ready_time (loop->calls_source, 0);
  *loop->tail = call;
  loop->tail = &call->next;
  g_mutex_unlock (&loop->lock);
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

/* On the loop's thread, as are the two below.  Starts unset. */
RtcTimer *
rtc_timer_new (RtcLoop * loop, RtcLoopFunc func, gpointer data)
{
  RtcTimer *timer = g_new (RtcTimer, 1);

  timer->func = func;
  timer->data = data;
  timer->source = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_name (timer->source, "rtc-timer");
  g_source_set_callback (timer->source, no_callback, timer, NULL);
  g_source_attach (timer->source, loop->context);
  return timer;
}

/* Fires once at @deadline; RTC_NEVER stops it */
void
rtc_timer_set (RtcTimer * timer, gint64 deadline)
{
  g_source_set_ready_time (timer->source,
      deadline == RTC_NEVER ? -1 : MAX (deadline, 0));
}

/* Safe inside the timer's own callback only as the last thing it does */
void
rtc_timer_free (RtcTimer * timer)
{
  g_source_destroy (timer->source);
  g_source_unref (timer->source);
  g_free (timer);
}
