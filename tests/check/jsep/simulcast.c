/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* RFC 8853 */

static const gchar *const layers[] = { "hi", "mid", "lo", NULL };

GST_START_TEST (test_sent_and_received)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  g_autofree gchar *offer_text = NULL;
  g_autofree gchar *answer_text = NULL;
  const RtcSdpExtmap *extmap;
  gboolean has_rid = FALSE;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->rids = layers;
  negotiate_full (&a, &b, NULL, &offer, &answer);
  offer_text = rtc_sdp_print (offer);
  answer_text = rtc_sdp_print (answer);
  fail_unless_has (offer_text, "a=rid:hi send\r\n");
  fail_unless_has (offer_text, "a=simulcast:send hi;mid;lo\r\n");
  fail_unless_has (answer_text, "a=rid:lo recv\r\n");
  fail_unless_has (answer_text, "a=simulcast:recv hi;mid;lo\r\n");
  fail_unless_equals_int (peer_section (&a, 0)->send_rids->len, 3);
  fail_unless_equals_int (peer_section (&a, 0)->receive_rids->len, 0);
  fail_unless_equals_int (peer_section (&b, 0)->receive_rids->len, 3);
  fail_unless_equals_string (g_ptr_array_index (peer_section (&b,
              0)->receive_rids, 2), "lo");
  for (guint i = 0; i < peer_section (&a, 0)->send_extmaps->len; i++) {
    extmap = g_ptr_array_index (peer_section (&a, 0)->send_extmaps, i);
    has_rid |= g_str_has_suffix (extmap->uri, ":rtp-stream-id");
  }
  fail_unless (has_rid);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* An SFU asks for layers; alternatives and pauses; layers we do not have */
GST_START_TEST (test_asked_for)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-recvonly.sdp",
      "a=mid:0", "a=mid:0\r\na=rid:lo recv max-width=320\r\n"
      "a=rid:hi recv\r\na=rid:no recv\r\na=simulcast:recv ~lo,no;hi;no");
  g_autoptr (RtcSdp) answer = NULL;
  g_autofree gchar *text = NULL;
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->rids = layers;
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&a, NULL);
  text = rtc_sdp_print (answer);
  fail_unless_has (text, "a=simulcast:send lo;hi\r\n");
  fail_unless_has (text, "a=rid:lo send max-width=320\r\n");
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_int (peer_section (&a, 0)->send_rids->len, 2);
  peer_clear (&a);
}

GST_END_TEST;

/* In an offer: with the ids in packets, only as long as we receive, and an id is
 * one layer */
GST_START_TEST (test_offered_to_receive)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autofree gchar *text = NULL;
  RtcJsepTransceiver *t;
  Peer a;

  peer_init (&a, 'a');
  t = peer_add (&a, RTC_MEDIA_VIDEO, RTC_DIRECTION_RECVONLY);
  t->receive_rids = layers;
  offer = peer_create_offer (&a, NULL);
  text = rtc_sdp_print (offer);
  fail_unless_has (text, "a=rid:hi recv\r\n");
  fail_unless_has (text, "a=simulcast:recv hi;mid;lo\r\n");
  fail_unless_has (text, ":rtp-stream-id");
  fail_unless_has (text, ":repaired-rtp-stream-id");
  g_clear_pointer (&offer, rtc_sdp_free);
  g_clear_pointer (&text, g_free);

  t->direction = RTC_DIRECTION_SENDRECV;
  t->rids = layers + 1;
  offer = peer_create_offer (&a, NULL);
  text = rtc_sdp_print (offer);
  fail_unless_has (text, "a=simulcast:send mid;lo recv hi\r\n");
  g_clear_pointer (&offer, rtc_sdp_free);
  g_clear_pointer (&text, g_free);

  t->direction = RTC_DIRECTION_SENDONLY;
  t->rids = NULL;
  offer = peer_create_offer (&a, NULL);
  text = rtc_sdp_print (offer);
  fail_if (strstr (text, "simulcast") != NULL);
  peer_clear (&a);
}

GST_END_TEST;

/* The other side does not know simulcast: one layer, no rids */
GST_START_TEST (test_not_answered)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->rids = layers;
  offer = peer_create_offer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&b, NULL);
  g_clear_pointer (&rtc_sdp_get_media (answer, 0)->simulcast, g_free);
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_int (peer_section (&a, 0)->send_rids->len, 0);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (simulcast, test_sent_and_received, test_asked_for,
    test_offered_to_receive, test_not_answered);
