/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

#include <string.h>

/* "Check if negotiation is needed", W3C WebRTC section 4.7.3 */

static gboolean
has_data_section (const RtcJsepState * state)
{
  for (guint i = 0; i < state->lines->len; i++) {
    if (rtc_jsep_is_data (rtc_jsep_state_section (state, i))
        && !rtc_jsep_state_is_free (state, i))
      return TRUE;
  }
  return FALSE;
}

/* A pad that has no caps yet would be an offer to be made twice; webrtcbin
 * waits for it too. */
static gboolean
is_waiting (const RtcJsepState * state, const RtcJsepMedia * media)
{
  for (guint i = 0; i < media->n_transceivers; i++) {
    const RtcJsepTransceiver *t = &media->transceivers[i];

    if (t->has_pad && t->n_formats == 0 && !t->stopping
        && rtc_jsep_state_find (state, t->key) < 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_stream (const RtcSdpMedia * local, const gchar * stream_id)
{
  for (guint i = 0; i < local->msids->len; i++) {
    const gchar *msid = g_ptr_array_index (local->msids, i);
    gsize size = strcspn (msid, " ");

    if (strlen (stream_id) == size && strncmp (msid, stream_id, size) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_changed (const RtcJsepState * state, guint mline,
    const RtcJsepTransceiver * t)
{
  const RtcSdpMedia *local = rtc_jsep_section (state->local, mline);
  const RtcSdpMedia *remote = rtc_jsep_section (state->remote, mline);
  RtcDirection theirs = rtc_jsep_direction_reverse (remote->direction);

  if ((t->direction & RTC_DIRECTION_SENDONLY) && t->stream_id
      && (!state->offered || local->direction == t->direction)
      && (local->direction & RTC_DIRECTION_SENDONLY)
      && !has_stream (local, t->stream_id))
    return TRUE;
  if (state->offered)
    return local->direction != t->direction && theirs != t->direction;
  return local->direction != (t->direction & theirs);
}

static gboolean
needs (const RtcJsepState * state, const RtcJsepTransceiver * t)
{
  gint mline = rtc_jsep_state_find (state, t->key);

  if (t->stopping)
    return mline >= 0 && !rtc_jsep_state_is_free (state, mline);
  if (mline < 0)
    return t->has_kind;
  return !rtc_jsep_state_is_free (state, mline)
      && has_changed (state, mline, t);
}

gboolean
rtc_jsep_session_needs_negotiation (RtcJsepSession * session,
    const RtcJsepMedia * media)
{
  const RtcJsepState *state = session->stable;

  if (session->signaling != RTC_SIGNALING_STABLE || is_waiting (state, media))
    return FALSE;
  if (media->data && !has_data_section (state))
    return TRUE;
  for (guint i = 0; i < media->n_transceivers; i++) {
    if (needs (state, &media->transceivers[i]))
      return TRUE;
  }
  return FALSE;
}
