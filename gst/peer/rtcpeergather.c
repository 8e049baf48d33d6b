/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeergather.h"

#include "rtp/rtcbytes.h"

/* A streaming thread that serves many peers brings each packet to all of them,
 * and sends all lists when the last one has come.  That it is at work for others
 * is no reason to send to this peer half a frame at a time, so the bound counts
 * only what the thread is away.  Unless one of the others makes it wait: */
#define LONGEST (30 * RTC_GATHER_BOUND)
/* Who comes back that soon was not away */
#define GRACE (RTC_GATHER_BOUND / 10)
/* and is at work for a while: no reason to wake up for each millisecond of it */
#define AT_WORK (4 * RTC_GATHER_BOUND)

/* How long a streaming thread has been away, in all */
struct _RtcPeerGatherClock
{
  gint refs;
  guint depth;                  /* of the thread: pushes inside each other */

  GMutex lock;
  gint64 away;
  gint64 last;                  /* when it was seen */
  gboolean pushing;
};

static RtcPeerGatherClock *
clock_ref (RtcPeerGatherClock * clock)
{
  g_atomic_int_inc (&clock->refs);
  return clock;
}

static void
clock_unref (gpointer data)
{
  RtcPeerGatherClock *clock = data;

  if (!g_atomic_int_dec_and_test (&clock->refs))
    return;
  g_mutex_clear (&clock->lock);
  g_free (clock);
}

static RtcPeerGatherClock *
clock_get (void)
{
  static GPrivate own = G_PRIVATE_INIT (clock_unref);
  RtcPeerGatherClock *clock = g_private_get (&own);

  if (G_UNLIKELY (clock == NULL)) {
    clock = g_new0 (RtcPeerGatherClock, 1);
    clock->refs = 1;
    g_mutex_init (&clock->lock);
    g_private_set (&own, clock);
  }
  return clock;
}

/* Any thread.  @at_work: it is not away now */
static gint64
clock_now (RtcPeerGatherClock * clock, gint64 now, gboolean * at_work)
{
  gint64 ret;

  g_mutex_lock (&clock->lock);
  ret = clock->away;
  *at_work = clock->pushing || now - clock->last < GRACE;
  if (!*at_work)
    ret += now - clock->last - GRACE;
  g_mutex_unlock (&clock->lock);
  return ret;
}

/* Its own thread is here */
static gint64
clock_see (RtcPeerGatherClock * clock, gint64 now, gboolean pushing)
{
  gint64 ret;

  g_mutex_lock (&clock->lock);
  if (!clock->pushing)
    clock->away += MAX (now - clock->last - GRACE, 0);
  ret = clock->away;
  clock->last = now;
  clock->pushing = pushing;
  g_mutex_unlock (&clock->lock);
  return ret;
}

/* --- pushing --------------------------------------------------------------- */

static GstFlowReturn
push (RtcPeerGather * self, GstBuffer * buffer, GstBufferList * list)
{
  RtcPeerGatherClock *clock = clock_get ();
  GstFlowReturn ret;

  if (clock->depth++ == 0)
    clock_see (clock, rtc_loop_now (), TRUE);
  ret = self->push (self->pad, buffer, list);
  if (--clock->depth == 0)
    clock_see (clock, rtc_loop_now (), FALSE);
  return ret;
}

static GstFlowReturn
push_held (RtcPeerGather * self)
{
  rtc_alarm_cancel (self->alarms, &self->alarm);
  return push (self, NULL, g_steal_pointer (&self->list));
}

static void
hold (RtcPeerGather * self, GstBuffer * buffer, gint64 now)
{
  if (self->list == NULL) {
    if (G_UNLIKELY (self->alarms == NULL))
      self->alarms = rtc_alarms_acquire ();
    self->list = gst_buffer_list_new ();
    self->latest = now + LONGEST;
  }
  gst_buffer_list_add (self->list, buffer);
}

static GstFlowReturn
take_flow (RtcPeerGather * self)
{
  GstFlowReturn ret = self->flow;

  self->flow = GST_FLOW_OK;
  return ret;
}

/* @header: the first 12 bytes.  Returns what the last push did, which may have
 * been one of the alarms' before. */
GstFlowReturn
rtc_peer_gather_chain (RtcPeerGather * self, GstBuffer * buffer,
    const guint8 * header)
{
  RtcPeerGatherClock *clock = clock_get ();
  GstFlowReturn ret = take_flow (self);
  gint64 now = rtc_loop_now ();
  gboolean was_empty;
  RtcGatherDo todo;

  if (G_UNLIKELY (clock != self->clock)) {
    if (self->list != NULL)
      ret = rtc_peer_gather_flush (self);
    g_clear_pointer (&self->clock, clock_unref);
    self->clock = clock_ref (clock);
  }
  todo = rtc_gather_packet (&self->core, rtc_get_u32 (header + 8),
      rtc_get_u32 (header + 4), header[1] >> 7, gst_buffer_get_size (buffer),
      clock_see (clock, now, clock->depth > 0));
  if (todo & RTC_GATHER_FLUSH_BEFORE)
    ret = push_held (self);
  if (!(todo & RTC_GATHER_HOLD))
    return push (self, buffer, NULL);
  was_empty = self->list == NULL;
  hold (self, buffer, now);
  if (todo & RTC_GATHER_FLUSH_AFTER)
    ret = push_held (self);
  else if (was_empty)
    rtc_alarm_set (self->alarms, &self->alarm, now + RTC_GATHER_BOUND);
  return ret;
}

GstFlowReturn
rtc_peer_gather_flush (RtcPeerGather * self)
{
  if (self->list == NULL)
    return take_flow (self);
  rtc_gather_flushed (&self->core);
  return push_held (self);
}

void
rtc_peer_gather_drop (RtcPeerGather * self)
{
  self->flow = GST_FLOW_OK;
  if (self->list == NULL)
    return;
  rtc_gather_flushed (&self->core);
  rtc_alarm_cancel (self->alarms, &self->alarm);
  g_clear_pointer (&self->list, gst_buffer_list_unref);
}

/* --- the alarms' thread ------------------------------------------------------ */

/* The stream lock is held.  When it has to be looked at again */
static gint64
look (RtcPeerGather * self)
{
  gint64 now = rtc_loop_now (), own;
  gboolean flushing, at_work;

  if (self->list == NULL)
    return RTC_NEVER;
  GST_OBJECT_LOCK (self->pad);
  flushing = GST_PAD_IS_FLUSHING (self->pad);
  GST_OBJECT_UNLOCK (self->pad);
  if (flushing) {
    rtc_peer_gather_drop (self);
    return RTC_NEVER;
  }
  own = clock_now (self->clock, now, &at_work);
  if (!rtc_gather_timeout (&self->core, own)) {
    if (now < self->latest)
      return MIN (self->latest, now + (at_work ? AT_WORK :
              rtc_gather_deadline (&self->core) - own));
    rtc_gather_flushed (&self->core);
  }
  self->flow = push_held (self);
  return RTC_NEVER;
}

/* The bound has passed.  A streaming thread that is inside does what is to be
 * done itself, or it is looked at again. */
gint64
rtc_peer_gather_alarm (RtcPeerGather * self)
{
  gint64 ret;

  if (!GST_PAD_STREAM_TRYLOCK (self->pad))
    return rtc_loop_now () + AT_WORK;
  ret = look (self);
  GST_PAD_STREAM_UNLOCK (self->pad);
  return ret;
}

/* --------------------------------------------------------------------------- */

void
rtc_peer_gather_init (RtcPeerGather * self, GstPad * pad,
    RtcPeerGatherPush push, RtcAlarmFunc alarm_func)
{
  *self = (RtcPeerGather) {.pad = pad,.push = push };
  rtc_gather_init (&self->core);
  rtc_alarm_init (&self->alarm, alarm_func, pad);
}

void
rtc_peer_gather_clear (RtcPeerGather * self)
{
  g_clear_pointer (&self->list, gst_buffer_list_unref);
  g_clear_pointer (&self->clock, clock_unref);
  g_clear_pointer (&self->alarms, rtc_alarms_unref);
}
