/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where a streaming thread waits for the channel */
#include "rtcdataport-private.h"

#include <gio/gio.h>

/* What waits for room in a queue of small messages, which tells of bytes */
#define RETRY (5 * G_TIME_SPAN_MILLISECOND)

/* --- receiving ------------------------------------------------------------------ */

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
  port->waiting -= rtc_data_message_cost (message);
  port->stats.messages++;
  port->stats.bytes += g_bytes_get_size (message->bytes);
  rtc_data_port_changed (port);
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
  rtc_data_port_release (port, g_bytes_get_size (message->bytes));
  return GST_FLOW_OK;
}

/* --- sending -------------------------------------------------------------------- */

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
    rtc_data_port_set_error (port, GST_RESOURCE_ERROR_WRITE, error->message);
    port->complete = FALSE;
    rtc_data_port_rise (port, GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED);
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
