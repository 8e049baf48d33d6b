/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcstrand.h"

typedef struct
{
  RtcLoopFunc func;
  gpointer data;
  GDestroyNotify notify;
} Call;

/* How long a thread waits for one more call before the pool may have it back:
 * with messages that come one by one, to be woken takes half of what the way
 * through the pool does. */
#define LINGER (5 * G_TIME_SPAN_MILLISECOND)
/* Threads that do so at a time: of many strands, few have a conversation */
#define MAX_LINGERING 8

struct _RtcStrand
{
  gint refcount;
  GMutex lock;
  GCond cond;
  GQueue calls;                 /* Call *, not begun yet */
  gboolean running;             /* a thread of the pool is at it */
  gboolean lingers;             /* and has nothing to do: to be woken */
  GThread *thread;              /* the one that runs a call right now */
};

/* --- the pool's threads ---------------------------------------------------- */

static gint n_lingering;        /* atomic */

/* With the lock */
static void
linger (RtcStrand * strand)
{
  gint64 end = g_get_monotonic_time () + LINGER;

  strand->thread = NULL;
  if (g_atomic_int_add (&n_lingering, 1) < MAX_LINGERING) {
    strand->lingers = TRUE;
    while (strand->calls.length == 0
        && g_cond_wait_until (&strand->cond, &strand->lock, end));
    strand->lingers = FALSE;
  }
  g_atomic_int_add (&n_lingering, -1);
}

static Call *
next_call (RtcStrand * strand)
{
  Call *call;

  g_mutex_lock (&strand->lock);
  if (strand->calls.length == 0)
    linger (strand);
  call = g_queue_pop_head (&strand->calls);
  strand->running = call != NULL;
  strand->thread = call != NULL ? g_thread_self () : NULL;
  g_mutex_unlock (&strand->lock);
  return call;
}

static void
run (gpointer data, gpointer user_data)
{
  RtcStrand *strand = data;
  Call *call;

  while ((call = next_call (strand)) != NULL) {
    call->func (call->data);
    if (call->notify != NULL)
      call->notify (call->data);
    g_free (call);
  }
  rtc_strand_unref (strand);
}

/* No upper limit: a call may wait for one of another strand.  Idle threads are
 * GLib's to keep and to end. */
static GThreadPool *
get_pool (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    GThreadPool *pool = g_thread_pool_new (run, NULL, -1, FALSE, NULL);

    g_once_init_leave (&once, (gsize) pool);
  }
  return (GThreadPool *) once;
}

/* --- public ---------------------------------------------------------------- */

/* Any thread.  @data is run with @strand's other calls, never at the same time
 * as one of them. */
void
rtc_strand_post (RtcStrand * strand, RtcLoopFunc func, gpointer data,
    GDestroyNotify notify)
{
  Call *call = g_new (Call, 1);
  gboolean start, wake;

  *call = (Call) { func, data, notify };
  g_mutex_lock (&strand->lock);
  g_queue_push_tail (&strand->calls, call);
  start = !strand->running;
  wake = strand->lingers;
  strand->running = TRUE;
  strand->lingers = FALSE;
  g_mutex_unlock (&strand->lock);
  if (wake)
    g_cond_signal (&strand->cond);
  else if (start)
    g_thread_pool_push (get_pool (), rtc_strand_ref (strand), NULL);
}

/* Any thread. */
gboolean
rtc_strand_is_current (RtcStrand * strand)
{
  gboolean current;

  g_mutex_lock (&strand->lock);
  current = strand->thread == g_thread_self ();
  g_mutex_unlock (&strand->lock);
  return current;
}

/* Whoever waits may give up before the call comes: the last one frees it */
typedef struct
{
  gint refcount;
  GMutex lock;
  GCond cond;
  gboolean reached;
} Mark;

static void
mark_unref (gpointer data)
{
  Mark *mark = data;

  if (!g_atomic_int_dec_and_test (&mark->refcount))
    return;
  g_mutex_clear (&mark->lock);
  g_cond_clear (&mark->cond);
  g_free (mark);
}

static void
reach (gpointer data)
{
  Mark *mark = data;

  g_mutex_lock (&mark->lock);
  mark->reached = TRUE;
  g_cond_signal (&mark->cond);
  g_mutex_unlock (&mark->lock);
}

gboolean
rtc_strand_flush (RtcStrand * strand, gint64 timeout)
{
  gint64 deadline = g_get_monotonic_time () + timeout;
  gboolean reached;
  Mark *mark;

  if (rtc_strand_is_current (strand))
    return FALSE;
  mark = g_new0 (Mark, 1);
  mark->refcount = 2;
  g_mutex_init (&mark->lock);
  g_cond_init (&mark->cond);
  rtc_strand_post (strand, reach, mark, mark_unref);
  g_mutex_lock (&mark->lock);
  while (!mark->reached
      && g_cond_wait_until (&mark->cond, &mark->lock, deadline));
  reached = mark->reached;
  g_mutex_unlock (&mark->lock);
  mark_unref (mark);
  return reached;
}

/* transfer: full */
RtcStrand *
rtc_strand_new (void)
{
  RtcStrand *strand = g_new0 (RtcStrand, 1);

  strand->refcount = 1;
  g_mutex_init (&strand->lock);
  g_cond_init (&strand->cond);
  g_queue_init (&strand->calls);
  return strand;
}

RtcStrand *
rtc_strand_ref (RtcStrand * strand)
{
  g_atomic_int_inc (&strand->refcount);
  return strand;
}

/* The last reference finds no call left: a running pool thread holds one. */
void
rtc_strand_unref (RtcStrand * strand)
{
  if (!g_atomic_int_dec_and_test (&strand->refcount))
    return;
  g_mutex_clear (&strand->lock);
  g_cond_clear (&strand->cond);
  g_free (strand);
}
