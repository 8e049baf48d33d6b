/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcfanout-private.h"

#include "rtcpoll.h"
#include "rtcviewer.h"
#include "rtp/rtckeyrequest.h"

/* What a viewer may ask for again.  One second covers the worst round trip that
 * conversation bears; the bytes bound a 60 Mbit/s stream. */
#define HISTORY_AGE (1 * G_USEC_PER_SEC)
#define HISTORY_BYTES (8 * 1024 * 1024)

/* More key frames than this help nobody: each delays all viewers */
#define KEYFRAME_INTERVAL (300 * 1000)

struct _RtcFanout
{
  gint refcount;
  RtcLoopPool *pool;
  guint clock_rate;
  guint n_branches;
  RtcFanoutBranch *branches;    /* one a media loop, used on it alone */
  gint *n_attached;             /* of each branch, atomic */
  gint ended;                   /* atomic */

  GMutex lock;                  /* a leaf: all below */
  RtcKeyRequest key_request;
  void (*keyframe_func) (gpointer data);
  gpointer keyframe_data;
  guint64 clock_base;
  RtcPoll *poll;                /* NULL: the bitrate is fixed */
  void (*bitrate_func) (guint64 bitrate, gpointer data);
  gpointer bitrate_data;
};

/* Any thread */
RtcFanout *
rtc_fanout_new (RtcLoopPool * pool, guint clock_rate)
{
  RtcFanout *fanout = g_new0 (RtcFanout, 1);

  fanout->refcount = 1;
  fanout->pool = rtc_loop_pool_ref (pool);
  fanout->clock_rate = clock_rate;
  fanout->n_branches = rtc_loop_pool_get_n_media (pool);
  fanout->branches = g_new0 (RtcFanoutBranch, fanout->n_branches);
  fanout->n_attached = g_new0 (gint, fanout->n_branches);
  for (guint i = 0; i < fanout->n_branches; i++) {
    fanout->branches[i].history = rtc_history_new (HISTORY_AGE, HISTORY_BYTES);
    fanout->branches[i].streams = g_ptr_array_new ();
  }
  g_mutex_init (&fanout->lock);
  rtc_key_request_init (&fanout->key_request, KEYFRAME_INTERVAL);
  return fanout;
}

RtcFanout *
rtc_fanout_ref (RtcFanout * fanout)
{
  g_atomic_int_inc (&fanout->refcount);
  return fanout;
}

void
rtc_fanout_unref (RtcFanout * fanout)
{
  if (!g_atomic_int_dec_and_test (&fanout->refcount))
    return;

  for (guint i = 0; i < fanout->n_branches; i++) {
    rtc_history_free (fanout->branches[i].history);
    g_ptr_array_unref (fanout->branches[i].streams);
  }
  g_free (fanout->branches);
  g_free (fanout->n_attached);
  g_clear_pointer (&fanout->poll, rtc_poll_free);
  g_mutex_clear (&fanout->lock);
  rtc_loop_pool_unref (fanout->pool);
  g_free (fanout);
}

guint
rtc_fanout_get_clock_rate (RtcFanout * fanout)
{
  return fanout->clock_rate;
}

/* NTP time (32.32) of running time 0, for sender reports; 0: unknown.  Any
 * thread. */
void
rtc_fanout_set_clock_base (RtcFanout * fanout, guint64 ntp)
{
  g_mutex_lock (&fanout->lock);
  fanout->clock_base = ntp;
  g_mutex_unlock (&fanout->lock);
}

guint64
rtc_fanout_get_clock_base (RtcFanout * fanout)
{
  guint64 ntp;

  g_mutex_lock (&fanout->lock);
  ntp = fanout->clock_base;
  g_mutex_unlock (&fanout->lock);
  return ntp;
}

/* --- key frames ------------------------------------------------------- */

/* @func asks the encoder; it is called on the control loop, and not any more
 * once this has been called with NULL on that loop.  From another thread one
 * call may still be under way. */
void
rtc_fanout_set_keyframe_func (RtcFanout * fanout, void (*func) (gpointer data),
    gpointer data)
{
  g_mutex_lock (&fanout->lock);
  fanout->keyframe_func = func;
  fanout->keyframe_data = data;
  g_mutex_unlock (&fanout->lock);
}

static void
call_keyframe_func (gpointer data)
{
  RtcFanout *fanout = data;
  void (*func) (gpointer data);
  gpointer func_data;

  g_mutex_lock (&fanout->lock);
  func = fanout->keyframe_func;
  func_data = fanout->keyframe_data;
  g_mutex_unlock (&fanout->lock);
  if (func != NULL)
    func (func_data);
}

static void
post_keyframe_request (RtcFanout * fanout)
{
  rtc_loop_post (rtc_loop_pool_get_control (fanout->pool), call_keyframe_func,
      rtc_fanout_ref (fanout), (GDestroyNotify) rtc_fanout_unref);
}

void
rtc_fanout_request_keyframe (RtcFanout * fanout)
{
  gboolean ask;

  g_mutex_lock (&fanout->lock);
  ask = rtc_key_request_ask (&fanout->key_request, rtc_loop_now ());
  g_mutex_unlock (&fanout->lock);
  if (ask)
    post_keyframe_request (fanout);
}

/* A request that had to wait goes out with the frame after its time: frames
 * come far more often than key frames may, so no timer is needed. */
static void
update_keyframe_request (RtcFanout * fanout, gboolean keyframe)
{
  gint64 now = rtc_loop_now ();
  gboolean ask = FALSE;

  g_mutex_lock (&fanout->lock);
  if (keyframe)
    rtc_key_request_served (&fanout->key_request, now);
  else
    ask = rtc_key_request_timeout (&fanout->key_request, now);
  g_mutex_unlock (&fanout->lock);
  if (ask)
    post_keyframe_request (fanout);
}

/* --- bitrate ----------------------------------------------------------- */

/* Any thread; @func NULL: no calls any more, as with the key frames */
void
rtc_fanout_set_bitrate_func (RtcFanout * fanout, guint64 min, guint64 start,
    guint64 max, void (*func) (guint64 bitrate, gpointer data), gpointer data)
{
  g_mutex_lock (&fanout->lock);
  g_clear_pointer (&fanout->poll, rtc_poll_free);
  if (func != NULL)
    fanout->poll = rtc_poll_new (min, start, max);
  fanout->bitrate_func = func;
  fanout->bitrate_data = data;
  g_mutex_unlock (&fanout->lock);
}

static void
call_bitrate_func (gpointer data)
{
  RtcFanout *fanout = data;
  void (*func) (guint64 bitrate, gpointer data);
  gpointer func_data;
  guint64 bitrate = 0;

  g_mutex_lock (&fanout->lock);
  func = fanout->bitrate_func;
  func_data = fanout->bitrate_data;
  if (fanout->poll != NULL)
    bitrate = rtc_poll_get_bitrate (fanout->poll);
  g_mutex_unlock (&fanout->lock);
  if (func != NULL)
    func (bitrate, func_data);
}

void
rtc_fanout_vote (RtcFanout * fanout, RtcViewerStream * stream,
    guint8 fraction_lost)
{
  gboolean changed;

  g_mutex_lock (&fanout->lock);
  changed = fanout->poll != NULL && rtc_poll_vote (fanout->poll, stream,
      &stream->loss_rate, fraction_lost, rtc_loop_now ());
  g_mutex_unlock (&fanout->lock);
  if (changed)
    rtc_loop_post (rtc_loop_pool_get_control (fanout->pool), call_bitrate_func,
        rtc_fanout_ref (fanout), (GDestroyNotify) rtc_fanout_unref);
}

/* --- frames ----------------------------------------------------------- */

typedef struct
{
  RtcFanout *fanout;
  RtcFrame *frame;
  guint loop;
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  rtc_frame_unref (delivery->frame);
  rtc_fanout_unref (delivery->fanout);
  g_free (delivery);
}

static void
deliver (gpointer data)
{
  Delivery *delivery = data;
  RtcFrame *frame = delivery->frame;
  RtcFanoutBranch *branch = &delivery->fanout->branches[delivery->loop];

  rtc_history_push (branch->history, frame);
  branch->end = frame->first_index + frame->n_items;
  for (guint i = 0; i < branch->streams->len; i++)
    rtc_viewer_stream_frame (g_ptr_array_index (branch->streams, i), frame);
}

/* From the streaming thread; transfer none.  One post for each loop that has
 * viewers. */
void
rtc_fanout_push (RtcFanout * fanout, RtcFrame * frame)
{
  update_keyframe_request (fanout, frame->keyframe);

  for (guint i = 0; i < fanout->n_branches; i++) {
    Delivery *delivery;

    if (g_atomic_int_get (&fanout->n_attached[i]) == 0)
      continue;
    delivery = g_new (Delivery, 1);
    *delivery = (Delivery) {
      rtc_fanout_ref (fanout), rtc_frame_ref (frame), i
    };
    rtc_loop_post (rtc_loop_pool_get_media (fanout->pool, i), deliver,
        delivery, delivery_free);
  }
}

typedef struct
{
  RtcFanout *fanout;
  guint loop;
} Ending;

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  rtc_fanout_unref (ending->fanout);
  g_free (ending);
}

static void
end_on_loop (gpointer data)
{
  Ending *ending = data;
  RtcFanoutBranch *branch = &ending->fanout->branches[ending->loop];

  for (guint i = 0; i < branch->streams->len; i++) {
    RtcViewerStream *stream = g_ptr_array_index (branch->streams, i);

    rtc_viewer_report_gone (stream->viewer, "the encoder of its codec stopped");
  }
}

static void
post_end (RtcFanout * fanout, guint loop)
{
  Ending *ending = g_new (Ending, 1);

  *ending = (Ending) {
  rtc_fanout_ref (fanout), loop};
  rtc_loop_post (rtc_loop_pool_get_media (fanout->pool, loop), end_on_loop,
      ending, ending_free);
}

/* Any thread */
void
rtc_fanout_end (RtcFanout * fanout)
{
  g_atomic_int_set (&fanout->ended, TRUE);
  for (guint i = 0; i < fanout->n_branches; i++)
    post_end (fanout, i);
}

RtcFanoutBranch *
rtc_fanout_attach (RtcFanout * fanout, guint loop, RtcViewerStream * stream)
{
  RtcFanoutBranch *branch = &fanout->branches[loop];

  g_ptr_array_add (branch->streams, stream);
  g_atomic_int_inc (&fanout->n_attached[loop]);
  /* an encoder may fail before its first viewer is here */
  if (g_atomic_int_get (&fanout->ended))
    post_end (fanout, loop);
  return branch;
}

/* Never from inside rtc_viewer_stream_frame () */
void
rtc_fanout_detach (RtcFanout * fanout, guint loop, RtcViewerStream * stream)
{
  RtcFanoutBranch *branch = &fanout->branches[loop];

  if (!g_ptr_array_remove_fast (branch->streams, stream))
    return;
  g_atomic_int_add (&fanout->n_attached[loop], -1);
  g_mutex_lock (&fanout->lock);
  if (fanout->poll != NULL)
    rtc_poll_leave (fanout->poll, stream);
  g_mutex_unlock (&fanout->lock);
  if (branch->streams->len == 0)
    rtc_history_clear (branch->history);
}
