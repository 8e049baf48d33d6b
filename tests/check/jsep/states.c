/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* RFC 9429 section 3.2: every state, every description, from both sides */

typedef enum
{
  LOCAL_OFFER, LOCAL_PRANSWER, LOCAL_ANSWER, LOCAL_ROLLBACK,
  REMOTE_OFFER, REMOTE_PRANSWER, REMOTE_ANSWER, REMOTE_ROLLBACK,
  N_STEPS
} Step;

#define NO -1

static const gint expected[6][N_STEPS] = {
  [RTC_SIGNALING_STABLE] = {
        RTC_SIGNALING_HAVE_LOCAL_OFFER, NO, NO, NO,
      RTC_SIGNALING_HAVE_REMOTE_OFFER, NO, NO, NO},
  [RTC_SIGNALING_CLOSED] = {NO, NO, NO, NO, NO, NO, NO, NO},
  [RTC_SIGNALING_HAVE_LOCAL_OFFER] = {
        RTC_SIGNALING_HAVE_LOCAL_OFFER, NO, NO, RTC_SIGNALING_STABLE,
        RTC_SIGNALING_HAVE_REMOTE_OFFER, RTC_SIGNALING_HAVE_REMOTE_PRANSWER,
      RTC_SIGNALING_STABLE, RTC_SIGNALING_STABLE},
  [RTC_SIGNALING_HAVE_REMOTE_OFFER] = {
        NO, RTC_SIGNALING_HAVE_LOCAL_PRANSWER, RTC_SIGNALING_STABLE,
        RTC_SIGNALING_STABLE,
      RTC_SIGNALING_HAVE_REMOTE_OFFER, NO, NO, RTC_SIGNALING_STABLE},
  [RTC_SIGNALING_HAVE_LOCAL_PRANSWER] = {
        NO, RTC_SIGNALING_HAVE_LOCAL_PRANSWER, RTC_SIGNALING_STABLE, NO,
      NO, NO, NO, NO},
  [RTC_SIGNALING_HAVE_REMOTE_PRANSWER] = {
        NO, NO, NO, NO,
        NO, RTC_SIGNALING_HAVE_REMOTE_PRANSWER, RTC_SIGNALING_STABLE, NO},
};

static const RtcSdpType types[] = { RTC_SDP_TYPE_OFFER,
  RTC_SDP_TYPE_PRANSWER, RTC_SDP_TYPE_ANSWER, RTC_SDP_TYPE_ROLLBACK
};

typedef struct
{
  Peer us, them;
} Pair;

static void
bring (Pair * pair, RtcSignalingState state)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  gboolean ours = state == RTC_SIGNALING_HAVE_LOCAL_OFFER
      || state == RTC_SIGNALING_HAVE_REMOTE_PRANSWER;
  Peer *a = ours ? &pair->us : &pair->them;
  Peer *b = ours ? &pair->them : &pair->us;

  peer_init (&pair->us, 'u');
  peer_init (&pair->them, 't');
  peer_add_pad (&pair->us, RTC_MEDIA_AUDIO);
  peer_add_pad (&pair->them, RTC_MEDIA_AUDIO);
  if (state == RTC_SIGNALING_STABLE)
    return;
  if (state == RTC_SIGNALING_CLOSED) {
    rtc_jsep_session_close (pair->us.session);
    return;
  }
  offer = peer_create_offer (a, NULL);
  peer_set_local (a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (b, RTC_SDP_TYPE_OFFER, offer);
  if (state == RTC_SIGNALING_HAVE_LOCAL_OFFER
      || state == RTC_SIGNALING_HAVE_REMOTE_OFFER)
    return;
  answer = peer_create_answer (b, NULL);
  peer_set_local (b, RTC_SDP_TYPE_PRANSWER, answer);
  peer_set_remote (a, RTC_SDP_TYPE_PRANSWER, answer);
}

/* A description of the other side that would fit if it were its turn */
static RtcSdp *
remote_text (Pair * pair, gboolean offer)
{
  const RtcSdp *known =
      rtc_jsep_session_get_local (pair->us.session, TRUE, NULL);
  g_autoptr (RtcSdp) sdp = NULL;
  g_autofree gchar *text = NULL;
  Peer other;

  peer_init (&other, 'o');
  peer_add_pad (&other, RTC_MEDIA_AUDIO);
  if (offer || !known) {
    sdp = peer_create_offer (&other, NULL);
  } else {
    peer_set_remote (&other, RTC_SDP_TYPE_OFFER, known);
    sdp = peer_create_answer (&other, NULL);
  }
  peer_clear (&other);
  text = rtc_sdp_print (sdp);
  return parse (text);
}

static RtcJsepPlan *
take_step (Pair * pair, Step step, GError ** error)
{
  RtcSdpType type = types[step % 4];
  g_autoptr (RtcSdp) sdp = NULL;
  guint next_key = pair->us.next_key;

  if (step < REMOTE_OFFER)
    return rtc_jsep_session_set_local (pair->us.session, type, NULL,
        &pair->us.media, error);
  if (type != RTC_SDP_TYPE_ROLLBACK)
    sdp = remote_text (pair, type == RTC_SDP_TYPE_OFFER);
  return rtc_jsep_session_set_remote (pair->us.session, type, sdp,
      &pair->us.media, &next_key, error);
}

GST_START_TEST (test_every_step)
{
  for (gint state = 0; state < 6; state++) {
    for (Step step = 0; step < N_STEPS; step++) {
      g_autoptr (RtcJsepPlan) plan = NULL;
      g_autoptr (GError) error = NULL;
      Pair pair;
      gint want = expected[state][step];

      bring (&pair, state);
      fail_unless_equals_int (rtc_jsep_session_get_state (pair.us.session),
          state);
      plan = take_step (&pair, step, &error);
      if (want == NO) {
        fail_unless (plan == NULL, "state %d, step %d", state, step);
        fail_unless (g_error_matches (error, RTC_JSEP_ERROR,
                RTC_JSEP_ERROR_STATE), "state %d, step %d: %s", state, step,
            error->message);
        want = state;
      } else {
        fail_unless (plan != NULL, "state %d, step %d: %s", state, step,
            error ? error->message : "");
      }
      fail_unless_equals_int (rtc_jsep_session_get_state (pair.us.session),
          want);
      peer_clear (&pair.us);
      peer_clear (&pair.them);
    }
  }
}

GST_END_TEST;

GST_START_TEST (test_creating)
{
  for (gint state = 0; state < 6; state++) {
    gboolean may_offer = state == RTC_SIGNALING_STABLE
        || state == RTC_SIGNALING_HAVE_LOCAL_OFFER;
    gboolean may_answer = state == RTC_SIGNALING_HAVE_REMOTE_OFFER
        || state == RTC_SIGNALING_HAVE_LOCAL_PRANSWER;
    g_autoptr (RtcSdp) offer = NULL;
    g_autoptr (RtcSdp) answer = NULL;
    Pair pair;

    bring (&pair, state);
    offer = rtc_jsep_session_create_offer (pair.us.session, &pair.us.media,
        NULL, NULL);
    answer = rtc_jsep_session_create_answer (pair.us.session, &pair.us.media,
        NULL, NULL);
    fail_unless ((offer != NULL) == may_offer, "%d", state);
    fail_unless ((answer != NULL) == may_answer, "%d", state);
    peer_clear (&pair.us);
    peer_clear (&pair.them);
  }
}

GST_END_TEST;

JSEP_TEST (states, test_every_step, test_creating);
