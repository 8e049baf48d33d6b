/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Descriptions: GstSDPMessage on this side, gst/jsep's values on the other, text
 * between them. */
#include "rtcnegotiator-private.h"

/* With the lock held */
static RtcJsepSession *
ensure_session (GstRtcNegotiator * self)
{
  if (self->session == NULL)
    self->session = rtc_negotiator_session_from_properties (self);
  return self->session;
}

void
rtc_negotiator_configure (GstRtcNegotiator * self, const RtcJsepConfig * config)
{
  g_mutex_lock (&self->lock);
  if (self->session == NULL) {
    self->session = rtc_jsep_session_new (config);
    self->configured = TRUE;
  }
  g_mutex_unlock (&self->lock);
}

RtcJsepSession *
rtc_negotiator_get_session (GstRtcNegotiator * self)
{
  RtcJsepSession *session;

  g_mutex_lock (&self->lock);
  session = ensure_session (self);
  g_mutex_unlock (&self->lock);
  return session;
}

RtcSignalingState
rtc_negotiator_get_state (GstRtcNegotiator * self)
{
  RtcSignalingState state = RTC_SIGNALING_STABLE;

  g_mutex_lock (&self->lock);
  if (self->session != NULL)
    state = rtc_jsep_session_get_state (self->session);
  g_mutex_unlock (&self->lock);
  return state;
}

void
rtc_negotiator_add_local_candidate (GstRtcNegotiator * self, guint transport,
    const gchar * candidate)
{
  g_mutex_lock (&self->lock);
  rtc_jsep_session_add_local_candidate (ensure_session (self), transport,
      candidate);
  g_mutex_unlock (&self->lock);
}

gboolean
rtc_negotiator_add_remote_candidate (GstRtcNegotiator * self, gint mline,
    const gchar * mid, const gchar * candidate, GError ** error)
{
  gboolean ok;

  g_mutex_lock (&self->lock);
  ok = rtc_jsep_session_add_remote_candidate (ensure_session (self), mline,
      mid, candidate, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

void
rtc_negotiator_close (GstRtcNegotiator * self)
{
  g_mutex_lock (&self->lock);
  rtc_jsep_session_close (ensure_session (self));
  g_mutex_unlock (&self->lock);
}

/* --- conversions --------------------------------------------------------- */

static GstWebRTCError
convert_code (const GError * error)
{
  if (error->domain != RTC_JSEP_ERROR)
    return GST_WEBRTC_ERROR_SDP_SYNTAX_ERROR;
  switch (error->code) {
    case RTC_JSEP_ERROR_SYNTAX:
    case RTC_JSEP_ERROR_INVALID:
      return GST_WEBRTC_ERROR_SDP_SYNTAX_ERROR;
    case 3:                    /* RTC_JSEP_ERROR_STATE */
      return GST_WEBRTC_ERROR_INVALID_STATE;
    default:
      return GST_WEBRTC_ERROR_INTERNAL_FAILURE;
  }
}

/* transfer full of @from */
static void
propagate (GError ** error, GError * from)
{
  g_set_error_literal (error, GST_WEBRTC_ERROR, convert_code (from),
      from->message);
  g_error_free (from);
}

static GstWebRTCSessionDescription *
description_from_sdp (const RtcSdp * sdp, RtcSdpType type)
{
  g_autofree gchar *text = rtc_sdp_print (sdp);
  GstSDPMessage *message;

  gst_sdp_message_new (&message);
  gst_sdp_message_parse_buffer ((const guint8 *) text, strlen (text), message);
  return gst_webrtc_session_description_new ((GstWebRTCSDPType) type, message);
}

/* NULL with an error, or without: there is none */
static RtcSdp *
sdp_from_description (const GstWebRTCSessionDescription * description,
    GError ** error)
{
  g_autofree gchar *text = NULL;
  RtcSdp *sdp;
  GError *local = NULL;

  if (description == NULL || description->sdp == NULL
      || description->type == GST_WEBRTC_SDP_TYPE_ROLLBACK)
    return NULL;
  text = gst_sdp_message_as_text (description->sdp);
  sdp = rtc_sdp_parse (text, -1, &local);
  if (sdp == NULL)
    propagate (error, local);
  return sdp;
}

/* --- create -------------------------------------------------------------- */

static gint
read_count (const GstStructure * options, const gchar * name)
{
  const GValue *value = gst_structure_get_value (options, name);

  if (value == NULL)
    return -1;
  if (G_VALUE_HOLDS_BOOLEAN (value))
    return g_value_get_boolean (value) ? 1 : 0;
  return G_VALUE_HOLDS_INT (value) ? MAX (g_value_get_int (value), -1) : -1;
}

static void
read_options (const GstStructure * s, RtcJsepOptions * options)
{
  options->ice_restart = FALSE;
  options->offer_to_receive_audio = -1;
  options->offer_to_receive_video = -1;
  if (s == NULL)
    return;
  gst_structure_get_boolean (s, "ice-restart", &options->ice_restart);
  options->offer_to_receive_audio = read_count (s, "offer-to-receive-audio");
  options->offer_to_receive_video = read_count (s, "offer-to-receive-video");
}

GstWebRTCSessionDescription *
rtc_negotiator_create (GstRtcNegotiator * self, GstWebRTCSDPType type,
    const GstStructure * options, GError ** error)
{
  g_auto (RtcNegotiatorSnapshot) snapshot = { {0,}, };
  g_autoptr (RtcSdp) sdp = NULL;
  GError *local = NULL;
  RtcJsepOptions jsep;

  read_options (options, &jsep);
  if (!rtc_negotiator_snapshot (self, &snapshot, error))
    return NULL;
  g_mutex_lock (&self->lock);
  if (type == GST_WEBRTC_SDP_TYPE_OFFER)
    sdp = rtc_jsep_session_create_offer (ensure_session (self),
        &snapshot.media, &jsep, &local);
  else
    sdp = rtc_jsep_session_create_answer (ensure_session (self),
        &snapshot.media, &jsep, &local);
  g_mutex_unlock (&self->lock);
  if (sdp == NULL) {
    propagate (error, local);
    return NULL;
  }
  return description_from_sdp (sdp, (RtcSdpType) type);
}

/* --- set ----------------------------------------------------------------- */

/* W3C 4.4.1.6: what the state asks for */
static RtcSdpType
implicit_type (RtcSignalingState state)
{
  return state == RTC_SIGNALING_HAVE_REMOTE_OFFER
      || state == RTC_SIGNALING_HAVE_LOCAL_PRANSWER ? RTC_SDP_TYPE_ANSWER :
      RTC_SDP_TYPE_OFFER;
}

/* With the lock held; @type 0: implicit */
static gboolean
set_locked (GstRtcNegotiator * self, gboolean remote, RtcSdpType type,
    const RtcSdp * sdp, const RtcJsepMedia * media,
    RtcNegotiatorChange * change, GError ** error)
{
  RtcJsepSession *session = ensure_session (self);
  RtcSignalingState before = rtc_jsep_session_get_state (session);

  if (type == 0)
    type = implicit_type (before);
  if (remote)
    change->plan = rtc_jsep_session_set_remote (session, type, sdp, media,
        &self->next_key, error);
  else
    change->plan = rtc_jsep_session_set_local (session, type, sdp, media,
        error);
  if (change->plan == NULL)
    return FALSE;
  change->state =
      (GstWebRTCSignalingState) rtc_jsep_session_get_state (session);
  change->state_changed = (RtcSignalingState) change->state != before;
  rtc_negotiator_change_list (self, change);
  return TRUE;
}

gboolean
rtc_negotiator_set (GstRtcNegotiator * self, gboolean remote,
    const GstWebRTCSessionDescription * description,
    RtcNegotiatorChange * change, GError ** error)
{
  g_auto (RtcNegotiatorSnapshot) snapshot = { {0,}, };
  g_autoptr (RtcSdp) sdp = NULL;
  GError *local = NULL;
  gboolean ok;

  memset (change, 0, sizeof (*change));
  sdp = sdp_from_description (description, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  /* caps that do not fit are no reason to refuse what others wrote */
  rtc_negotiator_snapshot (self, &snapshot, NULL);
  g_mutex_lock (&self->lock);
  ok = set_locked (self, remote,
      description != NULL ? (RtcSdpType) description->type : 0, sdp,
      &snapshot.media, change, &local);
  g_mutex_unlock (&self->lock);
  if (!ok) {
    propagate (error, local);
    return FALSE;
  }
  rtc_negotiator_change_write (self, change);
  return TRUE;
}

/* --- read ---------------------------------------------------------------- */

/* With the lock held */
static const RtcSdp *
find_sdp (GstRtcNegotiator * self, gboolean remote, gboolean pending,
    RtcSdpType * type)
{
  return remote ? rtc_jsep_session_get_remote (self->session, pending, type)
      : rtc_jsep_session_get_local (self->session, pending, type);
}

GstWebRTCSessionDescription *
rtc_negotiator_get_description (GstRtcNegotiator * self, gboolean remote,
    RtcDescriptionAge age)
{
  GstWebRTCSessionDescription *description = NULL;
  const RtcSdp *sdp = NULL;
  RtcSdpType type;

  g_mutex_lock (&self->lock);
  if (self->session != NULL && age != RTC_DESCRIPTION_CURRENT)
    sdp = find_sdp (self, remote, TRUE, &type);
  if (self->session != NULL && sdp == NULL && age != RTC_DESCRIPTION_PENDING)
    sdp = find_sdp (self, remote, FALSE, &type);
  if (sdp != NULL)
    description = description_from_sdp (sdp, type);
  g_mutex_unlock (&self->lock);
  return description;
}

/* What feeds a section is not known before its caps are, unless
 * codec-preferences say; an offer without them would be made in vain.  With the
 * lock held */
static gboolean
all_known (GstRtcNegotiator * self)
{
  for (guint i = 0; i < self->entries->len; i++) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, i);
    g_auto (RtcTransceiverState) state = { 0, };
    g_autoptr (GstCaps) caps = NULL;

    if (entry->sink == NULL)
      continue;
    rtc_transceiver_get_state (entry->transceiver, &state);
    caps = rtc_negotiator_pad_get_caps (entry->sink);
    if (caps == NULL && state.codec_preferences == NULL && !state.stopping)
      return FALSE;
  }
  return TRUE;
}

gboolean
rtc_negotiator_is_needed (GstRtcNegotiator * self)
{
  g_auto (RtcNegotiatorSnapshot) snapshot = { {0,}, };
  gboolean needed;

  g_mutex_lock (&self->lock);
  needed = all_known (self);
  g_mutex_unlock (&self->lock);
  if (!needed)
    return FALSE;
  rtc_negotiator_snapshot (self, &snapshot, NULL);
  g_mutex_lock (&self->lock);
  needed = rtc_jsep_session_needs_negotiation (ensure_session (self),
      &snapshot.media);
  g_mutex_unlock (&self->lock);
  return needed;
}
