/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* What is decided when an offer has got its answer: transports, DTLS roles,
 * directions */

void
rtc_jsep_join (RtcJsepState * state, const RtcSdp * answer,
    const gboolean * members)
{
  gint tag = -1;

  for (guint i = 0; i < state->lines->len && tag < 0; i++) {
    const gchar *mid = rtc_jsep_state_section (state, i)->mid;
    const RtcSdpGroup *group =
        members[i] && mid ? rtc_sdp_find_group (answer, "BUNDLE", mid) : NULL;

    if (group)
      tag = rtc_jsep_first_of_group (state->offered || !state->remote ?
          answer : state->remote->sdp, group, members);
  }
  for (guint i = 0; tag >= 0 && i < state->lines->len; i++) {
    if (members[i])
      rtc_jsep_line (state, i)->transport =
          rtc_jsep_line (state, tag)->transport;
  }
}

static void
join_group (RtcJsepState * state)
{
  const RtcSdp *answer =
      state->offered ? state->remote->sdp : state->local->sdp;
  g_autofree gboolean *members = g_new0 (gboolean, state->lines->len + 1);

  rtc_jsep_read_group (answer, members);
  for (guint i = 0; i < state->lines->len; i++)
    members[i] = members[i] && !rtc_jsep_state_is_free (state, i);
  rtc_jsep_join (state, answer, members);
}

static gboolean
take_role (RtcJsepState * state, guint id, guint tag, GError ** error)
{
  RtcJsepLink *link = rtc_jsep_state_get_link (state, id, state->offered);
  RtcSdpSetup setup = rtc_jsep_find_setup (state->offered ?
      state->remote->sdp : state->local->sdp, tag);

  if (setup == RTC_SDP_SETUP_ACTPASS || setup == RTC_SDP_SETUP_HOLDCONN) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "a=setup:actpass is for offers, an answer must decide");
    return FALSE;
  }
  link->has_role = TRUE;
  link->dtls_client = setup ==
      (state->offered ? RTC_SDP_SETUP_PASSIVE : RTC_SDP_SETUP_ACTIVE);
  return TRUE;
}

static void
take_direction (RtcJsepState * state, guint mline)
{
  RtcJsepLine *line = rtc_jsep_line (state, mline);
  const RtcSdpMedia *local = rtc_jsep_section (state->local, mline);
  const RtcSdpMedia *remote = rtc_jsep_section (state->remote, mline);

  line->has_current = TRUE;
  line->current = rtc_jsep_state_is_free (state, mline) ?
      RTC_DIRECTION_INACTIVE :
      local->direction & rtc_jsep_direction_reverse (remote->direction);
}

gboolean
rtc_jsep_settle (RtcJsepState * state, GError ** error)
{
  join_group (state);
  for (guint i = 0; i < state->lines->len; i++) {
    guint id = rtc_jsep_line (state, i)->transport;

    take_direction (state, i);
    if (!rtc_jsep_state_is_free (state, i)
        && rtc_jsep_state_find_tagged (state, state->remote, id) == (gint) i
        && !take_role (state, id, i, error))
      return FALSE;
  }
  return TRUE;
}
