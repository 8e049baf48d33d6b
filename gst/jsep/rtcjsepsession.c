/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession.h"

struct _RtcJsepSession
{
  RtcJsepConfig config;
};

RtcJsepSession *
rtc_jsep_session_new (const RtcJsepConfig * config)
{
  RtcJsepSession *session = g_new0 (RtcJsepSession, 1);

  session->config = *config;
  return session;
}

void
rtc_jsep_session_free (RtcJsepSession * session)
{
  g_free (session);
}

void
rtc_jsep_session_set_bundle_policy (RtcJsepSession * session,
    RtcBundlePolicy policy)
{
}

void
rtc_jsep_session_set_passive (RtcJsepSession * session, gboolean passive)
{
}

RtcSignalingState
rtc_jsep_session_get_state (RtcJsepSession * session)
{
  return RTC_SIGNALING_STABLE;
}

const RtcSdp *
rtc_jsep_session_get_local (RtcJsepSession * session, gboolean pending,
    RtcSdpType * type)
{
  return NULL;
}

const RtcSdp *
rtc_jsep_session_get_remote (RtcJsepSession * session, gboolean pending,
    RtcSdpType * type)
{
  return NULL;
}

static gpointer
not_yet (GError ** error)
{
  g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID, "not yet");
  return NULL;
}

RtcSdp *
rtc_jsep_session_create_offer (RtcJsepSession * session,
    const RtcJsepMedia * media, const RtcJsepOptions * options, GError ** error)
{
  return not_yet (error);
}

RtcSdp *
rtc_jsep_session_create_answer (RtcJsepSession * session,
    const RtcJsepMedia * media, const RtcJsepOptions * options, GError ** error)
{
  return not_yet (error);
}

RtcJsepPlan *
rtc_jsep_session_set_local (RtcJsepSession * session, RtcSdpType type,
    const RtcSdp * sdp, const RtcJsepMedia * media, GError ** error)
{
  return not_yet (error);
}

RtcJsepPlan *
rtc_jsep_session_set_remote (RtcJsepSession * session, RtcSdpType type,
    const RtcSdp * sdp, const RtcJsepMedia * media, guint * next_key,
    GError ** error)
{
  return not_yet (error);
}

gboolean
rtc_jsep_session_needs_negotiation (RtcJsepSession * session,
    const RtcJsepMedia * media)
{
  return FALSE;
}

void
rtc_jsep_session_add_local_candidate (RtcJsepSession * session,
    guint transport, const gchar * candidate)
{
}

gboolean
rtc_jsep_session_add_remote_candidate (RtcJsepSession * session, gint mline,
    const gchar * mid, const gchar * candidate, GError ** error)
{
  return not_yet (error) != NULL;
}

void
rtc_jsep_session_close (RtcJsepSession * session)
{
}
