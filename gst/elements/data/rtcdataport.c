/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdataport-private.h"

/* Bytes that wait where a channel has no price for them: as in gst/data */
#define MAX_WAITING (4 * 1024 * 1024)

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
void
rtc_data_port_changed (RtcDataPort * port)
{
  port->n_changes++;
  g_cond_broadcast (&port->cond);
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

void
rtc_data_port_release (RtcDataPort * port, gsize size)
{
  gpointer channel = dup_channel (port);

  if (channel == NULL)
    return;
  port->klass->release (channel, size);
  g_atomic_rc_box_release_full (channel, port->klass->clear);
}

/* Drops what waits; the channel is gone */
static void
clear (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  port->waiting = 0;
  port->stats.dropped += port->messages.length;
  g_queue_clear_full (&port->messages, (GDestroyNotify) message_free);
  rtc_data_port_changed (port);
  g_mutex_unlock (&port->lock);
}

/* --- what the channel tells ---------------------------------------------------- */

/* Before a channel is listened to: what it tells counts from now on */
void
rtc_data_port_begin (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  if (port->state == 0)
    port->state = GST_WEBRTC_DATA_CHANNEL_STATE_CONNECTING;
  g_mutex_unlock (&port->lock);
}

void
rtc_data_port_attach (RtcDataPort * port, const RtcDataPortClass * klass,
    gpointer channel)
{
  g_mutex_lock (&port->lock);
  port->klass = klass;
  port->channel = channel;
  port->max_buffered = 0;
  rtc_data_port_changed (port);
  g_mutex_unlock (&port->lock);
}

/* No streaming thread is at it.  As new afterwards, but for the figures. */
void
rtc_data_port_detach (RtcDataPort * port)
{
  const RtcDataPortClass *klass;
  gpointer channel;

  g_mutex_lock (&port->lock);
  klass = port->klass;
  channel = g_steal_pointer (&port->channel);
  port->state = 0;
  port->by_us = port->complete = port->told = FALSE;
  g_clear_error (&port->error);
  g_mutex_unlock (&port->lock);
  if (channel != NULL) {
    klass->stop (channel);
    g_atomic_rc_box_release_full (channel, klass->clear);
  }
  clear (port);
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

void
rtc_data_port_rise (RtcDataPort * port, GstWebRTCDataChannelState state)
{
  port->state = MAX (port->state, state);
  rtc_data_port_changed (port);
}

/* A call that had begun when the channel was detached says nothing any more */
static gboolean
is_late (RtcDataPort * port)
{
  return port->state == 0;
}

void
rtc_data_port_opened (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  if (!is_late (port))
    rtc_data_port_rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_OPEN);
  g_mutex_unlock (&port->lock);
}

void
rtc_data_port_closing (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  if (!is_late (port))
    rtc_data_port_rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSING);
  g_mutex_unlock (&port->lock);
}

void
rtc_data_port_set_error (RtcDataPort * port, gint code, const gchar * reason)
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
  gboolean failed = FALSE;

  g_mutex_lock (&port->lock);
  if (!is_late (port) && port->state != GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED) {
    failed = !complete;
    port->complete = complete;
    rtc_data_port_rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  }
  if (failed)
    rtc_data_port_set_error (port, GST_RESOURCE_ERROR_FAILED,
        "the connection was closed, but not the channel");
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
  failed = port->state < GST_WEBRTC_DATA_CHANNEL_STATE_OPEN
      && (port->started || !is_late (port));
  if (failed || (!is_late (port)
          && port->state != GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED))
    rtc_data_port_set_error (port, code, reason);
  if (failed)
    rtc_data_port_rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  g_mutex_unlock (&port->lock);
  if (failed)
    tell_lost (port);
}

void
rtc_data_port_wake (RtcDataPort * port)
{
  g_mutex_lock (&port->lock);
  rtc_data_port_changed (port);
  g_mutex_unlock (&port->lock);
}

/* Who has no other way to stop the peer is held up, while somebody is there to
 * take what waits */
static gboolean
wait_for_room (RtcDataPort * port)
{
  while (port->started && port->waiting >= MAX_WAITING)
    g_cond_wait (&port->cond, &port->lock);
  if (port->waiting < MAX_WAITING || is_late (port))
    return !is_late (port);
  rtc_data_port_set_error (port, GST_RESOURCE_ERROR_NO_SPACE_LEFT,
      "too much came before the element was in PAUSED");
  rtc_data_port_rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
  return FALSE;
}

void
rtc_data_port_received (RtcDataPort * port, GBytes * bytes, gboolean is_string,
    gboolean may_block)
{
  RtcDataMessage *message = g_new (RtcDataMessage, 1);

  *message = (RtcDataMessage) { g_bytes_ref (bytes), is_string };
  g_mutex_lock (&port->lock);
  if (is_late (port) || (may_block && !wait_for_room (port))) {
    port->stats.dropped++;
    message_free (message);
  } else {
    port->waiting += rtc_data_message_cost (message);
    g_queue_push_tail (&port->messages, message);
    rtc_data_port_changed (port);
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
  rtc_data_port_changed (port);
  g_mutex_unlock (&port->lock);
}

void
rtc_data_port_set_flushing (RtcDataPort * port, gboolean flushing)
{
  g_mutex_lock (&port->lock);
  port->flushing = flushing;
  rtc_data_port_changed (port);
  g_mutex_unlock (&port->lock);
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
  stats->buffered =
      port->waiting - port->messages.length * RTC_DATA_MESSAGE_COST;
  g_mutex_unlock (&port->lock);
  channel = port->receives ? NULL : dup_channel (port);
  if (channel == NULL)
    return;
  stats->buffered = port->klass->get_buffered (channel);
  g_atomic_rc_box_release_full (channel, port->klass->clear);
}
