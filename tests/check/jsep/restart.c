/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* ICE restart, asked for and answered */

static const RtcJsepOptions restart = { TRUE, -1, -1 };

static void
check (gboolean turned)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;
  Peer *x = turned ? &b : &a, *y = turned ? &a : &b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  negotiate (&a, &b);
  offer = peer_create_offer (x, &restart);
  peer_set_local (x, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (y, RTC_SDP_TYPE_OFFER, offer);
  /* who is asked goes on until it has answered */
  fail_unless_equals_string (peer_transport (y, 0)->remote_ufrag,
      turned ? "b001" : "a001");
  peer_set_local (y, RTC_SDP_TYPE_ANSWER, NULL);
  fail_unless_equals_string (peer_transport (y, 0)->remote_ufrag,
      turned ? "b002" : "a002");
  fail_unless_equals_string (peer_transport (y, 0)->local_ufrag,
      turned ? "a002" : "b002");
  peer_set_remote (x, RTC_SDP_TYPE_ANSWER,
      rtc_jsep_session_get_local (y->session, FALSE, NULL));
  fail_unless_equals_string (peer_transport (x, 0)->remote_ufrag,
      turned ? "a002" : "b002");
  /* roles stay */
  fail_unless (peer_transport (&a, 0)->controlling
      && !peer_transport (&b, 0)->controlling);
  fail_unless (peer_transport (&b, 0)->dtls_client
      && !peer_transport (&a, 0)->dtls_client);
  fail_unless_equals_int (a.plan->transports->len, 1);

  negotiate (x, y);
  fail_unless_equals_int (a.n_credentials, 2);
  fail_unless_equals_int (b.n_credentials, 2);
  peer_clear (&a);
  peer_clear (&b);
}

GST_START_TEST (test_by_who_began)
{
  check (FALSE);
}

GST_END_TEST;

GST_START_TEST (test_by_the_other)
{
  check (TRUE);
}

GST_END_TEST;

/* Another peer behind the same signalling: other keys, other certificate */
GST_START_TEST (test_another_peer)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b, c;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_init (&c, 'c');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&c, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  fail_unless (peer_transport (&a, 0)->controlling);
  offer = peer_create_offer (&c, NULL);
  g_ptr_array_set_size (rtc_sdp_get_media (offer, 0)->transport.fingerprints,
      0);
  g_ptr_array_add (rtc_sdp_get_media (offer, 0)->transport.fingerprints,
      g_strdup ("sha-256 FF:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:"
          "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"));
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, NULL);
  fail_unless_equals_string (peer_transport (&a, 0)->local_ufrag, "a002");
  fail_unless_equals_string (peer_transport (&a, 0)->remote_ufrag, "c001");
  fail_if (peer_transport (&a, 0)->controlling);
  fail_unless (peer_transport (&a, 0)->dtls_client);
  peer_clear (&a);
  peer_clear (&b);
  peer_clear (&c);
}

GST_END_TEST;

/* Candidates of the old generation do not stand in the new description */
GST_START_TEST (test_candidates)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) again = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  rtc_jsep_session_add_local_candidate (a.session, 0, OUR_CANDIDATE);
  rtc_jsep_session_add_local_candidate (a.session, 0, NULL);
  again = peer_create_offer (&a, NULL);
  fail_unless_equals_int (rtc_sdp_get_media (again, 0)->candidates->len, 1);
  fail_unless (rtc_sdp_get_media (again, 0)->end_of_candidates);
  offer = peer_create_offer (&a, &restart);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 0)->candidates->len, 0);
  fail_if (rtc_sdp_get_media (offer, 0)->end_of_candidates);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (restart, test_by_who_began, test_by_the_other, test_another_peer,
    test_candidates);
