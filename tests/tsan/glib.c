/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What ThreadSanitizer cannot see of GLib.  GMutex and GCond are futexes inside
 * a library that is not instrumented, so every lock of ours looks like none.
 * Preloaded, these stand in front of GLib's own functions and tell of them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <glib-object.h>
#include <gst/gst.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

#define REAL(name) \
  static __typeof__ (&name) real; \
  if (real == NULL) \
    real = (__typeof__ (&name)) dlsym (RTLD_NEXT, #name)

#define EXPORT __attribute__ ((visibility ("default")))

EXPORT void
g_mutex_lock (GMutex * mutex)
{
  REAL (g_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

/* A pad's stream lock is one of these */
EXPORT void
g_rec_mutex_lock (GRecMutex * mutex)
{
  REAL (g_rec_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

EXPORT gboolean
g_rec_mutex_trylock (GRecMutex * mutex)
{
  gboolean ret;

  REAL (g_rec_mutex_trylock);
  ret = real (mutex);
  if (ret)
    __tsan_acquire (mutex);
  return ret;
}

EXPORT void
g_rec_mutex_unlock (GRecMutex * mutex)
{
  REAL (g_rec_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

EXPORT gboolean
g_mutex_trylock (GMutex * mutex)
{
  gboolean locked;

  REAL (g_mutex_trylock);
  locked = real (mutex);
  if (locked)
    __tsan_acquire (mutex);
  return locked;
}

EXPORT void
g_mutex_unlock (GMutex * mutex)
{
  REAL (g_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

/* the mutex is let go of and taken again inside */
EXPORT void
g_cond_wait (GCond * cond, GMutex * mutex)
{
  REAL (g_cond_wait);
  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

EXPORT gboolean
g_cond_wait_until (GCond * cond, GMutex * mutex, gint64 end)
{
  gboolean signalled;

  REAL (g_cond_wait_until);
  __tsan_release (mutex);
  signalled = real (cond, mutex, end);
  __tsan_acquire (mutex);
  return signalled;
}

/* Who finds it done comes after the one who did it.  The first look is a macro's,
 * which is instrumented, at the same address. */
EXPORT gboolean (g_once_init_enter) (volatile void *location)
{
  gboolean first;

  REAL (g_once_init_enter);
  first = real (location);
  if (!first)
    __tsan_acquire ((void *) location);
  return first;
}

EXPORT void (g_once_init_leave) (volatile void *location, gsize result)
{
  REAL (g_once_init_leave);
  __tsan_release ((void *) location);
  real (location, result);
}

/* Whoever takes down an object comes after all who let go of it */
#define UNREF(name, type) \
EXPORT void \
name (type object) \
{ \
  REAL (name); \
  if (object != NULL) { \
    __tsan_release ((void *) object); \
    __tsan_acquire ((void *) object); \
  } \
  real (object); \
}

UNREF (g_object_unref, gpointer)
    UNREF (gst_object_unref, gpointer)
    UNREF (gst_mini_object_unref, GstMiniObject *)
    UNREF (g_bytes_unref, GBytes *)
    UNREF (g_source_unref, GSource *)
    UNREF (g_main_context_unref, GMainContext *)
    UNREF (g_main_loop_unref, GMainLoop *)
     EXPORT void
         g_atomic_rc_box_release_full (gpointer box, GDestroyNotify clear)
{
  REAL (g_atomic_rc_box_release_full);
  __tsan_release (box);
  __tsan_acquire (box);
  real (box, clear);
}

EXPORT gboolean (g_atomic_ref_count_dec) (gatomicrefcount * count)
{
  gboolean last;

  REAL (g_atomic_ref_count_dec);
  __tsan_release (count);
  last = real (count);
  if (last)
    __tsan_acquire (count);
  return last;
}

/* --- thread pools: the queue is GLib's ------------------------------------- */

typedef struct
{
  GFunc func;
  gpointer data;
} Worker;

static void
work (gpointer item, gpointer data)
{
  Worker *worker = data;

  __tsan_acquire (worker);
  __tsan_acquire (item);
  worker->func (item, worker->data);
  __tsan_release (worker);
}

/* kept for as long as the process is there: a tool for tests */
EXPORT GThreadPool *
g_thread_pool_new (GFunc func, gpointer data, gint max, gboolean exclusive,
    GError ** error)
{
  Worker *worker = g_new (Worker, 1);
  GThreadPool *pool;

  REAL (g_thread_pool_new);
  worker->func = func;
  worker->data = data;
  __tsan_release (worker);
  pool = real (work, worker, max, exclusive, error);
  return pool;
}

EXPORT gboolean
g_thread_pool_push (GThreadPool * pool, gpointer item, GError ** error)
{
  REAL (g_thread_pool_push);
  __tsan_release (item);
  return real (pool, item, error);
}

EXPORT void
g_thread_pool_free (GThreadPool * pool, gboolean immediate, gboolean wait)
{
  gpointer worker = pool->user_data;

  REAL (g_thread_pool_free);
  real (pool, immediate, wait);
  if (wait)
    __tsan_acquire (worker);
}
