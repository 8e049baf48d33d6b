/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* Candidates in descriptions and plans, RFC 9429 sections 4.1.19 and 4.1.20 */

GST_START_TEST (test_local)
{
  g_autoptr (RtcSdp) offer = NULL;
  const RtcSdp *local;
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  rtc_jsep_session_add_local_candidate (a.session, 0, OUR_CANDIDATE);
  offer = peer_create_offer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  rtc_jsep_session_add_local_candidate (a.session, 0, OUR_CANDIDATE);
  rtc_jsep_session_add_local_candidate (a.session, 0, OUR_CANDIDATE);
  rtc_jsep_session_add_local_candidate (a.session, 0, "nonsense");
  rtc_jsep_session_add_local_candidate (a.session, 77, OUR_CANDIDATE);
  rtc_jsep_session_add_local_candidate (a.session, 0, NULL);
  local = rtc_jsep_session_get_local (a.session, TRUE, NULL);
  fail_unless_equals_int (rtc_sdp_get_media (local, 0)->candidates->len, 1);
  fail_unless (rtc_sdp_get_media (local, 0)->end_of_candidates);
  fail_unless_equals_int (rtc_sdp_get_media (local, 1)->candidates->len, 0);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_remote)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (GError) error = NULL;
  const RtcSdp *remote;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  fail_if (rtc_jsep_session_add_remote_candidate (b.session, 0, NULL,
          OUR_CANDIDATE, &error));
  fail_unless (g_error_matches (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_STATE));
  g_clear_error (&error);
  offer = peer_create_offer (&a, NULL);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  fail_if (rtc_jsep_session_add_remote_candidate (b.session, 2, NULL,
          OUR_CANDIDATE, &error));
  g_clear_error (&error);
  fail_if (rtc_jsep_session_add_remote_candidate (b.session, 0, "no",
          OUR_CANDIDATE, &error));
  g_clear_error (&error);
  fail_if (rtc_jsep_session_add_remote_candidate (b.session, 0, NULL,
          "nonsense", &error));
  /* that of another section of the group */
  fail_unless (rtc_jsep_session_add_remote_candidate (b.session, -1, "video1",
          OUR_CANDIDATE, NULL));
  fail_unless (rtc_jsep_session_add_remote_candidate (b.session, 0, NULL,
          NULL, NULL));
  remote = rtc_jsep_session_get_remote (b.session, TRUE, NULL);
  fail_unless_equals_int (rtc_sdp_get_media (remote, 0)->candidates->len, 1);
  peer_set_local (&b, RTC_SDP_TYPE_ANSWER, NULL);
  fail_unless_equals_int (peer_transport (&b, 0)->remote_candidates->len, 1);
  fail_unless (peer_transport (&b, 0)->remote_end_of_candidates);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (candidates, test_local, test_remote);
