/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The list of transceivers. */
#include "rtcnegotiator-private.h"

void
rtc_negotiator_entry_free (gpointer data)
{
  RtcNegotiatorEntry *entry = data;

  rtc_transceiver_set_changed (entry->transceiver, NULL, NULL, NULL);
  gst_object_unref (entry->transceiver);
  gst_clear_caps (&entry->last_caps);
  g_free (entry);
}

/* --- with the lock held -------------------------------------------------- */

RtcNegotiatorEntry *
rtc_negotiator_find (GstRtcNegotiator * self, guint key)
{
  for (guint i = 0; i < self->entries->len; i++) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, i);

    if (rtc_transceiver_get_key (entry->transceiver) == key)
      return entry;
  }
  return NULL;
}

static void
weak_free (gpointer data)
{
  GWeakRef *weak = data;

  g_weak_ref_clear (weak);
  g_free (weak);
}

static void
on_changed (GstWebRTCRTPTransceiver * transceiver, gpointer user_data)
{
  g_autoptr (GstRtcNegotiator) self = g_weak_ref_get (user_data);

  if (self != NULL)
    rtc_negotiator_tell (self, RTC_NEGOTIATOR_NEEDED, NULL);
}

RtcNegotiatorEntry *
rtc_negotiator_append (GstRtcNegotiator * self,
    GstWebRTCRTPTransceiver * transceiver)
{
  RtcNegotiatorEntry *entry = g_new0 (RtcNegotiatorEntry, 1);
  GWeakRef *weak = g_new (GWeakRef, 1);

  /* the application may keep a transceiver for longer than the element */
  g_weak_ref_init (weak, self);
  rtc_transceiver_set_changed (transceiver, on_changed, weak, weak_free);
  entry->transceiver = gst_object_ref_sink (transceiver);
  entry->locked_mline = -1;
  g_ptr_array_add (self->entries, entry);
  return entry;
}

void
rtc_negotiator_remove (GstRtcNegotiator * self, guint key)
{
  RtcNegotiatorEntry *entry = rtc_negotiator_find (self, key);

  if (entry != NULL)
    g_ptr_array_remove (self->entries, entry);
}

/* --- without ------------------------------------------------------------- */

void
rtc_negotiator_tell (GstRtcNegotiator * self, RtcNegotiatorEvent event,
    GstWebRTCRTPTransceiver * transceiver)
{
  RtcNegotiatorWatch watch;
  gpointer user_data;

  g_mutex_lock (&self->lock);
  watch = self->watch;
  user_data = self->watch_data;
  g_mutex_unlock (&self->lock);
  if (watch != NULL)
    watch (self, event, transceiver, user_data);
  else
    rtc_negotiator_event (self, event, transceiver);
}

void
rtc_negotiator_set_watch (GstRtcNegotiator * self, RtcNegotiatorWatch watch,
    gpointer user_data)
{
  g_mutex_lock (&self->lock);
  self->watch = watch;
  self->watch_data = user_data;
  g_mutex_unlock (&self->lock);
}

void
rtc_negotiator_set_outputs (GstRtcNegotiator * self,
    RtcNegotiatorOutputs outputs, gpointer user_data)
{
  g_mutex_lock (&self->lock);
  self->outputs = outputs;
  self->outputs_data = user_data;
  g_mutex_unlock (&self->lock);
}

GPtrArray *
rtc_negotiator_get_outputs (GstRtcNegotiator * self, guint key)
{
  RtcNegotiatorOutputs outputs;
  gpointer user_data;

  g_mutex_lock (&self->lock);
  outputs = self->outputs;
  user_data = self->outputs_data;
  g_mutex_unlock (&self->lock);
  return outputs != NULL ? outputs (self, key, user_data) : NULL;
}

GstWebRTCKind
rtc_negotiator_caps_kind (const GstCaps * caps)
{
  RtcMediaKind kind;

  if (!rtc_caps_get_kind (caps, &kind))
    return GST_WEBRTC_KIND_UNKNOWN;
  return kind == RTC_MEDIA_AUDIO ? GST_WEBRTC_KIND_AUDIO :
      GST_WEBRTC_KIND_VIDEO;
}

GstWebRTCRTPTransceiver *
rtc_negotiator_add_transceiver (GstRtcNegotiator * self,
    GstWebRTCRTPTransceiverDirection direction, GstCaps * caps, GError ** error)
{
  GstWebRTCRTPTransceiver *transceiver;

  if (direction == GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_NONE) {
    g_set_error_literal (error, GST_WEBRTC_ERROR, GST_WEBRTC_ERROR_TYPE_ERROR,
        "a transceiver needs a direction: inactive, sendonly, recvonly or "
        "sendrecv");
    return NULL;
  }
  g_mutex_lock (&self->lock);
  transceiver = rtc_transceiver_new (self->next_key++, -1,
      rtc_negotiator_caps_kind (caps), direction);
  if (caps != NULL)
    g_object_set (transceiver, "codec-preferences", caps, NULL);
  rtc_negotiator_append (self, transceiver);
  gst_object_ref (transceiver);
  g_mutex_unlock (&self->lock);

  rtc_negotiator_tell (self, RTC_NEGOTIATOR_TRANSCEIVER, transceiver);
  rtc_negotiator_tell (self, RTC_NEGOTIATOR_NEEDED, NULL);
  return transceiver;
}

GstWebRTCRTPTransceiver *
rtc_negotiator_get_transceiver (GstRtcNegotiator * self, guint key)
{
  GstWebRTCRTPTransceiver *transceiver = NULL;
  RtcNegotiatorEntry *entry;

  g_mutex_lock (&self->lock);
  entry = rtc_negotiator_find (self, key);
  if (entry != NULL)
    transceiver = gst_object_ref (entry->transceiver);
  g_mutex_unlock (&self->lock);
  return transceiver;
}

GstWebRTCRTPTransceiver *
rtc_negotiator_get_nth (GstRtcNegotiator * self, guint index)
{
  GstWebRTCRTPTransceiver *transceiver = NULL;

  g_mutex_lock (&self->lock);
  if (index < self->entries->len) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, index);

    transceiver = gst_object_ref (entry->transceiver);
  }
  g_mutex_unlock (&self->lock);
  return transceiver;
}

GPtrArray *
rtc_negotiator_list_transceivers (GstRtcNegotiator * self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (gst_object_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->entries->len; i++) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, i);

    g_ptr_array_add (list, gst_object_ref (entry->transceiver));
  }
  g_mutex_unlock (&self->lock);
  return list;
}

void
rtc_negotiator_want_data (GstRtcNegotiator * self)
{
  gboolean had;

  g_mutex_lock (&self->lock);
  had = self->data;
  self->data = TRUE;
  g_mutex_unlock (&self->lock);
  if (!had)
    rtc_negotiator_tell (self, RTC_NEGOTIATOR_NEEDED, NULL);
}
