/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

RtcJsepSession *
rtc_jsep_session_new (const RtcJsepConfig * config)
{
  RtcJsepSession *session = g_new0 (RtcJsepSession, 1);

  session->config = *config;
  session->fingerprint = g_strdup (config->fingerprint);
  session->stable = rtc_jsep_state_new ();
  session->now = rtc_jsep_state_new ();
  session->mids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  session->gathered = g_ptr_array_new_with_free_func (rtc_jsep_gathered_free);
  return session;
}

void
rtc_jsep_session_free (RtcJsepSession * session)
{
  g_free (session->fingerprint);
  rtc_jsep_state_free (session->stable);
  rtc_jsep_state_free (session->now);
  g_clear_pointer (&session->offer, rtc_jsep_state_free);
  g_clear_pointer (&session->answer, rtc_jsep_state_free);
  g_hash_table_unref (session->mids);
  g_ptr_array_unref (session->gathered);
  g_free (session);
}

static gboolean
has_descriptions (RtcJsepSession * session)
{
  return session->now->local || session->now->remote;
}

void
rtc_jsep_session_set_bundle_policy (RtcJsepSession * session,
    RtcBundlePolicy policy)
{
  if (!has_descriptions (session))
    session->config.bundle_policy = policy;
}

void
rtc_jsep_session_set_passive (RtcJsepSession * session, gboolean passive)
{
  if (!has_descriptions (session))
    session->config.passive = passive;
}

RtcSignalingState
rtc_jsep_session_get_state (RtcJsepSession * session)
{
  return session->signaling;
}

static const RtcSdp *
get_description (RtcJsepDescription * stable, RtcJsepDescription * now,
    gboolean pending, RtcSdpType * type)
{
  RtcJsepDescription *found = pending ? now : stable;

  if (!found || (pending && now == stable))
    return NULL;
  if (type)
    *type = found->type;
  return found->sdp;
}

const RtcSdp *
rtc_jsep_session_get_local (RtcJsepSession * session, gboolean pending,
    RtcSdpType * type)
{
  return get_description (session->stable->local, session->now->local,
      pending, type);
}

const RtcSdp *
rtc_jsep_session_get_remote (RtcJsepSession * session, gboolean pending,
    RtcSdpType * type)
{
  return get_description (session->stable->remote, session->now->remote,
      pending, type);
}

/* What was made is kept; the caller gets a copy.  transfer of @made: full */
static RtcSdp *
keep (RtcJsepState ** place, RtcJsepState * made, GError ** error)
{
  RtcSdp *sdp = made ? rtc_jsep_copy (made->local->sdp, error) : NULL;

  if (!sdp) {
    g_clear_pointer (&made, rtc_jsep_state_free);
    return NULL;
  }
  g_clear_pointer (place, rtc_jsep_state_free);
  *place = made;
  return sdp;
}

static gboolean
check_state (RtcJsepSession * session, RtcSignalingState one,
    RtcSignalingState other, const gchar * message, GError ** error)
{
  if (session->signaling == one || session->signaling == other)
    return TRUE;
  g_set_error_literal (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_STATE, message);
  return FALSE;
}

RtcSdp *
rtc_jsep_session_create_offer (RtcJsepSession * session,
    const RtcJsepMedia * media, const RtcJsepOptions * options, GError ** error)
{
  if (!check_state (session, RTC_SIGNALING_STABLE,
          RTC_SIGNALING_HAVE_LOCAL_OFFER, "an offer can only be created while "
          "none of the other side is unanswered", error))
    return NULL;
  return keep (&session->offer, rtc_jsep_make_offer (session, media, options,
          error), error);
}

RtcSdp *
rtc_jsep_session_create_answer (RtcJsepSession * session,
    const RtcJsepMedia * media, const RtcJsepOptions * options, GError ** error)
{
  if (!check_state (session, RTC_SIGNALING_HAVE_REMOTE_OFFER,
          RTC_SIGNALING_HAVE_LOCAL_PRANSWER, "there is no offer of the other "
          "side to answer", error))
    return NULL;
  return keep (&session->answer, rtc_jsep_make_answer (session, media, options,
          error), error);
}

void
rtc_jsep_session_close (RtcJsepSession * session)
{
  session->signaling = RTC_SIGNALING_CLOSED;
}
