/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcstrand.h"

typedef struct
{
  RtcLoopFunc func;
  gpointer data;
  GDestroyNotify notify;
} Call;

struct _RtcStrand
{
  gint refcount;
  GMutex lock;
  GQueue calls;                 /* Call *, not begun yet */
  gboolean running;             /* a thread of the pool is at it */
  GThread *thread;              /* the one that runs a call right now */
};

/* --- the pool's threads ---------------------------------------------------- */

static Call *
next_call (RtcStrand * strand)
{
  Call *call;

  g_mutex_lock (&strand->lock);
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
  gboolean start;

  *call = (Call) { func, data, notify };
  g_mutex_lock (&strand->lock);
  g_queue_push_tail (&strand->calls, call);
  start = !strand->running;
  strand->running = TRUE;
  g_mutex_unlock (&strand->lock);
  if (start)
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
  g_free (strand);
}
