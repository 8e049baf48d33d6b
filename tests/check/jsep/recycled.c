/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* A transceiver is stopped, its m-line used again (RFC 9429 section 5.2.2) */

static void
connect_two (Peer * a, Peer * b)
{
  peer_init (a, 'a');
  peer_init (b, 'b');
  peer_add_pad (a, RTC_MEDIA_AUDIO);
  peer_add_pad (a, RTC_MEDIA_VIDEO);
  negotiate (a, b);
}

GST_START_TEST (test_stopped)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  Peer a, b;

  connect_two (&a, &b);
  a.transceivers[0].stopping = TRUE;
  fail_unless (rtc_jsep_session_needs_negotiation (a.session, &a.media));
  negotiate_full (&a, &b, NULL, &offer, &answer);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 0)->port, 0);
  fail_if (rtc_sdp_get_media (offer, 0)->bundle_only);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 1)->port, 9);
  fail_unless_equals_int (rtc_sdp_get_media (answer, 0)->port, 0);
  fail_unless (rtc_sdp_find_group (offer, "BUNDLE", "audio0") == NULL);
  fail_unless (rtc_sdp_find_group (answer, "BUNDLE", "video1") != NULL);
  fail_unless (peer_section (&a, 0)->stopped && peer_section (&b, 0)->stopped);
  fail_unless (peer_section (&a, 0)->rejected);
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_INACTIVE);
  /* the transport has lost the section that it is named after, and lives */
  fail_unless_equals_int (a.plan->transports->len, 1);
  fail_unless_equals_int (peer_transport (&a, 1)->id, 0);
  /* but browsers drop theirs with that section: ICE begins anew */
  fail_unless_equals_string (peer_transport (&a, 1)->local_ufrag, "a002");
  fail_unless_equals_string (peer_transport (&a, 1)->remote_ufrag, "b002");
  fail_unless_equals_int (peer_transport (&a, 1)->remote_mline, 1);
  fail_unless_equals_int (peer_section (&b, 1)->transport, 0);
  fail_if (rtc_jsep_session_needs_negotiation (a.session, &a.media));
  fail_if (rtc_jsep_session_needs_negotiation (b.session, &b.media));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_used_again)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;
  guint key;

  connect_two (&a, &b);
  a.transceivers[0].stopping = TRUE;
  negotiate (&a, &b);
  key = peer_add_pad (&a, RTC_MEDIA_VIDEO)->key;
  negotiate_full (&a, &b, NULL, &offer, NULL);
  fail_unless_equals_int (rtc_sdp_n_media (offer), 2);
  fail_unless_equals_string (rtc_sdp_get_media (offer, 0)->word, "video");
  fail_unless_equals_string (rtc_sdp_get_media (offer, 0)->mid, "video0");
  fail_unless_equals_int (peer_section (&a, 0)->transceiver, key);
  fail_unless_equals_int (peer_section (&a, 0)->transport, 0);
  fail_unless_equals_int (a.plan->transports->len, 1);
  fail_unless_equals_int (b.media.n_transceivers, 3);
  fail_unless_equals_int (peer_section (&b, 0)->transceiver,
      b.transceivers[2].key);
  fail_unless_equals_int (peer_section (&b, 0)->current,
      RTC_DIRECTION_RECVONLY);
  fail_unless_equals_int (b.plan->removed->len, 0);
  fail_unless_equals_int (b.plan->disassociated->len, 0);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* The same kind again gets another mid than its predecessor had */
GST_START_TEST (test_mid_is_new)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;

  connect_two (&a, &b);
  b.transceivers[0].stopping = TRUE;
  negotiate (&b, &a);
  fail_unless (peer_section (&a, 0)->stopped);
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate_full (&a, &b, NULL, &offer, NULL);
  fail_unless_equals_int (rtc_sdp_n_media (offer), 3);
  fail_unless_equals_string (rtc_sdp_get_media (offer, 0)->mid, "audio1");
  fail_unless_equals_string (rtc_sdp_get_media (offer, 2)->mid, "audio2");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* All stopped, and begun anew: another transport */
GST_START_TEST (test_all_stopped)
{
  Peer a, b;

  connect_two (&a, &b);
  a.transceivers[0].stopping = a.transceivers[1].stopping = TRUE;
  negotiate (&a, &b);
  fail_unless_equals_int (a.plan->transports->len, 0);
  fail_unless_equals_int (b.plan->transports->len, 0);
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  fail_unless_equals_int (a.plan->transports->len, 1);
  fail_unless_equals_int (b.plan->transports->len, 1);
  fail_unless_equals_string (peer_transport (&a, 0)->remote_ufrag,
      peer_transport (&b, 0)->local_ufrag);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (recycled, test_stopped, test_used_again, test_mid_is_new,
    test_all_stopped);
