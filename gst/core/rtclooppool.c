/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtclooppool.h"

#define MAX_MEDIA_LOOPS 4

struct _RtcLoopPool
{
  gint refcount;                /* under pool_lock */
  RtcLoop *control;
  guint n_media;
  RtcLoop *media[MAX_MEDIA_LOOPS];
  gint load[MAX_MEDIA_LOOPS];   /* transports pinned to it, atomic */
};

/* The one pool of the process, weak: whoever holds it keeps it alive */
G_LOCK_DEFINE_STATIC (pool_lock);
static RtcLoopPool *the_pool;

static RtcLoopPool *
pool_new (void)
{
  RtcLoopPool *pool = g_new0 (RtcLoopPool, 1);

  pool->control = rtc_loop_new ("rtc-control");
  pool->n_media = CLAMP (g_get_num_processors (), 1, MAX_MEDIA_LOOPS);
  for (guint i = 0; i < pool->n_media; i++) {
    g_autofree gchar *name = g_strdup_printf ("rtc-media-%u", i);

    pool->media[i] = rtc_loop_new (name);
  }
  return pool;
}

/* Any thread; transfer full */
RtcLoopPool *
rtc_loop_pool_acquire (void)
{
  RtcLoopPool *pool;

  G_LOCK (pool_lock);
  if (the_pool == NULL)
    the_pool = pool_new ();
  pool = the_pool;
  pool->refcount++;
  G_UNLOCK (pool_lock);
  return pool;
}

RtcLoopPool *
rtc_loop_pool_ref (RtcLoopPool * pool)
{
  G_LOCK (pool_lock);
  pool->refcount++;
  G_UNLOCK (pool_lock);
  return pool;
}

/* Any thread, also one of the loops: see rtc_loop_unref () */
void
rtc_loop_pool_unref (RtcLoopPool * pool)
{
  gboolean last;

  G_LOCK (pool_lock);
  last = --pool->refcount == 0;
  if (last && the_pool == pool)
    the_pool = NULL;
  G_UNLOCK (pool_lock);

  if (!last)
    return;
  for (guint i = 0; i < pool->n_media; i++)
    rtc_loop_unref (pool->media[i]);
  rtc_loop_unref (pool->control);
  g_free (pool);
}

RtcLoop *
rtc_loop_pool_get_control (RtcLoopPool * pool)
{
  return pool->control;
}

guint
rtc_loop_pool_get_n_media (RtcLoopPool * pool)
{
  return pool->n_media;
}

RtcLoop *
rtc_loop_pool_get_media (RtcLoopPool * pool, guint index)
{
  return pool->media[index];
}

static void
nothing (gpointer data)
{
}

/* Waits until what was posted to the media loops before has happened: goodbyes
 * then are on their way before a process ends.  On a loop, which must not wait
 * for another, it does nothing. */
void
rtc_loop_pool_drain (RtcLoopPool * pool)
{
  gboolean on_loop = rtc_loop_is_current (pool->control);

  for (guint i = 0; i < pool->n_media; i++)
    on_loop |= rtc_loop_is_current (pool->media[i]);
  for (guint i = 0; i < pool->n_media && !on_loop; i++)
    rtc_loop_call (pool->media[i], nothing, NULL);
}

/* The media loop with the least to do, until rtc_loop_pool_release () */
guint
rtc_loop_pool_pick (RtcLoopPool * pool)
{
  guint best = 0;

  G_LOCK (pool_lock);
  for (guint i = 1; i < pool->n_media; i++)
    if (pool->load[i] < pool->load[best])
      best = i;
  pool->load[best]++;
  G_UNLOCK (pool_lock);
  return best;
}

void
rtc_loop_pool_release (RtcLoopPool * pool, guint index)
{
  G_LOCK (pool_lock);
  pool->load[index]--;
  G_UNLOCK (pool_lock);
}
