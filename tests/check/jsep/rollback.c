/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* RFC 9429 section 4.1.10.2 */

GST_START_TEST (test_own_offer)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) again = NULL;
  Peer a;
  guint key;

  peer_init (&a, 'a');
  key = peer_add_pad (&a, RTC_MEDIA_AUDIO)->key;
  offer = peer_create_offer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_local (&a, RTC_SDP_TYPE_ROLLBACK, NULL);
  fail_unless_equals_int (a.plan->sections->len, 0);
  fail_unless_equals_int (a.plan->transports->len, 0);
  fail_unless_equals_int (a.plan->removed->len, 0);
  fail_unless_equals_int (a.plan->disassociated->len, 1);
  fail_unless_equals_int (g_array_index (a.plan->disassociated, guint, 0), key);
  fail_unless (rtc_jsep_session_get_local (a.session, TRUE, NULL) == NULL);
  fail_unless (rtc_jsep_session_needs_negotiation (a.session, &a.media));

  /* a mid that was on the wire is not used for another section */
  again = peer_create_offer (&a, NULL);
  fail_unless_equals_int (rtc_sdp_n_media (again), 1);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, again);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_their_offer)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;
  guint ours;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  ours = peer_add_pad (&b, RTC_MEDIA_VIDEO)->key;
  offer = peer_create_offer (&a, NULL);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  fail_unless (peer_section (&b, 0)->is_new);
  fail_unless_equals_int (peer_section (&b, 1)->transceiver, ours);
  fail_unless_equals_int (b.media.n_transceivers, 2);
  peer_set_remote (&b, RTC_SDP_TYPE_ROLLBACK, NULL);
  fail_unless_equals_int (b.plan->removed->len, 1);
  fail_unless_equals_int (b.plan->disassociated->len, 1);
  fail_unless_equals_int (g_array_index (b.plan->disassociated, guint, 0),
      ours);
  fail_unless_equals_int (b.media.n_transceivers, 1);
  fail_unless (rtc_jsep_session_get_remote (b.session, TRUE, NULL) == NULL);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* A pad that was put on it is a track that was added: it stays */
GST_START_TEST (test_made_with_a_pad)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  offer = peer_create_offer (&a, NULL);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  b.transceivers[0].has_pad = TRUE;
  peer_set_local (&b, RTC_SDP_TYPE_ROLLBACK, NULL);
  fail_unless_equals_int (b.plan->removed->len, 0);
  fail_unless_equals_int (b.plan->disassociated->len, 1);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* What was agreed before stays agreed */
GST_START_TEST (test_back_to_what_was)
{
  g_autoptr (RtcSdp) offer = NULL;
  const RtcJsepOptions restart = { TRUE, -1, -1 };
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  offer = peer_create_offer (&a, &restart);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  fail_unless_equals_string (peer_transport (&a, 0)->local_ufrag, "a002");
  fail_unless (peer_transport (&a, 0)->remote_ufrag == NULL);
  /* media goes on meanwhile */
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_SENDONLY);
  fail_unless_equals_int (peer_section (&a, 0)->send->len, 1);
  peer_set_local (&a, RTC_SDP_TYPE_ROLLBACK, NULL);
  fail_unless_equals_int (a.plan->sections->len, 1);
  fail_unless_equals_string (peer_transport (&a, 0)->local_ufrag, "a001");
  fail_unless_equals_string (peer_transport (&a, 0)->remote_ufrag, "b001");
  fail_unless_equals_int (a.plan->disassociated->len, 1);
  negotiate (&b, &a);
  fail_unless_equals_string (peer_transport (&a, 0)->local_ufrag, "a001");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* W3C: an offer that comes while ours is out takes ours back */
GST_START_TEST (test_implicit)
{
  g_autoptr (RtcSdp) ours = NULL;
  g_autoptr (RtcSdp) theirs = NULL;
  Peer a, b;
  guint audio, video;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  audio = peer_add_pad (&a, RTC_MEDIA_AUDIO)->key;
  video = peer_add_pad (&a, RTC_MEDIA_VIDEO)->key;
  peer_add_pad (&b, RTC_MEDIA_VIDEO);
  ours = peer_create_offer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, ours);
  theirs = peer_create_offer (&b, NULL);
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, theirs);
  fail_unless_equals_int (rtc_jsep_session_get_state (a.session),
      RTC_SIGNALING_HAVE_REMOTE_OFFER);
  fail_unless_equals_int (a.plan->sections->len, 1);
  fail_unless_equals_int (peer_section (&a, 0)->transceiver, video);
  fail_unless_equals_int (a.plan->disassociated->len, 1);
  fail_unless_equals_int (g_array_index (a.plan->disassociated, guint, 0),
      audio);
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, NULL);
  fail_unless (rtc_jsep_session_needs_negotiation (a.session, &a.media));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* An offer that replaces theirs finds the transceivers of the first one */
GST_START_TEST (test_replaced_offer)
{
  g_autoptr (RtcSdp) first = NULL;
  g_autoptr (RtcSdp) second = NULL;
  Peer a, b;
  guint key;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  first = peer_create_offer (&a, NULL);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  second = peer_create_offer (&a, NULL);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, first);
  key = peer_section (&b, 0)->transceiver;
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, second);
  fail_unless_equals_int (peer_section (&b, 0)->transceiver, key);
  fail_if (peer_section (&b, 0)->is_new);
  fail_unless (peer_section (&b, 1)->is_new);
  fail_unless_equals_int (b.plan->removed->len, 0);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, first);
  fail_unless_equals_int (b.plan->removed->len, 1);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (rollback, test_own_offer, test_their_offer, test_made_with_a_pad,
    test_back_to_what_was, test_implicit, test_replaced_offer);
