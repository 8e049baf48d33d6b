/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* Each bundle-policy against each: audio, video, video, data */

static const guint ports[4][4] = {
  [RTC_BUNDLE_POLICY_NONE] = {9, 9, 9, 9},
  [RTC_BUNDLE_POLICY_BALANCED] = {9, 9, 0, 9},
  [RTC_BUNDLE_POLICY_MAX_COMPAT] = {9, 9, 9, 9},
  [RTC_BUNDLE_POLICY_MAX_BUNDLE] = {9, 0, 0, 0},
};

/* transports while the offer is out */
static const guint n_offered[4] = { 4, 3, 4, 1 };

static void
check (RtcBundlePolicy ours, RtcBundlePolicy theirs)
{
  gboolean bundled = ours && theirs;
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  guint n_accepted = 0;
  Peer a, b;

  peer_init_with (&a, 'a', ours);
  peer_init_with (&b, 'b', theirs);
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  a.media.data = TRUE;
  offer = peer_create_offer (&a, NULL);
  fail_unless_equals_int (offer->groups->len, ours ? 1 : 0);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  fail_unless_equals_int (a.plan->transports->len, n_offered[ours]);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&b, NULL);
  fail_unless_equals_int (answer->groups->len, bundled ? 1 : 0);
  for (guint i = 0; i < 4; i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (offer, i);

    fail_unless_equals_int (media->port, ports[ours][i]);
    fail_unless_equals_int (media->bundle_only, media->port == 0);
    media = rtc_sdp_get_media (answer, i);
    fail_if (media->bundle_only);
    fail_unless_equals_int (media->port, bundled || ports[ours][i] ? 9 : 0);
    n_accepted += media->port != 0;
  }
  peer_set_local (&b, RTC_SDP_TYPE_ANSWER, answer);
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_int (a.plan->transports->len, bundled ? 1 : n_accepted);
  fail_unless_equals_int (b.plan->transports->len, a.plan->transports->len);
  for (guint i = 0; i < 4; i++) {
    if (rtc_sdp_get_media (answer, i)->port == 0)
      continue;
    fail_unless_equals_string (peer_transport (&a, i)->remote_ufrag,
        peer_transport (&b, i)->local_ufrag);
    fail_unless_equals_string (peer_transport (&b, i)->remote_ufrag,
        peer_transport (&a, i)->local_ufrag);
    fail_unless (peer_transport (&a, i)->dtls_client !=
        peer_transport (&b, i)->dtls_client);
  }
  /* once more, the other way round: nothing changes */
  negotiate (&b, &a);
  fail_unless_equals_int (a.plan->transports->len, bundled ? 1 : n_accepted);
  peer_clear (&a);
  peer_clear (&b);
}

GST_START_TEST (test_each_against_each)
{
  for (guint ours = 0; ours < 4; ours++) {
    for (guint theirs = 0; theirs < 4; theirs++)
      check (ours, theirs);
  }
}

GST_END_TEST;

GST_START_TEST (test_max_bundle_again)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  negotiate (&a, &b);
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate_full (&a, &b, NULL, &offer, NULL);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 0)->port, 9);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 1)->port, 0);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 2)->port, 0);
  fail_unless_equals_string (rtc_sdp_get_media (offer, 2)->mid, "audio2");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_policy_is_fixed)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a;

  peer_init (&a, 'a');
  rtc_jsep_session_set_bundle_policy (a.session, RTC_BUNDLE_POLICY_NONE);
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, NULL);
  rtc_jsep_session_set_bundle_policy (a.session, RTC_BUNDLE_POLICY_MAX_BUNDLE);
  offer = peer_create_offer (&a, NULL);
  fail_unless_equals_int (offer->groups->len, 0);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_several_groups)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-sendrecv.sdp",
      "a=group:BUNDLE 0 1", "a=group:BUNDLE 0\r\na=group:BUNDLE 1");
  Peer a;

  peer_init (&a, 'a');
  peer_fail_remote (&a, RTC_SDP_TYPE_OFFER, offer, RTC_JSEP_ERROR_INVALID,
      "2 BUNDLE groups");
  peer_clear (&a);
}

GST_END_TEST;

JSEP_TEST (policies, test_each_against_each, test_max_bundle_again,
    test_policy_is_fixed, test_several_groups);
