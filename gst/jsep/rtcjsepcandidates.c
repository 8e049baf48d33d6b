/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* Candidates belong to a generation of a transport: they stand in every
 * description that has its ufrag, in the tagged section (RFC 9143 section
 * 7.1.3). */

#define MAX_CANDIDATES 256      /* a section */

void
rtc_jsep_gathered_free (gpointer data)
{
  RtcJsepGathered *gathered = data;

  g_free (gathered->ufrag);
  g_ptr_array_unref (gathered->candidates);
  g_free (gathered);
}

static void
add_candidate (RtcSdpMedia * media, RtcCandidate * candidate)
{
  gboolean known = media->candidates->len >= MAX_CANDIDATES;

  for (guint i = 0; i < media->candidates->len && !known; i++) {
    const RtcCandidate *other = g_ptr_array_index (media->candidates, i);

    known = g_str_equal (other->text, candidate->text);
  }
  if (known)
    rtc_candidate_free (candidate);
  else
    g_ptr_array_add (media->candidates, candidate);
}

/* @state's lines are those of @sdp */
void
rtc_jsep_fill_candidates (RtcJsepSession * session, const RtcJsepState * state,
    RtcSdp * sdp)
{
  RtcJsepDescription description = { sdp, };

  for (guint i = 0; i < session->gathered->len; i++) {
    const RtcJsepGathered *gathered = g_ptr_array_index (session->gathered, i);
    gint tag = rtc_jsep_state_find_tagged (state, &description,
        gathered->transport);
    RtcSdpMedia *media = tag >= 0 ? rtc_sdp_get_media (sdp, tag) : NULL;

    if (!media || g_strcmp0 (media->transport.ufrag, gathered->ufrag) != 0)
      continue;
    for (guint j = 0; j < gathered->candidates->len; j++)
      add_candidate (media,
          rtc_candidate_parse (g_ptr_array_index (gathered->candidates, j),
              NULL));
    media->end_of_candidates |= gathered->end;
  }
}

static RtcJsepGathered *
get_gathered (RtcJsepSession * session, guint transport, const gchar * ufrag)
{
  RtcJsepGathered *gathered;

  for (guint i = 0; i < session->gathered->len; i++) {
    gathered = g_ptr_array_index (session->gathered, i);
    if (gathered->transport == transport
        && g_str_equal (gathered->ufrag, ufrag))
      return gathered;
  }
  gathered = g_new0 (RtcJsepGathered, 1);
  gathered->transport = transport;
  gathered->ufrag = g_strdup (ufrag);
  gathered->candidates = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (session->gathered, gathered);
  return gathered;
}

void
rtc_jsep_session_add_local_candidate (RtcJsepSession * session,
    guint transport, const gchar * candidate)
{
  const gchar *ufrag, *pwd;
  RtcJsepGathered *gathered;

  if (!rtc_jsep_state_get_credentials (session->now, transport, &ufrag, &pwd))
    return;
  gathered = get_gathered (session, transport, ufrag);
  if (candidate) {
    RtcCandidate *parsed = rtc_candidate_parse (candidate, NULL);

    if (!parsed || gathered->candidates->len >= MAX_CANDIDATES) {
      g_clear_pointer (&parsed, rtc_candidate_free);
      return;
    }
    g_ptr_array_add (gathered->candidates, g_strdup (parsed->text));
    rtc_candidate_free (parsed);
  } else {
    gathered->end = TRUE;
  }
  rtc_jsep_fill_candidates (session, session->now, session->now->local->sdp);
  if (session->stable->local && session->stable->local != session->now->local)
    rtc_jsep_fill_candidates (session, session->stable,
        session->stable->local->sdp);
}

/* The section of the other side's newest description; of the one before if the
 * candidate says that it belongs there */
static RtcSdpMedia *
find_remote (RtcJsepSession * session, gint mline, const gchar * mid,
    const gchar * ufrag, GError ** error)
{
  const RtcJsepState *state = session->now;
  gint tag;

  if (!state->remote) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_STATE,
        "there is no description of the other side yet");
    return NULL;
  }
  if (mid && *mid)
    mline = rtc_sdp_find_mid (state->remote->sdp, mid);
  if (mline < 0 || mline >= (gint) rtc_sdp_n_media (state->remote->sdp)) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "the other side's description has no such section (mid %s)",
        mid ? mid : "not given");
    return NULL;
  }
  if (ufrag && session->stable->remote
      && mline < (gint) session->stable->lines->len) {
    const gchar *before, *pwd;

    if (rtc_jsep_find_credentials (session->stable->remote->sdp, mline,
            &before, &pwd) && g_str_equal (before, ufrag))
      state = session->stable;
  }
  tag = rtc_jsep_state_find_tagged (state, state->remote,
      rtc_jsep_line (state, mline)->transport);
  return rtc_sdp_get_media (state->remote->sdp, tag >= 0 ? tag : mline);
}

gboolean
rtc_jsep_session_add_remote_candidate (RtcJsepSession * session, gint mline,
    const gchar * mid, const gchar * candidate, GError ** error)
{
  RtcCandidate *parsed = NULL;
  RtcSdpMedia *media;

  if (candidate && *candidate) {
    parsed = rtc_candidate_parse (candidate, error);
    if (!parsed)
      return FALSE;
  }
  media = find_remote (session, mline, mid, parsed ? parsed->ufrag : NULL,
      error);
  if (!media) {
    g_clear_pointer (&parsed, rtc_candidate_free);
    return FALSE;
  }
  if (parsed)
    add_candidate (media, parsed);
  else
    media->end_of_candidates = TRUE;
  return TRUE;
}
