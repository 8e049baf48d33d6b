/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* RFC 9429 sections 4.2.4 and 4.2.5 */

GST_START_TEST (test_every_pair)
{
  for (guint ours = 0; ours < 4; ours++) {
    for (guint theirs = 0; theirs < 4; theirs++) {
      RtcDirection reversed = (theirs & 1) << 1 | (theirs & 2) >> 1;
      g_autoptr (RtcSdp) offer = NULL;
      g_autoptr (RtcSdp) answer = NULL;
      Peer a, b;

      peer_init (&a, 'a');
      peer_init (&b, 'b');
      peer_add_pad (&a, RTC_MEDIA_AUDIO)->direction = ours;
      peer_add_pad (&b, RTC_MEDIA_AUDIO)->direction = theirs;
      negotiate_full (&a, &b, NULL, &offer, &answer);
      fail_unless_equals_int (rtc_sdp_get_media (offer, 0)->direction, ours);
      fail_unless_equals_int (peer_section (&a, 0)->current, ours & reversed);
      fail_unless (peer_section (&a, 0)->has_current);
      fail_unless_equals_int (rtc_sdp_get_media (answer, 0)->msids->len,
          rtc_sdp_get_media (answer, 0)->direction & 1);
      fail_if (rtc_jsep_session_needs_negotiation (b.session, &b.media));
      peer_clear (&a);
      peer_clear (&b);
    }
  }
}

GST_END_TEST;

GST_START_TEST (test_changed)
{
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&b, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_SENDRECV);
  b.transceivers[0].direction = RTC_DIRECTION_SENDONLY;
  fail_unless (rtc_jsep_session_needs_negotiation (b.session, &b.media));
  negotiate (&b, &a);
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_RECVONLY);
  fail_unless_equals_int (peer_section (&b, 0)->current,
      RTC_DIRECTION_SENDONLY);
  /* W3C 4.7.3: what the other side has narrowed is no reason to ask again */
  fail_if (rtc_jsep_session_needs_negotiation (a.session, &a.media));
  fail_if (rtc_jsep_session_needs_negotiation (b.session, &b.media));
  b.transceivers[0].direction = RTC_DIRECTION_INACTIVE;
  negotiate (&b, &a);
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_INACTIVE);
  fail_if (peer_section (&a, 0)->rejected);
  fail_unless_equals_int (a.plan->transports->len, 1);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_offer_to_receive)
{
  const RtcJsepOptions none = { FALSE, 0, -1 };
  g_autoptr (RtcSdp) offer = NULL;
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  offer = peer_create_offer (&a, &none);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 0)->direction,
      RTC_DIRECTION_SENDONLY);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 1)->direction,
      RTC_DIRECTION_SENDRECV);
  peer_clear (&a);
}

GST_END_TEST;

JSEP_TEST (directions, test_every_pair, test_changed, test_offer_to_receive);
