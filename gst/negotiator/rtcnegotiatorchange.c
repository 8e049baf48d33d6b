/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a plan says of transceivers, written where the application reads it. */
#include "rtcnegotiator-private.h"

/* RTC_DIRECTION_… and libgstwebrtc's differ by one: that has a "none" */
static GstWebRTCRTPTransceiverDirection
from_direction (RtcDirection direction)
{
  return (GstWebRTCRTPTransceiverDirection) (direction + 1);
}

static GstWebRTCKind
from_kind (RtcMediaKind kind)
{
  return kind == RTC_MEDIA_AUDIO ? GST_WEBRTC_KIND_AUDIO :
      GST_WEBRTC_KIND_VIDEO;
}

/* --- with the lock held -------------------------------------------------- */

static void
make_new (GstRtcNegotiator * self, const RtcJsepPlanSection * section,
    GPtrArray * made)
{
  GstWebRTCRTPTransceiver *transceiver;

  if (!section->is_new || section->transceiver == 0
      || rtc_negotiator_find (self, section->transceiver) != NULL)
    return;
  transceiver = rtc_transceiver_new (section->transceiver, section->mline,
      from_kind (section->kind), from_direction (section->offered));
  rtc_negotiator_append (self, transceiver)->made = TRUE;
  g_ptr_array_add (made, gst_object_ref (transceiver));
}

static void
take_out (GstRtcNegotiator * self, guint key, GPtrArray * removed)
{
  RtcNegotiatorEntry *entry = rtc_negotiator_find (self, key);

  if (entry == NULL)
    return;
  g_ptr_array_add (removed, gst_object_ref (entry->transceiver));
  rtc_negotiator_remove (self, key);
}

void
rtc_negotiator_change_list (GstRtcNegotiator * self,
    RtcNegotiatorChange * change)
{
  const RtcJsepPlan *plan = change->plan;

  change->new_transceivers = g_ptr_array_new_with_free_func (gst_object_unref);
  change->removed_transceivers =
      g_ptr_array_new_with_free_func (gst_object_unref);
  for (guint i = 0; i < plan->sections->len; i++)
    make_new (self, g_ptr_array_index (plan->sections, i),
        change->new_transceivers);
  for (guint i = 0; i < plan->removed->len; i++)
    take_out (self, g_array_index (plan->removed, guint, i),
        change->removed_transceivers);
}

/* --- without ------------------------------------------------------------- */

static void
disassociate (GstWebRTCRTPTransceiver * transceiver)
{
  rtc_transceiver_set_mline (transceiver, -1, NULL);
  rtc_transceiver_set_current_direction (transceiver,
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_NONE);
}

/* RFC 9429 section 4.2.2: it is over for good, and no longer ours */
static void
stop (GstRtcNegotiator * self, GstWebRTCRTPTransceiver * transceiver)
{
  rtc_transceiver_set_stopped (transceiver);
  rtc_transceiver_set_direction (transceiver,
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE);
  disassociate (transceiver);
  g_mutex_lock (&self->lock);
  rtc_negotiator_remove (self, rtc_transceiver_get_key (transceiver));
  g_mutex_unlock (&self->lock);
}

static void
write_section (GstRtcNegotiator * self, const RtcJsepPlanSection * section)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  if (section->transceiver == 0)
    return;
  transceiver = rtc_negotiator_get_transceiver (self, section->transceiver);
  if (transceiver == NULL)
    return;
  if (section->stopped) {
    stop (self, transceiver);
    return;
  }
  rtc_transceiver_set_kind (transceiver, from_kind (section->kind));
  rtc_transceiver_set_mline (transceiver, section->mline, section->mid);
  rtc_transceiver_set_current_direction (transceiver, section->has_current
      ? from_direction (section->current)
      : GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_NONE);
}

void
rtc_negotiator_change_write (GstRtcNegotiator * self,
    RtcNegotiatorChange * change)
{
  const RtcJsepPlan *plan = change->plan;

  for (guint i = 0; i < change->removed_transceivers->len; i++)
    disassociate (g_ptr_array_index (change->removed_transceivers, i));
  for (guint i = 0; i < plan->disassociated->len; i++) {
    g_autoptr (GstWebRTCRTPTransceiver) transceiver =
        rtc_negotiator_get_transceiver (self,
        g_array_index (plan->disassociated, guint, i));

    if (transceiver != NULL)
      disassociate (transceiver);
  }
  for (guint i = 0; i < plan->sections->len; i++)
    write_section (self, g_ptr_array_index (plan->sections, i));
}

void
rtc_negotiator_change_clear (RtcNegotiatorChange * change)
{
  g_clear_pointer (&change->plan, rtc_jsep_plan_free);
  g_clear_pointer (&change->new_transceivers, g_ptr_array_unref);
  g_clear_pointer (&change->removed_transceivers, g_ptr_array_unref);
}
