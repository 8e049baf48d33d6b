/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* create-offer, create-answer, set-local-description, set-remote-description:
 * W3C webrtc-pc 4.4.1.5 to 4.4.1.7, over gst/negotiator. */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

typedef struct
{
  GstWebRTCSDPType type;
  GstStructure *options;        /* or NULL */
  gboolean remote;
  GstWebRTCSessionDescription *description;     /* NULL: to be made here */
  GstPromise *promise;          /* or NULL */
} Call;

/* One without an SDP (a rollback) as well, which libgstwebrtc's own complains
 * about */
static void
description_free (GstWebRTCSessionDescription * description)
{
  if (description->sdp != NULL)
    gst_webrtc_session_description_free (description);
  else
    g_free (description);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_pointer (&call->options, gst_structure_free);
  g_clear_pointer (&call->description, description_free);
  g_clear_pointer (&call->promise, gst_promise_unref);
  g_free (call);
}

/* --- create ---------------------------------------------------------------- */

static const gchar *
could_not_create (GstWebRTCSDPType type)
{
  return type == GST_WEBRTC_SDP_TYPE_OFFER ? "Could not create offer"
      : "Could not create answer";
}

static void
create (GstRtcPeerBin * self, gpointer data)
{
  Call *call = data;
  GstWebRTCSessionDescription *description;
  GError *error = NULL;

  if (rtc_peer_is_down (self)) {
    rtc_peer_reply_closed (self, call->promise, could_not_create (call->type));
    return;
  }
  description = rtc_negotiator_create (self->negotiator, call->type,
      call->options, &error);
  if (description == NULL)
    rtc_peer_reply_error (self, call->promise, error);
  else
    rtc_peer_reply_description (call->promise,
        call->type == GST_WEBRTC_SDP_TYPE_OFFER ? "offer" : "answer",
        description);
}

/* Any thread; @options and @promise may be NULL */
void
rtc_peer_create_description (GstRtcPeerBin * self, GstWebRTCSDPType type,
    const GstStructure * options, GstPromise * promise)
{
  Call *call;

  if (rtc_peer_is_closed (self)) {
    rtc_peer_reply_closed (self, promise, could_not_create (type));
    return;
  }
  call = g_new0 (Call, 1);
  call->type = type;
  call->options = options != NULL ? gst_structure_copy (options) : NULL;
  call->promise = promise != NULL ? gst_promise_ref (promise) : NULL;
  rtc_peer_run (self, create, call, call_free);
}

/* --- set ------------------------------------------------------------------- */

static const gchar *
could_not_set (gboolean remote)
{
  return remote ? "Could not set remote description"
      : "Could not set local description";
}

/* "setLocalDescription ()" without an argument, W3C 4.4.1.6: what the state
 * asks for */
static GstWebRTCSessionDescription *
make_implicit (GstRtcPeerBin * self)
{
  switch (rtc_negotiator_get_state (self->negotiator)) {
    case RTC_SIGNALING_HAVE_REMOTE_OFFER:
    case RTC_SIGNALING_HAVE_LOCAL_PRANSWER:
      return gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER,
          NULL);
    default:
      return gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER,
          NULL);
  }
}

static void
announce_transceivers (GstRtcPeerBin * self, const GPtrArray * transceivers)
{
  for (guint i = 0; transceivers != NULL && i < transceivers->len; i++)
    g_signal_emit (self, rtc_peer_signals[RTC_PEER_ON_NEW_TRANSCEIVER], 0,
        g_ptr_array_index (transceivers, i));
}

/* In the order of W3C 4.4.1.5: state, then what follows from it, then the
 * promise.  Each step may have run code of the application that closes us; what
 * is left then is to say so. */
static gboolean
carry_out (GstRtcPeerBin * self, gboolean remote, RtcNegotiatorChange * change)
{
  GST_OBJECT_LOCK (self);
  self->used = TRUE;
  GST_OBJECT_UNLOCK (self);
  rtc_peer_apply (self, change);
  if (remote)
    rtc_peer_add_early_candidates (self);
  announce_transceivers (self, change->new_transceivers);
  if (rtc_peer_is_closed (self))
    return FALSE;
  if (change->state_changed)
    rtc_peer_set_signaling_state (self, change->state);
  rtc_peer_update_states (self);
  rtc_peer_renew_needed (self);
  return !rtc_peer_is_closed (self);
}

static void
set (GstRtcPeerBin * self, gpointer data)
{
  Call *call = data;
  g_auto (RtcNegotiatorChange) change = { NULL, };
  GError *error = NULL;

  if (rtc_peer_is_down (self)) {
    rtc_peer_reply_closed (self, call->promise, could_not_set (call->remote));
    return;
  }
  if (call->description == NULL)
    call->description = make_implicit (self);
  if (!rtc_negotiator_set (self->negotiator, call->remote, call->description,
          &change, &error)) {
    GST_INFO_OBJECT (self, "%s: %s", could_not_set (call->remote),
        error->message);
    rtc_peer_reply_error (self, call->promise, error);
    return;
  }
  if (carry_out (self, call->remote, &change))
    rtc_peer_reply (call->promise, NULL);
  else
    rtc_peer_reply_closed (self, call->promise, could_not_set (call->remote));
}

/* Any thread; @promise may be NULL.  @description NULL, or one without SDP: a
 * local one is made as the signalling state asks for. */
void
rtc_peer_set_description (GstRtcPeerBin * self, gboolean remote,
    const GstWebRTCSessionDescription * description, GstPromise * promise)
{
  Call *call;

  if (rtc_peer_is_closed (self)) {
    rtc_peer_reply_closed (self, promise, could_not_set (remote));
    return;
  }
  if (remote && (description == NULL || (description->sdp == NULL
              && description->type != GST_WEBRTC_SDP_TYPE_ROLLBACK))) {
    rtc_peer_reply_error (self, promise, g_error_new_literal (GST_WEBRTC_ERROR,
            GST_WEBRTC_ERROR_TYPE_ERROR,
            "A remote description needs an SDP, unless it is a rollback"));
    return;
  }
  call = g_new0 (Call, 1);
  call->remote = remote;
  if (description != NULL)
    call->description = description->sdp != NULL
        ? gst_webrtc_session_description_copy (description)
        : gst_webrtc_session_description_new (description->type, NULL);
  call->promise = promise != NULL ? gst_promise_ref (promise) : NULL;
  rtc_peer_run (self, set, call, call_free);
}
