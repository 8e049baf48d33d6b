/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* The state machine of RFC 9429 section 3.2; what is not here is illegal.
 *
 *              local offer                        remote offer
 *   .--------- STABLE ------------------------------- STABLE --------.
 *   v             ^                                      ^           v
 *  HAVE_LOCAL ----+ remote answer          local answer  +-- HAVE_REMOTE
 *  _OFFER     ----'                                      '-- _OFFER
 *   | remote pranswer    (rollback: back to stable)   local pranswer |
 *   v                                                                v
 *  HAVE_REMOTE_PRANSWER                         HAVE_LOCAL_PRANSWER
 *
 * A remote offer in HAVE_LOCAL_OFFER is W3C's implicit rollback.  A pranswer
 * cannot be taken back. */
static const struct
{
  RtcSignalingState from;
  gboolean remote;
  RtcSdpType type;
  RtcSignalingState next;
} transitions[] = {
  {RTC_SIGNALING_STABLE, FALSE, RTC_SDP_TYPE_OFFER,
      RTC_SIGNALING_HAVE_LOCAL_OFFER},
  {RTC_SIGNALING_STABLE, TRUE, RTC_SDP_TYPE_OFFER,
      RTC_SIGNALING_HAVE_REMOTE_OFFER},

  {RTC_SIGNALING_HAVE_LOCAL_OFFER, FALSE, RTC_SDP_TYPE_OFFER,
      RTC_SIGNALING_HAVE_LOCAL_OFFER},
  {RTC_SIGNALING_HAVE_LOCAL_OFFER, TRUE, RTC_SDP_TYPE_ANSWER,
      RTC_SIGNALING_STABLE},
  {RTC_SIGNALING_HAVE_LOCAL_OFFER, TRUE, RTC_SDP_TYPE_PRANSWER,
      RTC_SIGNALING_HAVE_REMOTE_PRANSWER},
  {RTC_SIGNALING_HAVE_LOCAL_OFFER, TRUE, RTC_SDP_TYPE_OFFER,
      RTC_SIGNALING_HAVE_REMOTE_OFFER},
  {RTC_SIGNALING_HAVE_LOCAL_OFFER, FALSE, RTC_SDP_TYPE_ROLLBACK,
      RTC_SIGNALING_STABLE},
  {RTC_SIGNALING_HAVE_LOCAL_OFFER, TRUE, RTC_SDP_TYPE_ROLLBACK,
      RTC_SIGNALING_STABLE},

  {RTC_SIGNALING_HAVE_REMOTE_OFFER, TRUE, RTC_SDP_TYPE_OFFER,
      RTC_SIGNALING_HAVE_REMOTE_OFFER},
  {RTC_SIGNALING_HAVE_REMOTE_OFFER, FALSE, RTC_SDP_TYPE_ANSWER,
      RTC_SIGNALING_STABLE},
  {RTC_SIGNALING_HAVE_REMOTE_OFFER, FALSE, RTC_SDP_TYPE_PRANSWER,
      RTC_SIGNALING_HAVE_LOCAL_PRANSWER},
  {RTC_SIGNALING_HAVE_REMOTE_OFFER, FALSE, RTC_SDP_TYPE_ROLLBACK,
      RTC_SIGNALING_STABLE},
  {RTC_SIGNALING_HAVE_REMOTE_OFFER, TRUE, RTC_SDP_TYPE_ROLLBACK,
      RTC_SIGNALING_STABLE},

  {RTC_SIGNALING_HAVE_LOCAL_PRANSWER, FALSE, RTC_SDP_TYPE_PRANSWER,
      RTC_SIGNALING_HAVE_LOCAL_PRANSWER},
  {RTC_SIGNALING_HAVE_LOCAL_PRANSWER, FALSE, RTC_SDP_TYPE_ANSWER,
      RTC_SIGNALING_STABLE},

  {RTC_SIGNALING_HAVE_REMOTE_PRANSWER, TRUE, RTC_SDP_TYPE_PRANSWER,
      RTC_SIGNALING_HAVE_REMOTE_PRANSWER},
  {RTC_SIGNALING_HAVE_REMOTE_PRANSWER, TRUE, RTC_SDP_TYPE_ANSWER,
      RTC_SIGNALING_STABLE},
};

gboolean
rtc_jsep_next_state (RtcSignalingState from, gboolean remote, RtcSdpType type,
    RtcSignalingState * next)
{
  for (guint i = 0; i < G_N_ELEMENTS (transitions); i++) {
    if (transitions[i].from == from && transitions[i].type == type
        && transitions[i].remote == !!remote) {
      *next = transitions[i].next;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
rtc_jsep_check_next (RtcJsepSession * session, gboolean remote,
    RtcSdpType type, RtcSignalingState * next, GError ** error)
{
  static const gchar *const states[] = { "stable", "closed",
    "have-local-offer", "have-remote-offer", "have-local-pranswer",
    "have-remote-pranswer"
  };
  static const gchar *const types[] =
      { "?", "an offer", "a pranswer", "an answer", "a rollback" };

  if (rtc_jsep_next_state (session->signaling, remote, type, next))
    return TRUE;
  g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_STATE,
      "%s %s cannot be set in the state %s", types[MIN (type, 4)],
      remote ? "of the other side" : "of ours", states[session->signaling]);
  return FALSE;
}
