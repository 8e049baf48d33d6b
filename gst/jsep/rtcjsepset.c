/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* setLocalDescription and setRemoteDescription, RFC 9429 sections 5.5 to 5.11.
 * A new state is made from the one there is; only a plan that could be built
 * makes it count. */

static void
remember_mids (RtcJsepSession * session, const RtcSdp * sdp)
{
  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++) {
    const gchar *mid = rtc_sdp_get_media (sdp, i)->mid;

    if (mid)
      g_hash_table_add (session->mids, g_strdup (mid));
  }
}

/* transfer of @state: full */
static RtcJsepPlan *
commit (RtcJsepSession * session, RtcSignalingState signaling,
    RtcJsepState * state, const RtcJsepMedia * media, GError ** error)
{
  RtcJsepPlan *plan = rtc_jsep_build_plan (session->stable, state,
      session->now, media, error);

  if (!plan) {
    rtc_jsep_state_free (state);
    return NULL;
  }
  if (signaling == RTC_SIGNALING_STABLE) {
    for (guint i = 0; i < state->lines->len; i++)
      rtc_jsep_line (state, i)->made = FALSE;
    rtc_jsep_state_free (session->stable);
    session->stable = rtc_jsep_state_copy (state);
  }
  rtc_jsep_state_free (session->now);
  session->now = state;
  session->signaling = signaling;
  g_clear_pointer (&session->offer, rtc_jsep_state_free);
  g_clear_pointer (&session->answer, rtc_jsep_state_free);
  return plan;
}

/* RFC 9429 section 4.1.10.2 */
static RtcJsepPlan *
roll_back (RtcJsepSession * session, const RtcJsepMedia * media,
    GError ** error)
{
  return commit (session, RTC_SIGNALING_STABLE,
      rtc_jsep_state_copy (session->stable), media, error);
}

/* RFC 3264 section 6, and section 8: an answer has the offer's sections, a new
 * offer at least those of before */
static gboolean
check_sections (const RtcJsepState * state, const RtcSdp * sdp,
    gboolean answer, GError ** error)
{
  guint n = rtc_sdp_n_media (sdp);

  if (answer && n != state->lines->len) {
    g_set_error_literal (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_SYNTAX,
        "Answer doesn't have the same number of m-lines as the offer.");
    return FALSE;
  }
  if (n < state->lines->len) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_SYNTAX,
        "the description has %u sections, there were %u before: none may go, "
        "only be rejected", n, state->lines->len);
    return FALSE;
  }
  for (guint i = 0; i < state->lines->len; i++) {
    const RtcSdpMedia *before = rtc_jsep_state_section (state, i);
    const RtcSdpMedia *after = rtc_sdp_get_media (sdp, i);

    if (rtc_jsep_state_is_free (state, i)
        || (g_str_equal (before->word, after->word)
            && (!after->mid || !before->mid
                || g_str_equal (before->mid, after->mid))))
      continue;
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "section %u is m=%.64s mid %.64s, but was m=%.64s mid %.64s", i,
        after->word, after->mid ? after->mid : "(null)", before->word,
        before->mid ? before->mid : "(null)");
    return FALSE;
  }
  return rtc_jsep_check_mids (sdp, error)
      && rtc_jsep_check_groups (sdp, error);
}

/* --- ours ---------------------------------------------------------------------- */

/* What was created last, or what would be created now */
static RtcJsepState *
get_created (RtcJsepSession * session, gboolean offer, gboolean fresh,
    const RtcJsepMedia * media, GError ** error)
{
  RtcJsepState *created = offer ? session->offer : session->answer;

  if (created && !fresh)
    return rtc_jsep_state_copy (created);
  return offer ? rtc_jsep_make_offer (session, media, NULL, error) :
      rtc_jsep_make_answer (session, media, NULL, error);
}

/* The application may have changed the text (munging) as long as the sections
 * stay: theirs is what counts. */
static gboolean
adopt (RtcJsepSession * session, RtcJsepState * state, RtcSdpType type,
    const RtcSdp * sdp, GError ** error)
{
  RtcSdp *copy;

  if (rtc_sdp_n_media (sdp) != state->lines->len) {
    if (type != RTC_SDP_TYPE_OFFER)
      return check_sections (state, sdp, TRUE, error);
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_SYNTAX,
        "the offer has %u sections, but was created with %u",
        rtc_sdp_n_media (sdp), state->lines->len);
    return FALSE;
  }
  if (!check_sections (state, sdp, TRUE, error))
    return FALSE;
  copy = rtc_jsep_copy (sdp, error);
  if (!copy)
    return FALSE;
  rtc_jsep_fill_candidates (session, state, copy);
  rtc_jsep_state_set_local (state, rtc_jsep_description_new (copy, type));
  return TRUE;
}

RtcJsepPlan *
rtc_jsep_session_set_local (RtcJsepSession * session, RtcSdpType type,
    const RtcSdp * sdp, const RtcJsepMedia * media, GError ** error)
{
  gboolean offer = type == RTC_SDP_TYPE_OFFER;
  g_autoptr (RtcJsepState) state = NULL;
  RtcSignalingState next;

  if (!rtc_jsep_check_next (session, FALSE, type, &next, error))
    return NULL;
  if (type == RTC_SDP_TYPE_ROLLBACK)
    return roll_back (session, media, error);

  state = get_created (session, offer, sdp == NULL, media, error);
  if (!state
      || !adopt (session, state, type, sdp ? sdp : state->local->sdp, error))
    return NULL;
  if (!offer && !rtc_jsep_settle (state, error))
    return NULL;
  remember_mids (session, state->local->sdp);
  return commit (session, next, g_steal_pointer (&state), media, error);
}

/* --- the other side's ---------------------------------------------------------- */

/* The transceiver that an offer which is replaced brought for the same section */
static guint
find_made (const RtcJsepState * now, const RtcSdpMedia * section, guint mline)
{
  const RtcSdpMedia *before = rtc_jsep_section (now->remote, mline);
  const RtcJsepLine *line;

  if (mline >= now->lines->len || !before)
    return 0;
  line = rtc_jsep_line (now, mline);
  return line->made && before->kind == section->kind
      && g_strcmp0 (before->mid, section->mid) == 0 ? line->key : 0;
}

static gboolean
associate (RtcJsepSession * session, RtcJsepState * state, const RtcSdp * sdp,
    guint mline, const RtcJsepMedia * media, guint * next_key, GError ** error)
{
  const RtcSdpMedia *section = rtc_sdp_get_media (sdp, mline);
  RtcJsepLine *line = rtc_jsep_line (state, mline);
  const RtcJsepTransceiver *t;
  GError *failure = NULL;

  if (section->kind == RTC_MEDIA_APPLICATION || rtc_jsep_is_rejected (section))
    return TRUE;
  line->key = find_made (session->now, section, mline);
  line->made = line->key != 0;
  if (line->made)
    return TRUE;
  t = rtc_jsep_match (state, sdp, mline, media, &failure);
  if (failure) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  line->made = t == NULL;
  line->key = t ? t->key : (*next_key)++;
  return TRUE;
}

/* The transport that the members of a group of the offer come to */
static gint
find_group_transport (const RtcJsepState * state, const RtcSdp * sdp,
    const gboolean * members, guint n_kept)
{
  gint first = -1;

  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++) {
    if (!members[i] || rtc_jsep_is_rejected (rtc_sdp_get_media (sdp, i)))
      continue;
    if (i < n_kept && !rtc_jsep_state_is_free (state, i))
      return rtc_jsep_line (state, i)->transport;
    if (first < 0)
      first = i;
  }
  return first < 0 ? -1 : (gint) rtc_jsep_new_transport (state, first);
}

static gboolean
take_offer (RtcJsepSession * session, RtcJsepState * state,
    const RtcSdp * sdp, const RtcJsepMedia * media, guint * next_key,
    GError ** error)
{
  guint n = rtc_sdp_n_media (sdp), n_kept = state->lines->len;
  g_autofree gboolean *members = g_new0 (gboolean, n + 1);
  gint transport;

  if (session->config.bundle_policy != RTC_BUNDLE_POLICY_NONE)
    rtc_jsep_read_group (sdp, members);
  transport = find_group_transport (state, sdp, members, n_kept);
  rtc_jsep_state_set_n_lines (state, n);
  for (guint i = 0; i < n; i++) {
    RtcJsepLine *line = rtc_jsep_line (state, i);

    if (i < n_kept && !rtc_jsep_state_is_free (state, i))
      continue;
    if (i < n_kept && rtc_jsep_is_rejected (rtc_sdp_get_media (sdp, i)))
      continue;
    *line = (RtcJsepLine) { 0, };
    line->transport = members[i] && transport >= 0 ?
        (guint) transport : rtc_jsep_new_transport (state, i);
    if (!associate (session, state, sdp, i, media, next_key, error))
      return FALSE;
    rtc_jsep_state_get_link (state, line->transport, sdp->ice_lite);
  }
  return TRUE;
}

RtcJsepPlan *
rtc_jsep_session_set_remote (RtcJsepSession * session, RtcSdpType type,
    const RtcSdp * sdp, const RtcJsepMedia * media, guint * next_key,
    GError ** error)
{
  gboolean offer = type == RTC_SDP_TYPE_OFFER;
  g_autoptr (RtcJsepState) state = NULL;
  guint key = *next_key;
  RtcSignalingState next;
  RtcJsepPlan *plan;
  RtcSdp *copy;

  if (!rtc_jsep_check_next (session, TRUE, type, &next, error))
    return NULL;
  if (type == RTC_SDP_TYPE_ROLLBACK)
    return roll_back (session, media, error);

  /* a pending offer of ours is rolled back by this */
  state = rtc_jsep_state_copy (offer ? session->stable : session->now);
  if (!check_sections (state, sdp, !offer, error)
      || (offer && !take_offer (session, state, sdp, media, &key, error)))
    return NULL;
  copy = rtc_jsep_copy (sdp, error);
  if (!copy)
    return NULL;
  rtc_jsep_state_set_remote (state, rtc_jsep_description_new (copy, type));
  state->answered = !offer;
  if (offer)
    state->offered = FALSE;
  else if (!rtc_jsep_settle (state, error))
    return NULL;
  plan = commit (session, next, g_steal_pointer (&state), media, error);
  if (plan) {
    remember_mids (session, sdp);
    *next_key = key;
  }
  return plan;
}
