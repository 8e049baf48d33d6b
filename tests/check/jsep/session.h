/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fixtures.h"

#include "jsep/rtcjsepsession.h"

/* A peer of the tests: a session with the transceivers that its application
 * has made, and what the last plan says about them. */

typedef struct
{
  RtcJsepSession *session;
  RtcJsepTransceiver transceivers[16];
  RtcJsepMedia media;
  RtcJsepPlan *plan;            /* the last one */
  guint next_key;
  guint n_credentials;
  gchar letter;
} Peer;

static inline void
peer_make_credentials (gchar ** ufrag, gchar ** pwd, gpointer user_data)
{
  Peer *peer = user_data;

  peer->n_credentials++;
  *ufrag = g_strdup_printf ("%c%03u", peer->letter, peer->n_credentials);
  *pwd = g_strdup_printf ("%cPasswordOfSome22Chars%03u", peer->letter,
      peer->n_credentials);
}

static inline void
peer_init_with (Peer * peer, gchar letter, RtcBundlePolicy policy)
{
  const RtcJsepConfig config = {
    policy, FALSE, OUR_FINGERPRINT, letter, TRUE, 5000, 262144,
    peer_make_credentials, peer
  };

  memset (peer, 0, sizeof (*peer));
  peer->letter = letter;
  peer->next_key = 1;
  peer->session = rtc_jsep_session_new (&config);
  peer->media.transceivers = peer->transceivers;
}

static inline void
peer_init (Peer * peer, gchar letter)
{
  peer_init_with (peer, letter, RTC_BUNDLE_POLICY_MAX_BUNDLE);
}

static inline void
peer_clear (Peer * peer)
{
  g_clear_pointer (&peer->plan, rtc_jsep_plan_free);
  g_clear_pointer (&peer->session, rtc_jsep_session_free);
}

static const RtcJsepFormat format_opus[] = {
  {{(gchar *) "OPUS", 48000, 2, 96, NULL}, NULL},
};

static const RtcJsepFormat format_vp8[] = {
  {{(gchar *) "VP8", 90000, 1, 97, NULL}, NULL},
};

static const guint32 ssrc_audio[] = { 1001 };
static const guint32 ssrc_video[] = { 2001 };
static const guint32 ssrc_rtx[] = { 2002 };

/* Without formats and without a pad: as add-transceiver makes it */
static inline RtcJsepTransceiver *
peer_add (Peer * peer, RtcMediaKind kind, RtcDirection direction)
{
  static const gchar *const names[] = { "webrtctransceiver0",
    "webrtctransceiver1", "webrtctransceiver2", "webrtctransceiver3",
    "webrtctransceiver4", "webrtctransceiver5", "webrtctransceiver6",
    "webrtctransceiver7"
  };
  RtcJsepTransceiver *t = &peer->transceivers[peer->media.n_transceivers++];

  t->key = peer->next_key++;
  t->name = names[MIN (t->key - 1, 7)];
  t->has_kind = TRUE;
  t->kind = kind;
  t->direction = direction;
  t->locked_mline = -1;
  t->cname = "the-cname";
  return t;
}

/* … and as a pad makes it */
static inline RtcJsepTransceiver *
peer_add_pad (Peer * peer, RtcMediaKind kind)
{
  RtcJsepTransceiver *t = peer_add (peer, kind, RTC_DIRECTION_SENDRECV);

  t->has_pad = TRUE;
  t->formats = kind == RTC_MEDIA_AUDIO ? format_opus : format_vp8;
  t->n_formats = 1;
  t->ssrcs = kind == RTC_MEDIA_AUDIO ? ssrc_audio : ssrc_video;
  t->n_ssrcs = 1;
  t->stream_id = "stream";
  t->track_id = kind == RTC_MEDIA_AUDIO ? "audio" : "video";
  return t;
}

/* What the owner does with a plan: makes what is new, stops what is stopped */
static inline void
peer_take (Peer * peer, RtcJsepPlan * plan, GError * error)
{
  fail_unless (plan != NULL, "%s", error ? error->message : "");
  g_clear_pointer (&peer->plan, rtc_jsep_plan_free);
  peer->plan = plan;
  for (guint i = 0; i < plan->sections->len; i++) {
    const RtcJsepPlanSection *section = g_ptr_array_index (plan->sections, i);

    if (section->is_new) {
      RtcJsepTransceiver *t;

      peer->next_key = section->transceiver;
      t = peer_add (peer, section->kind, section->offered);
      fail_unless_equals_int (t->key, section->transceiver);
    }
    for (guint j = 0; j < peer->media.n_transceivers; j++) {
      if (section->stopped
          && peer->transceivers[j].key == section->transceiver)
        peer->transceivers[j].stopping = TRUE;
    }
  }
  for (guint i = 0; i < plan->removed->len; i++) {
    guint key = g_array_index (plan->removed, guint, i), n = 0;

    for (guint j = 0; j < peer->media.n_transceivers; j++) {
      if (peer->transceivers[j].key != key)
        peer->transceivers[n++] = peer->transceivers[j];
    }
    peer->media.n_transceivers = n;
  }
}

/* All new ones of a plan together: @next_key is read before the first is made */
static inline void
peer_set_remote (Peer * peer, RtcSdpType type, const RtcSdp * sdp)
{
  GError *error = NULL;
  guint next_key = peer->next_key;
  RtcJsepPlan *plan = rtc_jsep_session_set_remote (peer->session, type, sdp,
      &peer->media, &next_key, &error);

  peer_take (peer, plan, error);
  peer->next_key = next_key;
}

static inline void
peer_set_local (Peer * peer, RtcSdpType type, const RtcSdp * sdp)
{
  GError *error = NULL;
  RtcJsepPlan *plan = rtc_jsep_session_set_local (peer->session, type, sdp,
      &peer->media, &error);

  peer_take (peer, plan, error);
}

/* They must fail, and leave everything as it was */
static inline void
peer_fail_remote (Peer * peer, RtcSdpType type, const RtcSdp * sdp,
    RtcJsepError code, const gchar * says)
{
  RtcSignalingState before = rtc_jsep_session_get_state (peer->session);
  g_autoptr (GError) error = NULL;
  guint next_key = peer->next_key;

  fail_if (rtc_jsep_session_set_remote (peer->session, type, sdp,
          &peer->media, &next_key, &error) != NULL);
  fail_unless (g_error_matches (error, RTC_JSEP_ERROR, code), "%s",
      error->message);
  fail_unless (strstr (error->message, says) != NULL, "%s", error->message);
  fail_unless_equals_int (rtc_jsep_session_get_state (peer->session), before);
  fail_unless_equals_int (next_key, peer->next_key);
}

static inline void
peer_fail_local (Peer * peer, RtcSdpType type, const RtcSdp * sdp,
    RtcJsepError code, const gchar * says)
{
  RtcSignalingState before = rtc_jsep_session_get_state (peer->session);
  g_autoptr (GError) error = NULL;

  fail_if (rtc_jsep_session_set_local (peer->session, type, sdp,
          &peer->media, &error) != NULL);
  fail_unless (g_error_matches (error, RTC_JSEP_ERROR, code), "%s",
      error->message);
  fail_unless (strstr (error->message, says) != NULL, "%s", error->message);
  fail_unless_equals_int (rtc_jsep_session_get_state (peer->session), before);
}

/* Through the text, as on the wire */
static inline RtcSdp *
peer_reread (RtcSdp * sdp, GError * error)
{
  g_autofree gchar *text = NULL;

  fail_unless (sdp != NULL, "%s", error ? error->message : "");
  text = rtc_sdp_print (sdp);
  rtc_sdp_free (sdp);
  return parse (text);
}

static inline RtcSdp *
peer_create_offer (Peer * peer, const RtcJsepOptions * options)
{
  GError *error = NULL;
  RtcSdp *sdp = rtc_jsep_session_create_offer (peer->session, &peer->media,
      options, &error);

  return peer_reread (sdp, error);
}

static inline RtcSdp *
peer_create_answer (Peer * peer, const RtcJsepOptions * options)
{
  GError *error = NULL;
  RtcSdp *sdp = rtc_jsep_session_create_answer (peer->session, &peer->media,
      options, &error);

  return peer_reread (sdp, error);
}

static inline void
peer_fail_offer (Peer * peer, RtcJsepError code, const gchar * says)
{
  g_autoptr (GError) error = NULL;

  fail_if (rtc_jsep_session_create_offer (peer->session, &peer->media, NULL,
          &error) != NULL);
  fail_unless (g_error_matches (error, RTC_JSEP_ERROR, code), "%s",
      error->message);
  fail_unless_equals_string (error->message, says);
}

/* @a offers, @b answers; the texts are returned where asked for */
static inline void
negotiate_full (Peer * a, Peer * b, const RtcJsepOptions * options,
    RtcSdp ** offer_out, RtcSdp ** answer_out)
{
  g_autoptr (RtcSdp) offer = peer_create_offer (a, options);
  g_autoptr (RtcSdp) answer = NULL;

  peer_set_local (a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (b, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (b, NULL);
  peer_set_local (b, RTC_SDP_TYPE_ANSWER, answer);
  peer_set_remote (a, RTC_SDP_TYPE_ANSWER, answer);
  if (offer_out)
    *offer_out = g_steal_pointer (&offer);
  if (answer_out)
    *answer_out = g_steal_pointer (&answer);
}

static inline void
negotiate (Peer * a, Peer * b)
{
  negotiate_full (a, b, NULL, NULL, NULL);
}

static inline const RtcJsepPlanSection *
peer_section (const Peer * peer, guint mline)
{
  fail_unless (mline < peer->plan->sections->len);
  return g_ptr_array_index (peer->plan->sections, mline);
}

static inline const RtcJsepPlanTransport *
peer_transport (const Peer * peer, guint mline)
{
  const RtcJsepPlanTransport *transport = rtc_jsep_plan_find_transport
      (peer->plan, peer_section (peer, mline)->transport);

  fail_unless (transport != NULL);
  return transport;
}

static inline const RtcJsepPlanFormat *
format_at (const GPtrArray * formats, guint i)
{
  fail_unless (i < formats->len);
  return g_ptr_array_index (formats, i);
}
