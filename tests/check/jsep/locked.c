/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* Pads that were asked for by number.  The texts are webrtcbin's: applications
 * match them. */

GST_START_TEST (test_hole)
{
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->locked_mline = 1;
  peer_fail_offer (&a, RTC_JSEP_ERROR_LOCKED,
      "Tranceiver <webrtctransceiver0> with mid (null) has locked mline 1 but "
      "the offer only has 0 sections");
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_no_caps)
{
  RtcJsepTransceiver *t;
  Peer a;

  peer_init (&a, 'a');
  t = peer_add_pad (&a, RTC_MEDIA_VIDEO);
  t->locked_mline = 0;
  t->has_kind = FALSE;
  t->n_formats = 0;
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->locked_mline = 1;
  peer_fail_offer (&a, RTC_JSEP_ERROR_LOCKED,
      "Trying to add transceiver at line 0 but there is a transceiver with a "
      "locked mline for this line which doesn't have caps");
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_other_kind)
{
  g_autoptr (RtcSdp) offer = NULL;
  RtcJsepTransceiver *t;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&b, RTC_MEDIA_AUDIO);
  t = peer_add_pad (&b, RTC_MEDIA_VIDEO);
  t->locked_mline = 0;
  offer = peer_create_offer (&a, NULL);
  b.media.transceivers = t;
  b.media.n_transceivers = 1;
  peer_fail_remote (&b, RTC_SDP_TYPE_OFFER, offer, RTC_JSEP_ERROR_LOCKED,
      "m-line 0 with transceiver <webrtctransceiver1> was locked to video, but "
      "SDP has audio media");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_number_of_sections)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  offer = peer_create_offer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&b, NULL);
  rtc_sdp_add_media (answer, "video", 9, "UDP/TLS/RTP/SAVPF");
  peer_fail_local (&b, RTC_SDP_TYPE_ANSWER, answer, RTC_JSEP_ERROR_SYNTAX,
      "Answer doesn't have the same number of m-lines as the offer.");
  peer_fail_remote (&a, RTC_SDP_TYPE_ANSWER, answer, RTC_JSEP_ERROR_SYNTAX,
      "Answer doesn't have the same number of m-lines as the offer.");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* sink_1 before sink_0, others fill the gaps, data comes before what is locked
 * behind it */
GST_START_TEST (test_order)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->locked_mline = 1;
  peer_add_pad (&a, RTC_MEDIA_AUDIO)->locked_mline = 3;
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  a.media.data = TRUE;
  offer = peer_create_offer (&a, NULL);
  fail_unless_equals_int (rtc_sdp_n_media (offer), 4);
  fail_unless_equals_string (rtc_sdp_get_media (offer, 0)->mid, "audio0");
  fail_unless_equals_string (rtc_sdp_get_media (offer, 1)->mid, "video1");
  fail_unless_equals_string (rtc_sdp_get_media (offer, 2)->mid, "application2");
  fail_unless_equals_string (rtc_sdp_get_media (offer, 3)->mid, "audio3");
  peer_clear (&a);
}

GST_END_TEST;

/* In an answer: the one locked there, then a pad's, never the same twice */
GST_START_TEST (test_who_matches)
{
  g_autoptr (RtcSdp) offer = NULL;
  guint plain, pad, locked;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  for (guint i = 0; i < 4; i++)
    peer_add_pad (&a, RTC_MEDIA_AUDIO);
  offer = peer_create_offer (&a, NULL);
  plain = peer_add (&b, RTC_MEDIA_AUDIO, RTC_DIRECTION_SENDRECV)->key;
  pad = peer_add_pad (&b, RTC_MEDIA_AUDIO)->key;
  peer_add_pad (&b, RTC_MEDIA_VIDEO);
  b.transceivers[3] = b.transceivers[1];
  b.transceivers[3].key = locked = b.next_key++;
  b.transceivers[3].locked_mline = 2;
  b.media.n_transceivers = 4;
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  fail_unless_equals_int (peer_section (&b, 0)->transceiver, pad);
  fail_unless_equals_int (peer_section (&b, 1)->transceiver, plain);
  fail_unless_equals_int (peer_section (&b, 2)->transceiver, locked);
  fail_unless (peer_section (&b, 3)->is_new);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (locked, test_hole, test_no_caps, test_other_kind,
    test_number_of_sections, test_order, test_who_matches);
