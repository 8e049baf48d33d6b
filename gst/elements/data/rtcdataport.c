/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdataport.h"

#include <gio/gio.h>

/* Bytes that wait where a channel has no price for them: as in gst/data */
#define MAX_WAITING (4 * 1024 * 1024)
#define MESSAGE_COST 256        /* of one without a byte */
/* What waits for room in a queue of small messages, which tells of bytes */
#define RETRY (5 * G_TIME_SPAN_MILLISECOND)

struct _RtcDataPort
{
  gatomicrefcount refs;
  gboolean receives;
  GWeakRef element;
  void (*lost) (GstElement * element);

  GMutex lock;                  /* of what follows; a leaf */
  GCond cond;
  const RtcDataPortClass *klass;
  gpointer channel;             /* NULL: none yet */
  GstWebRTCDataChannelState state;      /* only ever rises */
  gboolean by_us;               /* we have closed it */
  gboolean complete;            /* once CLOSED */
  GError *error;                /* why it has failed */
  gboolean told;                /* the error has been taken */
  gboolean started, flushing;
  guint n_changes;              /* to see that something has happened */
  GQueue messages;              /* RtcDataMessage *, received */
  gsize waiting;                /* bytes of them, and their cost */
  guint64 max_buffered;         /* that the channel's threshold is for */
  RtcDataPortStats stats;
};

/* transfer: full */
RtcDataPort *
rtc_data_port_new (GstElement * element, gboolean receives,
    void (*lost) (GstElement * element))
{
  RtcDataPort *port = g_new0 (RtcDataPort, 1);

  g_atomic_ref_count_init (&port->refs);
  port->receives = receives;
  port->lost = lost;
  g_weak_ref_init (&port->element, element);
  g_mutex_init (&port->lock);
  g_cond_init (&port->cond);
  g_queue_init (&port->messages);
  return port;
}

RtcDataPort *
rtc_data_port_ref (RtcDataPort * port)
{
  g_atomic_ref_count_inc (&port->refs);
  return port;
}

static void
message_free (RtcDataMessage * message)
{
  g_bytes_unref (message->bytes);
  g_free (message);
}

void
rtc_data_port_unref (RtcDataPort * port)
{
  if (!g_atomic_ref_count_dec (&port->refs))
    return;
  g_queue_clear_full (&port->messages, (GDestroyNotify) message_free);
  g_clear_error (&port->error);
  g_weak_ref_clear (&port->element);
  g_mutex_clear (&port->lock);
  g_cond_clear (&port->cond);
  g_free (port);
}

/* The element goes; transfer of @port: full */
void
rtc_data_port_dispose (RtcDataPort * port)
{
  rtc_data_port_detach (port);
  rtc_data_port_unref (port);
}

/* With the lock, as all that begin with it */
static void
changed (RtcDataPort * port)
{
  port->n_changes++;
  g_cond_broadcast (&port->cond);
}

static gsize
cost_of (const RtcDataMessage * message)
{
  return g_bytes_get_size (message->bytes) + MESSAGE_COST;
}

/* transfer: full; NULL: there is none */
static gpointer
dup_channel (RtcDataPort * port)
{
  gpointer channel;

  g_mutex_lock (&port->lock);
  channel = port->channel != NULL ? g_atomic_rc_box_acquire (port->channel) :
      NULL;
  g_mutex_unlock (&port->lock);
  return channel;
}

static void
release (RtcDataPort * port, gsize size)
{
  gpointer channel = dup_channel (port);

  if (channel == NULL)
    return;
  port->klass->release (channel, size);
  g_atomic_rc_box_release_full (channel, port->klass->clear);
}

/* Drops what waits */
static void
clear (RtcDataPort * port)
{
  GQueue dropped;
  RtcDataMessage *message;

  g_mutex_lock (&port->lock);
  dropped = port->messages;
  g_queue_init (&port->messages);
  port->waiting = 0;
  port->stats.dropped += dropped.length;
  changed (port);
  g_mutex_unlock (&port->lock);
  while ((message = g_queue_pop_head (&dropped)) != NULL) {
    release (port, g_bytes_get_size (message->bytes));
    message_free (message);
  }
}

/* --- what the channel tells ---------------------------------------------------- */

void
rtc_data_port_attach (RtcDataPort * port, const RtcDataPortClass * klass,
    gpointer channel)
{
  g_mutex_lock (&port->lock);
  port->klass = klass;
  port->channel = channel;
  port->max_buffered = 0;
  if (port->state == 0)
    port->state = GST_WEBRTC_DATA_CHANNEL_STATE_CONNECTING;
  changed (port);
  g_mutex_unlock (&port->lock);
}

/* No streaming thread is at it.  As new afterwards, but for the figures. */
void
rtc_data_port_detach (RtcDataPort * port)
{
  const RtcDataPortClass *klass;
  gpointer channel;

  clear (port);
  g_mutex_lock (&port->lock);
  klass = port->klass;
  channel = g_steal_pointer (&port->channel);
  port->state = 0;
  port->by_us = port->complete = port->told = FALSE;
  g_clear_error (&port->error);
  g_mutex_unlock (&port->lock);
  if (channel == NULL)
    return;
  klass->stop (channel);
  g_atomic_rc_box_release_full (channel, klass->clear);
}

gboolean
rtc_data_port_is_attached (RtcDataPort * port)
{
  gboolean attached;

  g_mutex_lock (&port->lock);
  attached = port->channel != NULL;
  g_mutex_unlock (&port->lock);
  return attached;
}

/* Does not change */
gboolean
rtc_data_port_receives (RtcDataPort * port)
{
  return port->receives;
}

gboolean
rtc_data_port_has_failed (RtcDataPort * port)
{
  gboolean failed;

  g_mutex_lock (&port->lock);
  failed = port->error != NULL;
  g_mutex_unlock (&port->lock);
  return failed;
}

static void
rise (RtcDataPort * port, GstWebRTCDataChannelState state)
{
  port->state = MAX (port->state, state);
  changed (port);
}

void
rtc_data_port_opened (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_OPEN);
  g_mutex_unlock (&port->lock);
}

void
rtc_data_port_closing (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSING);
  g_mutex_unlock (&port->lock);
}

static void
set_error (RtcDataPort * port, gint code, const gchar * reason)
{
  if (port->error == NULL)
    port->error = g_error_new_literal (GST_RESOURCE_ERROR, code, reason);
}

/* Without the lock */
static void
tell_lost (RtcDataPort * port)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&port->element);
  gboolean started;

  g_mutex_lock (&port->lock);
  started = port->started;
  g_mutex_unlock (&port->lock);
  if (started && element != NULL && port->lost != NULL)
    port->lost (element);
}

void
rtc_data_port_closed (RtcDataPort * port, gboolean complete)
{
  gboolean failed;

  g_mutex_lock (&port->lock);
  failed = !complete && port->state != GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED;
  if (port->state != GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED)
    port->complete = complete;
  if (failed)
    set_error (port, GST_RESOURCE_ERROR_FAILED,
        "the connection was closed, but not the channel");
  rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  g_mutex_unlock (&port->lock);
  if (failed)
    tell_lost (port);
}

/* A channel that is there is told to be closed after this. */
void
rtc_data_port_fail (RtcDataPort * port, gint code, const gchar * reason)
{
  gboolean failed;

  g_mutex_lock (&port->lock);
  failed = port->state < GST_WEBRTC_DATA_CHANNEL_STATE_OPEN;
  if (port->state != GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED)
    set_error (port, code, reason);
  if (failed)
    rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  g_mutex_unlock (&port->lock);
  if (failed)
    tell_lost (port);
}

void
rtc_data_port_wake (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  changed (port);
  g_mutex_unlock (&port->lock);
}

/* Who has no other way to stop the peer is held up, while somebody is there to
 * take what waits */
static gboolean
wait_for_room (RtcDataPort * port)
{
  while (port->started && port->waiting >= MAX_WAITING)
    g_cond_wait (&port->cond, &port->lock);
  if (port->waiting < MAX_WAITING)
    return TRUE;
  set_error (port, GST_RESOURCE_ERROR_NO_SPACE_LEFT,
      "too much came before the element was in PAUSED");
  rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  return FALSE;
}

void
rtc_data_port_received (RtcDataPort * port, GBytes * bytes, gboolean is_string,
    gboolean may_block)
{
  RtcDataMessage *message = g_new (RtcDataMessage, 1);

  *message = (RtcDataMessage) { g_bytes_ref (bytes), is_string };
  g_mutex_lock (&port->lock);
  if (may_block && !wait_for_room (port)) {
    port->stats.dropped++;
    message_free (message);
  } else {
    port->waiting += cost_of (message);
    g_queue_push_tail (&port->messages, message);
    changed (port);
  }
  g_mutex_unlock (&port->lock);
}

/* --- the element ---------------------------------------------------------------- */

/* READY to PAUSED */
void
rtc_data_port_start (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  port->started = TRUE;
  port->stats = (RtcDataPortStats) { 0 };
  port->told = FALSE;
  g_mutex_unlock (&port->lock);
}

/* PAUSED to READY: who is held up goes on */
void
rtc_data_port_stop (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  port->started = FALSE;
  changed (port);
  g_mutex_unlock (&port->lock);
}

void
rtc_data_port_set_flushing (RtcDataPort * port, gboolean flushing)
{
  g_mutex_lock (&port->lock);
  port->flushing = flushing;
  changed (port);
  g_mutex_unlock (&port->lock);
}

static RtcDataMessage *
take_message (RtcDataPort * port, GstFlowReturn * ret)
{
  RtcDataMessage *message;

  while (!port->flushing && (port->messages.length == 0
          || port->channel == NULL)
      && port->state != GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED)
    g_cond_wait (&port->cond, &port->lock);
  if (port->flushing) {
    *ret = GST_FLOW_FLUSHING;
    return NULL;
  }
  message = g_queue_pop_head (&port->messages);
  if (message == NULL) {
    *ret = port->complete ? GST_FLOW_EOS : GST_FLOW_ERROR;
    return NULL;
  }
  port->waiting -= cost_of (message);
  port->stats.messages++;
  port->stats.bytes += g_bytes_get_size (message->bytes);
  changed (port);
  return message;
}

/* Waits for the next message; @message->bytes is to be freed.  What has come is
 * handed out before any end. */
GstFlowReturn
rtc_data_port_pop (RtcDataPort * port, RtcDataMessage * message)
{
  GstFlowReturn ret = GST_FLOW_OK;
  RtcDataMessage *first;

  g_mutex_lock (&port->lock);
  first = take_message (port, &ret);
  g_mutex_unlock (&port->lock);
  if (first == NULL)
    return ret;
  *message = *first;
  g_free (first);
  release (port, g_bytes_get_size (message->bytes));
  return GST_FLOW_OK;
}

/* OK: go on */
static GstFlowReturn
check (RtcDataPort * port)
{
  if (port->flushing)
    return GST_FLOW_FLUSHING;
  if (port->state == GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED && !port->complete)
    return GST_FLOW_ERROR;
  if (port->state >= GST_WEBRTC_DATA_CHANNEL_STATE_CLOSING && !port->by_us)
    return GST_FLOW_EOS;
  return GST_FLOW_OK;
}

static GstFlowReturn
wait_open (RtcDataPort * port)
{
  GstFlowReturn ret;

  while ((ret = check (port)) == GST_FLOW_OK
      && port->state < GST_WEBRTC_DATA_CHANNEL_STATE_OPEN)
    g_cond_wait (&port->cond, &port->lock);
  return ret;
}

/* With the lock, which is open while the channel is asked.  Until less than @max
 * bytes are buffered. */
static GstFlowReturn
wait_buffered (RtcDataPort * port, guint64 max)
{
  GstFlowReturn ret = wait_open (port);

  while (ret == GST_FLOW_OK) {
    guint n_changes = port->n_changes;
    guint64 buffered;

    g_mutex_unlock (&port->lock);
    buffered = port->klass->get_buffered (port->channel);
    g_mutex_lock (&port->lock);
    if (buffered < max)
      break;
    if (n_changes == port->n_changes)
      g_cond_wait (&port->cond, &port->lock);
    ret = check (port);
  }
  return ret;
}

/* With the lock, which is open meanwhile */
static void
set_threshold (RtcDataPort * port, guint64 max_buffered)
{
  if (port->max_buffered == max_buffered)
    return;
  port->max_buffered = max_buffered;
  g_mutex_unlock (&port->lock);
  port->klass->set_low_threshold (port->channel, (max_buffered - 1) / 2);
  g_mutex_lock (&port->lock);
}

/* With the lock, which is open meanwhile.  FALSE: not now, or never. */
static gboolean
try_send (RtcDataPort * port, GBytes * bytes, gboolean is_string)
{
  g_autoptr (GError) error = NULL;
  gboolean sent;

  g_mutex_unlock (&port->lock);
  sent = port->klass->send (port->channel, bytes, is_string, &error);
  g_mutex_lock (&port->lock);
  if (sent) {
    port->stats.messages++;
    port->stats.bytes += g_bytes_get_size (bytes);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED)) {
    /* too many small ones, or it is closed and we shall hear of it */
    g_cond_wait_until (&port->cond, &port->lock,
        g_get_monotonic_time () + RETRY);
  } else {
    set_error (port, GST_RESOURCE_ERROR_WRITE, error->message);
    port->complete = FALSE;
    rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  }
  return sent;
}

/* Waits until the channel is open and less than @max_buffered bytes wait in
 * it */
GstFlowReturn
rtc_data_port_push (RtcDataPort * port, GBytes * bytes, gboolean is_string,
    guint64 max_buffered)
{
  GstFlowReturn ret;
  gboolean sent = FALSE;

  g_mutex_lock (&port->lock);
  ret = port->by_us ? GST_FLOW_EOS : wait_open (port);
  if (ret == GST_FLOW_OK)
    set_threshold (port, max_buffered);
  while (ret == GST_FLOW_OK && !sent) {
    ret = wait_buffered (port, max_buffered);
    if (ret == GST_FLOW_OK)
      sent = try_send (port, bytes, is_string);
  }
  g_mutex_unlock (&port->lock);
  return ret;
}

/* Waits until all is out */
GstFlowReturn
rtc_data_port_drain (RtcDataPort * port)
{
  GstFlowReturn ret;

  g_mutex_lock (&port->lock);
  ret = wait_open (port);
  if (ret == GST_FLOW_OK) {
    set_threshold (port, 1);
    ret = wait_buffered (port, 1);
  }
  g_mutex_unlock (&port->lock);
  return ret;
}

/* Closes the channel behind what was sent and waits until the peer has it; to
 * be called again after FLUSHING */
GstFlowReturn
rtc_data_port_close (RtcDataPort * port)
{
  GstFlowReturn ret;

  g_mutex_lock (&port->lock);
  ret = wait_open (port);
  if (ret == GST_FLOW_OK && !port->by_us) {
    port->by_us = TRUE;
    g_mutex_unlock (&port->lock);
    port->klass->close (port->channel);
    g_mutex_lock (&port->lock);
  }
  while (ret == GST_FLOW_OK
      && port->state != GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED) {
    g_cond_wait (&port->cond, &port->lock);
    ret = check (port);
  }
  g_mutex_unlock (&port->lock);
  return ret;
}

GError *
rtc_data_port_take_error (RtcDataPort * port)
{
  GError *error = NULL;

  g_mutex_lock (&port->lock);
  if (!port->told && port->error != NULL) {
    port->told = TRUE;
    error = g_error_copy (port->error);
  }
  g_mutex_unlock (&port->lock);
  return error;
}

/* 0: there is none */
GstWebRTCDataChannelState
rtc_data_port_get_state (RtcDataPort * port)
{
  GstWebRTCDataChannelState state;

  g_mutex_lock (&port->lock);
  state = port->state;
  g_mutex_unlock (&port->lock);
  return state;
}

/* Since start () */
void
rtc_data_port_get_stats (RtcDataPort * port, RtcDataPortStats * stats)
{
  gpointer channel;

  g_mutex_lock (&port->lock);
  *stats = port->stats;
  stats->buffered = port->waiting - port->messages.length * MESSAGE_COST;
  g_mutex_unlock (&port->lock);
  channel = port->receives ? NULL : dup_channel (port);
  if (channel == NULL)
    return;
  stats->buffered = port->klass->get_buffered (channel);
  g_atomic_rc_box_release_full (channel, port->klass->clear);
}
