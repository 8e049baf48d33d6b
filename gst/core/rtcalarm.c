/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcalarm.h"

#include <errno.h>
#include <glib-object.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* A timerfd, because a GSource whose time is set by another thread wakes its
 * loop for that: twice a frame for something that does not happen. */
struct _RtcAlarms
{
  guint refs;                   /* G_LOCK (current) */
  RtcLoop *loop;
  GSource *source;
  gint fd;

  GMutex lock;
  GQueue queue;                 /* RtcAlarm; each holds its object */
  gint64 armed;                 /* what the timer is set to */
};

G_LOCK_DEFINE_STATIC (current);
static RtcAlarms *current;

/* The lock is held */
static void
arm (RtcAlarms * self, gint64 deadline)
{
  struct itimerspec spec = { 0, };

  self->armed = deadline;
  if (deadline != RTC_NEVER) {
    /* all zeros would disarm it */
    deadline = MAX (deadline, 1);
    spec.it_value.tv_sec = deadline / G_USEC_PER_SEC;
    spec.it_value.tv_nsec = deadline % G_USEC_PER_SEC * 1000;
  }
  timerfd_settime (self->fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

/* Those that are due, out of the queue with their references on objects; the
 * timer is set for the others */
static GQueue
take_due (RtcAlarms * self, gint64 now)
{
  GQueue due = G_QUEUE_INIT;
  gint64 next = RTC_NEVER;
  GList *l, *after;

  g_mutex_lock (&self->lock);
  for (l = self->queue.head; l != NULL; l = after) {
    RtcAlarm *alarm = l->data;

    after = l->next;
    if (alarm->deadline > now) {
      next = MIN (next, alarm->deadline);
      continue;
    }
    g_queue_unlink (&self->queue, l);
    alarm->set = FALSE;
    /* its own link may be set again from now on */
    g_queue_push_tail (&due, alarm);
  }
  arm (self, next);
  g_mutex_unlock (&self->lock);
  return due;
}

static RtcAlarms *
ref_if_alive (RtcAlarms * self)
{
  RtcAlarms *ret = NULL;

  G_LOCK (current);
  if (self->refs > 0) {
    self->refs++;
    ret = self;
  }
  G_UNLOCK (current);
  return ret;
}

static gboolean
on_timer (gint fd, GIOCondition condition, gpointer user_data)
{
  RtcAlarms *self = ref_if_alive (user_data);
  guint64 expirations;
  RtcAlarm *alarm;
  GQueue due;

  if (self == NULL)
    return G_SOURCE_REMOVE;
  /* EAGAIN: taken back in the meantime */
  if (read (fd, &expirations, sizeof (expirations)) > 0) {
    due = take_due (self, rtc_loop_now ());
    while ((alarm = g_queue_pop_head (&due)) != NULL) {
      gpointer object = alarm->object;
      gint64 again = alarm->func (object);

      if (again != RTC_NEVER)
        rtc_alarm_set (self, alarm, again);
      g_object_unref (object);
    }
  }
  rtc_alarms_unref (self);
  return G_SOURCE_CONTINUE;
}

static RtcAlarms *
alarms_new (void)
{
  RtcAlarms *self = g_new0 (RtcAlarms, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->queue);
  self->armed = RTC_NEVER;
  self->fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->fd < 0)
    g_error ("timerfd_create: %s", g_strerror (errno));
  self->loop = rtc_loop_new ("rtc-alarms");
  self->source = g_unix_fd_source_new (self->fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_timer), self, NULL);
  g_source_attach (self->source, rtc_loop_get_context (self->loop));
  return self;
}

/* Any thread; transfer: full */
RtcAlarms *
rtc_alarms_acquire (void)
{
  RtcAlarms *self;

  G_LOCK (current);
  if (current == NULL)
    current = alarms_new ();
  current->refs++;
  self = current;
  G_UNLOCK (current);
  return self;
}

/* Any thread; no alarm of the caller's is set */
void
rtc_alarms_unref (RtcAlarms * self)
{
  gboolean last;

  G_LOCK (current);
  last = --self->refs == 0;
  if (last)
    current = NULL;
  G_UNLOCK (current);
  if (!last)
    return;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  rtc_loop_unref (self->loop);
  close (self->fd);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
rtc_alarm_init (RtcAlarm * alarm, RtcAlarmFunc func, gpointer object)
{
  *alarm = (RtcAlarm) {.func = func,.object = object };
  alarm->link.data = alarm;
}

/* Any thread.  One that is set already keeps the earlier deadline. */
void
rtc_alarm_set (RtcAlarms * self, RtcAlarm * alarm, gint64 deadline)
{
  g_mutex_lock (&self->lock);
  if (!alarm->set) {
    alarm->set = TRUE;
    alarm->deadline = deadline;
    g_object_ref (alarm->object);
    g_queue_push_tail_link (&self->queue, &alarm->link);
  } else {
    alarm->deadline = MIN (alarm->deadline, deadline);
  }
  if (alarm->deadline < self->armed)
    arm (self, alarm->deadline);
  g_mutex_unlock (&self->lock);
}

/* Any thread that has a reference on the object.  Its function may still be
 * running, or about to. */
void
rtc_alarm_cancel (RtcAlarms * self, RtcAlarm * alarm)
{
  gboolean was;

  g_mutex_lock (&self->lock);
  was = alarm->set;
  if (was) {
    alarm->set = FALSE;
    g_queue_unlink (&self->queue, &alarm->link);
    if (self->queue.length == 0)
      arm (self, RTC_NEVER);
  }
  g_mutex_unlock (&self->lock);
  if (was)
    g_object_unref (alarm->object);
}
