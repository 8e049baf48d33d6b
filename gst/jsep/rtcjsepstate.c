/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* The value that descriptions change, and questions about it */

RtcJsepDescription *
rtc_jsep_description_new (RtcSdp * sdp, RtcSdpType type)
{
  RtcJsepDescription *self = g_rc_box_new (RtcJsepDescription);

  self->sdp = sdp;
  self->type = type;
  return self;
}

RtcJsepDescription *
rtc_jsep_description_ref (RtcJsepDescription * self)
{
  return g_rc_box_acquire (self);
}

static void
description_clear (gpointer data)
{
  rtc_sdp_free (((RtcJsepDescription *) data)->sdp);
}

void
rtc_jsep_description_unref (RtcJsepDescription * self)
{
  g_rc_box_release_full (self, description_clear);
}

RtcSdp *
rtc_jsep_copy (const RtcSdp * sdp, GError ** error)
{
  g_autofree gchar *text = rtc_sdp_print (sdp);

  return rtc_sdp_parse (text, -1, error);
}

RtcJsepState *
rtc_jsep_state_new (void)
{
  RtcJsepState *state = g_new0 (RtcJsepState, 1);

  state->lines = g_array_new (FALSE, TRUE, sizeof (RtcJsepLine));
  state->links = g_array_new (FALSE, TRUE, sizeof (RtcJsepLink));
  return state;
}

RtcJsepState *
rtc_jsep_state_copy (const RtcJsepState * state)
{
  RtcJsepState *copy = g_new (RtcJsepState, 1);

  *copy = *state;
  copy->lines = g_array_copy (state->lines);
  copy->links = g_array_copy (state->links);
  if (copy->local)
    rtc_jsep_description_ref (copy->local);
  if (copy->remote)
    rtc_jsep_description_ref (copy->remote);
  return copy;
}

void
rtc_jsep_state_free (RtcJsepState * state)
{
  g_array_unref (state->lines);
  g_array_unref (state->links);
  g_clear_pointer (&state->local, rtc_jsep_description_unref);
  g_clear_pointer (&state->remote, rtc_jsep_description_unref);
  g_free (state);
}

void
rtc_jsep_state_set_local (RtcJsepState * state, RtcJsepDescription * local)
{
  g_clear_pointer (&state->local, rtc_jsep_description_unref);
  state->local = local;
}

void
rtc_jsep_state_set_remote (RtcJsepState * state, RtcJsepDescription * remote)
{
  g_clear_pointer (&state->remote, rtc_jsep_description_unref);
  state->remote = remote;
}

void
rtc_jsep_state_set_n_lines (RtcJsepState * state, guint n)
{
  guint before = state->lines->len;

  g_array_set_size (state->lines, n);
  for (guint i = before; i < n; i++)
    rtc_jsep_line (state, i)->transport = RTC_JSEP_NO_TRANSPORT;
}

const RtcSdpMedia *
rtc_jsep_section (const RtcJsepDescription * description, guint mline)
{
  if (!description || mline >= rtc_sdp_n_media (description->sdp))
    return NULL;
  return rtc_sdp_get_media (description->sdp, mline);
}

/* Only a pending offer can be longer than what the other side has said */
const RtcSdpMedia *
rtc_jsep_state_section (const RtcJsepState * state, guint mline)
{
  const RtcSdpMedia *local = rtc_jsep_section (state->local, mline);
  const RtcSdpMedia *remote = rtc_jsep_section (state->remote, mline);

  if (!local || !remote)
    return local ? local : remote;
  return state->offered ? local : remote;
}

gboolean
rtc_jsep_state_is_free (const RtcJsepState * state, guint mline)
{
  const RtcSdpMedia *local = rtc_jsep_section (state->local, mline);
  const RtcSdpMedia *remote = rtc_jsep_section (state->remote, mline);

  return state->answered && local && remote
      && (rtc_jsep_is_rejected (local) || rtc_jsep_is_rejected (remote));
}

gint
rtc_jsep_state_find (const RtcJsepState * state, guint key)
{
  for (guint i = 0; key != 0 && i < state->lines->len; i++) {
    if (rtc_jsep_line (state, i)->key == key)
      return i;
  }
  return -1;
}

RtcJsepLink *
rtc_jsep_state_find_link (const RtcJsepState * state, guint id)
{
  for (guint i = 0; i < state->links->len; i++) {
    RtcJsepLink *link = &g_array_index (state->links, RtcJsepLink, i);

    if (link->id == id)
      return link;
  }
  return NULL;
}

RtcJsepLink *
rtc_jsep_state_get_link (RtcJsepState * state, guint id, gboolean controlling)
{
  RtcJsepLink *found = rtc_jsep_state_find_link (state, id);

  if (!found) {
    RtcJsepLink link = { id, controlling, FALSE, FALSE };

    g_array_append_val (state->links, link);
    found = rtc_jsep_state_find_link (state, id);
  }
  return found;
}

gboolean
rtc_jsep_state_get_credentials (const RtcJsepState * state, guint id,
    const gchar ** ufrag, const gchar ** pwd)
{
  const RtcSdpTransport *found = NULL;

  for (guint i = 0; i < state->lines->len; i++) {
    const RtcSdpMedia *media = rtc_jsep_section (state->local, i);

    if (!media || rtc_jsep_line (state, i)->transport != id
        || !media->transport.ufrag || !media->transport.pwd)
      continue;
    if (!found)
      found = &media->transport;
    if (!rtc_jsep_is_rejected (media)) {
      found = &media->transport;
      break;
    }
  }
  if (!found)
    return FALSE;
  *ufrag = found->ufrag;
  *pwd = found->pwd;
  return TRUE;
}

static gboolean
tells (const RtcJsepState * state, const RtcJsepDescription * description,
    gint mline, guint id)
{
  const RtcSdpMedia *media = rtc_jsep_section (description, mline);

  return media && mline < (gint) state->lines->len
      && rtc_jsep_line (state, mline)->transport == id
      && !rtc_jsep_is_rejected (media) && !rtc_jsep_state_is_free (state,
      mline);
}

gint
rtc_jsep_state_find_tagged (const RtcJsepState * state,
    const RtcJsepDescription * description, guint id)
{
  const RtcSdpGroup *group = NULL;
  const gchar *mid;
  guint first = 0;

  while (first < state->lines->len && !tells (state, description, first, id))
    first++;
  if (first == state->lines->len)
    return -1;
  mid = rtc_jsep_section (description, first)->mid;
  if (mid)
    group = rtc_sdp_find_group (description->sdp, "BUNDLE", mid);
  for (guint i = 0; group && i < group->mids->len; i++) {
    gint mline = rtc_sdp_find_mid (description->sdp,
        g_ptr_array_index (group->mids, i));

    if (mline >= 0 && tells (state, description, mline, id))
      return mline;
  }
  return first;
}
