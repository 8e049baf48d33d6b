/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* createAnswer, RFC 9429 section 5.3: which sections are accepted, which of
 * them share a transport, then the text of each, in the offer's order. */

typedef struct
{
  RtcJsepSession *session;
  const RtcJsepOptions *options;
  const RtcJsepMedia *media;
  const RtcJsepState *base;
  const RtcSdp *offer;
  RtcJsepState *state;          /* what is being made */
  gboolean *accepted;
  gboolean *grouped;            /* in the offer's group, and we bundle */
  RtcJsepKeyring ring;
  RtcJsepIds ids;
  RtcSdp *sdp;
} Answer;

static const RtcJsepTransceiver *
get_transceiver (const Answer * self, guint mline)
{
  const RtcJsepTransceiver *t = rtc_jsep_find_transceiver (self->media,
      rtc_jsep_line (self->state, mline)->key);

  return t && !t->stopping ? t : NULL;
}

static gboolean
is_acceptable (const Answer * self, guint mline)
{
  const RtcSdpMedia *offered = rtc_sdp_get_media (self->offer, mline);
  const RtcJsepTransceiver *t = get_transceiver (self, mline);

  if (rtc_jsep_is_rejected (offered)
      || (offered->bundle_only && !self->grouped[mline]))
    return FALSE;
  if (offered->kind == RTC_MEDIA_APPLICATION)
    return self->session->config.data && rtc_jsep_is_data (offered);
  return rtc_jsep_can_carry (offered) && t
      && rtc_jsep_has_common_format (offered, t);
}

/* Where the pads come after the offer, as they may in webrtcbin: a transceiver
 * that waits with one takes the place of that which the offer has made. */
static void
take_late_pads (Answer * self)
{
  for (guint i = 0; i < self->state->lines->len; i++) {
    RtcJsepLine *line = rtc_jsep_line (self->state, i);
    const RtcJsepTransceiver *made = get_transceiver (self, i), *t;

    if (!line->made || made == NULL || made->has_pad)
      continue;
    t = rtc_jsep_match (self->state, self->offer, i, self->media, NULL);
    if (t == NULL || !t->has_pad)
      continue;
    line->key = t->key;
    line->made = FALSE;
  }
}

/* Where we refuse the section that the group's transport hangs on it stays,
 * inactive, until an offer of ours rejects it: so do browsers, and webrtcbin
 * has no transport left without it. */
static void
keep_carrier (Answer * self)
{
  gint carrier;

  for (guint i = 0; i < rtc_sdp_n_media (self->offer); i++) {
    if (!self->accepted[i] || !self->grouped[i])
      continue;
    carrier = rtc_jsep_find_carrier (self->offer, self->accepted, i);
    if (carrier >= 0)
      self->accepted[carrier] = TRUE;
    return;
  }
}

/* One association is enough (RFC 8841 section 4.1) */
static void
accept_sections (Answer * self)
{
  gboolean data = FALSE;

  for (guint i = 0; i < rtc_sdp_n_media (self->offer); i++) {
    const RtcSdpMedia *offered = rtc_sdp_get_media (self->offer, i);

    self->accepted[i] = is_acceptable (self, i)
        && !(data && offered->kind == RTC_MEDIA_APPLICATION);
    data |= self->accepted[i] && offered->kind == RTC_MEDIA_APPLICATION;
  }
  keep_carrier (self);
}

/* Another certificate: another association begins (RFC 8842 section 5.5), with
 * a peer that knows of no roles */
static gboolean
is_replaced (const Answer * self, guint id)
{
  const RtcJsepState *stable = self->session->stable;
  gint before = rtc_jsep_state_find_tagged (stable, stable->remote, id);
  gint after = rtc_jsep_state_find_tagged (self->base, self->base->remote, id);
  g_autoptr (RtcJsepPlanTransport) old = rtc_jsep_plan_transport_new (id);
  g_autoptr (RtcJsepPlanTransport) new = rtc_jsep_plan_transport_new (id);

  if (before < 0 || after < 0
      || !rtc_jsep_read_remote (stable->remote->sdp, before, old, NULL)
      || !rtc_jsep_read_remote (self->offer, after, new, NULL))
    return FALSE;
  for (guint i = 0; i < new->remote_fingerprints->len; i++) {
    if (g_ptr_array_find_with_equal_func (old->remote_fingerprints,
            g_ptr_array_index (new->remote_fingerprints, i), g_str_equal, NULL))
      return FALSE;
  }
  return TRUE;
}

/* Roles of those that go on are kept */
static void
begin_anew (Answer * self)
{
  for (guint i = 0; i < self->state->links->len; i++) {
    RtcJsepLink *link = &g_array_index (self->state->links, RtcJsepLink, i);

    if (self->session->stable->answered && is_replaced (self, link->id)) {
      link->has_role = FALSE;
      link->controlling = self->offer->ice_lite;
    }
  }
}

/* RFC 8842 section 5.3; a role that is taken stays */
static RtcSdpSetup
choose_setup (const Answer * self, guint mline)
{
  const RtcJsepLink *link = rtc_jsep_state_find_link (self->state,
      rtc_jsep_line (self->state, mline)->transport);
  RtcSdpSetup offered = rtc_jsep_find_setup (self->offer, mline);

  if (offered == RTC_SDP_SETUP_ACTPASS && link && link->has_role)
    return link->dtls_client ? RTC_SDP_SETUP_ACTIVE : RTC_SDP_SETUP_PASSIVE;
  return rtc_jsep_answer_setup (offered, self->session->config.passive);
}

/* Has the other side asked for a restart of that transport? */
static gboolean
is_restarted (const Answer * self, guint id)
{
  const RtcJsepState *stable = self->session->stable;
  gint before = rtc_jsep_state_find_tagged (stable, stable->remote, id);
  gint after = rtc_jsep_state_find_tagged (self->base, self->base->remote, id);
  const gchar *ufrag, *pwd;
  const gchar *ufrag_before, *pwd_before;

  if (before < 0 || after < 0
      || !rtc_jsep_find_credentials (self->offer, after, &ufrag, &pwd)
      || !rtc_jsep_find_credentials (stable->remote->sdp, before,
          &ufrag_before, &pwd_before))
    return FALSE;
  return !g_str_equal (ufrag, ufrag_before) || !g_str_equal (pwd, pwd_before);
}

/* The keys of a pranswer are those of the answer as well */
static gboolean
is_renewed (const Answer * self, guint id)
{
  const gchar *ufrag, *pwd, *ufrag_before, *pwd_before;

  if (!is_restarted (self, id))
    return FALSE;
  if (self->base->local == self->session->stable->local)
    return TRUE;
  return rtc_jsep_state_get_credentials (self->base, id, &ufrag, &pwd)
      && rtc_jsep_state_get_credentials (self->session->stable, id,
      &ufrag_before, &pwd_before)
      && g_str_equal (ufrag, ufrag_before);
}

static void
write_transceiver (Answer * self, RtcSdpMedia * media, guint mline)
{
  const RtcSdpMedia *offered = rtc_sdp_get_media (self->offer, mline);
  const RtcJsepTransceiver *t = get_transceiver (self, mline);

  media->rtcp_mux = TRUE;
  media->rtcp_mux_only = offered->rtcp_mux_only;
  media->rtcp_rsize = offered->rtcp_rsize;
  if (!t || !rtc_jsep_answer_formats (media, offered, t)) {
    rtc_jsep_write_inactive (offered, media);
    return;
  }
  media->direction =
      t->direction & rtc_jsep_direction_reverse (offered->direction);
  rtc_jsep_write_answer_extmaps (media, self->offer, offered, t, &self->ids);
  rtc_jsep_write_own_sources (media, t);
  rtc_jsep_answer_simulcast (media, offered, t);
}

/* One that is refused only because it could not be bundled says what it would
 * have done, as in webrtcbin */
static void
write_refused (Answer * self, RtcSdpMedia * media, guint mline)
{
  const RtcSdpMedia *offered = rtc_sdp_get_media (self->offer, mline);
  const RtcJsepTransceiver *t = get_transceiver (self, mline);

  rtc_jsep_write_inactive (offered, media);
  if (offered->bundle_only && !self->grouped[mline] && t)
    media->direction =
        t->direction & rtc_jsep_direction_reverse (offered->direction);
}

/* Refused ones have the transport's attributes too: aiortc looks for them in
 * every section. */
static void
write_section (Answer * self, guint mline)
{
  const RtcSdpMedia *offered = rtc_sdp_get_media (self->offer, mline);
  guint id = rtc_jsep_line (self->state, mline)->transport;
  gboolean renew = (self->options && self->options->ice_restart)
      || is_renewed (self, id);
  const RtcJsepKey *key =
      rtc_jsep_keyring_get (&self->ring, id, renew, self->grouped[mline]);
  RtcSdpMedia *media = rtc_sdp_add_media (self->sdp, offered->word,
      self->accepted[mline] ? 9 : 0, offered->proto);

  media->mid = g_strdup (offered->mid);
  rtc_jsep_write_own_transport (self->session, media, key,
      choose_setup (self, mline));
  if (!self->accepted[mline]) {
    write_refused (self, media, mline);
    return;
  }
  rtc_jsep_state_get_link (self->state, id, self->offer->ice_lite);
  if (offered->kind == RTC_MEDIA_APPLICATION)
    rtc_jsep_write_data (media, offered, self->session->config.sctp_port,
        self->session->config.max_message_size);
  else
    write_transceiver (self, media, mline);
}

static void
write_all (Answer * self)
{
  g_autofree gboolean *members =
      g_new0 (gboolean, rtc_sdp_n_media (self->offer) + 1);
  gint first = -1;

  for (guint i = 0; i < rtc_sdp_n_media (self->offer); i++) {
    members[i] = self->accepted[i] && self->grouped[i];
    if (members[i] && first < 0)
      first = i;
  }
  if (first >= 0)
    rtc_jsep_write_group (self->offer, members, first, self->sdp);
  rtc_jsep_join (self->state, self->sdp, members);
  rtc_jsep_ids_reserve (&self->ids, self->offer);
  for (guint i = 0; i < rtc_sdp_n_media (self->offer); i++)
    write_section (self, i);
}

RtcJsepState *
rtc_jsep_make_answer (RtcJsepSession * session, const RtcJsepMedia * media,
    const RtcJsepOptions * options, GError ** error)
{
  g_autoptr (RtcJsepState) state = rtc_jsep_state_copy (session->now);
  const RtcSdp *offer = session->now->remote->sdp;
  guint n = rtc_sdp_n_media (offer);
  g_autofree gboolean *accepted = g_new0 (gboolean, n + 1);
  g_autofree gboolean *grouped = g_new0 (gboolean, n + 1);
  g_autoptr (RtcSdp) sdp = NULL;
  g_auto (RtcJsepKeyring) ring = { NULL, };
  Answer self = { session, options, media, session->now, offer, state,
    accepted, grouped,
  };

  rtc_jsep_keyring_init (&ring, &session->config, session->now);
  self.ring = ring;
  self.sdp = sdp = rtc_jsep_create_empty (session);
  if (session->config.bundle_policy != RTC_BUNDLE_POLICY_NONE)
    rtc_jsep_read_group (offer, grouped);
  take_late_pads (&self);
  accept_sections (&self);
  begin_anew (&self);
  write_all (&self);
  state->offered = FALSE;
  state->answered = TRUE;
  rtc_jsep_fill_candidates (session, state, sdp);
  rtc_jsep_state_set_local (state,
      rtc_jsep_description_new (g_steal_pointer (&sdp), RTC_SDP_TYPE_ANSWER));
  return g_steal_pointer (&state);
}
