/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "talk.h"

#include <string.h>

#define WAIT_SECONDS 20

static void
note (Ear * ear, const gchar * format, ...)
{
  va_list args;

  va_start (args, format);
  g_mutex_lock (&ear->call->lock);
  if (ear->log->len > 0)
    g_string_append_c (ear->log, ' ');
  g_string_append_vprintf (ear->log, format, args);
  g_cond_broadcast (&ear->call->cond);
  g_mutex_unlock (&ear->call->lock);
  va_end (args);
}

static void
on_state (GstWebRTCDataChannel * channel, GParamSpec * pspec, Ear * ear)
{
  note (ear, "state=%d", ear_get (ear, "ready-state"));
}

static void
on_open (GstWebRTCDataChannel * channel, Ear * ear)
{
  note (ear, "open");
}

static void
on_close (GstWebRTCDataChannel * channel, Ear * ear)
{
  note (ear, "close");
}

static void
on_low (GstWebRTCDataChannel * channel, Ear * ear)
{
  g_mutex_lock (&ear->call->lock);
  ear->n_low++;
  g_cond_broadcast (&ear->call->cond);
  g_mutex_unlock (&ear->call->lock);
}

static void
on_error (GstWebRTCDataChannel * channel, const GError * error, Ear * ear)
{
  note (ear, "error=%s", error->message);
}

static void
count_message (Ear * ear, GBytes * data)
{
  g_mutex_lock (&ear->call->lock);
  ear->n_messages++;
  g_clear_pointer (&ear->last, g_bytes_unref);
  ear->last = data != NULL ? g_bytes_ref (data) : NULL;
  g_cond_broadcast (&ear->call->cond);
  g_mutex_unlock (&ear->call->lock);
}

static void
on_string (GstWebRTCDataChannel * channel, const gchar * text, Ear * ear)
{
  g_autoptr (GBytes) data = text != NULL ? g_bytes_new (text, strlen (text))
      : NULL;

  note (ear, "string=%.20s", text != NULL ? text : "");
  count_message (ear, data);
}

static void
on_data (GstWebRTCDataChannel * channel, GBytes * data, Ear * ear)
{
  note (ear, "data=%" G_GSIZE_FORMAT, data != NULL ? g_bytes_get_size (data)
      : 0);
  count_message (ear, data);
}

/* --- ears ------------------------------------------------------------------------ */

static Ear *
ear_new (Call * call, GstWebRTCDataChannel * channel, gboolean is_local)
{
  Ear *ear = g_new0 (Ear, 1);

  ear->call = call;
  ear->channel = g_object_ref (channel);
  ear->is_local = is_local;
  ear->log = g_string_new (NULL);
  g_signal_connect (channel, "notify::ready-state", G_CALLBACK (on_state), ear);
  g_signal_connect (channel, "on-open", G_CALLBACK (on_open), ear);
  g_signal_connect (channel, "on-close", G_CALLBACK (on_close), ear);
  g_signal_connect (channel, "on-error", G_CALLBACK (on_error), ear);
  g_signal_connect (channel, "on-buffered-amount-low", G_CALLBACK (on_low),
      ear);
  g_signal_connect (channel, "on-message-string", G_CALLBACK (on_string), ear);
  g_signal_connect (channel, "on-message-data", G_CALLBACK (on_data), ear);
  return ear;
}

static void
ear_free (gpointer data)
{
  Ear *ear = data;

  g_signal_handlers_disconnect_by_data (ear->channel, ear);
  g_object_unref (ear->channel);
  g_string_free (ear->log, TRUE);
  g_clear_pointer (&ear->last, g_bytes_unref);
  g_free (ear);
}

static guint
side_of (Talk * talk, GstElement * element)
{
  return talk->call.sides[0].element == element ? 0 : 1;
}

static void
on_prepare (GstElement * element, GstWebRTCDataChannel * channel,
    gboolean is_local, Talk * talk)
{
  Ear *ear = ear_new (&talk->call, channel, is_local);

  fail_unless_equals_int (ear_get (ear, "ready-state"),
      GST_WEBRTC_DATA_CHANNEL_STATE_CONNECTING);
  g_mutex_lock (&talk->call.lock);
  g_ptr_array_add (talk->ears[side_of (talk, element)], ear);
  g_cond_broadcast (&talk->call.cond);
  g_mutex_unlock (&talk->call.lock);
}

static Ear *
find (Talk * talk, guint side, GstWebRTCDataChannel * channel)
{
  Ear *found = NULL;

  g_mutex_lock (&talk->call.lock);
  for (guint i = 0; i < talk->ears[side]->len && found == NULL; i++) {
    Ear *ear = g_ptr_array_index (talk->ears[side], i);

    if (ear->channel == channel)
      found = ear;
  }
  g_mutex_unlock (&talk->call.lock);
  fail_unless (found != NULL, "it was not prepared");
  return found;
}

static void
on_channel (GstElement * element, GstWebRTCDataChannel * channel, Talk * talk)
{
  note (find (talk, side_of (talk, element), channel), "announced");
}

/* --- the whole ---------------------------------------------------------------------- */

void
talk_init (Talk * talk, const gchar * factory_a, const gchar * factory_b)
{
  call_init (&talk->call, factory_a, factory_b);
  for (guint i = 0; i < 2; i++) {
    GstElement *element = talk->call.sides[i].element;

    talk->ears[i] = g_ptr_array_new ();
    g_signal_connect (element, "prepare-data-channel", G_CALLBACK (on_prepare),
        talk);
    g_signal_connect (element, "on-data-channel", G_CALLBACK (on_channel),
        talk);
  }
}

void
talk_clear (Talk * talk)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (ear_free);

  /* nothing is told after this */
  call_set_state (&talk->call, GST_STATE_NULL);
  for (guint i = 0; i < 2; i++) {
    g_signal_handlers_disconnect_by_data (talk->call.sides[i].element, talk);
    g_mutex_lock (&talk->call.lock);
    g_ptr_array_extend_and_steal (all, talk->ears[i]);
    g_mutex_unlock (&talk->call.lock);
  }
  for (guint i = 0; i < all->len; i++) {
    Ear *ear = g_ptr_array_index (all, i);

    g_signal_handlers_disconnect_by_data (ear->channel, ear);
  }
  call_clear (&talk->call);
  for (guint i = 0; i < all->len; i++)
    ASSERT_OBJECT_REFCOUNT (((Ear *) g_ptr_array_index (all, i))->channel,
        "data channel", 1);
  g_ptr_array_unref (all);
}

void
talk_start (Talk * talk)
{
  call_set_state (&talk->call, GST_STATE_PLAYING);
  call_negotiate (&talk->call, 0);
}

GstWebRTCDataChannel *
talk_try (Talk * talk, guint side, const gchar * label, const gchar * options)
{
  GstStructure *s = options != NULL ? gst_structure_from_string (options, NULL)
      : NULL;
  GstWebRTCDataChannel *channel = NULL;

  fail_unless (options == NULL || s != NULL);
  g_signal_emit_by_name (talk->call.sides[side].element, "create-data-channel",
      label, s, &channel);
  g_clear_pointer (&s, gst_structure_free);
  return channel;
}

Ear *
talk_create (Talk * talk, guint side, const gchar * label,
    const gchar * options)
{
  g_autoptr (GstWebRTCDataChannel) channel =
      talk_try (talk, side, label, options);

  fail_unless (GST_IS_WEBRTC_DATA_CHANNEL (channel));
  return find (talk, side, channel);
}

Ear *
talk_get (Talk * talk, guint side, guint n)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  gboolean in_time = TRUE;
  Ear *ear = NULL;

  g_mutex_lock (&talk->call.lock);
  while (talk->ears[side]->len <= n && in_time)
    in_time = g_cond_wait_until (&talk->call.cond, &talk->call.lock, deadline);
  if (in_time)
    ear = g_ptr_array_index (talk->ears[side], n);
  g_mutex_unlock (&talk->call.lock);
  fail_unless (in_time, "side %u has no channel %u", side, n);
  return ear;
}

void
talk_drop (Talk * talk, guint side, Ear * ear)
{
  g_mutex_lock (&talk->call.lock);
  g_ptr_array_remove (talk->ears[side], ear);
  g_mutex_unlock (&talk->call.lock);
  ear_free (ear);
}

void
talk_connect (Talk * talk, Ear ** local, Ear ** remote)
{
  talk_init (talk, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&talk->call, GST_STATE_READY);
  *local = talk_create (talk, 0, "chat", NULL);
  talk_start (talk);
  *remote = talk_get (talk, 1, 0);
  ear_wait (*local, "open");
  ear_wait (*remote, "open");
}

/* --- waiting -------------------------------------------------------------------------- */

void
ear_wait (Ear * ear, const gchar * text)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  gboolean in_time = TRUE;

  g_mutex_lock (&ear->call->lock);
  while (strstr (ear->log->str, text) == NULL && in_time)
    in_time = g_cond_wait_until (&ear->call->cond, &ear->call->lock, deadline);
  g_mutex_unlock (&ear->call->lock);
  fail_unless (in_time, "no \"%s\" in \"%s\"", text, ear->log->str);
}

/* However slow the machine is: each one has its time */
static void
wait_count (Ear * ear, const guint * count, guint n)
{
  gint64 deadline = 0;
  gboolean in_time = TRUE;
  guint last = n;

  g_mutex_lock (&ear->call->lock);
  while (*count < n && in_time) {
    if (*count != last) {
      last = *count;
      deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
    }
    in_time = g_cond_wait_until (&ear->call->cond, &ear->call->lock, deadline);
  }
  g_mutex_unlock (&ear->call->lock);
  fail_unless (in_time, "%u of %u: %.200s", *count, n, ear->log->str);
}

void
ear_wait_messages (Ear * ear, guint n)
{
  wait_count (ear, &ear->n_messages, n);
}

void
ear_wait_low (Ear * ear)
{
  wait_count (ear, &ear->n_low, 1);
}

gint
ear_get (Ear * ear, const gchar * property)
{
  gint value;

  g_object_get (ear->channel, property, &value, NULL);
  return value;
}

gchar *
ear_dup_string (Ear * ear, const gchar * property)
{
  gchar *value;

  g_object_get (ear->channel, property, &value, NULL);
  return value;
}
