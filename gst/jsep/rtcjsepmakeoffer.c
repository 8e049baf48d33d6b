/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

#include <string.h>

/* createOffer, RFC 9429 section 5.2: who stands where (layout.c), who is on
 * which transport, then the text of each section. */

typedef struct
{
  RtcJsepSession *session;
  const RtcJsepOptions *options;
  const RtcJsepMedia *media;
  const RtcJsepState *base;
  RtcJsepState *state;          /* what is being made */
  GArray *slots;
  gint lead;                    /* the tagged section; -1: no group */
  RtcJsepKeyring ring;
  RtcJsepNumbers numbers;
  RtcJsepIds ids;
  RtcSdp *sdp;
} Offer;

static const RtcJsepSlot *
get_slot (const Offer * self, guint mline)
{
  return &g_array_index (self->slots, RtcJsepSlot, mline);
}

static gboolean
is_live (const Offer * self, guint mline)
{
  const RtcJsepSlot *slot = get_slot (self, mline);

  return slot->transceiver || slot->data;
}

static gboolean
is_bundling (const Offer * self)
{
  return self->session->config.bundle_policy != RTC_BUNDLE_POLICY_NONE;
}

/* The transport of a group that is in use already */
static gboolean
find_running (const Offer * self, guint * transport)
{
  for (guint i = 0; i < self->base->lines->len; i++) {
    const RtcSdpMedia *media = rtc_jsep_section (self->base->local, i);

    if (is_live (self, i) && !get_slot (self, i)->is_new && media && media->mid
        && rtc_sdp_find_group (self->base->local->sdp, "BUNDLE", media->mid)) {
      *transport = rtc_jsep_line (self->base, i)->transport;
      return TRUE;
    }
  }
  return FALSE;
}

/* RFC 9429 section 4.1.1: what a policy lets begin with its own transport */
static gboolean
begins_alone (const Offer * self, guint mline)
{
  switch (self->session->config.bundle_policy) {
    case RTC_BUNDLE_POLICY_MAX_BUNDLE:
      return FALSE;
    case RTC_BUNDLE_POLICY_BALANCED:
      for (guint i = 0; i < mline; i++) {
        if (is_live (self, i)
            && get_slot (self, i)->kind == get_slot (self, mline)->kind)
          return FALSE;
      }
      return TRUE;
    default:
      return TRUE;
  }
}

static void
assign_transports (Offer * self)
{
  guint shared = 0;
  gboolean running = is_bundling (self) && find_running (self, &shared);

  for (guint i = 0; i < self->slots->len; i++) {
    const RtcJsepSlot *slot = get_slot (self, i);
    RtcJsepLine *line = rtc_jsep_line (self->state, i);

    if (!is_live (self, i))
      continue;
    if (self->lead < 0 && is_bundling (self)) {
      self->lead = i;
      if (!running)
        shared = slot->is_new ?
            rtc_jsep_new_transport (self->state, i) : line->transport;
    }
    if (slot->is_new) {
      gboolean alone = !is_bundling (self)
          || (!running && begins_alone (self, i));

      memset (line, 0, sizeof (*line));
      line->transport =
          alone ? rtc_jsep_new_transport (self->state, i) : shared;
    }
    line->key = slot->transceiver ? slot->transceiver->key : 0;
    rtc_jsep_state_get_link (self->state, line->transport, TRUE);
  }
}

/* Payload types and ids that are in use, then those that are wished for */
static void
reserve (Offer * self, gint mline)
{
  const RtcJsepDescription *used[] = { self->base->local, self->base->remote };

  memset (&self->numbers, 0, sizeof (self->numbers));
  for (guint i = 0; i < self->base->lines->len; i++) {
    for (guint j = 0; j < G_N_ELEMENTS (used); j++) {
      const RtcSdpMedia *media = rtc_jsep_section (used[j], i);

      if (media && (mline < 0 || mline == (gint) i))
        rtc_jsep_numbers_reserve (&self->numbers, media);
    }
  }
  for (guint i = 0; i < self->slots->len; i++) {
    const RtcJsepTransceiver *t = get_slot (self, i)->transceiver;

    for (guint j = 0; t && j < t->n_formats; j++) {
      if (mline < 0 || mline == (gint) i)
        rtc_jsep_numbers_wish (&self->numbers, &t->formats[j].codec);
    }
  }
}

static void
reserve_ids (Offer * self)
{
  if (self->base->local)
    rtc_jsep_ids_reserve (&self->ids, self->base->local->sdp);
  if (self->base->remote)
    rtc_jsep_ids_reserve (&self->ids, self->base->remote->sdp);
  for (guint i = 0; i < self->slots->len; i++) {
    if (get_slot (self, i)->transceiver)
      rtc_jsep_ids_wish (&self->ids, get_slot (self, i)->transceiver->extmaps);
  }
}

static gchar *
choose_mid (const Offer * self, guint mline, GHashTable * taken)
{
  static const gchar *const kinds[] = { "audio", "video", "application" };
  const RtcJsepSlot *slot = get_slot (self, mline);
  gchar *mid;

  if (!slot->is_new)
    return g_strdup (rtc_jsep_state_section (self->base, mline)->mid);
  if (slot->transceiver && slot->transceiver->mid
      && !g_hash_table_contains (taken, slot->transceiver->mid)
      && !g_hash_table_contains (self->session->mids, slot->transceiver->mid))
    return g_strdup (slot->transceiver->mid);
  for (guint n = mline;; n++) {
    mid = g_strdup_printf ("%s%u", kinds[slot->kind], n);
    if (!g_hash_table_contains (self->session->mids, mid)
        && !g_hash_table_contains (taken, mid))
      return mid;
    g_free (mid);
  }
}

/* Its place has to stay (RFC 3264 section 8.2) */
static void
write_rejected (Offer * self, guint mline)
{
  const RtcSdpMedia *before = rtc_jsep_state_section (self->base, mline);
  RtcSdpMedia *media =
      rtc_sdp_add_media (self->sdp, before->word, 0, before->proto);

  media->mid = g_strdup (before->mid);
  media->connection = g_strdup ("IN IP4 0.0.0.0");
  rtc_jsep_write_inactive (before, media);
}

static RtcDirection
offered_direction (const Offer * self, const RtcJsepTransceiver * t)
{
  gint wanted = -1;

  if (self->options)
    wanted = t->kind == RTC_MEDIA_AUDIO ?
        self->options->offer_to_receive_audio :
        self->options->offer_to_receive_video;
  return wanted == 0 ? t->direction & RTC_DIRECTION_SENDONLY : t->direction;
}

static gboolean
write_transceiver (Offer * self, RtcSdpMedia * media, guint mline,
    GError ** error)
{
  const RtcJsepSlot *slot = get_slot (self, mline);
  const RtcJsepTransceiver *t = slot->transceiver;

  if (!is_bundling (self))
    reserve (self, mline);
  media->direction = offered_direction (self, t);
  media->rtcp_mux = TRUE;
  media->rtcp_mux_only = slot->is_new;
  media->rtcp_rsize = TRUE;
  rtc_jsep_write_offer_extmaps (media, t, &self->ids);
  rtc_jsep_offer_formats (media, slot->is_new ? NULL :
      rtc_jsep_section (self->base->local, mline), t, &self->numbers);
  if (media->codecs->len == 0) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "no payload type is left for a codec of transceiver <%s>", t->name);
    return FALSE;
  }
  rtc_jsep_write_own_sources (media, t);
  rtc_jsep_offer_simulcast (media, t);
  return TRUE;
}

/* A section that has no address of its own waits for the group (RFC 9143
 * section 7.1.2); webrtcbin says so in every max-bundle offer. */
static gboolean
is_bundle_only (const Offer * self, guint mline)
{
  RtcBundlePolicy policy = self->session->config.bundle_policy;
  guint transport = rtc_jsep_line (self->state, mline)->transport;

  if (self->lead < 0 || (gint) mline == self->lead
      || rtc_jsep_line (self->state, self->lead)->transport != transport)
    return FALSE;
  return policy == RTC_BUNDLE_POLICY_MAX_BUNDLE
      || (policy == RTC_BUNDLE_POLICY_BALANCED
      && get_slot (self, mline)->is_new);
}

/* New credentials: asked for, or because the section that speaks for the transport
 * goes, with which browsers drop theirs and begin another one */
static gboolean
is_renewed (const Offer * self, guint transport)
{
  gint tag = self->base->local ?
      rtc_jsep_state_find_tagged (self->base, self->base->local, transport) :
      -1;

  return (self->options && self->options->ice_restart)
      || (tag >= 0 && !is_live (self, tag));
}

/* RFC 9429 section 5.2.2 offers actpass again; where we have answered with a role
 * we go on offering that role, as webrtcbin does: a peer that takes an offer for
 * a change of roles would begin another association (RFC 8842 section 5.5).  With
 * a restart anybody may be behind the transport. */
static RtcSdpSetup
offered_setup (const Offer * self, guint mline)
{
  const RtcJsepState *base = self->base;
  guint transport = rtc_jsep_line (self->state, mline)->transport;
  const RtcJsepLink *link = rtc_jsep_state_find_link (base, transport);
  gint tag = base->local ?
      rtc_jsep_state_find_tagged (base, base->local, transport) : -1;
  RtcSdpSetup setup = RTC_SDP_SETUP_ACTPASS;

  if (tag >= 0 && link && link->has_role && !is_renewed (self, transport))
    setup = rtc_jsep_find_setup (base->local->sdp, tag);
  return setup == RTC_SDP_SETUP_ACTIVE || setup == RTC_SDP_SETUP_PASSIVE ?
      setup : RTC_SDP_SETUP_ACTPASS;
}

static gboolean
write_section (Offer * self, guint mline, GHashTable * mids, GError ** error)
{
  static const gchar *const words[] = { "audio", "video", "application" };
  const RtcJsepSlot *slot = get_slot (self, mline);
  const RtcJsepLine *line = rtc_jsep_line (self->state, mline);
  const RtcJsepKey *key = rtc_jsep_keyring_get (&self->ring, line->transport,
      is_renewed (self, line->transport), is_bundling (self));
  gboolean bundle_only = is_bundle_only (self, mline);
  RtcSdpMedia *media = rtc_sdp_add_media (self->sdp, words[slot->kind],
      bundle_only ? 0 : 9,
      slot->data ? "UDP/DTLS/SCTP" : "UDP/TLS/RTP/SAVPF");

  media->bundle_only = bundle_only;
  media->mid = choose_mid (self, mline, mids);
  if (media->mid)
    g_hash_table_add (mids, media->mid);
  rtc_jsep_write_own_transport (self->session, media, key,
      offered_setup (self, mline));
  if (slot->data) {
    rtc_jsep_write_data (media, NULL, self->session->config.sctp_port,
        self->session->config.max_message_size);
    return TRUE;
  }
  return write_transceiver (self, media, mline, error);
}

static gboolean
write_all (Offer * self, GError ** error)
{
  g_autoptr (GHashTable) mids = g_hash_table_new (g_str_hash, g_str_equal);
  RtcSdpGroup *group = NULL;

  if (is_bundling (self))
    reserve (self, -1);
  reserve_ids (self);
  if (self->lead >= 0)
    group = rtc_sdp_add_group (self->sdp, "BUNDLE");
  for (guint i = 0; i < self->slots->len; i++) {
    const RtcSdpMedia *media;

    if (!is_live (self, i)) {
      write_rejected (self, i);
      continue;
    }
    if (!write_section (self, i, mids, error))
      return FALSE;
    media = rtc_sdp_get_media (self->sdp, i);
    if (group && media->mid)
      g_ptr_array_add (group->mids, g_strdup (media->mid));
  }
  if (group && group->mids->len == 0)
    g_ptr_array_set_size (self->sdp->groups, 0);
  return TRUE;
}

RtcJsepState *
rtc_jsep_make_offer (RtcJsepSession * session, const RtcJsepMedia * media,
    const RtcJsepOptions * options, GError ** error)
{
  g_autoptr (RtcJsepState) state = rtc_jsep_state_copy (session->now);
  g_autoptr (GArray) slots = NULL;
  g_autoptr (RtcSdp) sdp = NULL;
  g_auto (RtcJsepKeyring) ring = { NULL, };
  Offer self = { session, options, media, session->now, state, };

  slots = rtc_jsep_layout (session->stable, state, media, error);
  if (!slots)
    return NULL;
  rtc_jsep_keyring_init (&ring, &session->config, session->now);
  self.slots = slots;
  self.lead = -1;
  self.ring = ring;
  self.sdp = sdp = rtc_jsep_create_empty (session);
  assign_transports (&self);
  if (!write_all (&self, error))
    return NULL;
  state->offered = TRUE;
  state->answered = FALSE;
  rtc_jsep_fill_candidates (session, state, sdp);
  rtc_jsep_state_set_local (state,
      rtc_jsep_description_new (g_steal_pointer (&sdp), RTC_SDP_TYPE_OFFER));
  return g_steal_pointer (&state);
}
