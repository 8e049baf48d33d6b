/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Running time cannot be what the viewers get.  A flushing seek sends it back
 * to zero, and so does the pipeline with its base time, if one of its sinks
 * waits for preroll or it was paused; if not, base time stays.  A pause holds
 * it while the viewers' clocks go on.  So this counts from the first base time:
 *
 *   time = running time + start of the segment after a flush + base - origin
 *
 * and RTP and NTP stay tied to each other for as long as the clock runs.
 */
#include "rtctimeline.h"

struct _RtcTimeline
{
  gint refcount;
  GMutex lock;                  /* of what follows; a leaf */
  GstClock *clock;              /* whose time base and origin are */
  GstClockTime origin, base;    /* NONE before the first clock */
  guint32 seqnum;               /* of the last flush, and where it began */
  GstClockTime start;
};

static GMutex siblings_lock;

/* Those that are there live as long as a track uses them */
static GHashTable *timelines;   /* parent -> timeline, not owned */

/* The timeline that @track shares with its siblings, from one thread's change
 * of state to PAUSED; transfer full. */
RtcTimeline *
rtc_timeline_new_for (GstElement * track)
{
  gpointer parent = GST_OBJECT_PARENT (track);
  RtcTimeline *timeline;

  g_mutex_lock (&siblings_lock);
  if (timelines == NULL)
    timelines = g_hash_table_new (NULL, NULL);
  timeline = g_hash_table_lookup (timelines, parent);
  if (timeline != NULL) {
    g_atomic_int_inc (&timeline->refcount);
  } else {
    timeline = g_new0 (RtcTimeline, 1);
    timeline->refcount = 1;
    timeline->origin = timeline->base = GST_CLOCK_TIME_NONE;
    timeline->seqnum = GST_SEQNUM_INVALID;
    g_mutex_init (&timeline->lock);
    g_hash_table_insert (timelines, parent, timeline);
  }
  g_mutex_unlock (&siblings_lock);
  return timeline;
}

/* Any thread */
RtcTimeline *
rtc_timeline_ref (RtcTimeline * timeline)
{
  g_atomic_int_inc (&timeline->refcount);
  return timeline;
}

static gboolean
is_timeline (gpointer parent, gpointer timeline, gpointer wanted)
{
  return timeline == wanted;
}

/* Any thread */
void
rtc_timeline_unref (RtcTimeline * timeline)
{
  gboolean last;

  /* under the lock, or a sibling may find it in between */
  g_mutex_lock (&siblings_lock);
  last = g_atomic_int_dec_and_test (&timeline->refcount);
  if (last) {
    g_hash_table_foreach_remove (timelines, is_timeline, timeline);
    if (g_hash_table_size (timelines) == 0)
      g_clear_pointer (&timelines, g_hash_table_unref);
  }
  g_mutex_unlock (&siblings_lock);
  if (!last)
    return;
  gst_clear_object (&timeline->clock);
  g_mutex_clear (&timeline->lock);
  g_free (timeline);
}

/* Under lock */
static GstClockTime
follow (RtcTimeline * self, GstClock * clock, GstClockTime base)
{
  if (self->origin == GST_CLOCK_TIME_NONE)
    self->origin = base;
  else if (self->clock != clock)
    /* the times of two clocks have nothing in common: go on from here */
    self->origin = base - MIN (base, self->base - self->origin);
  /* an application may have set it back */
  self->base = MAX (base, self->origin);
  gst_object_replace ((GstObject **) & self->clock, (GstObject *) clock);
  return self->base - self->origin;
}

/* Any thread.  0 without a clock. */
GstClockTime
rtc_timeline_get_offset (RtcTimeline * self, GstElement * element)
{
  g_autoptr (GstClock) clock = gst_element_get_clock (element);
  GstClockTime offset;

  if (clock == NULL)
    return 0;
  g_mutex_lock (&self->lock);
  offset = follow (self, clock, gst_element_get_base_time (element));
  g_mutex_unlock (&self->lock);
  return offset;
}

/* Any thread */
GstClockTime
rtc_timeline_get_now (RtcTimeline * self, GstElement * element)
{
  GstClockTime now = gst_element_get_current_running_time (element);

  if (GST_CLOCK_TIME_IS_VALID (now))
    now += rtc_timeline_get_offset (self, element);
  return now;
}

/* Any thread.  All tracks that one seek flushes begin at the same time, or
 * sound and picture would part: with the last of them, or its time would go
 * back. */
void
rtc_timeline_flush (RtcTimeline * self, GstElement * element, guint32 seqnum)
{
  GstClockTime now = gst_element_get_current_running_time (element);

  g_mutex_lock (&self->lock);
  self->seqnum = seqnum;
  self->start = GST_CLOCK_TIME_IS_VALID (now) ? now : 0;
  g_mutex_unlock (&self->lock);
}

/* Any thread.  It changes when another track follows in the same seek, and when
 * the pipeline has begun at zero again too: then it is not yet there. */
GstClockTime
rtc_timeline_get_start (RtcTimeline * self, GstElement * element,
    guint32 seqnum, GstClockTime start)
{
  GstClockTime now = gst_element_get_current_running_time (element);

  if (!GST_CLOCK_TIME_IS_VALID (now))
    now = 0;
  g_mutex_lock (&self->lock);
  if (self->start > now)
    self->start = 0;
  if (self->seqnum == seqnum)
    start = self->start;
  g_mutex_unlock (&self->lock);
  return start > now ? 0 : start;
}
