/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "data-channel.h"

#include <string.h>

/* As an application would: full at one, filled again at the other */
#define HIGH (1024 * 1024)
#define LOW (256 * 1024)
#define PATIENCE (30 * G_TIME_SPAN_SECOND)

struct _DataChannel
{
  GstWebRTCDataChannel *channel;        /* NULL at first; under lock */
  gboolean greets;
  DataChannelFunc greeted;
  gpointer user_data;

  GMutex lock;
  GCond cond;
  DataChannelFacts facts;
  gboolean echo;
  GBytes *load;                 /* what floods, or NULL */

  /* of data_channel_ping (); times is NULL outside of it */
  GBytes *ping;
  gint64 *times, sent;
  guint done, wanted;
};

static GBytes *
make_message (gsize size)
{
  return g_bytes_new_take (g_malloc0 (size), size);
}

static gboolean
say (GstWebRTCDataChannel * channel, GBytes * bytes)
{
  g_autoptr (GError) error = NULL;

  if (gst_webrtc_data_channel_send_data_full (channel, bytes, &error))
    return TRUE;
  g_printerr ("not sent: %s\n", error->message);
  return FALSE;
}

/* --- signals --------------------------------------------------------------- */

static void
on_open (GstWebRTCDataChannel * channel, DataChannel * self)
{
  g_autoptr (GBytes) greeting = make_message (1);
  gboolean first;

  g_mutex_lock (&self->lock);
  first = self->facts.open == 0;
  if (first)
    self->facts.open = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  if (first && self->greets)
    say (channel, greeting);
}

static void
fill (GstWebRTCDataChannel * channel, DataChannel * self)
{
  g_autoptr (GBytes) load = NULL;
  guint64 buffered = 0;

  g_mutex_lock (&self->lock);
  if (self->load != NULL)
    load = g_bytes_ref (self->load);
  g_mutex_unlock (&self->lock);
  while (load != NULL && buffered < HIGH && say (channel, load))
    g_object_get (channel, "buffered-amount", &buffered, NULL);
}

/* With the lock.  What to send next, or NULL. */
static GBytes *
came_back (DataChannel * self)
{
  gint64 now = g_get_monotonic_time ();

  self->times[self->done++] = now - self->sent;
  self->sent = now;
  if (self->done < self->wanted)
    return self->ping;
  g_cond_signal (&self->cond);
  self->times = NULL;
  return NULL;
}

static void
on_message (GstWebRTCDataChannel * channel, GBytes * bytes, DataChannel * self)
{
  GBytes *reply = NULL;
  gboolean first;

  g_mutex_lock (&self->lock);
  first = self->facts.messages++ == 0;
  if (first)
    self->facts.first = g_get_monotonic_time ();
  self->facts.bytes += g_bytes_get_size (bytes);
  if (self->echo)
    reply = bytes;
  else if (self->times != NULL)
    reply = came_back (self);
  g_mutex_unlock (&self->lock);
  if (reply != NULL)
    say (channel, reply);
  if (first)
    self->greeted (self->user_data);
}

/* --- for the program ------------------------------------------------------- */

DataChannel *
data_channel_new (DataChannelFunc greeted, gpointer data)
{
  DataChannel *self = g_new0 (DataChannel, 1);

  self->greeted = greeted;
  self->user_data = data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  return self;
}

void
data_channel_take (DataChannel * self, GstWebRTCDataChannel * channel,
    gboolean greets)
{
  GstWebRTCDataChannelState state;

  self->greets = greets;
  g_mutex_lock (&self->lock);
  self->channel = channel;
  g_mutex_unlock (&self->lock);
  g_object_set (channel, "buffered-amount-low-threshold", (guint64) LOW, NULL);
  g_signal_connect (channel, "on-open", G_CALLBACK (on_open), self);
  g_signal_connect (channel, "on-message-data", G_CALLBACK (on_message), self);
  g_signal_connect (channel, "on-buffered-amount-low", G_CALLBACK (fill), self);
  /* a channel of the other side may be open by now */
  g_object_get (channel, "ready-state", &state, NULL);
  if (state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN)
    on_open (channel, self);
}

void
data_channel_free (DataChannel * self)
{
  if (self->channel != NULL)
    g_signal_handlers_disconnect_by_data (self->channel, self);
  g_clear_object (&self->channel);
  g_clear_pointer (&self->load, g_bytes_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

DataChannelFacts
data_channel_get_facts (DataChannel * self)
{
  DataChannelFacts facts;

  g_mutex_lock (&self->lock);
  facts = self->facts;
  g_mutex_unlock (&self->lock);
  return facts;
}

void
data_channel_flood (DataChannel * self, gsize size)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->load, g_bytes_unref);
  if (size > 0)
    self->load = make_message (size);
  g_mutex_unlock (&self->lock);
  fill (self->channel, self);
}

void
data_channel_echo (DataChannel * self, gboolean on)
{
  g_mutex_lock (&self->lock);
  self->echo = on;
  g_mutex_unlock (&self->lock);
}

gint64 *
data_channel_ping (DataChannel * self, guint n, gsize size)
{
  g_autoptr (GBytes) ping = make_message (size);
  gint64 *times = g_new (gint64, n);
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  gboolean came = TRUE;

  g_mutex_lock (&self->lock);
  self->ping = ping;
  self->times = times;
  self->done = 0;
  self->wanted = n;
  self->sent = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  say (self->channel, ping);
  g_mutex_lock (&self->lock);
  while (self->times != NULL && came)
    came = g_cond_wait_until (&self->cond, &self->lock, deadline);
  self->times = NULL;
  g_mutex_unlock (&self->lock);
  if (!came)
    g_clear_pointer (&times, g_free);
  return times;
}
