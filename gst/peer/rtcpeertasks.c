/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the application asks for, in order, on the strand: the operations chain
 * of W3C webrtc-pc 4.4.1.2. */
#include "rtcpeer-private.h"

typedef struct
{
  GstRtcPeerBin *self;
  RtcPeerTaskFunc func;
  gpointer data;
  GDestroyNotify notify;
} Task;

static void
run_task (gpointer data)
{
  Task *task = data;

  task->func (task->self, task->data);
}

/* May be the end of the bin: a strand outlives who made it */
static void
free_task (gpointer data)
{
  Task *task = data;

  if (task->notify != NULL)
    task->notify (task->data);
  gst_object_unref (task->self);
  g_free (task);
}

/* Any thread; does not wait.  @func is run even if the peer connection is
 * closed by then: whoever holds a promise must answer it.  @notify (or NULL)
 * frees @data afterwards. */
void
rtc_peer_run (GstRtcPeerBin * self, RtcPeerTaskFunc func, gpointer data,
    GDestroyNotify notify)
{
  Task *task = g_new (Task, 1);

  *task = (Task) {
  gst_object_ref (self), func, data, notify};
  rtc_strand_post (self->strand, run_task, task, free_task);
}

/* On the strand.  TRUE: the connection is closed, or was and is only just being
 * opened: there are no loops to work with. */
gboolean
rtc_peer_is_down (GstRtcPeerBin * self)
{
  return rtc_peer_is_closed (self) || self->pool == NULL;
}

/* Any thread.  TRUE: what an action would do now comes to nothing. */
gboolean
rtc_peer_is_closed (GstRtcPeerBin * self)
{
  return g_atomic_int_get (&self->closed) != 0;
}
