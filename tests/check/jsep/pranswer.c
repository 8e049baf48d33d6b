/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* RFC 9429 section 4.1.10.1: a pranswer starts everything an answer does */

GST_START_TEST (test_pranswer)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) pranswer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  RtcSdpType type = 0;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&b, RTC_MEDIA_AUDIO);
  offer = peer_create_offer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  b.transceivers[0].direction = RTC_DIRECTION_INACTIVE;
  pranswer = peer_create_answer (&b, NULL);
  peer_set_local (&b, RTC_SDP_TYPE_PRANSWER, pranswer);
  peer_set_remote (&a, RTC_SDP_TYPE_PRANSWER, pranswer);
  fail_unless (peer_transport (&a, 0)->has_role);
  fail_unless_equals_string (peer_transport (&a, 0)->remote_ufrag, "b001");
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_INACTIVE);
  fail_unless_equals_int (peer_section (&b, 0)->current,
      RTC_DIRECTION_INACTIVE);
  fail_unless (rtc_jsep_session_get_remote (a.session, TRUE, &type) != NULL);
  fail_unless_equals_int (type, RTC_SDP_TYPE_PRANSWER);
  fail_unless (rtc_jsep_session_get_remote (a.session, FALSE, NULL) == NULL);
  fail_if (rtc_jsep_session_needs_negotiation (a.session, &a.media));

  b.transceivers[0].direction = RTC_DIRECTION_SENDRECV;
  answer = peer_create_answer (&b, NULL);
  peer_set_local (&b, RTC_SDP_TYPE_ANSWER, answer);
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_string (peer_transport (&a, 0)->remote_ufrag, "b001");
  fail_unless_equals_int (b.n_credentials, 1);
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_SENDRECV);
  fail_unless (rtc_jsep_session_get_remote (a.session, TRUE, NULL) == NULL);
  fail_unless (rtc_jsep_session_get_remote (a.session, FALSE, &type) != NULL);
  fail_unless_equals_int (type, RTC_SDP_TYPE_ANSWER);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* … of a restart: one new generation, not two */
GST_START_TEST (test_restart)
{
  const RtcJsepOptions restart = { TRUE, -1, -1 };
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  offer = peer_create_offer (&a, &restart);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  peer_set_local (&b, RTC_SDP_TYPE_PRANSWER, NULL);
  fail_unless_equals_string (peer_transport (&b, 0)->local_ufrag, "b002");
  peer_set_local (&b, RTC_SDP_TYPE_ANSWER, NULL);
  fail_unless_equals_string (peer_transport (&b, 0)->local_ufrag, "b002");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (pranswer, test_pranswer, test_restart);
